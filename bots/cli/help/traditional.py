"""What `--help` tells, in traditional Chinese, in the words of Taiwan."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "": (
        "一個客服台，接待微信、Telegram 和 Slack 上的客戶。\n\n"
        "[bold]先看看效果：[/bold]kefu sandbox\n\n"
        "[bold]正式使用：[/bold]kefu init，編輯 kefu.yaml，kefu check，kefu run"
    ),
    "epilog": "[bold]結束代碼：[/bold]0 完成 · 1 發現問題 · 2 用法不對 · 3 有東西被占用，或沒有回應",
    "--version": "顯示版本後結束。",
    "--install-completion": "為目前的 shell 安裝自動完成。",
    "--show-completion": "顯示目前 shell 的自動完成指令碼，以便複製或修改。",
    "--help": "顯示這份說明後結束。",
    "--config": "設定檔。",
    "--limit": "最多列出多少，最新的在前。",
    "--json": "每行一個 JSON 物件，供程式讀取。",
    "--force": "檔案已經有了也覆寫。",
    "--dry-run": "只說會做什麼，什麼都不做。",
    "--yes": "不再詢問。",
    "who": "telegram:1001, wechat:openid, slack:U1 或對話編號 17。",
    "init": (
        "在這裡寫好設定、各項規則和一份話術，都帶說明。\n\n"
        "設定是 kefu.yaml，規則是 desk.yaml、hours.yaml、surveys.yaml 和 returns.yaml。\n\n"
        "已經有的檔案不會覆寫，除非加上 --force。\n\n"
        "[bold]例如：[/bold]kefu init --language en\n\n"
        "[bold]升級以後：[/bold]kefu init --missing，再 kefu check"
    ),
    "init --language": "不知道客戶的語言時用哪一種：zh-CN、zh-TW 或 en。",
    "init --force": "已經有的也覆寫。",
    "init --missing": "升級以後用：只補上話術裡還沒有的內容。",
    "run": (
        "啟動客服台，包括 kefu.yaml 裡開通的每個管道。\n\n"
        "按 Ctrl-C 或發 SIGTERM 會正常停止。\n\n"
        "[bold]例如：[/bold]KEFU_TELEGRAM__TOKEN=123:abc kefu run --config /srv/shop/kefu.yaml"
    ),
    "sandbox": (
        "在這台機器上試用全部功能，不需要任何帳號。\n\n"
        "有模擬的各個平台、範例訂單、瀏覽器裡的頁面和終端機裡的聊天。\n"
        "這個資料夾裡有設定和話術就用它們；不會連到任何平台。\n\n"
        "[bold]例如：[/bold]kefu sandbox\n\n"
        "[bold]例如：[/bold]kefu sandbox --chat desk   [dim]（在另一個終端機裡）[/dim]"
    ),
    "sandbox --desk": "客服群在哪個平台。",
    "sandbox --chat": "坐到哪個座位上。",
    "sandbox --port": "沙盒所在的連接埠。",
    "sandbox --browser": "有圖形介面時開啟頁面。",
    "check": (
        "檢查設定、話術和各項規則，一次列出所有問題。\n\n"
        "規則是退貨、營業時間、滿意度調查和客服台的。每個問題都指出檔案和行號。\n\n"
        "[bold]例如：[/bold]kefu check\n\n"
        "[bold]例如：[/bold]kefu check --scripts scripts"
    ),
    "check --scripts": "只檢查這個資料夾裡的話術，不檢查設定。",
    "report": (
        "客服做得怎麼樣：對話量、回應時間、滿意度等等。\n\n"
        "還有機器人獨立解決的比例、承諾和退貨。\n"
        "日期按店鋪的時區算，首尾兩天都包括在內。\n"
        "不寫 --from 和 --to，就是到昨天為止的 30 天。\n"
        "報告裡沒有客戶的名字。kefu 是否在執行都可以用。\n\n"
        "[bold]例如：[/bold]kefu report --from 2026-11-01 --to 2026-11-30\n\n"
        "[bold]例如：[/bold]kefu report --from 2026-11-01 --to 2026-11-30 --html november.html"
    ),
    "report --from": "第一天，寫成 2026-11-01 這樣。",
    "report --from default": "30 天",
    "report --to": "最後一天，也包括在內。",
    "report --to default": "昨天",
    "report --team": "只看這個組，寫它在 desk.yaml 裡的名稱。",
    "report --channel": "只看 wechat, telegram 或 slack。",
    "report --agent": "只看這位客服，寫名字或帳號。",
    "report --html": "寫成一個帶圖表的網頁檔案。",
    "report --json": "全部寫成一個 JSON 物件，時間以秒計。",
    "campaigns": (
        "每個活動最近一次進行到哪裡了。不會出現客戶的名字。\n\n"
        "kefu 是否在執行都可以用。同事在客服群裡用 /campaign 開始和停止活動。\n\n"
        "[bold]例如：[/bold]kefu campaigns --json"
    ),
    "backup": (
        "把資料庫和照片複製到一個新資料夾；kefu 是否在執行都可以用。\n\n"
        "備份會從頭到尾讀一遍，沒有問題才算數。要還原時：停掉 kefu，\n"
        "把裡面的檔案放回原處，再啟動 kefu。kefu.yaml 和話術請自己保管。\n\n"
        "[bold]例如：[/bold]kefu backup /mnt/backups/kefu-2026-11-22"
    ),
    "backup folder": "一個新資料夾，最好在另一個磁碟上。",
    "contacts": "關於一個人在所有管道上保存的資料：查找、匯出、刪除。",
    "contacts find": (
        "憑手邊的線索找一個人。帳號只顯示一部分；其他命令裡請用對話編號。\n\n"
        "[bold]例如：[/bold]kefu contacts find 王小明"
    ),
    "contacts find text": "帳號、對話編號、名字，或此人核對過的訂單編號。",
    "contacts export": (
        "把關於一個人保存的全部資料寫成一個 zip 檔案。\n\n"
        "裡面是 data.json、照片，以及一份說明 README.txt。\n"
        "總是整個人：每個管道上所有連結的帳號。同事用他們在客服群裡的名字。\n"
        "同事的備註，以及只有他們看得到的內容，不包括在內，除非加上 --with-notes。\n\n"
        "[bold]例如：[/bold]kefu contacts export telegram:1001 --out lin.zip"
    ),
    "contacts export --out": "寫到哪個檔案。",
    "contacts export --out default": "kefu-contact-編號.zip",
    "contacts export --with-notes": "也寫上只有同事知道的：備註和客服群裡的內容。",
    "contacts erase": (
        "刪除關於一個人保存的全部資料，包括所有連結的帳號。不能復原。\n\n"
        "統計數字和退貨的帳目會保留，但不再和此人有關。kefu 刪不了的，最後會列出來。\n"
        "退貨還沒有了結，或客服正在處理時，不會刪除，除非加上 --force。\n\n"
        "[bold]例如：[/bold]kefu contacts erase telegram:1001 --dry-run"
    ),
    "contacts erase --force": "還有沒了結的也繼續；會結束客服群裡的對話。",
    "orders": "店鋪的訂單。",
    "orders import": (
        "匯入訂單：要麼全部，要麼一個都不匯入。已經有的訂單會更新。\n\n"
        "會按 retention.orders_days 忘掉的舊訂單不匯入。\n\n"
        "[bold]CSV[/bold] 每行是訂單裡的一種商品，各欄是 order_number, placed_at,\n"
        "status, currency, total, name, phone, email, sku, item, quantity,\n"
        "unit_price, carrier, tracking_number, shipped_at, delivered_at。\n"
        "退貨規則還可以用另外三欄：商品的 category 和 tags（fresh|gift），\n"
        "客戶的 tier（vip）。\n\n"
        "[bold]JSON Lines[/bold] 每行是一個訂單，裡面有 lines 和 shipments；\n"
        "商品的 tags 是清單。\n\n"
        "[bold]例如：[/bold]kefu orders import orders.csv"
    ),
    "orders import file": "CSV 或 JSON Lines 檔案。",
    "orders import --encoding": "檔案的編碼，例如 big5。",
    "orders import --encoding default": "自動辨識 UTF-8 或 GB18030",
    "orders export": (
        "把訂單和匯入的全部內容寫成一個 JSON 檔案，給要副本的人。\n\n"
        "請先確認是本人。給機器人寫過訊息的人還有別的資料：kefu contacts export。\n\n"
        "[bold]例如：[/bold]kefu orders export --of 13812345678 --of lin@example.com --out lin.json"
    ),
    "orders export numbers": "訂單編號。",
    "orders export --of": "這個電話（最好帶國碼，如 +852）或信箱的全部訂單。",
    "orders export --out": "寫到哪個檔案。",
    "orders erase": (
        "刪除匯入的訂單，以及誰核對過它們。不能復原。\n\n"
        "下次匯入的檔案裡如果還有，它們會再出現：請先在店鋪自己的系統裡刪掉。\n"
        "退貨還沒有了結時不會刪除。什麼會留下、在哪裡，最後會列出來。\n\n"
        "[bold]例如：[/bold]kefu orders erase --of 13812345678 --dry-run"
    ),
    "orders erase numbers": "訂單編號。",
    "orders erase --of": "這個電話（最好帶國碼，如 +852）或信箱的全部訂單。",
    "outbox": "沒有送達的訊息。",
    "outbox list": ("列出沒有送達的訊息和原因。收件人只顯示一部分。\n\n[bold]例如：[/bold]kefu outbox list --json"),
    "outbox retry": (
        "重新傳送沒有送達的：寫明的這些，或 --all。kefu 沒有執行時，會在啟動後送出。\n\n"
        "[bold]例如：[/bold]kefu outbox retry 1042 1043"
    ),
    "outbox retry ids": "`kefu outbox list` 列出的編號。",
    "outbox retry --all": "所有沒有送達的。",
    "returns": "退貨申請，供店鋪記帳。",
    "returns list": (
        "列出退貨申請，最新的在前。日期按店鋪的時區算；客戶只顯示一部分。\n\n"
        "[bold]例如：[/bold]kefu returns list --status awaiting_shipment --since 2026-11-01"
    ),
    "returns list --status": "只要一種狀態的：requested, in_review, approved 等。",
    "returns list --since": "這一天或以後申請的，寫成 2026-11-01 這樣。",
    "returns list --until": "這一天或以前申請的。",
    "returns show": (
        "顯示一個退貨申請和它經過的每一步。加上 --json，各步在後面，每行一個。\n\n"
        "[bold]例如：[/bold]kefu returns show R10042"
    ),
    "returns show number": "例如 R10042。",
    "returns export": (
        "把退貨申請寫成 Excel 能直接開啟的 CSV，最早的在前：每行是申請裡的一種商品。\n\n"
        "amount、refunded 和 reference 是整個申請的，只寫在它的第一行，\n"
        "所以可以對一欄求和。時間按店鋪的時區算。誰申請的、原話是什麼，都不寫。\n\n"
        "[bold]各欄：[/bold]number, order_number, opened_at, status, changed_at,\n"
        "sku, item, quantity, received, unit_price, line_amount, currency,\n"
        "amount, refunded, reference, reason, sub_reason, resolution, postage,\n"
        "decision, rule, declined_because, carrier, tracking_number,\n"
        "sent_carrier, sent_tracking_number, channel。\n\n"
        "[bold]例如：[/bold]kefu returns export --since 2026-11-01 --until 2026-11-30 november.csv"
    ),
    "returns export file": "寫到哪個檔案；- 是標準輸出。",
    "returns export --since": "這一天或以後申請的，寫成 2026-11-01 這樣。",
    "returns export --until": "這一天或以前申請的。",
    "slack": "設定 Slack。",
    "slack manifest": (
        "輸出 Slack 應用程式的 manifest，貼到 api.slack.com/apps：Create New App，From a manifest。\n\n"
        "這一步在有 token 之前，所以 kefu.yaml 可以還沒有寫完，也可以沒有。\n\n"
        "[bold]例如：[/bold]kefu slack manifest --mode http --url https://kefu.example.com"
    ),
    "slack manifest --mode": "Slack 怎樣連到 kefu。",
    "slack manifest --mode default": "kefu.yaml 裡的 slack.mode",
    "slack manifest --url": "HTTP 模式：https://...",
    "slack manifest --url default": "kefu.yaml 裡的 server.public_url",
}
