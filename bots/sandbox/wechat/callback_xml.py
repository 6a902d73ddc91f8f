"""The documents the platform posts. Source: 接收普通消息 and 接收事件推送."""

from collections.abc import Mapping


def document(fields: Mapping[str, str | int]) -> bytes:
    inside = "".join(f"<{name}>{element(value)}</{name}>\n" for name, value in fields.items())
    return f"<xml>{inside}</xml>".encode()


def element(value: str | int) -> str:
    """Numbers are bare, text is in CDATA. Control characters pass through, as they do in the real one."""
    return str(value) if isinstance(value, int) else f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"


def post(account: str, encrypted: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{account}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()
    )
