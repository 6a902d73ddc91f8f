"""Return requests on the terminal."""

import json
from datetime import tzinfo

from rich.console import Console
from rich.table import Table

from bots.cli.shown import cell, headed, masked, show_table, when
from bots.cli.words import worded
from storage.codec import dumps
from storage.records import replace
from storage.returns import Rma, RmaEvent

COLUMNS = (
    *("head_number", "head_opened", "head_order", "head_status"),
    *("head_pieces", "head_amount", "head_wants", "head_customer"),
)
EVENT_COLUMNS = ("head_when", "head_status", "head_by", "head_why")


def in_json(rma: Rma) -> str:
    identity = replace(rma.identity, account_id=masked(rma.identity.account_id))
    return dumps(replace(rma, identity=identity))


def show_all(rmas: list[Rma], zone: tzinfo) -> None:
    show_table(COLUMNS, (cells(rma, zone) for rma in rmas))


def cells(rma: Rma, zone: tzinfo) -> tuple[str, ...]:
    pieces = sum(line.quantity for line in rma.lines)
    return (
        *(rma.number, when(rma.opened_at, zone), rma.order_number, rma.status, str(pieces)),
        *(f"{rma.amount:f} {rma.currency}", rma.resolution, customer_of(rma)),
    )


def show_one(rma: Rma, events: list[RmaEvent], zone: tzinfo) -> None:
    facts, happened = Table.grid(padding=(0, 2)), Table(*headed(EVENT_COLUMNS), box=None)
    for code, value in facts_of(rma, zone):
        facts.add_row(cell(worded(code)), cell(value))
    for event in events:
        happened.add_row(*map(cell, event_cells(event, zone)))
    console = Console()
    console.print(facts)
    console.print()
    console.print(happened)


def facts_of(rma: Rma, zone: tzinfo) -> list[tuple[str, str]]:
    """What there is to say, each with the code of its name: what is empty is left out."""
    facts = [
        ("head_number", rma.number),
        ("head_order", rma.order_number),
        ("head_status", rma.status),
        ("head_customer", customer_of(rma)),
        *(("head_item", item_of(line.quantity, line.item, line.sku, line.received)) for line in rma.lines),
        ("head_amount", f"{rma.amount:f} {rma.currency}"),
        ("head_reason", " / ".join(filter(None, (rma.reason, rma.sub_reason)))),
        ("head_note", rma.note),
        ("head_wants", " ".join(filter(None, (rma.resolution, rma.variant)))),
        ("head_postage", rma.postage),
        ("head_policy", f"{rma.decision} ({rma.rule})"),
        ("head_declined", rma.declined_because),
        ("head_send_back", when(rma.send_back_by, zone)),
        ("head_parcel", f"{rma.carrier} {rma.tracking_number}".strip()),
        ("head_refund_by", when(rma.refund_by, zone)),
        ("head_refunded", "" if rma.refunded is None else f"{rma.refunded:f} {rma.currency}"),
        ("head_reference", rma.reference),
        ("head_sent", f"{rma.sent_carrier} {rma.sent_tracking_number}".strip()),
    ]
    return [(code, value) for code, value in facts if value]


def item_of(quantity: int, item: str, sku: str, received: int) -> str:
    named = f"{quantity} × {item}" + (f" ({sku})" if sku else "")
    return worded("some_received", item=named, count=received) if received else named


def event_cells(event: RmaEvent, zone: tzinfo) -> tuple[str, ...]:
    why = event.why
    if event.details:
        why = f"{why} {json.dumps(dict(event.details), ensure_ascii=False)}".strip()
    return when(event.at, zone), event.after, event.actor_name or event.actor, why


def customer_of(rma: Rma) -> str:
    account = rma.identity.account_id
    return f"{rma.identity.channel} {masked(account) if account else worded('forgotten')}"
