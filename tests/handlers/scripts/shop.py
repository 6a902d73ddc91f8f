"""A small shop's scripts in a temporary folder, good ones, for tests to spoil."""

from pathlib import Path

from handlers.scripts.declaration import declare

DECLARATIONS = (
    declare("order_lookup", script="order_lookup", ask="", found="number status", note="text", may_be_empty="note"),
    declare("say", text="shop name", retired="tariff"),
    declare("welcome", script="welcome", text="name", button=""),
    declare("canned", script="canned", free="contact order"),
)

ORDER_LOOKUP = """\
# 查订单。
handler: order_lookup
triggers: [查订单, 物流, 快递到哪]

lines:
  ask: 请把订单号发给我，例如 A10086。
  found: 订单 {{ number }} 目前：{{ status }}。

buttons:
  - label: 打招呼
    goto: welcome
"""
WELCOME = """\
# 打招呼。
handler: welcome
triggers: [你好, 您好]

lines:
  text: |
    {% if name %}{{ name }}，{% endif %}您好，
    这里是<b>客服小店</b>。
  button: 打招呼

buttons:
  - label: 查订单
    goto: order_lookup
  - label: 官网
    url: https://example.com/?a=1&b=2
"""
FEE = """\
# 运费。
triggers: [运费, 包邮]
lines:
  text: 满 99 元包邮，{{ shop }}。
"""
CANNED = """\
# 常用回复。
handler: canned
lines:
  shipping: "{{ contact }} 您好，今天发货。"
  thanks: 谢谢您。
"""
"""A script that a shop may do without."""
GOOD = {"order_lookup": ORDER_LOOKUP, "welcome": WELCOME, "fee": FEE}


def put(folder: Path, language: str = "zh-CN", **scripts: str) -> Path:
    """The good scripts with some replaced: `put(folder, fee="...")`."""
    place = folder / language
    place.mkdir(parents=True, exist_ok=True)
    for name, text in (GOOD | scripts).items():
        (place / f"{name}.yaml").write_text(text, "utf-8")
    return folder
