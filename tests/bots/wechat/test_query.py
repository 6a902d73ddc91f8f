"""What WeChat signs stands in the address: read like any address, and faster."""

from string import ascii_letters

from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from bots.wechat.door import query_of

WORDS = st.text(ascii_letters + "0123456789=&+%#;._-", max_size=12)
PAIRS = st.lists(
    st.tuples(st.sampled_from(["signature", "timestamp", "nonce", "msg_signature", ""]), WORDS), max_size=6
)


@given(PAIRS)
def test_each_name_has_the_value_that_any_reader_finds_first(pairs: list[tuple[str, str]]) -> None:
    request = make_mocked_request("POST", "/wechat?" + "&".join("=".join(pair) for pair in pairs))
    read = query_of(request)
    for name in ("signature", "timestamp", "nonce", "msg_signature"):
        assert read.get(name) == request.query.get(name)


def test_what_is_escaped_is_read_as_it_was_before() -> None:
    request = make_mocked_request("GET", "/wechat?echostr=a%2Bb%3D&nonce=1+2")
    assert (query_of(request)["echostr"], query_of(request)["nonce"]) == ("a+b=", "1 2")


def test_an_address_without_a_query_has_none() -> None:
    assert query_of(make_mocked_request("POST", "/wechat")).get("signature") is None
