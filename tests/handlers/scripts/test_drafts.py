"""What an admin is typing is checked as if it were saved, and the disk stays as it is."""

from pathlib import Path

import pytest

from handlers.scripts.check import checked
from tests.handlers.scripts.shop import DECLARATIONS, FEE, ORDER_LOOKUP, WELCOME, put

DRAFTS = {
    "a blank that is none": ("order_lookup", ORDER_LOOKUP.replace("status", "staus").encode()),
    "a trigger of another file": ("fee", FEE.replace("包邮]", "你好]").encode()),
    "a button gone, and with it the way to another": ("welcome", WELCOME.partition("\nbuttons")[0].encode()),
    "no YAML": ("fee", b"lines: [text"),
    "no UTF-8": ("fee", FEE.encode("gbk")),
    "too long": ("fee", FEE.encode() + b"# " + b"x" * 70_000),
    "nothing": ("fee", b""),
    "a new file": ("invoice", FEE.replace("运费, 包邮", "发票").encode()),
}


@pytest.mark.parametrize("draft", DRAFTS)
def test_a_draft_is_told_the_same_as_the_saved_file(tmp_path: Path, draft: str) -> None:
    name, text = DRAFTS[draft]
    folder = put(tmp_path)
    path = folder / "zh-CN" / f"{name}.yaml"
    as_draft = checked(folder, DECLARATIONS, drafts={path: text})
    assert checked(folder, DECLARATIONS).problems == [], "a draft is nowhere but in the question"
    path.write_bytes(text)
    assert as_draft == checked(folder, DECLARATIONS)
