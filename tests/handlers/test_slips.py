"""Typing errors, other blanks, northern and Cantonese words, and what else customers ask in their own."""

import pytest

from handlers.trace import traced
from tests.handlers.chat import Chat, library, sayings

MEANT = {
    "returns": """
        refnd pls|retrun|i want my moeny back|how do i retrun it|tuihou|咋退货啊|这玩意咋退|俺要退货|我想退貨點退
        this is poor quality|so my order arrived but theres a crack|the color is wrong|i got someone elses order
        tui  huo|huanhuo|不退了换一个吧|换货不退款|退一件换一件|不退了換一個吧
    """,
    "escalation": """
        humna|agnet pls|customer servce|representitive|zhuan ren gong|zhuanrengong|转人公|人公|客付|轉人公
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
    with traced() as trace:
        await chat.says(words)
    assert trace.script == script


@pytest.mark.parametrize(
    "words", ["older", "i love shopping here", "a big truck", "my plants died", "how is the weather", "see you later"]
)
async def test_a_word_of_its_own_is_no_slip(words: str) -> None:
    chat = Chat(library())
    with traced() as trace:
        await chat.says(words)
    assert trace.script in ("fallback", "thanks", "goodbye", "welcome")
