"""What is said to somebody, before any channel has put it into its own form.

Text is *kefu markup*: words with the HTML tags `b`, `i`, `code` and `a href`, and the entities
`&lt; &gt; &amp; &quot; &#39;`. Everything a customer or an order contributed was escaped when the
line was rendered, so a channel may translate the tags without looking at where words came from.

To staff, a contact's own words stand in `q`: each platform draws a bar beside them, which nothing that anybody types
or is called can draw or leave. What has no bar is kefu's.

The address `agent:slack:U7` calls a member of staff: their own channel lets them know, elsewhere it is their name.
"""

import re

from storage.inbound import Attachment
from storage.records import record

SIMPLE_TAGS = ("<b>", "</b>", "<code>", "</code>", "<i>", "</i>")
TAG = re.compile("<[^<>]*+>")


def without_tags(markup: str) -> str:
    """The words, still escaped. Nearly all lines have simple tags only, mostly one kind: taken out at a third of what
    looking for any tag costs.
    """
    for tag in SIMPLE_TAGS:
        if "<" not in markup:
            return markup
        markup = markup.replace(tag, "")
    return TAG.sub("", markup)


@record(frozen=True, slots=True, kw_only=True)
class Button:
    label: str
    """Plain text, not markup."""
    goto: str = ""
    """A script id, optionally with an argument: `order_lookup:A10086`. At most 64 bytes (Telegram)."""
    url: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Content:
    text: str = ""
    buttons: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    numbered: bool = True
    """Whether a number chooses one of them, where they are lines of a text: not where digits are asked for."""
