"""What staff read of feedback: in the general topic of the team that it is for."""

from handlers.desk.topic_links import to_topic
from handlers.exchange import Turn, theirs
from handlers.feedback.words import WORDS, is_severe, number_of, staff_buttons, staff_topic
from storage.content import Content
from storage.feedback import Feedback
from storage.results import Outgoing


def posted(turn: Turn, said: Feedback, line: str = "given") -> tuple[Outgoing, ...]:
    blanks = {"number": number_of(said), "topic": staff_topic(turn, said.topic), "severe": is_severe(said)}
    text = WORDS.line(
        turn,
        line,
        name=to_topic(turn.conversation.id, turn.called),
        channel=turn.channel_name,
        conversation=turn.number,
        text=theirs(said.text),
        **blanks,
    )
    pictures = () if turn.at_desk else turn.inbound.attachments  # a topic shows them where they stand
    content = Content(text=text, buttons=staff_buttons(turn, said), attachments=pictures)
    return turn.alert(content, turn.places.of(said.team))
