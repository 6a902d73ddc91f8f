"""What a platform sends, come to harm on its way: for what a door makes of it."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Place = tuple[str | int, ...]
"""Names and numbers that lead into a value."""

ODD: Sequence[Any] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 2**64, 10**400, -(10**30), 0.5, 1e308),
    *("", " ", "\x00", "\ud800", "\u202e", "0", "-1", "1e9", "9" * 400, "x" * 20_000, "{{ 1 }}", "<a>&</a>", "../.."),
    *([], {}, [[]], [{}], {"": ""}, {"id": {"id": []}}, [None] * 50),
)
JUNK = st.sampled_from(ODD).map(deepcopy)


def damaged(payloads: Sequence[Any]) -> st.SearchStrategy[Any]:
    """One of them, with up to four of its values lost, replaced, doubled, or in each other's place."""
    return st.sampled_from(payloads).flatmap(lambda payload: st.lists(harm(payload), max_size=4).map(done_to(payload)))


def harm(payload: Any) -> st.SearchStrategy[tuple[str, Place, Any]]:
    places = list(places_in(payload))
    anywhere = st.sampled_from(places)
    elsewhere = anywhere.map(lambda place: deepcopy(found(payload, place)))
    return st.tuples(st.sampled_from(["lose", "put", "double"]), anywhere, JUNK | elsewhere)


def done_to(payload: Any) -> Any:
    def done(harms: list[tuple[str, Place, Any]]) -> Any:
        result = deepcopy(payload)
        for what, place, value in harms:
            try:
                result = changed(result, what, place, value)
            except (LookupError, TypeError):
                continue  # it is not there any more
        return result

    return done


def changed(payload: Any, what: str, place: Place, value: Any) -> Any:
    if not place:
        return value if what == "put" else [payload] * 2 if what == "double" else None
    holder, name = found(payload, place[:-1]), place[-1]
    match what:
        case "lose":
            del holder[name]
        case "put":
            holder[name] = value
        case "double":
            holder[name] = [holder[name], holder[name]]
    return payload


def places_in(value: Any) -> Iterator[Place]:
    yield ()
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        for place in places_in(each):
            yield (name, *place)


def found(payload: Any, place: Place) -> Any:
    for name in place:
        payload = payload[name]
    return payload
