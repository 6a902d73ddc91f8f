"""What `--help` tells, in simplified Chinese."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "": (
        "一个客服台，接待微信、Telegram 和 Slack 上的客户。\n\n"
        "[bold]先看看效果：[/bold]kefu sandbox\n\n"
        "[bold]正式使用：[/bold]kefu init，编辑 kefu.yaml，kefu check，kefu run"
    ),
    "epilog": "[bold]退出码：[/bold]0 完成 · 1 发现问题 · 2 用法不对 · 3 有东西被占用，或没有回应",
    "--version": "显示版本后退出。",
    "--install-completion": "为当前的 shell 安装自动补全。",
    "--show-completion": "显示当前 shell 的自动补全脚本，以便复制或修改。",
    "--help": "显示这份说明后退出。",
    "--config": "设置文件。",
    "--limit": "最多列出多少，最新的在前。",
    "--json": "每行一个 JSON 对象，供程序读取。",
    "--force": "文件已经有了也覆盖。",
    "--dry-run": "只说会做什么，什么都不做。",
    "--yes": "不再询问。",
    "who": "telegram:1001, wechat:openid, slack:U1 或会话编号 17。",
    "init": (
        "在这里写好设置、各项规则和一份话术，都带说明。\n\n"
        "设置是 kefu.yaml，规则是 desk.yaml、hours.yaml、surveys.yaml 和 returns.yaml。\n\n"
        "已经有的文件不会覆盖，除非加上 --force。\n\n"
        "[bold]例如：[/bold]kefu init --language en\n\n"
        "[bold]升级以后：[/bold]kefu init --missing，再 kefu check"
    ),
    "init --language": "不知道客户的语言时用哪一种：zh-CN、zh-TW 或 en。",
    "init --force": "已经有的也覆盖。",
    "init --missing": "升级以后用：只补上话术里还没有的内容。",
    "run": (
        "启动客服台，包括 kefu.yaml 里开通的每个渠道。\n\n"
        "按 Ctrl-C 或发 SIGTERM 会正常停止。\n\n"
        "[bold]例如：[/bold]KEFU_TELEGRAM__TOKEN=123:abc kefu run --config /srv/shop/kefu.yaml"
    ),
    "sandbox": (
        "在这台机器上试用全部功能，不需要任何账号。\n\n"
        "有模拟的各个平台、示例订单、浏览器里的页面和终端里的聊天。\n"
        "这个文件夹里有设置和话术就用它们；不会连接任何平台。\n\n"
        "[bold]例如：[/bold]kefu sandbox\n\n"
        "[bold]例如：[/bold]kefu sandbox --chat desk   [dim]（在另一个终端里）[/dim]"
    ),
    "sandbox --desk": "客服群在哪个平台。",
    "sandbox --chat": "坐到哪个座位上。",
    "sandbox --port": "沙箱所在的端口。",
    "sandbox --browser": "有图形界面时打开页面。",
    "check": (
        "检查设置、话术和各项规则，一次列出所有问题。\n\n"
        "规则是退货、营业时间、满意度调查和客服台的。每个问题都指出文件和行号。\n\n"
        "[bold]例如：[/bold]kefu check\n\n"
        "[bold]例如：[/bold]kefu check --scripts scripts"
    ),
    "check --scripts": "只检查这个文件夹里的话术，不检查设置。",
    "report": (
        "客服做得怎么样：会话量、响应时间、满意度等等。\n\n"
        "还有机器人独立解决的比例、承诺和退货。\n"
        "日期按店铺的时区算，首尾两天都包括在内。\n"
        "不写 --from 和 --to，就是到昨天为止的 30 天。\n"
        "报告里没有客户的名字。kefu 是否在运行都可以用。\n\n"
        "[bold]例如：[/bold]kefu report --from 2026-11-01 --to 2026-11-30\n\n"
        "[bold]例如：[/bold]kefu report --from 2026-11-01 --to 2026-11-30 --html november.html"
    ),
    "report --from": "第一天，写成 2026-11-01 这样。",
    "report --from default": "30 天",
    "report --to": "最后一天，也包括在内。",
    "report --to default": "昨天",
    "report --team": "只看这个组，写它在 desk.yaml 里的名称。",
    "report --channel": "只看 wechat, telegram 或 slack。",
    "report --agent": "只看这位客服，写名字或账号。",
    "report --html": "写成一个带图表的网页文件。",
    "report --json": "全部写成一个 JSON 对象，时长以秒计。",
    "campaigns": (
        "每个活动最近一次进行到哪里了。不会出现客户的名字。\n\n"
        "kefu 是否在运行都可以用。同事在客服群里用 /campaign 开始和停止活动。\n\n"
        "[bold]例如：[/bold]kefu campaigns --json"
    ),
    "backup": (
        "把数据库和照片复制到一个新文件夹；kefu 是否在运行都可以用。\n\n"
        "备份会从头到尾读一遍，没有问题才算数。要恢复时：停掉 kefu，\n"
        "把里面的文件放回原处，再启动 kefu。kefu.yaml 和话术请自己保管。\n\n"
        "[bold]例如：[/bold]kefu backup /mnt/backups/kefu-2026-11-22"
    ),
    "backup folder": "一个新文件夹，最好在另一块磁盘上。",
    "contacts": "关于一个人在所有渠道上保存的资料：查找、导出、删除。",
    "contacts find": (
        "凭手头的线索找一个人。账号只显示一部分；其他命令里请用会话编号。\n\n"
        "[bold]例如：[/bold]kefu contacts find 王小明"
    ),
    "contacts find text": "账号、会话编号、名字，或此人核对过的订单号。",
    "contacts export": (
        "把关于一个人保存的全部资料写成一个 zip 文件。\n\n"
        "里面是 data.json、照片，以及一份说明 README.txt。\n"
        "总是整个人：每个渠道上所有关联的账号。同事用他们在客服群里的名字。\n"
        "同事的备注，以及只有他们看得到的内容，不包括在内，除非加上 --with-notes。\n\n"
        "[bold]例如：[/bold]kefu contacts export telegram:1001 --out lin.zip"
    ),
    "contacts export --out": "写到哪个文件。",
    "contacts export --out default": "kefu-contact-编号.zip",
    "contacts export --with-notes": "也写上只有同事知道的：备注和客服群里的内容。",
    "contacts erase": (
        "删除关于一个人保存的全部资料，包括所有关联的账号。不能撤销。\n\n"
        "统计数字和退货的账目会保留，但不再和此人有关。kefu 删不了的，最后会列出来。\n"
        "退货还没有了结，或客服正在处理时，不会删除，除非加上 --force。\n\n"
        "[bold]例如：[/bold]kefu contacts erase telegram:1001 --dry-run"
    ),
    "contacts erase --force": "还有没了结的也继续；会结束客服群里的会话。",
    "orders": "店铺的订单。",
    "orders import": (
        "导入订单：要么全部，要么一个都不导入。已经有的订单会更新。\n\n"
        "会按 retention.orders_days 忘掉的旧订单不导入。\n\n"
        "[bold]CSV[/bold] 每行是订单里的一种商品，各列是 order_number, placed_at,\n"
        "status, currency, total, name, phone, email, sku, item, quantity,\n"
        "unit_price, carrier, tracking_number, shipped_at, delivered_at。\n"
        "退货规则还可以用另外三列：商品的 category 和 tags（fresh|gift），\n"
        "客户的 tier（vip）。\n\n"
        "[bold]JSON Lines[/bold] 每行是一个订单，里面有 lines 和 shipments；\n"
        "商品的 tags 是列表。\n\n"
        "[bold]例如：[/bold]kefu orders import orders.csv"
    ),
    "orders import file": "CSV 或 JSON Lines 文件。",
    "orders import --encoding": "文件的编码，例如 big5。",
    "orders import --encoding default": "自动识别 UTF-8 或 GB18030",
    "orders export": (
        "把订单和导入的全部内容写成一个 JSON 文件，给要副本的人。\n\n"
        "请先确认是本人。给机器人写过消息的人还有别的资料：kefu contacts export。\n\n"
        "[bold]例如：[/bold]kefu orders export --of 13812345678 --of lin@example.com --out lin.json"
    ),
    "orders export numbers": "订单号。",
    "orders export --of": "这个电话（最好带国际区号，如 +852）或邮箱的全部订单。",
    "orders export --out": "写到哪个文件。",
    "orders erase": (
        "删除导入的订单，以及谁核对过它们。不能撤销。\n\n"
        "下次导入的文件里如果还有，它们会再出现：请先在店铺自己的系统里删掉。\n"
        "退货还没有了结时不会删除。什么会留下、在哪里，最后会列出来。\n\n"
        "[bold]例如：[/bold]kefu orders erase --of 13812345678 --dry-run"
    ),
    "orders erase numbers": "订单号。",
    "orders erase --of": "这个电话（最好带国际区号，如 +852）或邮箱的全部订单。",
    "outbox": "没有送达的消息。",
    "outbox list": ("列出没有送达的消息和原因。收件人只显示一部分。\n\n[bold]例如：[/bold]kefu outbox list --json"),
    "outbox retry": (
        "重发没有送达的：写明的这些，或 --all。kefu 没有运行时，会在启动后发出。\n\n"
        "[bold]例如：[/bold]kefu outbox retry 1042 1043"
    ),
    "outbox retry ids": "`kefu outbox list` 列出的编号。",
    "outbox retry --all": "所有没有送达的。",
    "returns": "退货申请，供店铺记账。",
    "returns list": (
        "列出退货申请，最新的在前。日期按店铺的时区算；客户只显示一部分。\n\n"
        "[bold]例如：[/bold]kefu returns list --status awaiting_shipment --since 2026-11-01"
    ),
    "returns list --status": "只要一种状态的：requested, in_review, approved 等。",
    "returns list --since": "这一天或以后申请的，写成 2026-11-01 这样。",
    "returns list --until": "这一天或以前申请的。",
    "returns show": (
        "显示一个退货申请和它经过的每一步。加上 --json，各步在后面，每行一个。\n\n"
        "[bold]例如：[/bold]kefu returns show R10042"
    ),
    "returns show number": "例如 R10042。",
    "returns export": (
        "把退货申请写成 Excel 能直接打开的 CSV，最早的在前：每行是申请里的一种商品。\n\n"
        "amount、refunded 和 reference 是整个申请的，只写在它的第一行，\n"
        "所以可以对一列求和。时间按店铺的时区算。谁申请的、原话是什么，都不写。\n\n"
        "[bold]各列：[/bold]number, order_number, opened_at, status, changed_at,\n"
        "sku, item, quantity, received, unit_price, line_amount, currency,\n"
        "amount, refunded, reference, reason, sub_reason, resolution, postage,\n"
        "decision, rule, declined_because, carrier, tracking_number,\n"
        "sent_carrier, sent_tracking_number, channel。\n\n"
        "[bold]例如：[/bold]kefu returns export --since 2026-11-01 --until 2026-11-30 november.csv"
    ),
    "returns export file": "写到哪个文件；- 是标准输出。",
    "returns export --since": "这一天或以后申请的，写成 2026-11-01 这样。",
    "returns export --until": "这一天或以前申请的。",
    "slack": "设置 Slack。",
    "slack manifest": (
        "输出 Slack 应用的 manifest，贴到 api.slack.com/apps：Create New App，From a manifest。\n\n"
        "这一步在有 token 之前，所以 kefu.yaml 可以还没有写完，也可以没有。\n\n"
        "[bold]例如：[/bold]kefu slack manifest --mode http --url https://kefu.example.com"
    ),
    "slack manifest --mode": "Slack 怎样连到 kefu。",
    "slack manifest --mode default": "kefu.yaml 里的 slack.mode",
    "slack manifest --url": "HTTP 模式：https://...",
    "slack manifest --url default": "kefu.yaml 里的 server.public_url",
}
