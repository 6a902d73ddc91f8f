"""What commands say, in traditional Chinese, in the words of Taiwan."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "guess": "；是不是想寫「{guess}」？",
    "warning": "警告：{said}",
    # What was typed
    "usage": "{said}；用 --help 可以看用法",
    "missing_argument": "少了參數「{name}」",
    "wrong_value": "「{name}」的值不對：{why}",
    "no_such_option": "沒有選項 {name}{guess}",
    "possible_options": "（是不是想寫 {options}？）",
    # What the system does not let kefu do
    "unforeseen": "kefu 遇到了一個不認識的錯誤（{error}）；加上 KEFU_DEBUG=1 可以看出在哪裡",
    "cannot_listen": "不能在 {address} 上監聽：{why}；請看 kefu.yaml 裡的 `server:`",
    "few_files": "kefu 最多只能開啟 {files} 個檔案，而它需要 {least} 個：{how}",
    "allow_files": "請在服務裡設定 LimitNOFILE={files}，或在命令列裡執行 `ulimit -n {files}`",
    # A command and the running kefu
    "waiting": "正在等 {path} 上執行的 kefu：它正忙著做這件事，或者已被暫停；按 Ctrl-C 可以不等",
    "not_answering": "正在執行的 kefu 在 {path} 上沒有回應（{error}）",
    "not_our_folder": "kefu 以 {user} 的身分執行，不能寫那裡：請也以 {user} 的身分執行這個命令，寫到它自己的資料夾裡",
    "orders_ended": "{seconds} 秒內沒有收到更多訂單；沒有匯入任何訂單",
    "left_for_now": "已刪除的客戶在檔案裡殘留的內容暫時清不掉：{why}",
    # check
    "of_channels": "管道：{channels}",
    "of_desk": "客服群：{desk}",
    "of_teams": "小組：{rules}",
    "of_scripts": "話術：{languages}（預設 {default}）",
    "of_returns": "退貨規則：{rules}",
    "of_hours": "營業時間：{rules}",
    "of_surveys": "滿意度調查：{rules}",
    "of_database": "資料庫：{path}",
    "desk_at": "{channel} 的 {chat}",
    "no_desk": "沒有（缺少「desk」一節）；客戶要找真人時，看到的是 escalation.yaml 裡的 no_desk",
    "no_desk_to_decide": "沒有，因為沒有客服群來決定退貨",
    "no_desk_no_teams": "沒有，因為沒有客服群",
    "seven_days": "內建的七天（沒有檔案 {policy}）",
    "always_open": "一直營業（沒有檔案 {policy}）",
    "nobody_asked": "不問任何人（沒有檔案 {policy}）",
    "one_team": "內建的一個小組（沒有檔案 {policy}）",
    "problem": "發現 1 個問題。",
    "problems": "發現 {count} 個問題。",
    "no_problems": "沒有發現問題。",
    "no_scripts": "{folder}: 沒有話術；用 `kefu init` 可以產生",
    "no_menu": (
        "wechat.menu: {folder} 裡沒有 {files}；公眾號會保留現在的選單；"
        "在空資料夾裡執行 `kefu init`，可以產生一份供您複製"
    ),
    "no_teams": "desk.teams: {team}: 沒有這個小組，因為沒有檔案 {path}；請寫好這個檔案",
    # orders import: the file
    "not_an_encoding": "沒有「{name}」這種編碼；可以試試 utf-8、gb18030 或 big5",
    "no_such_file": "沒有檔案「{path}」",
    "is_a_folder": "「{path}」是資料夾，不是檔案",
    "file_too_large": "檔案超過 1 GB；請拆成幾個",
    "workbook": "這是 Excel 活頁簿；請在 Excel 裡「另存新檔」，類型選「CSV UTF-8（逗號分隔）」",
    "no_text": "檔案不是 UTF-8 或 GB18030 編碼的文字；請儲存為 UTF-8",
    "another_encoding": "檔案不是 {encoding} 編碼的文字；是不是用了別的編碼？",
    "no_orders": "檔案裡沒有訂單",
    "not_a_column": "沒有「{name}」這一欄{guess}",
    "column_twice": "「{name}」這一欄出現了兩次",
    "column_missing": "少了「{name}」這一欄",
    # orders import: a row
    "in_line": "第 {line} 行：{said}",
    "endless_line": "這一行超過一百萬個字元；這真的是訂單檔案嗎？",
    "not_csv": "不是有效的 CSV：{why}",
    "too_many_values": "這一行的值比欄位多；是不是有帶逗號的文字沒有加引號？",
    "too_many_lines": "這個訂單超過 {most} 行",
    "order_twice": "這個訂單在第 {first} 行已經有了",
    "unlike_its_order": "和第 {first} 行不一致，而那是同一個訂單",
    "unlike_its_parcel": "和另一行不一致，而那是同一個包裹",
    "json_list": "這是一個 JSON 清單；請每行寫一個訂單（JSON Lines）",
    "not_json": "不是有效的 JSON：第 {character} 個字元處，{why}",
    "no_order_in_json": "這一行 JSON 不可能是訂單",
    "one_order_a_line": "每行必須是一個訂單，例如 {{...}}",
    "not_a_field": "沒有「{name}」這個欄位{guess}",
    "not_objects": "必須是物件的清單，例如 [{{...}}, {{...}}]",
    "not_simple": "必須是文字或數字",
    "no_list_of_tags": '必須是文字的清單，例如 ["fresh", "gift"]',
    "bar_in_tag": "裡面不能有「{bar}」",
    # orders import: a cell
    "missing": "沒有填",
    "empty": "是空的",
    "half_a_character": "裡面有半個字元",
    "too_long": "超過 {most} 個字元",
    "too_many": "超過 {most} 個",
    "shortened": "「{value}」被試算表縮寫了；請把這一欄設為文字格式，再重新匯出",
    "not_one_of": "「{value}」不能用；可用的是 {choices}{guess}",
    "yuan": "「{value}」不是貨幣代碼；請寫 CNY",
    "not_a_currency": "「{value}」不是貨幣代碼；請寫成 CNY、TWD、USD 這樣",
    "not_an_amount": "「{value}」不是金額；請寫成 1299.00 這樣",
    "not_a_count": "「{value}」不是大於 0 的整數",
    "not_a_time": "「{value}」不是時間；請寫成 2026-11-11 20:15 或 2026-11-11T20:15+08:00 這樣",
    "not_in_our_time": "「{value}」不在 1990 年到 2100 年之間",
    # orders import: how it goes
    "no_room_for_orders": "訂單無法存進暫存檔（{error}）：請在 /var/tmp 騰出空間，或用 TMPDIR= 另指一個資料夾",
    "read_as_gb18030": "已按 GB18030 讀取；如果名字看起來不對，請用 --encoding 指明編碼（例如 big5）。",
    "reading": "正在讀取 {file}",
    "importing": "正在匯入",
    "imported_one": "已匯入 1 個訂單。",
    "imported": "已匯入 {count} 個訂單。",
    "more_problems": "……還有 {count} 個問題。",
    "nothing_imported": "沒有匯入任何訂單。",
    "refused_by_kefu": "正在執行的 kefu 沒有接受：{why}",
    # Files that commands write
    "file_there": "已經有 {file} 了；要覆寫請加 --force",
    "unwritten": "{file} 寫不了：{why}{cure}",
    "half_a_file": "{file} 是一個中斷了的檔案：請刪掉，除非它正在寫",
    "room_there": "；請在那裡騰出空間，或換一個磁碟",
    "not_a_date": "「{text}」不是日期；請寫成 2026-11-22 這樣",
    # outbox
    "nothing_failed": "沒有傳送失敗的訊息。",
    "ids_or_all": "請寫明要重送哪些：編號，或 --all",
    "no_such_id": "沒有編號 {id}",
    "trying_again": "正在重送：{ids}。",
    "none_had_failed": "這些都沒有傳送失敗。",
    # backup
    "no_database": "{path} 還沒有資料庫",
    "backed_up": "已把 {file}（{size}）和 {photos} 張照片寫到 {folder}。",
    "folder_there": "已經有 {folder} 了；請換一個新資料夾",
    "no_folder": "沒有資料夾 {folder}；它的磁碟接上了嗎？",
    "cannot_write": "不能在 {folder} 裡寫檔案：{why}",
    "half_a_backup": "{folder} 是一份中斷了的備份：請刪掉，除非它正在寫",
    "photographs": "照片",
    # returns
    "no_returns": "沒有退貨申請。",
    "no_such_return": "沒有退貨申請 {number}；用 `kefu returns list` 可以看到現有的",
    "returns_written": "已把 {count} 個退貨申請寫到 {file}。",
    "until_before_since": "--until 早於 --since",
    # contacts
    "nobody_known": "沒有找到和「{text}」有關的人",
    "neither_account": (
        "「{text}」既不是帳號（telegram:1001），也不是對話編號（'#17'，或只寫 17）；"
        "用 `kefu contacts find` 可以按名字找人"
    ),
    "the_conversation": "對話 #{number}",
    "nothing_kept": "沒有保存 {who} 的任何資料；用 `kefu contacts find` 也可以按名字和訂單找",
    "exported": "已把 {rows} 筆紀錄和 {photos} 張照片寫到 {file}。",
    "contact": "聯絡人 {contact}：{accounts}",
    "under_way": "還沒有了結：{reason}。",
    "return_open": "退貨申請 {number} 的狀態是 {status}，可能還欠著貨或款",
    "staff_have_it": "客服正在處理對話 #{number}（{status}）",
    "system_not_told": "{number} 還沒有通知店鋪的訂單系統",
    "pause": "；",
    "not_erased": "沒有刪除，因為還沒有了結：{reasons}。請先了結，或加上 --force",
    "erase_for_good": "要永久刪除聯絡人 {contact} 嗎？",
    "nothing_erased": "沒有刪除任何內容",
    "erased": "已刪除。憑據 {receipt}：{rows} 列，{photos} 張照片。",
    "see_to_by_hand": "下面這些 kefu 刪不了，請自己處理：",
    "hand_chats": "聊天本身（{channels}）：雙方都留著傳過的內容；能刪的，請在應用程式裡刪掉這個聊天",
    "hand_topic": "客服群：請刪掉對話 #{number} 的主題或討論串",
    "hand_posts": "客服群：如果發過關於對話 #{number} 的內容，請刪掉",
    "hand_backups": "資料庫和照片資料夾的備份：按您自己定的期限清除",
    "hand_wish": "這個請求本身：請留著；如果以後放回了之前的備份，要再執行一次",
    "hand_orders": "訂單，包括店鋪自己系統裡的和匯入的：它們是店鋪的帳，請在那邊刪除",
    "hand_exports": "日誌裡沒有名字和聊天內容；以前匯出的檔案還在您存放的地方（中斷的，檔名後有 .part）",
    "hand_return": "退貨申請 {number} 仍以 {status} 留在帳上：請憑訂單號自己了結",
    "hand_left": "檔案裡殘留的內容會在夜間或 kefu 重新啟動時清除：{why}",
    "hand_moved_rows": (
        "SQLite 移動資料時的殘留，因為檔案很大，而客戶在等：請找個時間停掉 kefu，"
        "把資料庫檔案重寫一遍（sqlite3 FILE VACUUM）"
    ),
    # init
    "started_with": "已寫好 {files}，以及 scripts/ 裡的 {count} 個話術檔案。",
    "next_steps": (
        "接下來：\n"
        "  1. kefu sandbox   先試一試，不需要任何帳號\n"
        "  2. 編輯 {config}：開通一個管道，並寫明客服群在哪裡\n"
        "  3. kefu check     找出還缺什麼\n"
        "  4. kefu run"
    ),
    "new_script": "新檔案",
    "check_the_rest": "執行 `kefu check` 可以看還有沒有別的要做。",
    "nothing_lacking": "什麼都不缺。",
    "there_already": "{file}{more}：已經有了；什麼都沒有寫（要覆寫請加 --force）",
    "and_more": " 和另外 {count} 個",
    "editor_lacks": "{path} 保持原樣；要讓編輯器認識 kefu 的檔案，請加上：",
    # sandbox
    "open_page": "請在瀏覽器裡開啟：{page}",
    "on_the_page": "三支手機、客服群，以及可以修改的話術",
    "without_browser": "不用瀏覽器，也可以在另一個終端機裡執行：",
    "seat_wechat": "微信上的客戶",
    "seat_telegram": "Telegram 上的客戶",
    "seat_slack": "Slack 上的客戶",
    "seat_desk": "客服群",
    "another_port": "連接埠 {asked} 已被占用，所以改用連接埠 {port}。",
    "orders_to_ask_for": "可以查詢的訂單（訂單編號，以及用來核對的手機末四碼）：",
    "for_tools": "kefu 本身，供工具存取：{address}",
    "ctrl_c": "按 Ctrl-C 停止。",
    "sandbox_closed": "沙盒已關閉；裡面的內容都沒有保留。",
    "no_sandbox": "連接埠 {port} 上沒有沙盒；請先啟動一個：kefu sandbox",
    "sandbox_stopped": "連接埠 {port} 上的沙盒已經停止",
    "port_taken": "連接埠 {port} 不能用：{why}；用 --port 0 會自動選一個空閒的",
    "how_to_chat": (
        "打字就是傳訊息；輸入數字就是按那個按鈕。\n"
        "{seats} 換座位，{leave} 離開。\n"
        "在客服群裡，您回覆的是最後寫來的客戶；{second} 加空格再寫，回覆的是對話 2。"
    ),
    "no_such_seat": "沒有 :{name}；可以用 {seats}",
}
