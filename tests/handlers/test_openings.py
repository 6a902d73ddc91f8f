"""How customers begin, typed as they type it, and what answers them: a message to a shop is seldom a menu's word."""

import pytest

from handlers.returns.presets import NAMES, preset
from handlers.returns.reasons import spoken
from handlers.returns.spotting import says
from handlers.scripts.matching import words_of
from tests.handlers.chat import Chat, library, sayings
from tests.handlers.returns.shop import open_shop
from tests.handlers.shop import NOW

OPENINGS: dict[str, str] = {
    "order_lookup": """
        太慢了！|等了半个月了|一直不动啊|东西丢了|弄丢了|taking forever|nothing came|包裹丟了|等很久了
        几天到|几天能到啊|啥时候到|怎么还没到！！！|到了吗|怎么这么慢|太慢了|物流不动了|一直不动|显示签收了没收到
        放哪了|快递员不送|今天能发货吗
        还不发|催催|我已经等了三天了|我的货到哪了|查下我订单|a10086|Ａ１００８６|#A10086|单号:A10086|A1O086到哪了
        cha dingdan|wuliu
        你好在吗我想问一下我的快递怎么还没到|那个什么我前天下了一单现在还没发货能不能帮我催一下谢谢|你好 A10086
        幾天到|貨到了沒|到店了嗎|沒動靜|等很久了|快出貨|請問一下我上禮拜訂的東西到現在都還沒收到請問是什麼狀況
        WHERE IS MY ORDER|wheres my order|eta?|still waiting|nothing came|not here yet|tracking stuck
        left at wrong house|its late|my package is missing
        hi i ordered a mug last week and it still hasnt come can you tell me where it is thanks|ordr a10086
        order #a10086
        10086|订单号10086|8000|13900008000|老板，我的快递到哪了|店長，我的包裹呢
        the page says delivered but i got nothing|can you check out my order
    """,
    "returns": """
        退钱啊|tuikuan|换个颜色|想换个大一号的|能换吗|没发全|少发一件|发错颜色|颜色不对|跟图片不一样|有色差|太小了
        穿不上|不想要了|坏了|收到就是坏的
        用两天就坏了|开不了机|不亮|漏水|发霉了|掉色|盒子烂了|有划痕|赠品呢|A10086碎了|我订单里的灯坏了
        在你们网站买的杯子碎了|没收到赠品|你好，东西跟页面描述不一样
        我昨天买的那个杯子今天收到打开一看碎了怎么办啊|你好请问一下这个衣服可以退吗我穿着有点小|你好，灯不亮了
        壞掉|換大一號|寄錯了|跟照片不一樣|開不了|我收到的杯子是破的可以換一個新的給我嗎
        its broke|the lamp is not working|it doesn't turn on|smells bad|too small|not like the picture|only got one
        missing parts|dont want it anymore
        REFUND NOW|so i got my package today and one of the cups is broken what do i do
        my order arrived and the cup is broken
    """,
    "my_returns": """
        退款到账|退款呢|钱呢|还没退款|退款失败|退款还没到|什么时候退钱|退的钱去哪了|退货地址发我|我寄了|退款多久能到
        退款到帳|錢呢|刷退了嗎|什麼時候退錢|where is my refund|no refund yet|refund not recieved
        how long do refunds take
        不用退了|我没说要退货|不退货了|不需要退款|i dont need a refund|i do not want to return it|退款收到了，金额不对
    """,
    "site_trouble": """
        支付页面坏了|网页打不开|链接打不开|小程序打不开|app打不开|登录不了|收不到验证码|下不了单|付款頁面壞了
        連結打不開|app當掉|無法結帳
        the link is not working|link doesnt work|payment page broken|website not working|the page wont load
        app crashes|cant log in|checkout broken
        my tracking link is not working|code not received
    """,
    "order_changes": """
        想换个手机号|电话号码写错了|改一下电话号码|電話號碼打錯|收货地址不一样|i changed my phone number
        i dont want it shipped to my old address|i sent the wrong address
        能不能改个地址|收货地址错了|改一下收货人|我要取消订单|这单不要了|拒收|改超商|換門市|地址打錯
        change my adress|address is wrong|i moved|typo in my address|cancle my order|how do i cancel|stop the order
    """,
    "warranty": "保修|质保几年|有保修吗|坏了能修吗|保固多久|壞了可以修嗎|warranty|is there a warranty|can u fix it",
    "authenticity": "是正品吗|假货|是不是假的|卖假货|買到假的|盜版|is this fake|real or fake|authentic?",
    "invoice": "给我开个发票|发票呢|fapiao|要打統編|載具|wheres my invoice|can i get a reciept",
    "coupons": "有券吗|优惠券用不了|優惠碼不能用|promo doesnt work|my code is not working|expired coupon",
    "products": """
        有货吗|多少钱|什么材质|我160穿什么码|双11有活动吗|有貨嗎|尺寸表|in stock?|what size|black friday
        链接发我一下|連結給我|where is the link|do you have a bigger size
    """,
    "price_change": "降价了能补差价吗|价保|买贵了|退差價|price match|price dropped",
    "return_postage": "退货运费谁出|退货要运费吗|有运费险吗|退貨運費誰出|who pays return shipping|free returns",
    "delivery": "可以换个快递吗|发什么快递|能发顺丰吗|哪里发货|用哪家物流|which courier|do you ship to canada",
    "contact": "客服电话|电话多少|怎么联系|你们店在哪|加line|whats your number|where are you located",
    "order_number": "订单号忘了|找不到订单号|訂單編號忘了|i dont have order number",
    "payment_methods": "my card is not working|付不了钱|能分期吗|LINE Pay|刷不過|cant pay|klarna",
    "escalation": """
        换个客服|给我换个客服|換個客服|回复太慢了|客服太慢了
        来个人|叫你们老板|经理|12315|能不能说人话|扣了钱没订单|刷了兩次|投訴|HUMAN|let me speak to your manager
        hey so basically i paid twice and i only wanted one|1 star|chargeback
    """,
    "menu": "重新开始|主菜单|start over|不要转人工|不需要真人|i don't want an agent",
    "cancel": "我要退出|要退出",
    "no_surveys": "我要退订|退订",
    "welcome": "经理您好|主管您好|老闆您好|hello manager|在吗急|有人吗|老板在吗|kefu|anyone|HELLO???",
}
"""By the script that answers."""
EACH = [(words, script) for script, lines in OPENINGS.items() for words in sayings(lines)]


