"""The message that another one answers, as the other side knows it.

Only what the contact wrote or got may ever be quoted to them: staff may answer a note, or words that they have since
made one. So their chat is shown a copy that is known, or words that our own transcript has as theirs, and nothing of
what the desk's platform says of the quoted message.
"""

from collections.abc import Awaitable, Callable, Sequence

from bots.delivery.copying import chats_of
from bots.delivery.runs import escape
from storage.content import Content
from storage.copies import CARD, Copies, Copy
from storage.records import record, replace
from storage.results import Action, Entry, EntryKind, Outgoing

MOST_WORDS = 80
DEPTH = 50
"""So many entries of the transcript are looked through for the words."""

Transcript = Callable[[int, int], Awaitable[Sequence[Entry]]]


@record(frozen=True, slots=True)
class Quoted:
    """`id` where the channel can show it, else `words`; neither: nothing is quoted."""

    id: str | None = None
    words: str = ""


NOTHING = Quoted()


class Quotes:
    def __init__(self, copies: Copies, transcript: Transcript) -> None:
        self._copies = copies
        self._transcript = transcript

    async def of(self, row: Outgoing, chat: str, *, shows: bool) -> Quoted:
        """`chat`: where the row goes, as copies name it. `shows`: its channel can show a quote."""
        if row.quotes is None:
            return NOTHING
        if row.action is Action.POST:
            return await self._at_desk(row, chat, shows=shows)
        return await self._for_contact(row, chat, shows=shows)

    async def _at_desk(self, row: Outgoing, chat: str, *, shows: bool) -> Quoted:
        """The words are those of the contact's own chat, so staff may read them."""
        quote = row.quotes
        if quote is None:
            return NOTHING
        if shows and quote.message_id:
            found = await self._copies.of_contact_message(row.conversation_id, quote.message_id)
            if posted := next((copy for copy in found if copy.desk_chat == chat), None):
                return Quoted(posted.desk_message)
        return Quoted(words=quote.text)

    async def _for_contact(self, row: Outgoing, chat: str, *, shows: bool) -> Quoted:
        quote = row.quotes
        if quote is None or not quote.message_id:
            return NOTHING
        found = await self._copies.of_desk_message(row.conversation_id, quote.message_id)
        known = [copy for copy in found if copy.contact_message != CARD]
        here = [copy for copy in known if copy.contact_chat in chats_of(row, chat)]
        if here and shows:
            return Quoted(here[0].contact_message)
        said = here or [
            copy for copy in known if not copy.contact_chat
        ]  # on the conversation's own account: also theirs
        return Quoted(words=await self._told(row, said[0])) if said else NOTHING

    async def _told(self, row: Outgoing, copy: Copy) -> str:
        """What the contact wrote in that message, or what they got by it."""
        for entry in reversed(await self._transcript(row.conversation_id, DEPTH)):
            wrote = entry.kind is EntryKind.INCOMING and entry.external_id == copy.contact_message
            got = entry.kind is EntryKind.OUTGOING and entry.external_id == copy.desk_message
            if wrote or got:
                return entry.text
        return ""


def with_words(content: Content, words: str, write: Callable[[str], str] = escape) -> Content:
    """The quoted words in a line above."""
    line = " ".join(words.split())
    if not line:
        return content
    short = line if len(line) <= MOST_WORDS else f"{line[: MOST_WORDS - 1].rstrip()}…"
    quoted = f"<i>{write(f'> {short}')}</i>"
    return replace(content, text=f"{quoted}\n{content.text}" if content.text else quoted)
