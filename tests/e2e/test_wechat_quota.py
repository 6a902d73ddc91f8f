"""WeChat's few messages, as an agent meets them: what went out, what did not, and what opens the way again."""

from tests.e2e.channels import BOTH_DESKS
from tests.e2e.chats import Customer, Desk, Street, Topic, handed_over

JOINED = "我是 小美，接下来由我为您服务。"
USED_UP = "平台允许的条数用完了；要等客户先发消息"


async def written_until_used_up(customer: Customer, topic: Topic) -> str:
    """Three answers and the bot's own introduction are the four there are. Returns the one too many."""
    first = topic.says("第 1 条")
    await customer.reads(JOINED, "第 1 条")
    await topic.sees_delivered(first)
    for number in (2, 3):
        await topic.sees_delivered(topic.says(f"第 {number} 条"))
        await customer.reads(f"第 {number} 条")
    return topic.says("一条太多")


@BOTH_DESKS
async def test_an_agent_reads_which_answer_did_not_arrive_and_that_the_customer_must_write_first(
    street: Street, desk: Desk
) -> None:
    customer = street.customer("wechat")
    topic = await handed_over(customer, desk)
    too_many = await written_until_used_up(customer, topic)
    await topic.sees_failed(too_many)
    await topic.reads("没有收到：一条太多", USED_UP)
    assert "一条太多" not in customer.everything

    await customer.says("还在吗")
    await topic.reads("还在吗")
    again = topic.says("在的，这条能到")
    await customer.reads("在的，这条能到")
    await topic.sees_delivered(again)
