"""`storage.persons.PersonDoor` over the socket of the running kefu: its routes, and how values are read back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web

from bots.words import Said
from storage.codec import dumps
from storage.conversations import Status
from storage.errors import Conflict
from storage.inbound import Identity
from storage.persons import (
    Account,
    AnyPlan,
    Bought,
    Erased,
    Erasure,
    Nobody,
    Person,
    PersonDoor,
    Plan,
    Told,
    UnderWay,
    Wanted,
    Who,
)
from storage.records import replace
from storage.sentences import Sentence
from storage.sqlite.persons.finding import who_of
from storage.words import Trouble

log = structlog.get_logger(__name__)

KINDS = {kind.room: kind for kind in (Said, Trouble)}


def routes(persons: PersonDoor) -> list[web.RouteDef]:
    return [*about_contacts(persons), *about_buyers(persons)]


def about_contacts(persons: PersonDoor) -> list[web.RouteDef]:
    async def find(request: web.Request) -> web.Response:
        limit = min(int(request.query["limit"]), 1000)
        return said(await persons.find(request.query["text"], limit))

    async def told(request: web.Request) -> web.Response:
        with_notes = request.query["notes"] == "1"
        return said(await persons.told(asked_for(request.query), with_notes=with_notes))

    async def photo(request: web.Request) -> web.Response:
        found = await persons.photo(request.match_info["id"])
        return web.Response(status=web.HTTPNoContent.status_code) if found is None else web.Response(body=found)

    async def plan(request: web.Request) -> web.Response:
        return said(await persons.plan(asked_for(request.query)))

    async def erase(request: web.Request) -> web.Response:
        wish = await request.json()
        erasure = await persons.erase(asked_for(wish), force=bool(wish["force"]), command=str(wish["command"]))
        if done := erasure.erased:
            log.info("contact.erased", receipt=done.receipt, command=wish["command"], rows=dict(done.counts))
        return said(replace(erasure, trouble=crossing(erasure.trouble)))

    return [
        web.get("/contacts", answering(find)),
        web.get("/contacts/told", answering(told)),
        web.get("/contacts/photo/{id}", answering(photo)),
        web.get("/contacts/plan", answering(plan)),
        web.post("/contacts/erase", answering(erase)),
    ]


def about_buyers(persons: PersonDoor) -> list[web.RouteDef]:
    async def bought(request: web.Request) -> web.Response:
        return said(await persons.bought(Wanted(**await request.json())))

    async def erase(request: web.Request) -> web.Response:
        wish = await request.json()
        erasure = await persons.erase_orders(wish["numbers"], command=str(wish["command"]))
        if done := erasure.erased:
            log.info("orders.erased", receipt=done.receipt, command=wish["command"], rows=dict(done.counts))
        return said(replace(erasure, trouble=crossing(erasure.trouble)))

    return [web.post("/orders/bought", bought), web.post("/orders/erase", erase)]


Answer = Callable[[web.Request], Awaitable[web.Response]]


def answering(answer: Answer) -> Answer:
    """What is to be expected is told apart from a fault."""

    async def answered(request: web.Request) -> web.Response:
        try:
            return await answer(request)
        except Nobody:
            return web.json_response({}, status=web.HTTPNotFound.status_code)
        except Conflict as error:
            return web.json_response({"error": crossing(error.said)}, status=web.HTTPConflict.status_code)

    return answered


def asked_for(fields: Mapping[str, Any]) -> Who:
    """Raises Nobody."""
    who = who_of(str(fields["who"]))
    if who is None:
        raise Nobody
    return who


def named(who: Who) -> str:
    """What `asked_for` reads."""
    return str(who)


def said(value: object) -> web.Response:
    return web.Response(text=dumps(value), content_type="application/json")


def person_of(fields: Mapping[str, Any]) -> Person:
    return Person(
        contact_id=fields["contact_id"],
        contacts=tuple(fields["contacts"]),
        accounts=tuple(map(account_of, fields["accounts"])),
    )


def account_of(fields: Mapping[str, Any]) -> Account:
    return Account(
        **{
            **fields,
            "identity": Identity(**fields["identity"]),
            "status": Status(fields["status"]),
            "threads": tuple(fields["threads"]),
        }
    )


def plan_of(fields: Mapping[str, Any]) -> Plan:
    return Plan(
        person=person_of(fields["person"]),
        counts=fields["counts"],
        under_way=tuple(UnderWay(**each) for each in fields["under_way"]),
        orders=tuple(fields["orders"]),
    )


def bought_of(fields: Mapping[str, Any]) -> Bought:
    under_way = tuple(UnderWay(**each) for each in fields["under_way"])
    return Bought(**{**fields, "under_way": under_way, "known": tuple(fields["known"])})


def erasure_of(fields: Mapping[str, Any], planned: Callable[[Mapping[str, Any]], AnyPlan]) -> Erasure[AnyPlan]:
    """`planned` reads what was to be erased."""
    erased = fields["erased"]
    return Erasure(
        plan=planned(fields["plan"]),
        erased=Erased(**{**erased, "photos": tuple(erased["photos"])}) if erased else None,
        rewritten=fields["rewritten"],
        trouble=crossed(fields["trouble"]),
    )


def told_of(fields: Mapping[str, Any]) -> Told:
    return Told(contact_id=fields["contact_id"], kinds=fields["kinds"], photos=tuple(fields["photos"]))


def crossing(told: object) -> object:
    """A sentence goes as its code and its facts: its words are chosen where somebody reads it."""
    if isinstance(told, Sentence):
        facts = {name: crossing(fact) for name, fact in told.facts.items()}
        return {"room": told.room, "code": told.code, "facts": facts}
    return None if told is None else str(told)


def crossed(fields: Any) -> object:
    if isinstance(fields, Mapping):
        return KINDS[fields["room"]](fields["code"], {name: crossed(fact) for name, fact in fields["facts"].items()})
    return fields
