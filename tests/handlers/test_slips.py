"""Typing errors, other blanks, northern and Cantonese words, and what else customers ask in their own."""

import pytest

from tests.handlers.chat import Chat, library, sayings

MEANT = {
    "returns": """
        refnd pls|retrun|i want my moeny back|how do i retrun it|tuihou|咋退货啊|这玩意咋退|俺要退货|我想退貨點退
        this is poor quality|so my order arrived but theres a crack|the color is wrong|i got someone elses order
        tui  huo|huanhuo|不退了换一个吧|换货不退款|退一件换一件|不退了換一個吧
    """,
    "escalation": """
        humna|agnet pls|customer servce|representitive|zhuan ren gong|zhuanrengong|转人公|我要人公|客付|轉人公
        我要搵真人|搵人
        i need help from a person|我想和人说话|俺要找人|转接客服|我要退会员|stop with the bot
        退押金|多收了钱|多扣了5块|客服不回我|等了三天没人理
    """,
    "order_lookup": """
        whre is my ordr|trackng number|啥时候到|咋还没到|俺的货呢|haimei dao|定单到哪了|喺邊|點解未到
        我件貨未收到|貨到了沒|東西到了沒
        any update?|说好三天到的|status?|is it coming today|谁签收的|没给我打电话就签收了
    """,
    "shipping_fee": "how much is shiping|運費幾多",
    "return_postage": "退貨運費誰付|退货要自己付运费吗|运费退吗",
    "payment_methods": "exchange rate|what is the exchange rate?|汇率怎么算|do u take visa",
    "site_trouble": "my account is locked|i cant add to cart",
    "welcome": "hello? are you there? hello?",
    "products": "推荐一下|哪个好|怎么开机|在哪买|送不送赠品|有赠品吗|which one is better|怎麼下單",
    "contact": "批发价|招代理吗|应聘|do you do wholesale?",
    "order_changes": "发错地址了|放驿站|能合并发货吗|帮我备注一下|我人不在家|please leave it at the door",
    "my_returns": """
        不要给我退款|上次退货的钱到了|昨天退的货今天能到吗|怎么没有退款
        i did not ask for a refund|i returned it last week
    """,
    "thanks": "唔該|多謝晒|many happy returns",
}
EACH = [(words, script) for script, lines in MEANT.items() for words in sayings(lines)]


@pytest.mark.parametrize(("words", "script"), EACH)
async def test_what_is_meant_is_understood(words: str, script: str) -> None:
    chat = Chat(library())
    await chat.says("你好")
    assert await chat.script_for(words) == script


@pytest.mark.parametrize(
    "words", ["older", "i love shopping here", "a big truck", "my plants died", "how is the weather", "see you later"]
)
async def test_a_word_of_its_own_is_no_slip(words: str) -> None:
    chat = Chat(library())
    assert await chat.script_for(words) in ("fallback", "thanks", "goodbye", "welcome")


TAKEN_FOR_ANOTHER = {
    "shipping_fee": "要付运费吗|我买东西要付运费吗|要付運費嗎|customs fees",
    "return_postage": "退货要我付运费吗|换货要付运费吗|退貨付運費嗎",
    "price_change": "怎么退差价",
    "order_changes": "怎么换地址|怎麼換地址|怎么换收货地址",
    "cancel": "怎么退出",
    "order_lookup": "团购订单怎么查|批发订单到哪了|my bulk order has not arrived",
    "contact": "我想团购|批发价|i want to buy in bulk|打电话给我",
    "escalation": "怎么退会员|押金怎么退|我要找人",
    "site_trouble": "the website is too slow|网站太慢了|網站太慢",
    "products": "怎么换电池",
    "authenticity": "不是骗子吧|这不是詐騙吧|這不是騙子吧",
}
"""What is near it stands in another script."""
OTHERS = [(words, script) for script, lines in TAKEN_FOR_ANOTHER.items() for words in sayings(lines)]


@pytest.mark.parametrize(("words", "script"), OTHERS)
async def test_what_is_asked_is_not_taken_for_what_is_near_it(words: str, script: str) -> None:
    chat = Chat(library())
    assert await chat.script_for(words) == script


@pytest.mark.parametrize(
    "words",
    sayings("""
        is it a double layer blanket|is this ce compliant|custom engraving|tracing paper|what the hell|mandarin oranges
        my bag was stolen|how do i manage it|谢谢推荐|朋友推荐的
        爆炸盐|爆炸头|防烫伤吗|多收了一件|謝謝推薦|我们是个人公司
    """),
)
async def test_a_product_or_a_thanks_is_no_other_matter(words: str) -> None:
    chat = Chat(library(), locale="en" if words.isascii() else "zh-CN")
    assert await chat.script_for(words) == "fallback"
    assert chat.open.language != "zh-CN" or not words.isascii()


@pytest.mark.parametrize(("words", "label"), [("late", "Where is my order?"), ("没更新", "查订单")])
async def test_who_complains_in_other_words_is_offered_what_helps(words: str, label: str) -> None:
    chat = Chat(library(), locale="en" if words.isascii() else "zh-CN")
    await chat.says(words)
    assert label in chat.labels


@pytest.mark.parametrize(
    "words",
    sayings("""
        0912 345 678|415 555 2671|020 7946 0958|400 800 8888|852 9123 4567|886 912 345 678
        6222 0212 3456 7890|4111 1111 1111 1111|nov 15 2026|may 12 2026|我买了 A 100 86 个
    """),
)
async def test_telephones_cards_and_days_in_groups_are_no_orders(words: str) -> None:
    chat = Chat(library())
    assert await chat.script_for(words) == "fallback"
    assert chat.open.state.get("form") is None
