"""Characters that XML, and so the platform's callbacks, cannot carry."""

import re

ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Everything outside XML 1.0's `Char` (W3C, section 2.2)."""


def legal(text: str) -> str:
    """A customer can type a control character, and the platform passes it on: expat would refuse the document."""
    # What can be printed is legal, and nearly every text can, but for the ends of its lines.
    return text if text.replace("\n", " ").isprintable() else ILLEGAL.sub("", text)


def cdata(text: str) -> str:
    """For legal text between `<![CDATA[` and `]]>`.

    Unescaped, a product name or a customer's words could end the section and add elements to the reply.
    """
    return text.replace("]]>", "]]]]><![CDATA[>")
