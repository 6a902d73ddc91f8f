"""People on the terminal, and what erasing them means."""

import json
import shlex
from collections.abc import Iterable, Iterator
from datetime import tzinfo

import typer

from bots.cli.language import language_of_the_terminal
from bots.cli.shown import masked, show_table, when
from bots.cli.words import worded
from bots.words import Said
from storage.persons import Account, AnyPlan, Erasure, Person, Plan, UnderWay
from storage.sentences import table
from storage.sqlite.persons.tables import TABLES

COLUMNS = (
    *("head_contact", "head_who", "head_channel", "head_account"),
    *("head_name", "head_status", "head_last_wrote"),
)


def show(found: list[Person], zone: tzinfo) -> None:
    show_table(COLUMNS, (cells(person, account, zone) for person in found for account in person.accounts))


def cells(person: Person, account: Account, zone: tzinfo) -> tuple[object, ...]:
    return (
        *(person.contact_id, f"#{account.conversation_id}", account.identity.channel),
        *(masked(account.identity.account_id), account.name, account.status.value),
        when(account.last_message_at, zone),
    )


def in_json(person: Person) -> dict[str, object]:
    return {
        "contact": person.contact_id,
        "accounts": [
            {
                "channel": account.identity.channel,
                "account": masked(account.identity.account_id),
                "conversation": account.conversation_id,
                "name": account.name,
                "status": account.status.value,
            }
            for account in person.accounts
        ],
    }


def accounts_of(person: Person) -> str:
    return ", ".join(
        f"{account.identity.channel} {masked(account.identity.account_id)} (#{account.conversation_id})"
        for account in person.accounts
    )


def tell_plan(plan: Plan) -> None:
    typer.echo(worded("contact", contact=plan.person.contact_id, accounts=accounts_of(plan.person)))
    show_counts(plan)
    tell_under_way(plan.under_way)


def tell_under_way(under_way: Iterable[UnderWay]) -> None:
    for reason in reasons_of(under_way):
        typer.echo(worded("under_way", reason=reason))


def show_counts(plan: Plan) -> None:
    rows = ((name, count, fate_of(name), held_in(name)) for name, count in plan.counts.items())
    show_table(("head_table", "head_rows", "head_becomes", ""), rows)


def held_in(name: str) -> str:
    language = language_of_the_terminal()
    return TABLES[name].why if language == "en" else table("bots.cli.held", language)[name]


def fate_of(name: str) -> str:
    return worded("stays_unnamed" if TABLES[name].unnamed else "deleted")


def joined_reasons(under_way: Iterable[UnderWay]) -> str:
    return worded("pause").join(each.told(language_of_the_terminal()) for each in reasons_of(under_way))


def reasons_of(under_way: Iterable[UnderWay]) -> Iterator[Said]:
    for each in under_way:
        match each.what:
            case "return":
                yield Said("return_open", {"number": each.number, "status": each.status})
            case "desk":
                yield Said("staff_have_it", {"number": each.number, "status": each.status})
            case _:
                yield Said("system_not_told", {"number": each.number})


def tell_erasure(erasure: Erasure[Plan]) -> None:
    done = erasure.erased
    if done is None:
        return
    rows = sum(done.counts.values())
    typer.echo(worded("erased", receipt=done.receipt, rows=rows, photos=len(done.photos)))
    tell_by_hand(by_hand(erasure.plan, erasure))


def tell_by_hand(lines: Iterable[Said]) -> None:
    typer.echo(worded("see_to_by_hand"))
    for line in lines:
        typer.echo(f"  - {line.told(language_of_the_terminal())}")


def tell_json(plan: Plan, erasure: Erasure[Plan] | None = None) -> None:
    done = erasure.erased if erasure else None
    typer.echo(
        json.dumps(
            {
                **in_json(plan.person),
                "counts": plan.counts if done is None else done.counts,
                "under_way": list(map(str, reasons_of(plan.under_way))),
                "receipt": done.receipt if done else None,
                "by_hand": list(map(str, by_hand(plan, erasure))),
            },
            ensure_ascii=False,
        )
    )


def by_hand(plan: Plan, erasure: Erasure[Plan] | None = None) -> Iterator[Said]:
    """What kefu cannot erase, and what to do about it."""
    accounts = plan.person.accounts
    channels = ", ".join(sorted({account.identity.channel for account in accounts}))
    yield Said("hand_chats", {"channels": channels})
    for account in accounts:
        yield Said("hand_topic" if account.threads else "hand_posts", {"number": account.conversation_id})
    yield Said("hand_backups")
    yield Said("hand_wish")
    yield Said("hand_orders", {"command": f"kefu orders erase {shlex.join(plan.orders) or '--of ...'}"})
    yield Said("hand_exports")
    for each in plan.under_way:
        if each.what == "return":
            yield Said("hand_return", {"number": each.number, "status": each.status})
    if erasure:
        yield from left_in_files(erasure)


def left_in_files(erasure: Erasure[AnyPlan]) -> Iterator[Said]:
    if erasure.trouble:
        yield Said("hand_left", {"why": erasure.trouble})
    elif not erasure.rewritten:
        yield Said("hand_moved_rows")
