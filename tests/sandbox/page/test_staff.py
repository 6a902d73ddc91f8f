"""What one does as an agent in the page, on either platform."""

from functools import partial
from typing import Any

import pytest

from bots.sandbox.shop import Shop
from tests.sandbox.page.browser import Browser

BOTH = pytest.mark.parametrize("desk", ["telegram", "slack"])
CHIAYING = "telegram/7001"


def topic_about(who: str, entries: dict[str, Any]) -> dict[str, Any] | None:
    topics = [value for key, value in entries.items() if key.startswith("topic/")]
    return next((topic for topic in topics if topic["customer"] == who), None)


def agents(browser: Browser) -> list[dict[str, Any]]:
    return [value for key, value in browser.copy.entries.items() if key.startswith("agent/")]


async def called(browser: Browser) -> dict[str, Any]:
    """The topic of a customer who asked for a person."""
    await browser.posts(f"/people/{CHIAYING}/say", {"text": "真人客服"})
    topic: dict[str, Any] = await browser.sees(partial(topic_about, CHIAYING))
    return topic


@BOTH
async def test_an_agent_answers_a_customer_in_their_topic(browser: Browser) -> None:
    topic = await called(browser)
    assert "吳佳穎" in topic["title"]
    first, second, *_ = agents(browser)
    await browser.posts("/desk/say", {"agent": first["account"], "thread": topic["thread"], "text": "您好，我是小美"})
    await browser.reads(f"message/{CHIAYING}", "您好，我是小美")
    await browser.posts("/desk/say", {"agent": second["account"], "thread": topic["thread"], "text": "我也在"})
    post = await browser.reads("post", "我也在")
    assert (post["author"], post["thread"]) == (second["name"], topic["thread"])


@BOTH
async def test_a_button_and_an_edit_and_a_picture_of_the_staff_reach_the_customer(browser: Browser) -> None:
    topic = await called(browser)
    agent = agents(browser)[0]["account"]
    await browser.posts("/desk/say", {"agent": agent, "thread": topic["thread"], "text": "helo"})
    await browser.reads(f"message/{CHIAYING}", "helo")
    said = await browser.reads("post", "helo")
    await browser.posts("/desk/edit", {"agent": agent, "message": said["message_id"], "text": "hello"})
    assert (await browser.reads(f"message/{CHIAYING}", "hello"))["text"] == "hello"
    asked = f"/desk/attach?agent={agent}&thread={topic['thread']}&kind=photo&name=a.png"
    await browser.posts(asked, data=b"\x89PNG\r\n\x1a\n" + b"\0" * 32)
    await browser.sees(lambda entries: any("photo" in each["media"] for each in received(entries)))
    card = await browser.sees(partial(with_buttons, topic["thread"]))
    await browser.posts("/desk/press", {"agent": agent, "label": "结束会话", "message": card["message_id"]})
    await browser.reads("post", "结束了会话")


THUMB = {"telegram": "👍", "slack": "+1"}


@BOTH
async def test_answers_and_reactions_go_both_ways(browser: Browser, desk: str) -> None:
    topic = await called(browser)
    agent = agents(browser)[0]["account"]
    await browser.posts(f"/people/{CHIAYING}/say", {"text": "寄到哪了？"})
    asked = await browser.reads("post", "寄到哪了？")
    await browser.posts("/desk/reply", {"agent": agent, "message": asked["message_id"], "text": "在路上"})
    answer = await browser.reads(f"message/{CHIAYING}", "在路上")
    assert answer["thread"] is None
    if desk == "telegram":
        assert answer["quotes"] == (await browser.reads(f"message/{CHIAYING}", "寄到哪了？"))["message_id"]
    reaction = {"message": asked["message_id"], "emoji": THUMB[desk], "on": True}
    await browser.posts("/desk/react", {"agent": agent} | reaction)
    await browser.sees(lambda entries: marked(entries, f"message/{CHIAYING}", "寄到哪了？") == ["👍"])
    await browser.posts(f"/people/{CHIAYING}/reply", {"message": answer["message_id"], "text": "謝謝"})
    thanks = await browser.reads("post", "謝謝")
    assert (thanks["thread"], bool(thanks["quotes"]) or "在路上" in thanks["text"]) == (topic["thread"], True)
    await browser.posts(f"/people/{CHIAYING}/react", {"message": answer["message_id"], "emoji": "❤", "on": True})
    heart = "❤" if desk == "telegram" else "heart"
    await browser.sees(lambda entries: heart in (marked(entries, "post", "在路上") or ()))


@pytest.mark.parametrize("desk", ["slack"])
async def test_what_staff_delete_is_gone_from_the_customers_phone(browser: Browser) -> None:
    topic = await called(browser)
    agent = agents(browser)[0]["account"]
    await browser.posts("/desk/say", {"agent": agent, "thread": topic["thread"], "text": "給別人的"})
    sent = await browser.reads(f"message/{CHIAYING}", "給別人的")
    said = await browser.reads("post", "給別人的")
    await browser.posts("/desk/delete", {"agent": agent, "message": said["message_id"]})
    await browser.sees(partial(deleted, f"message/{CHIAYING}", sent["message_id"]))
    await browser.sees(partial(deleted, "post", said["message_id"]))


