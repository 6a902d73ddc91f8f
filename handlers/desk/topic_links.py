"""What leads staff to another conversation's topic, where their platform can."""

from markupsafe import Markup, escape

from handlers.taps import untapped


def to_topic(conversation_id: int, words: int | str) -> Markup:
    """For a line that stands outside of it. `words` may be the contact's name: without a topic they alone are left."""
    return Markup('<a href="topic:{}">{}</a>').format(conversation_id, escape(untapped(str(words))))
