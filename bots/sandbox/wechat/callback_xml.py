"""The documents the platform posts. Source: 接收普通消息 and 接收事件推送."""

from collections.abc import Mapping

Value = str | int | Mapping[str, str]
Fields = dict[str, Value]


def document(fields: Mapping[str, Value]) -> bytes:
    return f"<xml>{elements(fields)}</xml>".encode()


def elements(fields: Mapping[str, Value]) -> str:
    return "".join(f"<{name}>{element(value)}</{name}>\n" for name, value in fields.items())


def element(value: Value) -> str:
    """Numbers are bare, text is in CDATA. Control characters pass through, as they do in the real one."""
    if isinstance(value, Mapping):
        return elements(value)
    return str(value) if isinstance(value, int) else f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"


def post(account: str, encrypted: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{account}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
    )
