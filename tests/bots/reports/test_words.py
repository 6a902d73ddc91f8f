"""Figures in words, in three languages, and drawn with every sign of them."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import noto_cjk_sans_otc
import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image
from rich.cells import cell_len
from rich.console import Console

from bots.reports.charts import charts, picture
from bots.reports.counting import EVERYTHING, Choice, Counting
from bots.reports.drawing import NotDrawn, drawn
from bots.reports.figures import Figures, Share
from bots.reports.period import Period
from bots.reports.sketch import HEIGHT, WIDTH, Sketch, read_sketch, sketched
from bots.reports.summary import Every, summary
from bots.reports.tables import tables
from bots.reports.telling import told
from bots.reports.terminal import show
from bots.reports.wording import Wording
from handlers.scripts.library import Library
from tests import our_scripts
from tests.bots.reports.books import Books, busy_month, fact, verdict
from tests.moments import SHANGHAI, at

SCRIPTS = Path(__file__).parents[3] / "scripts"
LANGUAGES = ("zh-CN", "zh-TW", "en")
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22), SHANGHAI)
HOUR, DAY = 3600, 86_400
FACES = {"Noto Sans CJK SC": 2, "Noto Sans CJK TC": 3}


@pytest.fixture
def library() -> Library:
    return our_scripts.library()


@pytest.fixture
def chinese(library: Library) -> Wording:
    return Wording(library=library, language="zh-CN", agents={"slack:U1": "小美"}, teams={"sales": "售前"})


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0.0, "0 秒"),
        (59.6, "1 分"),
        (90.0, "1 分 30 秒"),
        (HOUR - 0.4, "1 小时"),
        (HOUR + 29.0, "1 小时"),
        (HOUR + 90.0, "1 小时 2 分"),
        (DAY + 60.0, "1 天 1 分"),
        (2 * DAY + 5 * HOUR + 1700, "2 天 5 小时"),
    ],
)
def test_a_time_is_told_as_exactly_as_anybody_wants_it(chinese: Wording, seconds: float | None, said: str) -> None:
    assert chinese.duration(seconds) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(Share(), "–"), (Share(3, 4), "75%（4）"), (Share(0, 9), "0%（9）"), (Share(999, 1000), "99.9%（1,000）")],
)
def test_a_share_says_of_how_many_and_never_rounds_to_all(chinese: Wording, share: Share, said: str) -> None:
    assert chinese.share(share) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_told_in_every_language(library: Library, language: str) -> None:
    wording = Wording(library=library, language=language)
    found = tables(busy_month(WEEK), wording, "Asia/Shanghai")
    assert [each.name for each in found] == [
        *("overview", "times", "days", "channels", "teams", "agents", "scripts"),
        *("satisfaction", "nps", "breaches", "aftercare", "returns"),
    ]
    for each in found:
        assert all(len(row) == len(each.header) for row in each.rows)
        assert all(cell for row in each.rows for cell in row)


@pytest.mark.parametrize("room", [60, 80, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stays_whole_however_narrow_the_terminal(library: Library, language: str, room: int) -> None:
    page, report = io.StringIO(), busy_month(WEEK)
    found = told(report, WEEK, EVERYTHING, "客服小店", Wording(library=library, language=language))
    show(found, Console(file=page, width=room))
    printed = page.getvalue()
    assert all(cell_len(line) <= room for line in printed.splitlines())
    for table in found.tables:
        for number in range(1, len(table.header)):
            assert all(f" {row[number]}" in printed for row in table.rows)


def test_a_desk_without_teams_has_no_table_of_them(chinese: Wording) -> None:
    counting = Counting(WEEK)
    counting.take(fact("handoff", WEEK.begins))
    names = [each.name for each in tables(counting.report, chinese, "Asia/Shanghai")]
    assert "teams" not in names
    assert "days" in names


def test_what_was_chosen_is_said(chinese: Wording) -> None:
    choice = Choice(team="sales", agent="slack:U1", channel="wechat")
    assert told(busy_month(WEEK), WEEK, choice, "客服小店", chinese).only == "只含 分组 售前 渠道 微信 客服 小美"
    assert told(busy_month(WEEK), WEEK, EVERYTHING, "客服小店", chinese).only == ""


def test_what_a_later_kefu_wrote_is_told_as_it_stands(chinese: Wording) -> None:
    assert (chinese.promise("apology"), chinese.move("burnt")) == ("apology", "burnt")
    assert chinese.script("long_gone") == "long_gone"


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_the_font_that_travels_with_kefu_has_every_sign_that_reports_need(face: int) -> None:
    font = FT2Font(str(noto_cjk_sans_otc.FONT_PATH), face_index=face)
    assert FACES[font.family_name] == face
    signs = {sign for path in SCRIPTS.glob("*/report.yaml") for sign in path.read_text("utf-8")} - {"\n"}
    assert not {ord(sign) for sign in signs} - font.get_charmap().keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_drawn_without_a_missing_sign(library: Library, language: str) -> None:
    """A sign that the font does not have would be a warning, and warnings fail."""
    wording = Wording(library=library, language=language)
    with Image.open(io.BytesIO(picture(sketched(busy_month(WEEK), wording, "客服小店 · 週報")))) as png:
        assert png.size == (WIDTH, HEIGHT)


def test_a_page_has_the_charts_that_have_something_to_show(chinese: Wording) -> None:
    found = charts(busy_month(WEEK), chinese)
    assert {name: len(each) for name, each in found.items()} == {"days": 2, "channels": 1}
    assert "http" not in "".join(chart.svg for each in found.values() for chart in each).replace(
        "http://www.w3.org/", ""
    )
    assert all(chart.told for each in found.values() for chart in each)
    assert charts(Counting(WEEK).report, chinese) == {"days": [], "channels": []}


async def test_a_picture_is_drawn_by_a_process_of_its_own(chinese: Wording) -> None:
    sketch = sketched(busy_month(WEEK), chinese, "客服小店")
    assert read_sketch(sketch.as_json) == read_sketch(read_sketch(sketch.as_json).as_json)
    with Image.open(io.BytesIO(await drawn(sketch))) as png:
        assert (png.format, png.size) == ("PNG", (WIDTH, HEIGHT))


async def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(NotDrawn, match="ended with 1"):
        await drawn(Sketch(language="zh-CN"))


def test_a_year_is_drawn_too(chinese: Wording) -> None:
    year = Period(date(2026, 1, 1), date(2026, 12, 31), SHANGHAI)
    assert len(charts(busy_month(year), chinese)["days"]) == 2


async def test_a_summary_names_the_day_and_compares_it(chinese: Wording) -> None:
    noon, before = at("2026-11-22 12:00"), at("2026-11-21 12:00")
    books = Books(
        [
            *(fact("opened", noon, id=number) for number in (1, 2, 3)),
            fact("opened", before),
            fact("contained", noon),
            fact("handoff", noon),
            fact("first_response", noon + 60, value=60.0, business_value=50.0),
        ],
        [verdict(noon, 5, 1.0)],
    )
    found = await summary(Every.DAY, date(2026, 11, 22), books, chinese, "客服小店", SHANGHAI)
    assert found.text.split("\n") == [
        "<b>客服小店 · 11月22日周日 小结</b>",
        "访问 3（前一天 1），转人工 1，机器人独立解决率 50%",
        "首次回复中位数 50 秒，三分钟回复率 100%",
        "已解决 0，未兑现承诺 0，好评率 100%（1 个评价）",
    ]
    assert found.has_picture


async def test_a_summary_escapes_the_name_of_the_shop(chinese: Wording) -> None:
    books = Books([fact("opened", at("2026-11-22 12:00"))])
    found = await summary(Every.WEEK, date(2026, 11, 22), books, chinese, "A & B", SHANGHAI)
    assert found.text.startswith("<b>A &amp; B · 11月16日周一 至 11月22日周日 一周小结</b>")
    assert found.text.endswith("已解决 0，未兑现承诺 0")


def test_no_figures_are_no_figures(chinese: Wording) -> None:
    assert replace(Figures(), visits=0).is_empty
    assert told(Counting(WEEK).report, WEEK, EVERYTHING, "客服小店", chinese).tables == ()
