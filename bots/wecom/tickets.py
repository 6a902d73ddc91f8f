"""The number of the conversation, which stands in for a thread: WeCom's groups have none.

A post of ours begins with `#17`. Staff answer it by quoting it, or by writing the number: `@bot #17 text`,
`@bot 17 text`, `@bot 回复 #17 text`.
"""

import re

from storage.records import record

REPLY = r"[\s*]*(?:(?:回复|回覆|reply)\s*)?"
"""A post of ours may begin in bold."""
TICKET = re.compile(rf"{REPLY}[#＃](?P<number>[0-9]{{1,9}})(?![0-9A-Za-z])\s*[:：,，]?\s*", re.IGNORECASE)
BARE = re.compile(rf"{REPLY}(?P<number>[0-9]{{1,9}})(?:\s*[:：,，]\s*|\s+)(?=\S)", re.IGNORECASE)
"""Without the sign, only where something follows that is not part of the number (`17.5`, `2件`)."""
THREAD = re.compile(r"#([0-9]{1,9})")


@record(frozen=True, slots=True)
class Addressed:
    """What a member said to the bot, and in which conversation; `number` None: in none."""

    number: int | None
    text: str


def thread_of(number: int) -> str:
    return f"#{number}"


def number_of(thread: str | None) -> int | None:
    """Undoes `thread_of`."""
    found = THREAD.fullmatch(thread or "")
    return int(found[1]) if found else None


def number_above(text: str) -> int | None:
    """Of a post that begins with one."""
    found = TICKET.match(text)
    return int(found["number"]) if found else None


def without_number(text: str) -> str:
    """Of a post that has it above already."""
    found = TICKET.match(text)
    return text[found.end() :] if found else text


def unmentioned(text: str, bot_name: str) -> str:
    """Without the @ and the name. The group puts a blank of some kind behind a name, so `@Bot Two` is not `@Bot`..."""
    mention = rf"[@＠]{re.escape(bot_name.strip())}(?:\s+|$)"
    return re.sub(mention, "", text).strip()


def mentions(text: str, bot_name: str) -> bool:
    return unmentioned(text, bot_name) != text.strip()


def addressed(text: str, quoted: str, bot_name: str) -> Addressed:
    """The quote decides, for a number that begins an answer to it may be the answer's own (`2 件都有`); a number with
    its sign that says otherwise makes it nobody's, since what was meant cannot be told.
    """
    said = unmentioned(text, bot_name)
    explicit = TICKET.match(said)
    about = _quoted_number(quoted, bot_name)
    if about is not None and explicit is not None and int(explicit["number"]) != about:
        return Addressed(None, said)
    found = explicit or (BARE.match(said) if about is None else None)
    if found is None:
        return Addressed(about, said)
    number, text = int(found["number"]), said[found.end() :]
    # Written twice, the second would stand before what says that it is a note.
    while again := TICKET.match(text):
        if int(again["number"]) != number:
            return Addressed(None, said)
        text = text[again.end() :]
    return Addressed(number, text)


def _quoted_number(quoted: str, bot_name: str) -> int | None:
    """Of a post of ours, or of a colleague's message to the bot."""
    bare = unmentioned(quoted, bot_name)
    found = TICKET.match(bare) or (BARE.match(bare) if mentions(quoted, bot_name) else None)
    return int(found["number"]) if found else None
