"""What leads staff to another conversation's topic, where their platform can."""

from markupsafe import Markup, escape


def to_topic(conversation_id: int, words: object) -> Markup:
    """For a line that stands outside of it."""
    return Markup('<a href="topic:{}">{}</a>').format(conversation_id, escape(words))
