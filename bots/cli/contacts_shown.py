"""People on the terminal, and what erasing them means."""

import json
from collections.abc import Iterator
from datetime import tzinfo

import typer

from bots.cli.shown import masked, show_table, when
from storage.persons import ANEW, Account, Erasure, Person, Plan
from storage.sqlite.persons.tables import TABLES


def show(found: list[Person], zone: tzinfo) -> None:
    columns = ("contact", "who", "channel", "account", "name", "status", "last wrote")
    show_table(columns, (cells(person, account, zone) for person in found for account in person.accounts))


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
    typer.echo(f"Contact {plan.person.contact_id}: {accounts_of(plan.person)}")
    show_counts(plan)
    for reason in reasons_of(plan):
        typer.echo(f"Under way: {reason}.")


def show_counts(plan: Plan) -> None:
    rows = ((name, count, fate_of(name), TABLES[name].why) for name, count in plan.counts.items())
    show_table(("what", "rows", "becomes", ""), rows)


def fate_of(name: str) -> str:
    return "stays, without the person" if TABLES[name].unnamed else "deleted"


def reasons_of(plan: Plan) -> Iterator[str]:
    for each in plan.under_way:
        match each.what:
            case "return":
                yield f"return {each.number} is {each.status}: goods or money may be owed"
            case "desk":
                yield f"staff have conversation #{each.number} ({each.status})"
            case _:
                yield f"the shop's order system has not been told of {each.number} yet"


def tell_erasure(erasure: Erasure) -> None:
    done = erasure.erased
    if done is None:
        return
    typer.echo(f"Erased. Receipt {done.receipt}: {sum(done.counts.values())} rows, {len(done.photos)} photographs.")
    typer.echo("kefu cannot erase, so please see to it by hand:")
    for line in by_hand(erasure.plan, erasure):
        typer.echo(f"  - {line}")


def tell_json(plan: Plan, erasure: Erasure | None = None) -> None:
    done = erasure.erased if erasure else None
    typer.echo(
        json.dumps(
            {
                **in_json(plan.person),
                "counts": plan.counts if done is None else done.counts,
                "under_way": list(reasons_of(plan)),
                "receipt": done.receipt if done else None,
                "by_hand": list(by_hand(plan, erasure)),
            },
            ensure_ascii=False,
        )
    )


def by_hand(plan: Plan, erasure: Erasure | None = None) -> Iterator[str]:
    """What kefu cannot erase, and what to do about it."""
    accounts = plan.person.accounts
    channels = ", ".join(sorted({account.identity.channel for account in accounts}))
    yield f"the chats themselves ({channels}): both sides keep what was sent; delete the chat in the app where you can"
    for account in accounts:
        if account.threads:
            yield f"the desk: delete the topic or thread of conversation #{account.conversation_id}"
        else:
            yield f"the desk: delete what was posted about conversation #{account.conversation_id}, if anything was"
    yield "backups of the database and of the folder photos: they end with your own retention"
    yield "this wish: keep it, and carry it out once more should you ever put back a backup of before"
    yield "orders, in the shop's own system and as imported from it: they are the shop's book, and are erased there"
    yield "logs hold no names and no words; exports made earlier lie where you put them (cut off: their name and .part)"
    for each in plan.under_way:
        if each.what == "return":
            yield f"return {each.number} stays in the books as {each.status}: settle it by hand, by its order number"
    if erasure and erasure.trouble:
        yield f"what is left in the files goes in the night, or when kefu is started again, because {erasure.trouble}"
    elif erasure and not erasure.rewritten:
        yield f"what SQLite left when it moved rows, as the file is large and customers wait: {ANEW}"
