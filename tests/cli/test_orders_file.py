"""Files of orders as shops send them: out of spreadsheets of several countries, and out of programs."""

import csv
import io
import tracemalloc
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bots.orders_file import BadOrders, read_orders
from bots.orders_file.json_lines import line_of
from bots.orders_file.spool import TABLES
from bots.orders_file.spreadsheet import COLUMNS
from bots.sandbox.shop import sample_orders
from storage.errors import StorageFailed
from storage.orders import Order, OrderLine, OrderStatus, Shipment
from tests.cli.strategies import books

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = "order_number,placed_at,status,currency,total"
same_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=40
)


def read(folder: Path, data: str | bytes, encoding: str = "") -> list[Order]:
    path = folder / "orders.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with read_orders(path, SHANGHAI, encoding) as orders:
        return list(orders)


def problems(folder: Path, data: str | bytes) -> list[str]:
    with pytest.raises(BadOrders) as caught:
        read(folder, data)
    return [str(problem) for problem in caught.value.problems]


BROKEN = {
    "nothing in it": ("", ["holds no orders"]),
    "blank lines": ("\n \r\n\n", ["holds no orders"]),
    "only a header": (HEADER, ["holds no orders"]),
    "a column with a typing mistake": (
        "order_nr,placed_at,status,currency,total\n",
        [
            "line 1: 'order_nr' is not a column; did you mean 'order_number'?",
            "line 1: column 'order_number' is missing",
        ],
    ),
    "a column twice": (f"{HEADER},total\n", ["line 1: column 'total' is there twice"]),
    "a date that does not exist": (
        f"{HEADER}\nA1001,2026-02-30,paid,CNY,1\n",
        ["line 2: placed_at: '2026-02-30' is not a time; write it like 2026-11-11 20:15 or 2026-11-11T20:15+08:00"],
    ),
    "a date of another century": (
        f"{HEADER}\nA1001,0001-01-01,paid,CNY,1\n",
        ["line 2: placed_at: '0001-01-01' is not between 1990 and 2100"],
    ),
    "a status with a typing mistake": (
        f"{HEADER}\nA1001,2026-02-01,shiped,CNY,1\n",
        [
            "line 2: status: 'shiped' is not one of pending, paid, shipped, delivered, cancelled, refunded; "
            "did you mean 'shipped'?"
        ],
    ),
    "a currency by its nickname": (
        f"{HEADER}\nA1001,2026-02-01,paid,RMB,1\n",
        ["line 2: currency: 'RMB' is not a currency code; write CNY"],
    ),
    "a comma for the cents": (
        HEADER.replace(",", ";") + "\nA1001;2026-02-01;paid;EUR;12,50\n",
        ["line 2: total: '12,50' is not an amount; write it like 1299.00"],
    ),
    "money that is no number": (
        f"{HEADER}\nA1001,2026-02-01,paid,CNY,NaN\nA1002,2026-02-01,paid,CNY,-1\n",
        [
            "line 2: total: 'NaN' is not an amount; write it like 1299.00",
            "line 3: total: '-1' is not an amount; write it like 1299.00",
        ],
    ),
    "a number that a spreadsheet shortened": (
        f"{HEADER}\n2.02611E+13,2026-02-01,paid,CNY,1\n",
        [
            "line 2: order_number: '2.02611E+13' was shortened by a spreadsheet; "
            "make the column a text column and export again"
        ],
    ),
    "a text with a comma and no quotes": (
        f"{HEADER},item,quantity,unit_price\nA1001,2026-02-01,paid,CNY,1,coat, blue,1,1\n",
        ["line 2: more values than columns; does a text with a comma lack its quotes?"],
    ),
    "a line of an order without its price": (
        f"{HEADER},item,quantity,unit_price\nA1001,2026-02-01,paid,CNY,1,coat,1,\n",
        ["line 2: unit_price: missing"],
    ),
    "no pieces": (
        f"{HEADER},item,quantity,unit_price\nA1001,2026-02-01,paid,CNY,1,coat,0,1\n",
        ["line 2: quantity: '0' is not a whole number above 0"],
    ),
    "half a piece": (
        f"{HEADER},item,quantity,unit_price\nA1001,2026-02-01,paid,CNY,1,coat,1.5,1\n",
        ["line 2: quantity: '1.5' is not a whole number above 0"],
    ),
    "a row without its order": (f"{HEADER}\n,2026-02-01,paid,CNY,1\n", ["line 2: order_number: missing"]),
    "an order that says nothing": (f"{HEADER}\nA1001,,,,\n", ["line 2: placed_at, status, currency, total: missing"]),
    "rows of an order that disagree": (
        f"{HEADER},phone\nA1001,2026-02-01,paid,CNY,10,1\nA1002,2026-02-01,paid,CNY,1,2\nA1001,2026-02-01,paid,CNY,20,3\n",
        [
            "line 4: total: not the same as in line 2 of the same order",
            "line 4: phone: not the same as in line 2 of the same order",
        ],
    ),
    "rows of a parcel that disagree": (
        f"{HEADER},tracking_number,shipped_at\nA1,2026-02-01,paid,CNY,1,T1,2026-02-02\nA1,,,,,T1,2026-02-03\n",
        ["line 3: shipped_at: not the same as in another row of the same parcel"],
    ),
    "more tags than anybody reads": (
        f"{HEADER},item,quantity,unit_price,tags\nA1,2026-02-01,paid,CNY,1,tea,1,1,{'|'.join(map(str, range(21)))}\n",
        ["line 2: tags: more than 20"],
    ),
    "a huge cell": (
        f"{HEADER},name\nA1001,2026-02-01,paid,CNY,1,{'x' * 200_000}\n",
        ["line 2: not CSV: field larger than field limit (131072)"],
    ),
    "a long name": (
        f"{HEADER},name\nA1001,2026-02-01,paid,CNY,1,{'x' * 201}\n",
        ["line 2: name: longer than 200 characters"],
    ),
    "a line without an end": ("x" * 1_000_001, ["line 1: longer than a million characters; is this a file of orders?"]),
    "a JSON list": ("[{}]", ["line 1: a JSON list; write one order a line (JSON Lines)"]),
    "JSON cut off": ('{"order_number": "A1', ["line 1: not JSON: Unterminated string starting at at character 18"]),
    "JSON numbers that are none": ('{"total": NaN}', ["line 1: not JSON that can be an order"]),
    "JSON without end": ('{"a":' * 100_000, ["line 1: not JSON that can be an order"]),
    "JSON of another shape": (
        '{"order_number":"A1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1,"lines":[1]}',
        ["line 1: lines: must be a list of objects, [{...}, {...}]"],
    ),
    "JSON with an unknown field": (
        '{"order_number":"A1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1,"shipment":"x"}',
        ["line 1: 'shipment' is not a field"],
    ),
    "JSON with tags in one text": (
        '{"order_number":"A1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1,'
        '"lines":[{"item":"tea","quantity":1,"unit_price":1,"tags":"fresh"}]}',
        ['line 1: tags: must be a list of texts, ["fresh", "gift"]'],
    ),
    "JSON with a tag that no spreadsheet could say": (
        '{"order_number":"A1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1,'
        '"lines":[{"item":"tea","quantity":1,"unit_price":1,"tags":["fresh|gift"]}]}',
        ["line 1: tags: none of them may hold '|'"],
    ),
    "JSON with an order twice": (
        '{"order_number":"A1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1}\n'
        '\n{"order_number":"a 1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1}',
        ["line 3: the order is already in line 1"],
    ),
    "JSON with half a character": (
        r'{"order_number":"A1","placed_at":"2026-02-01","status":"paid","currency":"CNY","total":1,"name":"\ud83d"}',
        ["line 1: name: holds half a character"],
    ),
}


