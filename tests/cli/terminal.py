"""A terminal in which kefu is typed."""

from pathlib import Path

from typer.testing import CliRunner, Result

from bots.cli.program import app

KEFU_YAML = 'telegram: {token: "123:hush"}\ndesk: {channel: telegram, chat: -1001}\n'
IN_ANY_YEAR = {"KEFU_RETENTION__ORDERS_DAYS": "36500"}
"""Orders of this year are to be imported whenever somebody runs this."""
ORDERS = """\
order_number,placed_at,status,currency,total,name,phone,email,sku,item,quantity,unit_price
A1001,2026-11-01 10:00,paid,CNY,20.00,王小明,13800001234,,S1,保温杯,2,10.00
A1002,2026-11-02 10:00,shipped,CNY,5.00,李芳,13900005678,,S2,杯刷,1,5.00
"""


def kefu(*words: str | Path, **environ: str) -> Result:
    typed = [str(word) for word in words]
    return CliRunner().invoke(app, typed, prog_name="kefu", env={"COLUMNS": "100", **IN_ANY_YEAR, **environ})


def shop(folder: Path, settings: str = KEFU_YAML) -> Path:
    """The shop's kefu.yaml, with good scripts beside it."""
    config = folder / "kefu.yaml"
    assert kefu("init", "--config", config).exit_code == 0
    config.write_text(settings, "utf-8")
    return config


def orders_file(folder: Path, text: str = ORDERS) -> Path:
    path = folder / "orders.csv"
    path.write_text(text, "utf-8")
    return path
