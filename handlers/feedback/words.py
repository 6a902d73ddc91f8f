"""What contacts are told about their feedback, and what staff read of it."""

from handlers.desk.staff_words import StaffWords
from handlers.exchange import Turn
from handlers.scripts.declaration import declare
from storage.content import Button
from storage.feedback import Feedback, Topic
from storage.tasks import Severity

SCRIPT = "feedback"
"""The script with which contacts give it; its buttons `feedback:<number>:<topic>` say what it is about."""
DESK = "desk_feedback"
WORDS = StaffWords(DESK)
LONGEST = 1000
"""Characters that are kept."""

DECLARATION = declare(
    SCRIPT,
    script=SCRIPT,
    button="",  # the label of a button that leads here
    ask="",
    ask_again="",
    received="number topic",
    severe="number",  # in place of it, when staff are called at once
    corrected="number topic",
    closed="number",  # a button of one that was answered
    too_many="most",
    in_group="",
    outcome="number date text",  # what became of it
    product="",  # names of topics, also on buttons
    delivery="",
    service="",
    price="",
    other="",
    product_words="",  # words by which it is known what it is about
    delivery_words="",
    service_words="",
    price_words="",
    severe_words="",  # words by which it is severe, beside those of desk.yaml that call somebody angry
    may_be_empty="product_words delivery_words service_words price_words severe_words",
)
DESK_DECLARATION = declare(
    DESK,
    script=DESK,
    given="number topic severe name channel conversation text",
    corrected="number topic severe name channel conversation text",
    flooded="",  # a flood of new accounts: what else they say is in the list alone
    heading="count",
    listed="number topic severe date conversation text",
    more="",  # there are others
    nothing="",
    shown="number topic severe status date conversation text answer",
    status="status",
    answered="number agent text",  # the contact was told
    answered_later="number time",  # they will be, at that time
    unsendable="number name conversation",  # their platform takes nothing any more
    answered_already="number agent",
    closed="number agent",
    unknown="number",
    task_button="",
    close_button="",
)


def topic_name(turn: Turn, topic: Topic) -> str:
    return turn.words(SCRIPT).line(topic.value)


def number_of(feedback: Feedback) -> str:
    """As the contact and staff call it."""
    return f"F{feedback.id}"


def staff_topic(turn: Turn, topic: Topic) -> str:
    return StaffWords(SCRIPT).word(turn, topic.value)


def is_severe(feedback: Feedback) -> str:
    """As a blank of a line: "" where it is not."""
    return "severe" if feedback.severity is Severity.SEVERE else ""


def staff_buttons(turn: Turn, feedback: Feedback) -> tuple[Button, ...]:
    close = Button(label=WORDS.word(turn, "close_button"), goto=f"desk:feedback:{feedback.id} close")
    task = Button(label=WORDS.word(turn, "task_button"), goto=f"desk:feedback:{feedback.id} task")
    return (close,) if is_severe(feedback) else (task, close)
