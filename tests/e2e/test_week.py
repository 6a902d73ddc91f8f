"""A week of a shop, from Monday morning to the next, as its customers and its staff live it."""

from pathlib import Path

import pytest

from tests.e2e.chats import Customer, Topic
from tests.e2e.shop import Plan
from tests.e2e.week import Week, open_week

HOURS = """
open:
  - {days: [mon-fri], hours: ["09:00-22:00"]}
  - {days: [sat], hours: ["10:00-16:00"]}
rota:
  - {name: 早班, days: [mon-fri], hours: ["09:00-14:00"], agents: ["telegram:9001"]}
  - {name: 晚班, days: [mon-fri], hours: ["14:00-22:00"], agents: ["telegram:90012"]}
  - {name: 周六, days: [sat], hours: ["10:00-16:00"], agents: ["telegram:90012"]}
"""
DESK = """
accept_minutes: 60
late_minutes: 60
promises:
  rules: [{first_response: 30m}]
"""
SURVEYS = """
surveys:
  service: {scale: stars}
after_end: {survey: service, delay_minutes: 10}
quiet: {hours: ["21:00-09:00"]}
"""
QUESTION = "这次的服务您还满意吗"


@pytest.mark.timeout(600)
async def test_a_week_of_a_shop(tmp_path: Path) -> None:
    plan = Plan(folder=tmp_path, hours=HOURS, desk=DESK, surveys=SURVEYS, reports="{weekly: mon 09:30}")
    async with open_week(plan, begins="11-23 08:20") as week:
        await who_came_before_nine_is_answered_first_in_the_morning(week)
        silent = await whose_agent_goes_home_is_handed_on_and_may_fall_silent(week)
        await who_was_served_at_night_is_asked_the_next_morning(week)
        await who_waits_too_long_is_made_good_with(week)
        await who_comes_at_night_is_helped_by_the_bot_and_found_by_whoever_took_the_shift(week)
        await who_comes_on_a_sunday_hears_when_people_are_back(week)
        await the_next_monday_the_desk_reads_how_the_week_was(week)
        assert not any(QUESTION in said for said in silent.everything), "silence is no end to be asked about"


async def asks_for_a_person(week: Week, customer: Customer, *hears: str) -> Topic:
    await customer.says("转人工")
    await customer.reads(*(hears or ("已经为您转接人工客服",)))
    card = await week.reads(customer.name, "来自")
    assert card.thread
    return week.mei.topic(card.thread)


async def answers(week: Week, customer: Customer, topic: Topic, says: str, name: str = "小美") -> None:
    agent = week.mei if name == "小美" else week.bo
    agent.topic(topic.id).says(says)
    await customer.reads(f"我是 {name}", says)


async def resolves(week: Week, customer: Customer, topic: Topic) -> None:
    topic.says("/resolve")
    await customer.reads("本次人工服务已结束")


async def who_came_before_nine_is_answered_first_in_the_morning(week: Week) -> None:
    early = week.comes("wechat")
    topic = await asks_for_a_person(week, early, "现在不是营业时间", "今天 09:00 上班")
    await week.until("11-23 08:50")
    await week.reads("09:00 上班", "小美")
    await week.until("11-23 09:00")
    await week.reads("请 小美 接待")
    await week.until("11-23 09:20")
    await week.reads("1 个快超时了", "首次回复还剩")
    await answers(week, early, topic, "早上好")
    await resolves(week, early, topic)
    await week.until("11-23 09:40")
    await early.reads(QUESTION)
    await early.says("很满意")
    await early.reads("谢谢您的评价")


async def whose_agent_goes_home_is_handed_on_and_may_fall_silent(week: Week) -> Customer:
    customer = week.comes("telegram")
    await week.until("11-23 13:20")
    topic = await asks_for_a_person(week, customer)
    await answers(week, customer, topic, "您好")
    await customer.says("等我找一下订单")
    await week.reads("等我找一下订单")
    await week.until("11-23 13:50")
    await week.reads("14:00 下班", "小美：1 个")
    await week.until("11-23 14:00")
    await customer.reads("小美 暂时离开了")
    await week.reads("小美下班了", "客户已经等了")
    await week.reads("请 阿波 接待")
    await answers(week, customer, topic, "您好，我接着看", name="阿波")
    await week.until("11-23 15:10")
    await customer.reads("您还在吗？60 分钟内")
    await week.until("11-23 16:20")
    await customer.reads("好一会儿没有收到您的消息")
    await week.reads("会话已自动结束")
    return customer


async def who_was_served_at_night_is_asked_the_next_morning(week: Week) -> None:
    customer = week.comes("slack")
    await week.until("11-23 21:00")
    topic = await asks_for_a_person(week, customer)
    await answers(week, customer, topic, "晚上好", name="阿波")
    await resolves(week, customer, topic)
    heard = len(customer.everything)
    await week.until("11-24 08:50")
    assert len(customer.everything) == heard, "nobody is asked at night"
    await week.until("11-24 09:00")
    await customer.reads(QUESTION)
    await customer.says("5")
    await customer.reads("谢谢您的评价")


async def who_waits_too_long_is_made_good_with(week: Week) -> None:
    customer = week.comes("telegram")
    await week.until("11-24 10:05")
    topic = await asks_for_a_person(week, customer)
    await week.until("11-24 10:30")
    await week.reads("1 个快超时了", "首次回复还剩", "请 小美 处理")
    await week.until("11-24 10:40")
    await week.reads("1 个会话超时了", "首次回复已超时")
    await week.until("11-24 11:00")
    assert week.mei.count("个会话超时了") == 2, "every quarter of an hour, until somebody answers"
    await answers(week, customer, topic, "让您久等了")
    await resolves(week, customer, topic)
    await week.until("11-24 11:20")
    await customer.reads(QUESTION)
    await customer.says("太差了")
    await customer.reads("很抱歉")
    await week.reads("任务 1", "评分低")


async def who_comes_at_night_is_helped_by_the_bot_and_found_by_whoever_took_the_shift(week: Week) -> None:
    week.mei.says_outside("/rota swap 周四 阿波")
    await week.reads("小美想请 阿波 代班", "11月26日周四")
    week.bo.forum_agent.press("同意换班")
    await week.reads("换班定了")
    await week.until("11-25 23:30")
    customer = week.comes("wechat")
    topic = await asks_for_a_person(week, customer, "现在不是营业时间", "明天 09:00 上班")
    await customer.says("运费多少")
    await customer.reads("订单满 99 元包邮")
    await week.until("11-26 03:00")
    await week.restarts()
    await week.until("11-26 08:50")
    called = await week.reads("09:00 上班")
    assert "阿波" in called.text
    assert "小美" not in called.text
    await week.until("11-26 09:10")
    await week.reads("请 阿波 接待")
    await answers(week, customer, topic, "早上好，茶叶已经发货", name="阿波")
    await resolves(week, customer, topic)


async def who_comes_on_a_sunday_hears_when_people_are_back(week: Week) -> None:
    await week.until("11-29 12:00")
    customer = week.comes("telegram")
    topic = await asks_for_a_person(week, customer, "现在不是营业时间", "明天 09:00 上班")
    await week.until("11-30 09:10")
    await week.reads("请 小美 接待")
    await answers(week, customer, topic, "周一好")


async def the_next_monday_the_desk_reads_how_the_week_was(week: Week) -> None:
    await week.until("11-30 09:40")
    summary = await week.reads("一周小结", "11月23日")
    assert "转人工 6" in summary.text
    assert "未兑现承诺 2" in summary.text, "who waited too long, and their low rating, which nobody has answered"
    assert "3 个评价" in summary.text
