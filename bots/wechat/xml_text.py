"""Characters that XML, and so the platform's callbacks, cannot carry."""

import re

ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Everything outside XML 1.0's `Char` (W3C, section 2.2)."""


def legal(text: str) -> str:
    """A customer can type a control character, and the platform passes it on: expat would refuse the document."""
    return ILLEGAL.sub("", text)


def cdata(text: str) -> str:
    """For text that wechatpy pastes between `<![CDATA[` and `]]>` as it is.

    Unescaped, a product name or a customer's words could end the section and add elements to the reply.
    """
    return legal(text).replace("]]>", "]]]]><![CDATA[>")
