"""Several messages of one, on a platform that fails now and then."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.channel import File, Unreachable
from bots.halfway import Halfway, Step
from storage.content import Content
from storage.inbound import Media

HELLO = Content(text="hello")
PHOTO = File(media=Media.PHOTO, name="a.jpg", mime="image/jpeg", data=b"1")


class Platform:
    def __init__(self, failing: Sequence[bool] = ()) -> None:
        self.failing = list(failing)
        self.taken: list[str] = []

    def steps(self, *words: str) -> list[Step]:
        return [partial(self.take, word) for word in words]

    async def take(self, word: str) -> str:
        if self.failing and self.failing.pop(0):
            raise Unreachable("out of order")
        self.taken.append(word)
        return f"id of {word}"


@given(st.integers(1, 5), st.lists(st.booleans(), max_size=20))
async def test_however_often_it_fails_each_message_is_taken_once_and_in_order(count: int, failing: list[bool]) -> None:
    platform, halfway = Platform(failing), Halfway()
    words = [str(number) for number in range(count)]
    sent: list[str] = []
    while not sent:
        try:
            sent = await halfway.through("chat", HELLO, (), platform.steps(*words))
        except Unreachable:
            continue
    assert platform.taken == words
    assert sent == [f"id of {word}" for word in words]


async def test_what_was_cut_off_goes_on_too() -> None:
    platform, halfway = Platform(), Halfway()
    never = asyncio.get_running_loop().create_future()

    async def hang() -> str:
        return str(await never)

    hanging = asyncio.ensure_future(halfway.through("chat", HELLO, (), [*platform.steps("photo"), hang]))
    await asyncio.sleep(0)
    hanging.cancel()
    await asyncio.gather(hanging, return_exceptions=True)
    await halfway.through("chat", HELLO, (), platform.steps("photo", "words"))
    assert platform.taken == ["photo", "words"]


@pytest.mark.parametrize(
    "again",
    [
        lambda halfway, steps: halfway.through("another chat", HELLO, (PHOTO,), steps),
        lambda halfway, steps: halfway.through("chat", Content(text="bye"), (PHOTO,), steps),
        lambda halfway, steps: halfway.through("chat", HELLO, (PHOTO, PHOTO), steps),
    ],
    ids=["elsewhere", "other words", "other files"],
)
async def test_something_else_is_sent_whole(again: Callable[[Halfway, list[Step]], asyncio.Future[list[str]]]) -> None:
    platform, halfway = Platform([False, True]), Halfway()
    with pytest.raises(Unreachable):
        await halfway.through("chat", HELLO, (PHOTO,), platform.steps("photo", "words"))
    await again(halfway, platform.steps("photo", "words"))
    assert platform.taken == ["photo", "photo", "words"]


async def test_what_was_sent_whole_is_sent_whole_again() -> None:
    platform, halfway = Platform(), Halfway()
    for _ in range(2):
        await halfway.through("chat", HELLO, (), platform.steps("photo", "words"))
    assert platform.taken == ["photo", "words"] * 2
