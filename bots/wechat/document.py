"""The platform's XML, read and written: one element below another, each with one text."""

from collections.abc import Mapping
from xml.parsers import expat

from bots.wechat.xml_text import cdata, legal

Fields = Mapping[str, str | None]
"""Of the elements below the root, by their names. None: there are several of it, or it is not one text."""


def fields(document: str) -> Fields:
    """Raises ValueError, or expat's error."""
    try:
        return _fields(document)
    except expat.ExpatError:
        return _fields(legal(document))


def _fields(document: str) -> Fields:
    """A customer's message has seven plain elements: expat's own events make a fifth of the work that a parser of any
    document (wechatpy takes xmltodict) makes of them.
    """
    found: dict[str, str | None] = {}
    path: list[str] = []
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        text.clear()
        if len(path) > 2 or (attributes and len(path) == 2):
            found[path[1]] = None

    def end(name: str) -> None:
        if len(path) == 2:
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


def encrypted_reply(ciphertext: str, signature: str, now: int, nonce: str) -> str:
    return (
        f"<xml><Encrypt><![CDATA[{ciphertext}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{now}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    )


def _refuse(*_declared: object) -> None:
    """Before any entity is declared: the platform declares none, and one may stand for a bomb or a file of ours."""
    raise ValueError("a document type")
