"""The first post of a conversation's topic at the desk: who wrote, and about what."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.exchange import Turn, plain
from handlers.masking import masked_number, masked_text
from handlers.order_numbers import FOUR_DIGITS, order_number_in
from handlers.questions import joined
from handlers.scripts.library import Script
from storage.content import Button, Content
from storage.results import Entry, EntryKind

TITLE_WORDS = 24
QUOTED = 200


async def card(turn: Turn, asked: str) -> Content:
    script = turn.desk_words
    heading = again(turn, script) if turn.conversation.thread else who(turn, script)
    entries = await latest(turn)
    question = script.line("card_asked", text=masked(turn, unproven(turn, asked))) if asked else ""
    text = joined(heading, question, orders(turn, script), *said(turn, entries))
    return Content(text=text, buttons=(Button(label=plain(script.line("resolve_button")), goto="desk:resolve"),))


def title(turn: Turn, asked: str) -> str:
    return turn.title(masked(turn, unproven(turn, asked))[:TITLE_WORDS])


def who(turn: Turn, script: Script) -> str:
    language = plain(turn.words("language").line("name"))
    return script.line("card", number=turn.number, name=turn.called, channel=turn.channel_name, language=language)


def again(turn: Turn, script: Script) -> str:
    return script.line("card_again", number=turn.number, name=turn.called)


def orders(turn: Turn, script: Script) -> str:
    known = [masked_number(number) for number, until in turn.conversation.proven.items() if until > turn.now]
    return script.line("card_orders", orders=", ".join(known)) if known else ""


async def latest(turn: Turn) -> list[Entry]:
    kept = await turn.transcript(turn.conversation.id, turn.policy.card_messages)
    return [entry for entry in kept if entry.kind in (EntryKind.INCOMING, EntryKind.OUTGOING)]


def said(turn: Turn, entries: list[Entry]) -> list[str]:
    script = turn.desk_words
    lines = [
        script.line(
            "message", time=clock(turn, entry), author=author(entry, turn), text=masked(turn, words_of(turn, entry))
        )
        for entry in entries
    ]
    return [script.line("card_messages"), *lines] if lines else []


def author(entry: Entry, turn: Turn) -> str:
    script = turn.desk_words
    match entry.author:
        case "contact":
            return plain(script.line("author_contact", name=turn.called))
        case "bot":
            return plain(script.line("author_bot"))
        case account:
            return plain(script.line("author_agent", name=entry.author_name or account))


def clock(turn: Turn, entry: Entry) -> str:
    return datetime.fromtimestamp(entry.at, ZoneInfo(turn.policy.timezone)).strftime("%H:%M")


def words_of(turn: Turn, entry: Entry) -> str:
    return unproven(turn, entry.text) if entry.kind is EntryKind.INCOMING else entry.text


def unproven(turn: Turn, text: str) -> str:
    """Without the second factor: who reads along in the desk could use it as their own proof."""
    alone = FOUR_DIGITS.fullmatch(text.strip()) is not None
    return FOUR_DIGITS.sub("****", text) if alone or order_number_in(text, turn.policy) else text


def masked(turn: Turn, text: str) -> str:
    text = masked_text(" ".join(text.split()), turn.policy.order_number)
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"
