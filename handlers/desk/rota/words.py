"""What staff read about shifts."""

from collections.abc import Iterable

from markupsafe import Markup

from handlers.desk.staff_words import StaffWords
from handlers.exchange import Turn
from handlers.fields.words import words_in
from handlers.formats import moment, weekday
from handlers.hours.policy import Duty
from handlers.scripts.declaration import declare
from storage.swaps import Span

SCRIPT = "desk_rota"
WORDS = StaffWords(SCRIPT)
COMMA, CHINESE_COMMA = Markup(", "), Markup("、")
DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    no_rota="",  # hours.yaml plans none
    nobody="",  # no shift in these days
    day="day",  # above its shifts
    shift="name begins ends agents",  # `name` may be ""
    stand_in="agent before",  # one of the agents, who has the shift of another
    # A swap. `back` is the shift that is given for it, "" for none
    proposed="agent taker shift back",
    agreed="giver taker shift back by",  # `by`: a supervisor, who agreed for them; ""
    declined="giver taker shift",
    withdrawn="giver taker shift",
    expired="giver taker shift",
    dropped="giver taker shift back",  # a shift of it is not planned any more, or another's
    # Answers to whoever proposes or decides
    how_to_swap="",
    which_shift="agent day",  # several on that day: buttons
    no_shift="agent day",  # none that is still to begin
    unknown_colleague="name",
    which_colleague="name",  # several are called so: buttons
    with_oneself="",
    both_at_once="agent shift",  # they have another shift at that time
    other_team="agent",  # who serves none of the teams of whoever has the shift
    already_asked="",
    too_many="",
    decided_already="",
    not_to_agree="taker",
    not_to_withdraw="giver taker",
    # Before a shift, at its end
    reminder="time",  # above the shifts that begin then
    reminded="name begins ends agents",
    ending="time",  # above whoever goes then with open conversations
    ends_for="agent count",
    handed_over="agent minutes wait",  # in the topic; `minutes`: so long the contact waits for an answer; ""
    # Words that stand in other lines
    one_shift="day begins ends name",
    # Buttons
    agree_button="",
    refuse_button="",
    may_be_empty="reminder ending handed_over",
)


def clock(turn: Turn, at: float) -> str:
    return f"{moment(at, turn.policy.timezone):%H:%M}"


def day_of(turn: Turn, at: float) -> str:
    return weekday(at, turn.policy.default_language, turn.policy.timezone)


def name_of(turn: Turn, duty: Duty) -> str:
    return words_in(duty.shift.name, turn.policy.default_language, turn.policy.default_language)


def shift_words(turn: Turn, shift: Span | None, name: str = "") -> str:
    """11月23日周一 09:00–14:00 早班; "" for none."""
    if shift is None:
        return ""
    times = {"begins": clock(turn, shift.begins), "ends": clock(turn, shift.ends)}
    return WORDS.word(turn, "one_shift", day=day_of(turn, shift.begins), name=name, **times)


def listed(turn: Turn, names: Iterable[str]) -> Markup:
    """Names may be mentions."""
    return (CHINESE_COMMA if turn.policy.default_language.startswith("zh") else COMMA).join(names)
