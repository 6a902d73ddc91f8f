"""What stands in the blanks of lines that are said at the desk, or about it, while they are previewed."""

from collections.abc import Callable, Mapping

from bots.sandbox.page.scripts import return_samples
from handlers.formats import day, minute, money
from handlers.masking import masked_email, masked_number
from storage.orders import Order

Word = Callable[[str, str], str]
Blanks = Mapping[str, object]
NUMBER = 17
"""Of the conversation."""
CLOCK = "14:05"
PRIVACY = {
    "number": NUMBER,
    "command": f"kefu contacts export {NUMBER}",
    "days": 365,
    "return_days": 1095,
    "order_days": 1825,
    "contact_days": 1095,
    "returns": "R10001",
    "desk": "telegram",
}


def in_topic(word: Word) -> Blanks:
    return {
        "number": NUMBER,
        "language": word("language", "name"),
        "time": CLOCK,
        "author": word("desk", "author_bot"),
        "before": "Anna",
        "command": "/resolve",
        "case": "3f9c2a71",
        "spoke": "",
    }


def of_contact(order: Order, language: str, timezone: str, agent: str, message: str, word: Word) -> Blanks:
    opened = day(order.placed_at, language, timezone)
    return {
        "tier": word("desk_file", "tier_vip"),
        "tags": "wholesale",
        "since": opened,
        "date": opened,
        "time": minute(order.placed_at, language, timezone),
        "number": NUMBER,
        "position": 2,
        "reason": "asked",
        "rule": "after_sales",
        "team": "after_sales",
        "priority": word("desk_file", "priority_high"),
        "orders": order.number,
        "returns": return_samples.NUMBER,
        "status": word("returns_desk", "status_approved"),
        "agents": agent,
        "total": money(order.total, order.currency, language),
        "phone": masked_number(order.phone),
        "email": masked_email(order.email),
        "most": 20,
        "names": "shipping, refund_time",
        "language": word("language", "name"),
        "ending": word("desk_file", "ended_contact"),
        "author": agent,
        "text": message,
        "what": word("returns", "button"),
        "order": masked_number(order.number),
        "goods": f"{order.lines[0].item} × 1",
        "resolution": word("returns_desk", "resolution_refund"),
        "photos": 2,
        "begun": f"{word('returns', 'button')} {masked_number(order.number)}",
    }


def of_farewell(order: Order) -> Blanks:
    numbers = {"orders": order.number, "returns": return_samples.NUMBER}
    return {**numbers, "minutes": 30, "tier": "vip", "settled": "yes", "waiting": "yes"}


def of_survey(word: Word) -> Blanks:
    return {"lowest": 1, "highest": 5, "reasons": word("survey", "no_button")}


def of_ratings(order: Order, language: str, timezone: str, message: str) -> Blanks:
    opened = day(order.placed_at, language, timezone)
    return {
        "score": "2/5",
        "reasons": "",
        "comment": message,
        "changed": "",
        "date": opened,
        "ratings": f"{opened} 2/5",
        "percent": 25,
    }


def of_tasks(order: Order, language: str, timezone: str, agent: str, message: str) -> Blanks:
    return {
        "score": "2/5",
        "reasons": "",
        "comment": message,
        "number": 12,
        "kind": "low_score",
        "agent": agent,
        "agents": agent,
        "by": "Anna",
        "team": "after_sales",
        "when": minute(order.placed_at, language, timezone),
        "overdue": "",
        "settled": "",
        "conversation": NUMBER,
        "summary": message,
        "ending": "recovered",
        "note": "",
        "asks": True,
    }


def of_feedback(order: Order, language: str, timezone: str, message: str, word: Word) -> Blanks:
    return {
        "number": "F17",
        "topic": word("feedback", "delivery"),
        "severe": "",
        "conversation": NUMBER,
        "text": message,
        "status": "open",
        "answer": "",
        "date": day(order.placed_at, language, timezone),
        "time": minute(order.placed_at, language, timezone),
        "most": 5,
    }


def of_gap(order: Order, language: str, timezone: str) -> Blanks:
    return {each: minute(order.placed_at + after, language, timezone) for each, after in (("since", 0), ("until", 120))}


def of_queue(agent: str, message: str, word: Word) -> Blanks:
    return {
        "number": NUMBER,
        "agent": agent,
        "agents": agent,
        "several": "",
        "before": "Anna",
        "to": "after_sales",
        "team": "after_sales",
        "some": "",
        "note": message,
        "too_long": "",
        "time": CLOCK,
        "priority": word("desk_file", "priority_high"),
        "example": "/snooze 2h",
        "days": 30,
        "why": "no_owner",
        "done": word("desk_queue", "done_queue"),
        "promise": "12 min",
    }


def of_promises(agent: str, word: Word) -> Blanks:
    return {
        "number": NUMBER,
        "what": word("desk_promises", "first_response"),
        "promise": word("desk_promises", "first_response"),
        "span": "12 min",
        "hours": 1,
        "minutes": 12,
        "time": CLOCK,
        "now": "13:53",
        "late": 2,
        "soon": 1,
        "agents": agent,
    }


def of_campaign(order: Order, language: str, timezone: str, agent: str) -> Blanks:
    return {
        "campaign": "nps",
        "campaigns": "nps, delivered",
        "name": "npss",
        "time": minute(order.placed_at, language, timezone),
        "done": 180,
        "total": 240,
        "asked": 150,
        "answered": 42,
        "undelivered": 3,
        "agent": agent,
        "why": "lately",
        "count": 27,
    }


def of_wait(order: Order, language: str, timezone: str, agent: str) -> Blanks:
    opens = {"days": 2, "day": day(order.placed_at, language, timezone), "time": "09:00", "why": ""}
    return {"position": 3, "ahead": 2, "agent": agent, "next": "Anna", **opens}


def of_rota(order: Order, language: str, timezone: str, agent: str) -> Blanks:
    today = day(order.placed_at, language, timezone)
    shift = f"{today} 09:00–18:00 A"
    return {
        "day": today,
        "name": "A",
        "begins": "09:00",
        "ends": "18:00",
        "time": "09:00",
        "agents": agent,
        "agent": agent,
        "giver": agent,
        "taker": "Anna",
        "before": "Anna",
        "by": "",
        "shift": shift,
        "back": "",
        "count": 3,
        "minutes": 5,
    }


def by_line(order: Order, asked: str) -> Mapping[tuple[str, str], Blanks]:
    """By script and line: blanks that mean something else there than elsewhere."""
    return {
        ("desk_file", "listed_order"): {"number": order.number, "status": order.status},
        ("desk_file", "not_their_order"): {"number": order.number},
        ("desk_file", "canned"): {"name": "shipping"},
        ("desk_file", "canned_preview"): {"name": "shipping"},
        ("desk_file", "one_return"): {"number": return_samples.NUMBER},
        ("desk_file", "why"): {"reason": asked},
        ("desk_file", "under_way"): {"reason": ""},
        ("desk_queue", "priority"): {"priority": "high"},
        ("desk_talk", "undone"): {"waits": ""},
    }
