"""What staff read about owners and the queue."""

from handlers.desk.staff_words import StaffWords
from handlers.scripts.declaration import declare

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
    not_accepted="agent",  # whom it was handed to
    transferred="agent to note",
    transferred_here="agent to note",  # in the new place
    snoozed="agent time",
    woken="agent",  # "" where it went back to the queue
    prioritised="agent priority",
    still_waiting="minutes wait",  # `wait`: the same in hours and minutes
    left_message="",
    # In the general topic
    newcomers="count minutes",  # so many within so many minutes come in; the others wait outside
    # Answers to members
    theirs="agent",  # somebody else has it
    yours="",
    nobody_has_it="",
    away="time count",  # `time` may be ""; `count`: conversations that go back to the queue
    sent_away="agent time count",  # a colleague, by somebody else; `time` as above
    gone="agent count",  # a colleague is not in the chat any more; `count` as above, never 0
    back="count",  # those that nobody was asked to take
    not_away="",
    which_moment="example",
    away_whom="name several agents example",  # /away with `name`; `several`: who are called so; `agents`: all
    snooze_too_long="days",
    which_priority="",
    which_target="note too_long",  # `note` goes along with the buttons; `too_long`: it does not
    unknown_target="name note too_long",
    stranger_target="agent",  # chosen by their account, and no colleague as far as we know
    target_away="agent",
    already_there="to",
    # /queue
    empty="",
    team="team count some",  # above its conversations; `some`: of which only those that were found are listed
    # `wait`: so long, in hours and minutes, or "" for less than a minute; `promise`: how it stands, or "" for none
    waiting="number name channel priority minutes wait agent promise",
    held="agent count some",  # above their conversations
    holding="number name channel minutes wait promise",  # `minutes`: "" where the contact waits for no answer
    asleep="number name channel time promise",
    none_mine="",  # /queue me
    none_found="text",  # /queue with some words: nobody at the desk is called so
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
    again_button="time",  # under `woken`, where the contact woke it
    may_be_empty="nobody_left claimed taken_over prioritised still_waiting left_message",
)


WORDS = StaffWords(SCRIPT)
queue_line, queue_word, queue_content, queue_told = WORDS.line, WORDS.word, WORDS.content, WORDS.told
queue_posted = WORDS.posted
