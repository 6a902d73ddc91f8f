"""Other conversations in a text to staff: `<a href="topic:17">` leads to its topic, where the desk's platform can."""

import re
from html import escape
from typing import Protocol

from storage.content import Content
from storage.records import replace

TOPIC = re.compile(r'<a href="topic:([0-9]{1,15})">')


class AddressOf(Protocol):
    async def __call__(self, conversation_id: int, *, waits: bool) -> str:
        """Where its topic is; "" where there is none. `waits`: for one that is being opened."""


async def with_addresses(content: Content, address_of: AddressOf) -> Content:
    """Of a link that leads nowhere only the words are left. What tells of one conversation waits for its topic; a list
    of many does not, as in a crowd the last of them opens minutes later.
    """
    numbers = dict.fromkeys(TOPIC.findall(content.text)) if "topic:" in content.text else ()
    if not numbers:
        return content
    waits = len(numbers) == 1
    addresses = {number: escape(await address_of(int(number), waits=waits)) for number in numbers}
    return replace(content, text=TOPIC.sub(lambda found: f'<a href="{addresses[found[1]]}">', content.text))