@pytest.mark.parametrize(("data", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_an_admin_is_told_what_is_wrong_and_where(data: str, expected: list[str], tmp_path: Path) -> None:
    assert problems(tmp_path, data) == expected


def test_a_file_that_is_wrong_everywhere_is_counted_and_not_kept_whole(tmp_path: Path) -> None:
    with pytest.raises(BadOrders) as caught:
        read(tmp_path, HEADER + "\n" + "".join(f"A{n},x,paid,CNY,1\n" for n in range(5000)))
    assert caught.value.count == 5000
    assert len(caught.value.problems) == 1000


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    for workbook in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        assert problems(tmp_path, workbook + b"\x14\x00\x06\x00" * 10) == [
            "is a workbook of Excel; save it as CSV UTF-8"
        ]
    assert problems(tmp_path, b"\xff\xff\x80\x00" * 10) == ["is not text in UTF-8 or GB18030; save it as UTF-8"]


def test_a_wrong_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadOrders, match="is not ascii text"):
        read(tmp_path, f"{HEADER},name\nA1001,2026-02-01,paid,CNY,1,王小明\n", "ascii")


ROWS = f"{HEADER},name,sku,item,quantity,unit_price\nA1001,2026-02-01 08:00,paid,CNY,20.00,王小明,S1,保温杯,2,10.00\n"


@pytest.mark.parametrize(
    "data",
    [
        ROWS.encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("gb18030"),
        ROWS.encode("utf-16"),
        ROWS.replace(",", ";").encode("utf-8-sig"),
        ROWS.replace(",", "\t").encode("utf-16"),
        ROWS.replace("\n", "\r\n").encode(),
        ROWS.replace("\n", "\r").encode(),
        ("\n\n , ,\n" + ROWS + "\n,,,,,,\n").replace("\n , ,\n", "\n\n").encode(),
        ROWS.replace("order_number", " Order_Number ").encode(),
        ROWS.replace("2026-02-01 08:00", "2026/2/1 8:00").encode(),
        ROWS.replace("2026-02-01 08:00", "2026年2月1日 8:00").encode(),
        ROWS.replace("2026-02-01 08:00", "2026年2月1日8:00").encode(),
        ROWS.replace("2026-02-01 08:00", "２０２６年２月１日\u3000８:００").encode(),
        ROWS.replace("2026-02-01 08:00", "2026-02-01T00:00:00Z").encode(),
        ROWS.replace("A1001", '"=""A1001"""').encode(),
        ROWS.replace("A1001", "'a 10０1").encode(),
        ROWS.replace("paid", "PAID").replace("CNY", "cny").encode(),
    ],
)
def test_every_spreadsheet_says_the_same(data: bytes, tmp_path: Path) -> None:
    assert read(tmp_path, data) == [
        Order(
            number="A1001",
            placed_at=datetime(2026, 2, 1, tzinfo=UTC).timestamp(),
            status=OrderStatus.PAID,
            currency="CNY",
            total=Decimal(20),
            name="王小明",
            lines=(OrderLine(sku="S1", item="保温杯", quantity=2, unit_price=Decimal(10)),),
        )
    ]


def test_a_taiwanese_spreadsheet_is_read_when_its_encoding_is_said(tmp_path: Path) -> None:
    [order] = read(tmp_path, f"{HEADER},name\nTW1,2026-02-01,paid,TWD,1,林怡君\n".encode("big5"), "big5")
    assert order.name == "林怡君"


def test_a_formula_in_a_spreadsheet_is_but_words(tmp_path: Path) -> None:
    [order] = read(tmp_path, f'{HEADER},name\nA1,2026-02-01,paid,CNY,1,"=HYPERLINK(""x"")"\n')
    assert order.name == '=HYPERLINK("x")'


def test_rows_of_an_order_are_joined_wherever_they_stand(tmp_path: Path) -> None:
    text = f"""{HEADER},item,quantity,unit_price,carrier,tracking_number,shipped_at
A1,2026-02-01,shipped,CNY,"1,200.00",coat,1,900,SF,T1,2026-02-02T00:00Z
B2,2026-02-01,paid,CNY,5,cup,1,5,,,
a1,,,,,sock,3,100,SF,T1,
A1,,,,,,,,YT,T2,
"""
    first, second = read(tmp_path, text)
    assert [line.item for line in first.lines] == ["coat", "sock"]
    shipped = datetime(2026, 2, 2, tzinfo=UTC).timestamp()
    assert first.shipments == (
        Shipment(carrier="SF", tracking_number="T1", shipped_at=shipped),
        Shipment(carrier="YT", tracking_number="T2"),
    )
    assert first.total == 1200
    assert second.number == "B2"


def test_what_a_policy_for_returns_asks_of_an_order_is_read(tmp_path: Path) -> None:
    text = f"""{HEADER},tier,item,quantity,unit_price,category,tags
A1,2026-02-01,paid,CNY,10,VIP,mooncake,1,5,food,fresh | gift｜fresh|
A1,,,,,,cup,1,5,,
"""
    [order] = read(tmp_path, text)
    assert order.tier == "VIP"
    assert [(line.category, line.tags) for line in order.lines] == [("food", ("fresh", "gift")), ("", ())]


def test_a_line_number_is_where_a_row_begins(tmp_path: Path) -> None:
    text = f'{HEADER},name\nA1,2026-02-01,paid,CNY,1,"two\nlines"\nA2,x,paid,CNY,1,\n'
    assert problems(tmp_path, text)[0].startswith("line 4: placed_at")


def test_an_order_takes_its_rows_from_anywhere_in_the_file(tmp_path: Path) -> None:
    rows = "".join(f"A{number % 100},2026-02-01,paid,CNY,1,cup {number},1,1\n" for number in range(300))
    orders = read(tmp_path, f"{HEADER},item,quantity,unit_price\n{rows}")
    assert [len(order.lines) for order in orders] == [3] * 100
    assert {order.number: order.lines[2].item for order in orders}["A7"] == "cup 207"


def test_an_order_has_no_more_lines_than_can_be_told(tmp_path: Path) -> None:
    rows = "".join(f"A1,2026-02-01,paid,CNY,1,cup {number},1,1\n" for number in range(1001))
    assert problems(tmp_path, f"{HEADER},item,quantity,unit_price\n{rows}") == [
        "line 1002: more than 1000 lines of one order"
    ]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_large_file_takes_no_more_memory_than_a_small_one(form: str, tmp_path: Path) -> None:
    def most(orders: int) -> int:
        numbers = range(10**6, 10**6 + orders)
        if form == "csv":
            data = f"{HEADER},phone\n" + "".join(f"A{number},2026-02-01,paid,CNY,1,{number}\n" for number in numbers)
        else:
            order = '{"order_number":"A%d","placed_at":1793500000,"status":"paid","currency":"CNY","total":1}\n'
            data = "".join(order % number for number in numbers)
        (tmp_path / "orders.csv").write_text(data, "utf-8")
        tracemalloc.start()
        with read_orders(tmp_path / "orders.csv", SHANGHAI) as found:
            assert sum(len(chunk) for chunk in found.chunks()) == len(found) == orders
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    most(1)  # what is made once
    assert most(8000) < most(1000) + 2_000_000, "7,000 orders took 11 MB"


def test_a_temporary_file_that_finds_no_room_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bots.orders_file.spool.TABLES", TABLES.replace("-16000", "-100") + "PRAGMA max_page_count = 9;"
    )
    with pytest.raises(StorageFailed, match=r"\(database or disk is full\): make room in /var/tmp, or name another"):
        read(tmp_path, HEADER + "\n" + "".join(f"A{number},2026-02-01,paid,CNY,1\n" for number in range(3000)))


