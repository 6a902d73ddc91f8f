"""Staff in Slack handle a conversation by the form that a message's menu opens."""

import pytest

from bots.sandbox.slack import SlackAgent
from bots.sandbox.slack.forms import OpenForm
from tests.e2e.chats import Customer, Desk, handed_over, settled

JOINED = "我是 小美，接下来由我为您服务。"


@pytest.fixture
def desk_channel() -> str:
    return "slack"


async def chosen(agent: SlackAgent, message_id: str, what: str) -> OpenForm:
    agent.shortcut(message_id)
    form = await agent.form()
    before = form.form.hash
    form.choose("要做什么", what)
    await form.until(lambda form: form.form.hash != before)
    return form


async def test_a_conversation_is_taken_put_to_sleep_and_ended(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    form = await chosen(desk.channel_agent, topic.id, "我来接待")
    form.submit()
    await customer.reads(JOINED)
    await topic.reads("小美 接待了")
    form = await chosen(desk.channel_agent, topic.id, "搁置")
    form.choose("到什么时候", "两小时后")
    form.submit()
    await topic.reads("小美 把会话搁置到")
    form = await chosen(desk.channel_agent, topic.id, "结束会话")
    form.submit()
    await customer.reads("本次人工服务已结束")


async def test_a_note_of_the_form_stays_inside(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    before = len(customer.everything)
    form = await chosen(desk.channel_agent, topic.id, "给客户记一笔")
    form.write("备注（只给同事看）", "喜欢蓝色\n很急")
    form.submit()
    await topic.eyes.screen.until(lambda each: "喜欢蓝色" in each.text)
    await settled(desk.shop)
    assert len(customer.everything) == before


async def test_a_conversation_is_handed_to_a_colleague(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    colleague = desk.shop.platforms.channel.agent("U0JIE", "阿杰")
    colleague.say("!queue")
    await desk.reads("位在等")
    form = await chosen(desk.channel_agent, topic.id, "转交")
    form.pick("同事", "U0JIE")
    form.write("原因（只给同事看）", "要退货")
    form.submit()
    handed = await topic.eyes.screen.until(lambda each: "阿杰" in each.text and "要退货" in each.text)
    assert "小美" in handed.text
    assert not any("要退货" in said for said in customer.everything)


async def test_the_queue_is_asked_for_from_anywhere(customer: Customer, desk: Desk) -> None:
    await handed_over(customer, desk)
    desk.channel_agent.global_shortcut()
    form = await desk.channel_agent.form()
    form.choose("要做什么", "队列")
    form.submit()
    assert customer.name in (await desk.reads("位在等")).text


async def test_an_outsider_and_a_former_colleague_change_nothing(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    channel = desk.shop.platforms.channel
    eve = channel.agent("U0EVE", "Eve", team="T0OTHER")
    former = channel.agent("U0OLD", "老周")
    form = await chosen(former, topic.id, "我来接待")
    channel.remove("U0OLD")
    desk.shop.clock.forward(61)
    form.submit()
    for somebody in (eve, former):
        somebody.shortcut(topic.id)
        somebody.press("我来接待", thread=topic.id)
        somebody.react(topic.id, "+1")
    eve.say("我来答", thread=topic.id)
    await settled(desk.shop)
    assert not eve.person.forms
    assert not any(JOINED[:2] in said or "我来答" in said for said in customer.everything)
    topic.says("您好")
    await customer.reads(JOINED, "您好")


async def test_how_urgent_it_is_and_to_whom_it_goes_are_said_by_the_form(customer: Customer, desk: Desk) -> None:
    topic = await handed_over(customer, desk)
    agent = desk.channel_agent
    form = await chosen(agent, topic.id, "我来接待")
    form.submit()
    await customer.reads(JOINED)
    form = await chosen(agent, topic.id, "优先级")
    form.choose("优先级", "紧急")
    form.submit()
    await topic.eyes.screen.until(lambda each: "把优先级改为“紧急”" in each.text)
    form = await chosen(agent, topic.id, "快捷回复")
    form.write("快捷回复的名字，或其中几个字", "shipping")
    form.submit()
    await topic.eyes.screen.until(lambda each: "现货订单" in each.text)
    form = await chosen(agent, topic.id, "转交")
    form.submit()
    await form.until(lambda form: bool(form.errors))
    assert form.errors == {"同事": "请选一个小组或一位同事。"}
    form.close()
    form = await chosen(agent, topic.id, "放回队列")
    form.submit()
    await customer.reads("小美 暂时离开了")


async def test_whoever_goes_away_and_comes_back_says_so_by_the_form(desk: Desk) -> None:
    for what, answer in (("暂时离开", "您离开了"), ("我回来了", "欢迎回来")):
        desk.channel_agent.global_shortcut()
        form = await desk.channel_agent.form()
        form.choose("要做什么", what)
        form.submit()
        await desk.reads(answer)
