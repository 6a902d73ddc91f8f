"""What stands in the blanks of a previewed line: a sample order and a sample customer, in the script's own language.

Amounts, days and statuses are put into words by the code that does so for customers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bots.sandbox.page.scripts import desk_samples, report_samples, return_samples
from handlers.formats import day, minute, money, weekday
from storage.orders import Order

Word = Callable[[str, str], str]
"""(script, line): what another line says, as plain text."""
Blanks = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sampler:
    """What is said of whom, where the sample orders do not tell."""

    order: str
    timezone: str
    name: str
    agent: str
    channel: str
    asked: str
    message: str
    label: str
    place: str
    file: str
    title: str


SAMPLERS: Mapping[str, Sampler] = {
    "zh-CN": Sampler(
        order="A20261115",
        timezone="Asia/Shanghai",
        name="周婷",
        agent="小美",
        channel="微信",
        asked="转人工",
        message="包裹三天没有动静了，能帮我催一下吗？",
        label="查订单",
        place="杭州市西湖区文三路 90 号",
        file="发票.pdf",
        title="电热水壶 1.5 升",
    ),
    "zh-TW": Sampler(
        order="TW-10038",
        timezone="Asia/Taipei",
        name="吳佳穎",
        agent="小美",
        channel="Telegram",
        asked="找真人客服",
        message="包裹三天沒有動靜了，可以幫我催一下嗎？",
        label="查訂單",
        place="台北市信義區市府路 45 號",
        file="發票.pdf",
        title="帆布袋",
    ),
    "en": Sampler(
        order="US-20459",
        timezone="America/New_York",
        name="Maya",
        agent="Emma",
        channel="Slack",
        asked="talk to a person",
        message="My parcel has not moved for three days. Could you look into it?",
        label="Where is my order?",
        place="350 5th Ave, New York",
        file="invoice.pdf",
        title="Bedside lamp",
    ),
}
ELSEWHERE = SAMPLERS["en"]
"""For a language that we have no samples in."""


class Samples:
    def __init__(self, language: str, shop: str, orders: Sequence[Order], word: Word) -> None:
        sampler = SAMPLERS.get(language, ELSEWHERE)
        order = next(order for order in orders if order.number == sampler.order)
        talk = return_samples.of_talk(order, language, sampler.timezone, sampler.message, word)
        self._everywhere: Blanks = {
            "shop": shop,
            "count": 2,
            "minutes": 15,
            "hours": "",
            "wait": "1 h 15 min",
            **said_of_people(sampler),
            **of_order(order, language, sampler.timezone, word),
        }
        self._by_handler = {
            "canned": {"contact": sampler.name, "order": order.number},
            "desk": desk_samples.in_topic(word),
            "desk_file": desk_samples.of_contact(
                order, language, sampler.timezone, sampler.agent, sampler.message, word
            ),
            "desk_flat": desk_samples.of_gap(order, language, sampler.timezone),
            "desk_queue": desk_samples.of_queue(sampler.agent, sampler.message, word),
            "farewell": desk_samples.of_farewell(order),
            "queue": desk_samples.of_wait(order, language, sampler.timezone, sampler.agent),
            "desk_campaign": desk_samples.of_campaign(order, language, sampler.timezone, sampler.agent),
            "desk_promises": desk_samples.of_promises(sampler.agent, word),
            "desk_rota": desk_samples.of_rota(order, language, sampler.timezone, sampler.agent),
            "notices": of_kefu(sampler, word),
            "privacy": desk_samples.PRIVACY,
            "report": report_samples.of_report(order, language, sampler.timezone, sampler.agent, sampler.channel),
            "returns_desk": return_samples.of_request(order, language, sampler.timezone, sampler.message, word),
            "survey": desk_samples.of_survey(word),
            "feedback": desk_samples.of_feedback(order, language, sampler.timezone, sampler.message, word),
            "desk_feedback": desk_samples.of_feedback(order, language, sampler.timezone, sampler.message, word),
            "desk_tasks": desk_samples.of_tasks(order, language, sampler.timezone, sampler.agent, sampler.message),
            "survey_desk": desk_samples.of_ratings(order, language, sampler.timezone, sampler.message),
            "returns": talk,
            "my_returns": {**talk, "number": return_samples.NUMBER, "count": 2},
        }
        self._by_line = {
            **by_line(order, language, sampler),
            **desk_samples.by_line(order, sampler.asked),
            **return_samples.by_line(sampler.place),
        }

    def of(self, handler: str, line: str, blanks: frozenset[str]) -> Blanks:
        """A value for every blank of the line; its own name for one that has no sample."""
        known = {**self._everywhere, **self._by_handler.get(handler, {}), **self._by_line.get((handler, line), {})}
        return {blank: known.get(blank, blank) for blank in blanks}


def said_of_people(sampler: Sampler) -> Blanks:
    return {
        "name": sampler.name,
        "agent": sampler.agent,
        "channel": sampler.channel,
        "asked": sampler.asked,
        "label": sampler.label,
        "caption": sampler.message,
    }


def of_order(order: Order, language: str, timezone: str, word: Word) -> Blanks:
    item, parcel = order.lines[0], order.shipments[0]
    event = parcel.events[0]
    return {
        "number": order.number,
        "status": word("order_lookup", f"status_{order.status}"),
        "payment": word("order_lookup", "payment_paid"),
        "placed": day(order.placed_at, language, timezone),
        "item": item.item,
        "quantity": item.quantity,
        "price": money(item.unit_price * item.quantity, order.currency, language),
        "total": money(order.total, order.currency, language),
        "carrier": parcel.carrier,
        "tracking_number": parcel.tracking_number,
        "date": minute(event.at, language, timezone),
        "place": event.place,
        "text": event.text,
    }


def of_kefu(sampler: Sampler, word: Word) -> Blanks:
    return {
        "number": 17,
        "rma": return_samples.NUMBER,
        "text": sampler.message,
        "why": word("notices", "why_window_over"),
        "detail": "403 Forbidden: bot was blocked by the user",
        "problems": "scripts/en/menu.yaml:9: lines.text: 'shp' is not a blank that menu fills; did you mean 'shop'?",
        "count": 1,
        "title": f"#17 {sampler.name}",
        "messages": f"14:05 {sampler.name}: {sampler.message}",
        "chat": "-1001234567890",
    }


def by_line(order: Order, language: str, sampler: Sampler) -> Mapping[tuple[str, str], Blanks]:
    """By script and line: blanks that mean something else there than elsewhere."""
    expected = order.shipments[0].expected_at or order.placed_at
    return {
        ("order_lookup", "expected"): {"date": weekday(expected, language, sampler.timezone)},
        ("order_lookup", "too_many"): {"most": 4, "rest": order.number},
        ("desk", "channel"): {"channel": sampler.channel.lower() if sampler.channel.isascii() else "wechat"},
        ("desk", "card_asked"): {"text": sampler.message},
        ("desk", "edited"): {"text": sampler.message},
        ("desk", "message"): {"text": sampler.message, "author": sampler.name},
        ("desk", "author_agent"): {"name": sampler.agent},
        ("desk", "unknown_command"): {"command": "/resovle", "near": "/resolve"},
        ("desk", "locked"): {"number": order.number},
        ("desk", "guessed"): {"number": order.number, "days": 30, "email": ""},
        ("desk_help", "account"): {"account": "telegram:123456789"},
        ("link", "code"): {"code": "K7MH-2QXR"},
        ("notices", "voice"): {"caption": ""},
        ("notices", "sticker"): {"caption": "🙂"},
        ("notices", "file"): {"name": sampler.file},
        ("notices", "location"): {"caption": sampler.place},
        ("notices", "contact"): {"caption": sampler.name},
        ("notices", "link"): {"name": sampler.title, "caption": "https://example.com/"},
        ("notices", "other"): {"caption": "chatrecord"},
    }
