"""Other conversations in a text to staff: `<a href="topic:17">` leads to its topic, where the desk's platform can."""

import re
from collections.abc import Awaitable, Callable
from html import escape

from storage.content import Content
from storage.records import replace

TOPIC = re.compile(r'<a href="topic:([0-9]{1,15})">')


async def with_addresses(content: Content, address_of: Callable[[int], Awaitable[str]]) -> Content:
    """`address_of`: where the topic of a conversation is; for "" only the words of the link are left."""
    numbers = dict.fromkeys(TOPIC.findall(content.text)) if "topic:" in content.text else ()
    if not numbers:
        return content
    addresses = {number: escape(await address_of(int(number))) for number in numbers}
    return replace(content, text=TOPIC.sub(lambda found: f'<a href="{addresses[found[1]]}">', content.text))
