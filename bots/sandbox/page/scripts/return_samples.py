"""What stands in the blanks of a previewed line about return requests, as staff and customers read them."""

from collections.abc import Callable, Mapping

from handlers.formats import day, minute, money
from handlers.masking import masked_number
from storage.orders import Order

NUMBER = "R10042"
SCRIPT = "returns_desk"
Word = Callable[[str, str], str]
Blanks = Mapping[str, object]


def of_request(order: Order, language: str, timezone: str, message: str, word: Word) -> Blanks:
    """A request about the first line of the sample order."""
    item, at = order.lines[0], order.shipments[0].events[0].at
    return {
        "number": NUMBER,
        "order": masked_number(order.number),
        "status": word(SCRIPT, "status_in_review"),
        "resolution": word(SCRIPT, "resolution_refund"),
        "promise": word(SCRIPT, "promise_refund"),
        "decision": word(SCRIPT, "decision_review"),
        "who": word(SCRIPT, "by_contact"),
        "amount": money(item.unit_price * item.quantity, order.currency, language),
        "most": money(item.unit_price * item.quantity, order.currency, language),
        "currency": order.currency,
        "date": day(at, language, timezone),
        "time": minute(at, language, timezone),
        "position": 1,
        "received": 1,
        "conversation": 17,
        "days": 3,
        "last": False,
        "rule": "otherwise",
        "reason": word(SCRIPT, "reason_different_button"),
        "sub_reason": "",
        "variant": "",
        "postage": "shop",
        "reference": "TK20261122001",
        "address": "",
        "text": message,
        "why": word(SCRIPT, "reason_used"),
        "items": item.item,
        "command": "reciveed",
        "commands": f"/rma approve {NUMBER}, /rma decline {NUMBER}",
        "example": item.unit_price,
    }


def by_line(place: str) -> Mapping[tuple[str, str], Blanks]:
    """By script and line: blanks that mean something else there than elsewhere."""
    return {
        (SCRIPT, "told_approved"): {"address": place},
        ("returns", "opened"): {"number": NUMBER},
        ("returns", "opened_in_review"): {"number": NUMBER},
        ("my_returns", "next_awaiting_shipment"): {"address": place},
        (SCRIPT, "told_remind"): {"address": place},
        (SCRIPT, "too_long"): {"most": 500},
        (SCRIPT, "bad_amount"): {"text": "299,00"},
        (SCRIPT, "other_currency"): {"text": "$299"},
        (SCRIPT, "bad_counts"): {"text": "1"},
        (SCRIPT, "bad_parcel"): {"text": "SF"},
        (SCRIPT, "type_refunded"): {"amount": "299.00"},
        (SCRIPT, "type_credited"): {"amount": "299.00"},
    }


def of_talk(order: Order, language: str, timezone: str, message: str, word: Word) -> Blanks:
    """What customers are asked about a request, and told of it."""
    item, at = order.lines[0], order.shipments[0].events[0].at
    price = money(item.unit_price * item.quantity, order.currency, language)
    return {
        "number": order.number,
        "closed": "",
        "left": 2,
        "least": 2,
        "most": 10,
        "count": 1,
        "missing": 1,
        "items": f"· {item.item} × {item.quantity}, {price}",
        "reason": word(SCRIPT, "reason_different_button"),
        "note": message,
        "photos": 2,
        "resolution": word("returns", "resolution_exchange"),
        "variant": "",
        "amount": price,
        "postage": word("returns", "postage_shop"),
        "why": word(SCRIPT, "reason_used"),
        "order": order.number,
        "status": word("my_returns", "status_in_review"),
        "opened": day(at, language, timezone),
        "send_by": day(at, language, timezone),
        "date": day(at, language, timezone),
        "address": "",
    }
