"""Return requests on the terminal."""

import json
from datetime import tzinfo

from rich.console import Console
from rich.table import Table

from bots.cli.shown import cell, masked, show_table, when
from storage.codec import dumps
from storage.records import replace
from storage.returns import Rma, RmaEvent

COLUMNS = ("number", "opened", "order", "status", "pieces", "amount", "wants", "customer")


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
    facts, happened = Table.grid(padding=(0, 2)), Table("when", "status", "by", "why", box=None)
    for name, value in facts_of(rma, zone):
        facts.add_row(cell(name), cell(value))
    for event in events:
        happened.add_row(*map(cell, event_cells(event, zone)))
    console = Console()
    console.print(facts)
    console.print()
    console.print(happened)


def facts_of(rma: Rma, zone: tzinfo) -> list[tuple[str, str]]:
    """What there is to say: what is empty is left out."""
    facts = [
        ("number", rma.number),
        ("order", rma.order_number),
        ("status", rma.status),
        ("customer", customer_of(rma)),
        *(("item", item_of(line.quantity, line.item, line.sku, line.received)) for line in rma.lines),
        ("amount", f"{rma.amount:f} {rma.currency}"),
        ("reason", " / ".join(filter(None, (rma.reason, rma.sub_reason)))),
        ("in their words", rma.note),
        ("wants", " ".join(filter(None, (rma.resolution, rma.variant)))),
        ("postage paid by", rma.postage),
        ("policy said", f"{rma.decision} ({rma.rule})"),
        ("declined because", rma.declined_because),
        ("send back by", when(rma.send_back_by, zone)),
        ("parcel", f"{rma.carrier} {rma.tracking_number}".strip()),
        ("refund by", when(rma.refund_by, zone)),
        ("refunded", "" if rma.refunded is None else f"{rma.refunded:f} {rma.currency}"),
        ("reference", rma.reference),
        ("sent", f"{rma.sent_carrier} {rma.sent_tracking_number}".strip()),
    ]
    return [(name, value) for name, value in facts if value]


def item_of(quantity: int, item: str, sku: str, received: int) -> str:
    named = f"{quantity} × {item}" + (f" ({sku})" if sku else "")
    return f"{named}, received {received}" if received else named


def event_cells(event: RmaEvent, zone: tzinfo) -> tuple[str, ...]:
    why = event.why
    if event.details:
        why = f"{why} {json.dumps(dict(event.details), ensure_ascii=False)}".strip()
    return when(event.at, zone), event.after, event.actor_name or event.actor, why


def customer_of(rma: Rma) -> str:
    account = rma.identity.account_id
    return f"{rma.identity.channel} {masked(account) if account else '(forgotten)'}"
