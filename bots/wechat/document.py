"""The platform's XML, read and written: one element below another, each with one text, or with some that have one."""

import re
from collections.abc import Mapping
from xml.parsers import expat

from bots.wechat.xml_text import cdata, legal

Fields = Mapping[str, str | None]
"""Of the elements below the root, by their names. None: there are several of it, or it is not one text.

One that is within another is called by both names, with a slash between them.
"""

PLAIN = r"\t\n\x20-%'-;=-\\^-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF"
"""XML's characters without & < and ], which may be markup, and the carriage return, which is read as another."""
ELEMENT = re.compile(rf"\n?<([A-Za-z_]+)>(?:<!\[CDATA\[([{PLAIN}&<]*)\]\]>|([{PLAIN}]*))</\1>")


def fields(document: str) -> Fields:
    """Raises ValueError, or expat's error."""
    if (found := usual(document)) is not None:
        return found
    try:
        return parsed(document)
    except expat.ExpatError:
        return parsed(legal(document))


def usual(document: str) -> Fields | None:
    """Nearly all documents are one plain element after the other, and read like this at half the parser's cost.
    None: there is anything else in it.
    """
    if not document.startswith("<xml>"):
        return None
    found: dict[str, str | None] = {}
    at = len("<xml>")
    # Each where the last one ended: to search for it takes long where a customer wrote many beginnings.
    while element := ELEMENT.match(document, at):
        name, section, text = element.groups()
        if name in found:
            return None
        found[name] = (section or text or "").strip()
        at = element.end()
    return found if found and document[at:].lstrip("\n") == "</xml>" else None


def parsed(document: str) -> Fields:
    """By expat's own events: a fifth of what a parser of any document (wechatpy takes xmltodict) makes of it."""
    found: dict[str, str | None] = {}
    path: list[str] = []
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        text.clear()
        if len(path) > 2:
            found[path[1]] = None
        if len(path) > 3 or (attributes and len(path) > 1):
            found["/".join(path[1:3])] = None

    def end(_name: str) -> None:
        if 2 <= len(path) <= 3:
            name = "/".join(path[1:])
            found[name] = None if name in found else "".join(text).strip()
        path.pop()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(document, True)
    return found


def reply(to: str, account: str, content: str, now: int) -> str:
    """A text as the answer to a message. Names of accounts have been read, and need no care."""
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{account}]]></FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{cdata(content)}]]></Content></xml>"
    )


def encrypted_reply(ciphertext: bytes, signature: bytes, now: int, nonce: bytes) -> bytes:
    return (
        b"<xml><Encrypt><![CDATA[%b]]></Encrypt><MsgSignature><![CDATA[%b]]></MsgSignature>"
        b"<TimeStamp>%d</TimeStamp><Nonce><![CDATA[%b]]></Nonce></xml>"
    ) % (ciphertext, signature, now, nonce)


def _refuse(*_declared: object) -> None:
    """Before any entity is declared: the platform declares none, and one may stand for a bomb or a file of ours."""
    raise ValueError("a document type")