def test_control_characters_do_not_get_in(tmp_path: Path) -> None:
    [order] = read(tmp_path, f"{HEADER},name\nA1,2026-02-01,paid,CNY,1,a\x00b\x1b[31m\n")
    assert order.name == "ab[31m"


def test_the_samples_are_read_and_their_sums_are_right() -> None:
    orders = sample_orders("Asia/Shanghai")
    assert {order.status for order in orders} == set(OrderStatus)
    for order in orders:
        assert order.total == sum(line.quantity * line.unit_price for line in order.lines), order.number
        assert order.email.endswith("@example.com")


def as_csv(orders: list[Order], random: Random) -> str:
    """One row an order line, shuffled, columns in any order."""
    columns = random.sample(COLUMNS, len(COLUMNS))
    rows = [row for order in orders for row in rows_of(order)]
    random.shuffle(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def rows_of(order: Order) -> list[dict[str, object]]:
    head = {
        "order_number": order.number,
        "placed_at": datetime.fromtimestamp(order.placed_at, UTC).isoformat(),
        "status": order.status.value,
        **{name: getattr(order, name) for name in ("currency", "total", "name", "phone", "email", "tier")},
    }
    pairs = list(zip_longest(order.lines, order.shipments)) or [(None, None)]
    return [{**head, **line_cells(line), **parcel_cells(parcel)} for line, parcel in pairs]


def line_cells(line: OrderLine | None) -> dict[str, object]:
    names = ("sku", "item", "quantity", "unit_price", "category")
    return {name: getattr(line, name) for name in names} | {"tags": "|".join(line.tags)} if line else {}


def parcel_cells(parcel: Shipment | None) -> dict[str, object]:
    if parcel is None:
        return {}
    times = {"shipped_at": parcel.shipped_at, "delivered_at": parcel.delivered_at}
    return {
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        **{name: datetime.fromtimestamp(at, SHANGHAI).isoformat() for name, at in times.items() if at is not None},
    }


def in_any_order(orders: list[Order]) -> Sequence[object]:
    """Shuffled rows shuffle the lines: what must be kept is which belong together."""
    return sorted(
        (
            order.number,
            order.placed_at,
            order.total,
            order.name,
            order.tier,
            sorted(map(repr, order.lines)),
            sorted(map(repr, order.shipments)),
        )
        for order in orders
    )


@same_folder
@given(
    orders=books(events=False), seed=st.integers(0, 100), encoding=st.sampled_from(["utf-8-sig", "gb18030", "utf-16"])
)
def test_any_orders_survive_a_spreadsheet(orders: list[Order], seed: int, encoding: str, tmp_path: Path) -> None:
    read_back = read(tmp_path, as_csv(orders, Random(seed)).encode(encoding), encoding)
    assert in_any_order(read_back) == in_any_order(orders)


@same_folder
@given(orders=books(events=True))
def test_any_orders_survive_json_lines(orders: list[Order], tmp_path: Path) -> None:
    assert read(tmp_path, "\n".join(map(line_of, orders))) == orders


@same_folder
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@example(data=b"")
@example(data=b"{}")
@example(data=b'order_number,placed_at,status,currency,total\n"')
@example(data=b'{"lines": {}, "shipments": "x"}')
@example(data=HEADER.encode() + b"\nA1,99999-01-01T00:00,paid,CNY,1\n")
@example(data=HEADER.encode("utf-16"))
@example(data=b"\xff\xfe\x00")
def test_whatever_comes_is_orders_or_problems(data: bytes, tmp_path: Path) -> None:
    with suppress(BadOrders):
        assert read(tmp_path, data)