@pytest.mark.parametrize(("words", "script"), EACH)
async def test_an_opening_finds_what_answers_it(chat: Chat, words: str, script: str) -> None:
    assert await chat.script_for(words) == script


KIND = """
    不错|挺好的|不錯|很棒|很满意|not bad|great service|thanks, great service|收到货了，很满意|东西收到了，没问题
    退款收到了|已经收到退款了谢谢|已經收到退款了謝謝|快递到了谢谢|got my refund thanks|i received my refund
    发错了，不好意思|不好意思傳錯了
"""


@pytest.mark.parametrize("words", sayings(KIND))
async def test_praise_and_thanks_for_what_has_come_ask_for_nothing(chat: Chat, words: str) -> None:
    await chat.says("你好")
    assert await chat.script_for(words) == "thanks"


async def test_a_number_that_is_none_of_ours_is_told_where_the_right_one_stands(chat: Chat) -> None:
    assert await chat.says("10086") == chat.line("order_lookup", "bad_number")
    assert await chat.says("A10086") == chat.line("order_lookup", "ask_factor", number="A10086")


async def test_so_it_is_where_something_is_to_be_returned(chat: Chat) -> None:
    open_shop(chat)
    assert await chat.says("退货 10010") == chat.line("order_lookup", "bad_number")


@pytest.mark.parametrize(
    "words",
    ["给妈妈的礼物", "滚筒洗衣机", "是不是真牛皮", "燦爛", "很有幹勁", "催眠", "omg it's beautiful", "no reply needed"],
)
async def test_a_word_within_another_one_is_no_anger(chat: Chat, words: str) -> None:
    said = await chat.says(words)
    language = chat.open.language or "zh-CN"
    assert said not in [chat.line("fallback", line, language) for line in ("upset", "hurry")]


@pytest.mark.parametrize(
    "words", ["价格跟昨天不一样", "it smells great", "i only received a text", "这个跟那个有什么不一样"]
)
async def test_nor_is_every_difference_a_fault(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize("words", ["8000", "139 0000 8000", "139-0000-8000"])
async def test_a_telephone_before_the_number_is_kept_as_its_proof(chat: Chat, words: str) -> None:
    assert await chat.says(words) == chat.line("order_lookup", "ask_number")
    assert "SF1234567890" in await chat.says("A10086")


async def test_a_question_beside_a_return_is_answered_before_the_return_is_begun(chat: Chat) -> None:
    said = await chat.says("我要退货，能开发票吗？")
    assert said == f"{chat.line('invoice', 'text')}\n{chat.line('order_lookup', 'ask_number')}"
    assert chat.open.state["form"]["form"] == "returns_proof"


@pytest.mark.parametrize("words", ["假货", "太小了", "坏了", "不想要了"])
async def test_the_reason_of_a_return_is_one_though_it_could_open_a_chat(words: str) -> None:
    chat = Chat(library())
    chat.shop.proven[chat.identity] = {"A10087": NOW + 86400.0}
    for said in ("你好", "退货 A10087", "1"):
        await chat.says(said)
    await chat.says(words)
    assert "reason" in chat.open.state["form"]["filled"]


async def test_who_asks_for_a_refund_that_the_bot_knows_nothing_of_can_ask_a_person(chat: Chat) -> None:
    assert await chat.says("退款呢") == chat.line("my_returns", "none")
    assert "转人工" in chat.labels


@pytest.mark.parametrize("language", library().languages)
@pytest.mark.parametrize("policy", NAMES)
def test_what_is_wrong_with_goods_is_a_reason_of_every_preset(language: str, policy: str) -> None:
    """Whoever has opened with it is not asked why."""
    words = words_of(Chat(library()).line("returns", "heard_begin", language))
    reasons = [tuple(spoken(each)) for each in preset(policy).reasons]
    assert [word for word in words if sum(says(word, known) for known in reasons) != 1] == []


async def test_the_fault_with_which_they_begin_is_the_reason(chat: Chat) -> None:
    for words in ("灯不亮了", "A10087", "8000", "1"):
        said = await chat.says(words)
    assert said == chat.line("returns", "ask_note")
    assert chat.open.state["form"]["filled"]["sub_reason"] == "not_working"


@pytest.mark.parametrize("words", ["我手机丢了", "我手機丟了", "钥匙丢了怎么办"])
async def test_not_everything_that_is_lost_is_a_parcel(chat: Chat, words: str) -> None:
    await chat.says(words)
    assert chat.open.state.get("form") is None
