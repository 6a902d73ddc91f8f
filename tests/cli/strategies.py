"""Random orders, as any shop may have them."""

from hypothesis import strategies as st

from storage.orders import Order, OrderLine, OrderStatus, Shipment, TrackingEvent


def words(size: int = 20) -> st.SearchStrategy[str]:
    """Text as a cell holds it: no control characters, no white space at the ends or doubled."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
    return st.text(letters, max_size=size).map(lambda text: " ".join(text.split()))


def codes() -> st.SearchStrategy[str]:
    return st.from_regex(r"[A-Z]{1,3}-?[0-9]{4,12}", fullmatch=True)


MOMENTS = st.integers(631_152_000, 4_102_444_799).map(float)
MONEY = st.decimals(0, 99_999_999, places=2)
TAGS = st.lists(words().filter(lambda tag: tag and not {"|", "｜"} & set(tag)), max_size=3, unique=True).map(tuple)
LINES = st.builds(
    OrderLine,
    sku=words(),
    item=words().filter(bool),
    quantity=st.integers(1, 9_999_999),
    unit_price=MONEY,
    category=words(),
    tags=TAGS,
)
EVENTS = st.lists(st.builds(TrackingEvent, at=MOMENTS, text=words().filter(bool), place=words()), max_size=3).map(
    lambda events: tuple(sorted(events, key=lambda event: -event.at))
)


def shipments(*, events: bool) -> st.SearchStrategy[Shipment]:
    return st.builds(
        Shipment,
        carrier=words(),
        tracking_number=codes(),
        shipped_at=st.none() | MOMENTS,
        delivered_at=st.none() | MOMENTS,
        expected_at=st.none() | MOMENTS if events else st.none(),
        events=EVENTS if events else st.just(()),
    )


def orders(*, events: bool) -> st.SearchStrategy[Order]:
    parcels = st.lists(
        shipments(events=events), max_size=3, unique_by=lambda parcel: (parcel.carrier, parcel.tracking_number)
    )
    return st.builds(
        Order,
        number=codes(),
        placed_at=MOMENTS,
        status=st.sampled_from(OrderStatus),
        currency=st.sampled_from(["CNY", "TWD", "USD"]),
        total=MONEY,
        name=words(),
        phone=st.from_regex(r"\+?[0-9]{6,15}", fullmatch=True),
        email=st.just("") | st.emails(),
        tier=words(),
        lines=st.lists(LINES, max_size=3).map(tuple),
        shipments=parcels.map(tuple),
    )


def books(*, events: bool) -> st.SearchStrategy[list[Order]]:
    return st.lists(orders(events=events), min_size=1, max_size=5, unique_by=lambda order: order.number)
