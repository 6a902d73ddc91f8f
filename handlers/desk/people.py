"""Who is who in what staff read."""

from collections.abc import Iterable

from markupsafe import Markup

from handlers.desk.masked import masked
from handlers.desk.policy import DeskPolicy
from handlers.exchange import Turn, in_bold
from handlers.fields.words import words_in
from handlers.scripts.library import Script
from storage.desk import Agent
from storage.results import Entry


def among_staff(turn: Turn, account: str, agents: Iterable[Agent] = ()) -> str:
    """What an agent is called among staff. Whoever acts in this turn is called as their platform calls them now."""
    if is_speaking(turn, account):
        return turn.inbound.name
    return staff_name(turn.desk_policy, account, agents, turn.policy.default_language)


def staff_name(policy: DeskPolicy, account: str, agents: Iterable[Agent], language: str) -> str:
    """As their platform calls them, else as the admin does, else by their id there."""
    return as_listed(account, agents) or as_described(policy, account, language) or account.partition(":")[2]


def on_platform(turn: Turn, account: str, agents: Iterable[Agent]) -> str:
    """As their platform calls them; "" when it has not told."""
    return turn.inbound.name if is_speaking(turn, account) else as_listed(account, agents)


def is_speaking(turn: Turn, account: str) -> bool:
    """Whether the message of this turn is theirs, and says their name."""
    return bool(turn.inbound.name) and account == str(turn.inbound.identity)


def as_listed(account: str, agents: Iterable[Agent]) -> str:
    """As their platform called them when they last acted; "" when it did not say."""
    return next((agent.name for agent in agents if agent.account == account and agent.name), "")


def as_described(policy: DeskPolicy, account: str, language: str) -> str:
    """By the admin, in desk.yaml; "" when they are not."""
    return words_in(policy.profile(account).name, language, language)


def author(turn: Turn, entry: Entry) -> Markup:
    """Of a line of the transcript."""
    agent = entry.author_name or among_staff(turn, entry.author)
    return named_author(entry, turn.desk_words, contact=masked(turn, turn.called), agent=agent)


def named_author(entry: Entry, desk_words: Script, *, contact: str, agent: str) -> Markup:
    """Nobody is called like a colleague, for only contacts are named in bold."""
    match entry.author:
        case "contact":
            line = desk_words.line("author_contact", name=in_bold(contact))
        case "bot":
            line = desk_words.line("author_bot")
        case _:
            line = desk_words.line("author_agent", name=agent)
    return Markup(line)  # noqa: S704 - its blanks are escaped
