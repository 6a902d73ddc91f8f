"""Who is who in what staff read."""

from collections.abc import Iterable

from markupsafe import Markup

from handlers.desk.masked import masked
from handlers.desk.policy import DeskPolicy
from handlers.exchange import Turn, in_bold
from handlers.fields.words import words_in
from storage.desk import Agent
from storage.results import Entry


def among_staff(turn: Turn, account: str, agents: Iterable[Agent] = ()) -> str:
    """What an agent is called among staff: as their platform calls them, else as the admin does."""
    known = on_platform(turn, account, agents)
    return known or as_described(turn.desk_policy, account, turn.policy.default_language) or account.partition(":")[2]


def on_platform(turn: Turn, account: str, agents: Iterable[Agent] = ()) -> str:
    """As their platform calls them; "" when it has not told."""
    if account == str(turn.inbound.identity) and turn.inbound.name:
        return turn.inbound.name
    return next((agent.name for agent in agents if agent.account == account and agent.name), "")


def as_described(policy: DeskPolicy, account: str, language: str) -> str:
    """By the admin, in desk.yaml; "" when they are not."""
    return words_in(policy.profile(account).name, language, language)


def author(turn: Turn, entry: Entry) -> Markup:
    """Of a line of the transcript: nobody is called like a colleague, for only contacts are named in bold."""
    script = turn.desk_words
    match entry.author:
        case "contact":
            return Markup(script.line("author_contact", name=in_bold(masked(turn, turn.called))))  # noqa: S704
        case "bot":
            return Markup(script.line("author_bot"))  # noqa: S704 - a line, whose blanks are escaped
        case account:
            name = entry.author_name or among_staff(turn, account)
            return Markup(script.line("author_agent", name=name))  # noqa: S704
