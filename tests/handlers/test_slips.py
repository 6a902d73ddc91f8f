"""Typing errors, other blanks, northern and Cantonese words, and what else customers ask in their own."""

import pytest

from tests.handlers.chat import Chat, library, sayings

MEANT = {
    "returns": """
        我要把那个台灯退了|想把杯子退掉|我想把這個燈退了|i want to send the lamp back|id like to send this kettle back
        refnd pls|retrun|i want my moeny back|how do i retrun it|tuihou|咋退货啊|这玩意咋退|俺要退货|我想退貨點退
        this is poor quality|so my order arrived but theres a crack|the color is wrong|i got someone elses order
        爛咗|爛咗點算|個杯爛咗|壞咗|收到時已經爛晒|漏咗一件|少咗一件|寄錯咗|送錯貨|唔啱size|可唔可以退|我唔要喇|不想要啦
        收到空盒|寄个空盒子卖给我|盒子是空的|配件不全|没法用|充不进电|my box was empty|尺码小了|尺寸不对
        可以退不|gimme my money|pleaseeee refunddd meee
        能不能退|能不能换|可不可以换|可唔可以換|得唔得退|退得唔退得|能否退呀|唔坏了|唔壞咗
        衣服有个洞|充不上电|鞋子挤脚|送錯顏色|貨不對辦|can i get a replacement|theres a hole in it
        tui  huo|huanhuo|不退了换一个吧|换货不退款|退一件换一件|不退了換一個吧
        到手就碎成渣了|退了算了|can i change the color to red
    """,
    "escalation": """
        humna|agnet pls|customer servce|representitive|zhuan ren gong|zhuanrengong|转人公|我要人公|客付|轉人公
        我要搵真人|搵人
        i need help from a person|我想和人说话|俺要找人|转接客服|我要退会员|stop with the bot
        u scammed me|my lawyer will contact you|被多扣錢|i will report u to the police|再不发货我就报警了|我要報警
        转人宫|我要跟人讲话|和人讲话|找你们负责人|叫负责人来|機器人走開，負責人出來|別再機器人了|轉專員
        get me someone real|not a bot please
        退押金|多收了钱|多扣了5块|客服不回我|等了三天没人理
        钱扣了没订单|付了钱没订单怎么回事|快递员放门口被偷了|錢扣了沒訂單|my parcel was stolen
    """,
    "order_lookup": """
        whre is my ordr|trackng number|啥时候到|咋还没到|俺的货呢|haimei dao|定单到哪了|喺邊|點解未到
        我件貨未收到|貨到了沒|東西到了沒
        幾時到呀|點解仲未到|我件貨去咗邊|送咗去邊|我嘅單去到邊|寄咗未|出咗貨未|發咗貨未|到咗未|等咗好耐|咁慢|好慢呀
        怎么还不到|为啥还没发|啥时候发|啥时能到呀|发货没|发了没|寄了没|到哪儿了|到哪啦|现在到哪里|卡在海关了|我买的东西呢
        我的单号是10086|什麼時候會寄|出貨了沒|havnt got it yet|didnt recieve anything|when r u shipping
        顺丰怎么还没给我送|都五天了还没动|什麼時候才會到啦|貨態查詢|出貨進度|幾時先到㗎|點解仲未寄出|did you ship it yet
        一直显示待揽收|待发货好几天了|催一催|courier never came
        收唔到|收唔到貨|收不到货|where is my orderrrrrr|tooooo slow
        什么时候才能把我的东西送到|什么时候能把我买的茶收到|多久才能到啊|什麼時候才能把我買的送到
        when will my kettle arrive|when is my parcel going to get here|幾天可以到
        都一周了还没送来|到底发没发|查一哈我的单|几号能到|几号给我送|还要等几天啊|等超久還沒來|我訂的東西勒
        when r u gonna deliver|whens it coming|运单号多少
        any update?|说好三天到的|status?|is it coming today|谁签收的|没给我打电话就签收了
        查单|查丁单|快第到那了|啥辰光能到|我的物事到了伐|莫得动静|今天能发出去不|順豐單號多少
    """,
    "shipping_fee": "how much is shiping|運費幾多|運費幾錢|運費幾多錢",
    "business_hours": "幾點收工|今日有冇開|周末上班吗",
    "return_postage": "退貨運費誰付|退货要自己付运费吗|运费退吗",
    "payment_methods": """
        支付没法用|付款沒法用|exchange rate|what is the exchange rate?
        汇率怎么算|do u take visa|我可以到付吗
    """,
    "site_trouble": "my account is locked|i cant add to cart",
    "welcome": """
        hello? are you there? hello?|hellooooo|heyyyyyy|早晨|早晨呀|喺度嗎|有冇人喺度|亲在不|哈罗
        我要问别的|我想問別的|i have another question
    """,
    "products": """
        推荐一下|哪个好|怎么开机|在哪买|送不送赠品|有赠品吗|which one is better|怎麼下單
        有视频教程没|一直显示无货|到货通知我
    """,
    "language": "繁體",
    "contact": "電話幾多|你哋喺邊度|批发价|招代理吗|应聘|do you do wholesale?",
    "order_changes": "发错地址了|放驿站|能合并发货吗|帮我备注一下|我人不在家|please leave it at the door",
    "my_returns": """
        不要给我退款|上次退货的钱到了|昨天退的货今天能到吗|怎么没有退款
        i did not ask for a refund|i returned it last week
        我昨天退的那个到账了吗|退的錢入帳了沒
    """,
    "privacy": "把我的信息删了",
    "no_surveys": "不要再给我发消息了|不要再傳訊息給我|stop texting me",
    "authenticity": "有没有防伪码",
    "queue": "还要等吗|還要等嗎",
    "thanks": """
        唔該|多謝晒|多谢晒|唔使喇|唔使啦唔該|收到咗|得喇|搞掂|thank u so much
        many happy returns|五星好评|已经解决了
    """,
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
    "help": "你是真人吗|你是AI吗|你是真人嗎|机器人怎么用|機器人怎麼用",
    "business_hours": "晚上有人吗|你们几点开门|几点关门|幾點關門|幾點開門|what time do you open",
    "shipping_fee": """
        幾多錢運費|要付运费吗|我买东西要付运费吗|要付運費嗎|customs fees|can i ask something else about shipping
    """,
    "delivery": "another question: do you ship to japan",
    "return_postage": """
        退貨運費幾多錢|退货要我付运费吗|换货要付运费吗|退貨付運費嗎|退货可以到付吗|退货邮费可以到付吗|退貨可以到付嗎
    """,
    "returns": "退货教程|退款有教程吗",
    "price_change": "怎么退差价",
    "order_changes": "我嘅單要取消|取消我嘅單|怎么换地址|怎麼換地址|怎么换收货地址",
    "cancel": "怎么退出",
    "order_lookup": """
        团购订单怎么查|批发订单到哪了|my bulk order has not arrived|i have another question about my order
    """,
    "contact": "我想团购|批发价|i want to buy in bulk|打电话给我",
    "escalation": "怎么退会员|押金怎么退|我要找人|客服好慢|你們客服好慢|回复好慢",
    "site_trouble": """
        the website is too slow|网站太慢了|網站太慢|网站没法用|app没法用|收不到短信|邮件收不到|收不到簡訊|收唔到電郵
        the code never came|confirmation email never came
    """,
    "order_number": "什么是订单号|whats an order number|我的单号忘了|我的单号是多少|我的單號忘了",
    "products": "怎么换电池|积分怎么用|水壺怎麼用|我想問別的款式有貨嗎",
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
        lawyer costume|police car|human hair|agent provocateur|律师函模板|律师服装|骗子酒馆
        人工草坪|真人CS装备|真空盒|空盒子卖吗
        什么时候开门，到时候我再来
        我不是要查订单|我不是要查訂單|this is not about my order|粉碎成粉行吗
        检查单子没问题|单独查单个商品|怎么查单价|我的照片不能发出去|我问别的客服都说可以|does the lamp change the color
        怪味豆|会挤脚吗|防生虫|会生虫吗|跟圖片差不多|晚上有人在家
        爆炸盐|爆炸头|防烫伤吗|多收了一件|謝謝推薦|我们是个人公司|请尽快地给我处理|耳机听不清别人讲话
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
        9123 4567|6123 4567|6222 0212 3456 7890|4111 1111 1111 1111|nov 15 2026|may 12 2026|我买了 A 100 86 个
    """),
)
async def test_telephones_cards_and_days_in_groups_are_no_orders(words: str) -> None:
    chat = Chat(library())
    assert await chat.script_for(words) == "fallback"
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize(
    "words", sayings("呃人|你哋呃人㗎|呃錢|有冇搞錯|搞乜呀|激死我|离谱|this is bs|im so done with you guys")
)
async def test_anger_is_met_in_whatever_words(words: str) -> None:
    chat = Chat(library())
    await chat.says("你好")
    said = await chat.says(words)
    assert said == chat.line("fallback", "upset", chat.open.language or "zh-CN")


@pytest.mark.parametrize(
    ("words", "reason"),
    [("壞咗", "defective"), ("杯壞咗呀", "defective"), ("爛晒", "damaged"), ("打爛咗", "damaged"), ("唔啱", "size")],
)
async def test_a_fault_told_in_cantonese_is_the_reason_of_a_return(words: str, reason: str) -> None:
    chat = Chat(library())
    for said in ("你好", "退货 A10087", "8000", "1", words):
        await chat.says(said)
    assert chat.open.state["form"]["filled"]["reason"] == reason


@pytest.mark.parametrize("words", ["唔退喇", "算啦", "不退啦"])
async def test_who_gives_a_return_up_in_cantonese_is_understood(words: str) -> None:
    chat = Chat(library())
    for said in ("你好", "退货 A10087", "8000", "1", words):
        await chat.says(said)
    assert chat.open.state.get("form") is None


@pytest.mark.parametrize("words", ["冇錯", "得", "啱", "yes pls"])
async def test_and_so_is_who_agrees(words: str) -> None:
    chat = Chat(library())
    for said in ("你好", "退货 A10087", "8000", "1", "不想要了", "跳过", "退货退款", words):
        await chat.says(said)
    assert "R10001" in chat.returns.rmas


@pytest.mark.parametrize(
    "words",
    sayings("""
        客服服务太差，转人工|我要人工服务|经理服务态度差|律师函|我要投诉
        转人工耳机坏了|转人工皮带断了|找人工皮鞋開膠了|找客服模型断了|轉接真人手辦斷了
        my lawyer will call|let a human do it|i need an agent, police
    """),
)
async def test_a_person_is_called_though_goods_are_named_like_one(words: str) -> None:
    chat = Chat(library())
    await chat.says(words)
    assert chat.open.status == "open"


@pytest.mark.parametrize("words", ["能不能退差价", "能不能改地址", "可不可以开发票"])
async def test_what_else_may_be_done_is_asked_the_same_way(words: str) -> None:
    chat = Chat(library())
    assert await chat.script_for(words) in ("price_change", "order_changes", "invoice")


async def test_goods_that_are_named_like_a_fault_are_no_reason_of_a_return() -> None:
    chat = Chat(library())
    for said in ("你好", "退货 A10087", "8000", "1", "真空盒"):
        await chat.says(said)
    assert "reason" not in chat.open.state["form"]["filled"]
    await chat.says("真空盒坏了")
    assert chat.open.state["form"]["filled"]["reason"] == "defective"


@pytest.mark.parametrize("words", ["等我找找", "等我看看", "等等我先看看"])
async def test_who_looks_for_the_answer_has_not_given_a_wrong_one(words: str) -> None:
    chat = Chat(library())
    await chat.says("查订单")
    await chat.says(words)
    assert chat.open.state["form"]["invalid"] == 0


async def test_who_presses_in_cantonese_is_told_how_it_goes_faster() -> None:
    assert await Chat(library()).says("快啲") == Chat(library()).line("fallback", "hurry")