def marked(entries: dict[str, Any], screen: str, text: str) -> list[str] | None:
    shown = [value["shown"] for key, value in entries.items() if key.startswith(f"{screen}/")]
    return next((each["marks"] for each in shown if each["text"] == text), None)


def deleted(screen: str, message_id: str, entries: dict[str, Any]) -> bool:
    shown = [value["shown"] for key, value in entries.items() if key.startswith(f"{screen}/")]
    return any(each["message_id"] == message_id and each["deleted"] and not each["text"] for each in shown)


def with_buttons(thread: str, entries: dict[str, Any]) -> dict[str, Any] | None:
    posts = [value["shown"] for key, value in entries.items() if key.startswith("post/")]
    return next((post for post in posts if post["buttons"] and thread in (post["thread"], post["message_id"])), None)


def received(entries: dict[str, Any]) -> list[dict[str, Any]]:
    shown = [value["shown"] for key, value in entries.items() if key.startswith(f"message/{CHIAYING}/")]
    return [each for each in shown if not each["mine"]]


@BOTH
async def test_who_or_what_is_not_at_the_desk_is_said_so(browser: Browser) -> None:
    agent = agents(browser)[0]["account"]
    for body in (
        {"agent": "nobody", "thread": "", "text": "hi"},
        {"agent": agent, "thread": "4711", "text": "hi"},
        {"agent": agent, "thread": "nonsense", "text": "hi"},
    ):
        status, answer = await browser.asks("POST", "/desk/say", body)
        assert (status, bool(answer["error"])) == (409, True), body
    for path, body in (
        ("press", {"agent": agent, "label": "no such", "message": ""}),
        ("edit", {"agent": agent, "message": "1", "text": "x"}),
        ("reply", {"agent": agent, "message": "1", "text": "x"}),
        ("delete", {"agent": agent, "message": "1"}),
        ("react", {"agent": agent, "message": "1", "emoji": "eyes", "on": True}),
    ):
        assert (await browser.asks("POST", f"/desk/{path}", body))[0] == 409
    assert (await browser.asks("POST", f"/desk/attach?agent={agent}&thread=&kind=song&name=", data=b"x"))[0] == 400


async def test_a_topic_that_is_closed_or_thrown_away_is_so_in_the_page(browser: Browser, shop: Shop) -> None:
    topic = await called(browser)
    key = f"topic/{topic['thread']}"
    agent = shop.platforms.forum.agent(9001, "客服小美")
    agent.rename_topic(topic["thread"], "VIP")
    agent.close_topic(topic["thread"])
    await browser.sees(lambda entries: entries[key]["closed"] and entries[key]["title"] == "VIP")
    shop.platforms.forum.delete_topic(topic["thread"])
    await browser.sees(lambda entries: key not in entries)


async def test_words_outside_of_every_topic_reach_no_customer(browser: Browser) -> None:
    await called(browser)
    agent = agents(browser)[0]["account"]
    await browser.posts("/desk/say", {"agent": agent, "thread": "", "text": "谁去吃午饭？"})
    assert (await browser.reads("post", "谁去吃午饭"))["thread"] is None
    assert not any("午饭" in each["text"] for each in received(browser.copy.entries))


@pytest.mark.parametrize("desk", ["slack"])
async def test_a_form_takes_a_conversation_and_tells_what_is_missing(browser: Browser) -> None:
    topic = await called(browser)
    agent = agents(browser)[0]["account"]
    await browser.posts("/desk/shortcut", {"agent": agent, "message": topic["thread"]})
    form = await browser.sees(lambda entries: entries.get(f"form/{agent}"))
    what = form["fields"][0]["label"]
    await browser.posts("/desk/form/fill", {"agent": agent, "field": what, "value": "转交"})
    form = await browser.sees(partial(with_fields, agent, 3))
    await browser.posts("/desk/form/submit", {"agent": agent})
    await browser.sees(lambda entries: any(field["error"] for field in entries[f"form/{agent}"]["fields"]))
    await browser.posts("/desk/form/fill", {"agent": agent, "field": what, "value": "我来接待"})
    await browser.sees(partial(with_fields, agent, 1))
    await browser.posts("/desk/form/submit", {"agent": agent})
    await browser.sees(lambda entries: f"form/{agent}" not in entries)
    await browser.reads("post", "接待了")


@pytest.mark.parametrize("desk", ["slack"])
async def test_a_form_is_closed_and_what_is_not_on_it_is_said_so(browser: Browser) -> None:
    agent = agents(browser)[0]["account"]
    for path, more in (("shortcut", {"message": "1"}), ("form/fill", {"field": "x", "value": ""}), ("form/submit", {})):
        assert (await browser.asks("POST", f"/desk/{path}", {"agent": agent} | more))[0] == 409, path
    await browser.posts("/desk/shortcut", {"agent": agent, "message": ""})
    form = await browser.sees(lambda entries: entries.get(f"form/{agent}"))
    assert "队列" in form["fields"][0]["choices"]
    await browser.posts("/desk/form/close", {"agent": agent})
    await browser.sees(lambda entries: f"form/{agent}" not in entries)


def with_fields(agent: str, more_than: int, entries: dict[str, Any]) -> dict[str, Any] | None:
    form: dict[str, Any] | None = entries.get(f"form/{agent}")
    return form if form and len(form["fields"]) >= more_than and (more_than > 1) == (len(form["fields"]) > 1) else None
