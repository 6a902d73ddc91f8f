"""What an agent is called: to contacts as the admin says, among staff as their platform does."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from handlers.desk.people import among_staff, on_platform
from handlers.exchange import Turn
from handlers.fields.words import words_in
from handlers.formats import listed
from storage.desk import Agent


def calling(turn: Turn, account: str, agents: Iterable[Agent]) -> Markup:
    """Their name among staff, for a line; their platform lets them know that they are spoken of."""
    return mention(account, among_staff(turn, account, agents))


def mention(account: str, name: str) -> Markup:
    return Markup('<a href="agent:{}">{}</a>').format(account, escape(name))


def mentions(those: Iterable[Markup], language: str) -> Markup:
    """One after the other, as this language lists them."""
    return Markup(listed(those, language))  # noqa: S704 - each of them is markup already, and what is between has no signs


def for_contacts(turn: Turn, account: str, agents: Iterable[Agent]) -> str:
    """ "" when nobody has named them: their account is the name with which they sign in."""
    names = turn.desk_policy.profile(account).name
    described = words_in(names, turn.language, turn.policy.default_language)
    shown = on_platform(turn, account, agents)
    return described or (shown if shown != account.partition(":")[2] else "")
