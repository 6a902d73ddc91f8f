"""What staff read about owners and the queue."""

from handlers.exchange import Outcome, Turn, plain, script_in
from handlers.scripts.declaration import declare
from handlers.words import minute
from storage.content import Button, Content

SCRIPT = "desk_queue"

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    # In the topic: what became of the conversation
    offered="agent before",  # `before` did not take it in time; may be ""
    nobody_left="",
    claimed="agent",
    taken_over="agent before",
    released="agent",
    handed_back="agent",  # who went away
    transferred="agent to note",
    transferred_here="agent to note",  # in the new place
    snoozed="agent time",
    woken="agent",  # "" where it went back to the queue
    prioritised="agent priority",
    still_waiting="minutes",
    left_message="",
    # Answers to members
    theirs="agent",  # somebody else has it
    yours="",
    nobody_has_it="",
    away="time count",  # `time` may be ""; `count`: conversations that go back to the queue
    back="count",  # those that nobody was asked to take
    not_away="",
    which_moment="example",
    snooze_too_long="days",
    which_priority="",
    which_target="",
    unknown_target="name",
    target_away="agent",
    already_there="to",
    # /queue
    empty="",
    team="team count",  # above its conversations
    waiting="number name channel priority minutes agent",
    held="agent count",  # above their conversations
    holding="number name channel minutes",  # `minutes`: so long the contact waits for an answer; may be ""
    asleep="number name channel time",
    more="count",
    nameless_team="",
    # What was mended
    mended="number name why done",
    # Words that stand in other lines
    fault="why",
    done_bot="",
    done_queue="",
    done_agent="agent",
    done_snoozed="",
    done_over="",
    priority="priority",
    # Buttons
    takeover_button="",
    may_be_empty="nobody_left claimed taken_over prioritised still_waiting left_message",
)


def queue_line(turn: Turn, name: str, /, **blanks: object) -> str:
    return script_in(turn.library, turn.policy.default_language, SCRIPT).line(name, **blanks)


def queue_word(turn: Turn, name: str, /, **blanks: object) -> str:
    """To stand inside another line, or on a button."""
    return plain(queue_line(turn, name, **blanks))


def queue_content(turn: Turn, name: str, /, *buttons: Button, **blanks: object) -> Content:
    return Content(text=queue_line(turn, name, **blanks), buttons=buttons)


def queue_told(turn: Turn, name: str, /, *buttons: Button, **blanks: object) -> Outcome:
    """Where it was asked: in the topic, or outside of any."""
    content = queue_content(turn, name, *buttons, **blanks)
    return Outcome(posts=turn.post(content) if turn.conversation.contact_id else turn.alert(content, turn.asked_from))


def clock(turn: Turn, at: float) -> str:
    """11月22日 14:05, as the desk writes it."""
    return minute(at, turn.policy.default_language, turn.policy.timezone)
