"""What commands say, in simplified Chinese."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "guess": "；是不是想写“{guess}”？",
    "warning": "警告：{said}",
    # What was typed
    "usage": "{said}；用 --help 可以看用法",
    "missing_argument": "少了参数“{name}”",
    "wrong_value": "“{name}”的值不对：{why}",
    "no_such_option": "没有选项 {name}{guess}",
    "possible_options": "（是不是想写 {options}？）",
    # What the system does not let kefu do
    "unforeseen": "kefu 遇到了一个不认识的错误（{error}）；加上 KEFU_DEBUG=1 可以看出在哪里",
    "cannot_listen": "不能在 {address} 上监听：{why}；请看 kefu.yaml 里的 `server:`",
    "few_files": "kefu 最多只能打开 {files} 个文件，而它需要 {least} 个：{how}",
    "allow_files": "请在服务里设置 LimitNOFILE={files}，或在命令行里执行 `ulimit -n {files}`",
    # A command and the running kefu
    "waiting": "正在等 {path} 上运行的 kefu：它正忙着做这件事，或者已被暂停；按 Ctrl-C 可以不等",
    "not_answering": "正在运行的 kefu 在 {path} 上没有回应（{error}）",
    "not_our_folder": "kefu 以 {user} 的身份运行，不能写那里：请也以 {user} 的身份执行这条命令，写到它自己的文件夹里",
    "orders_ended": "{seconds} 秒内没有收到更多订单；没有导入任何订单",
    "left_for_now": "已删除的客户在文件里残留的内容暂时清不掉：{why}",
    # check
    "of_channels": "渠道：{channels}",
    "of_desk": "客服群：{desk}",
    "of_teams": "小组：{rules}",
    "of_scripts": "话术：{languages}（默认 {default}）",
    "of_returns": "退货规则：{rules}",
    "of_hours": "营业时间：{rules}",
    "of_surveys": "满意度调查：{rules}",
    "of_database": "数据库：{path}",
    "desk_at": "{channel} 的 {chat}",
    "no_desk": "没有（缺少“desk”一节）；客户要找人工时，看到的是 escalation.yaml 里的 no_desk",
    "no_desk_to_decide": "没有，因为没有客服群来决定退货",
    "no_desk_no_teams": "没有，因为没有客服群",
    "seven_days": "内置的七天（没有文件 {policy}）",
    "always_open": "一直营业（没有文件 {policy}）",
    "nobody_asked": "不问任何人（没有文件 {policy}）",
    "one_team": "内置的一个组（没有文件 {policy}）",
    "problem": "发现 1 个问题。",
    "problems": "发现 {count} 个问题。",
    "no_problems": "没有发现问题。",
    "no_scripts": "{folder}: 没有话术；用 `kefu init` 可以生成",
    "no_menu": (
        "wechat.menu: {folder} 里没有 {files}；公众号会保留现在的菜单；"
        "在空文件夹里运行 `kefu init`，可以生成一份供您复制"
    ),
    "no_teams": "desk.teams: {team}: 没有这个组，因为没有文件 {path}；请写好这个文件",
    # orders import: the file
    "not_an_encoding": "没有“{name}”这种编码；可以试试 utf-8、gb18030 或 big5",
    "no_such_file": "没有文件“{path}”",
    "is_a_folder": "“{path}”是文件夹，不是文件",
    "file_too_large": "文件超过 1 GB；请拆成几个",
    "workbook": "这是 Excel 工作簿；请在 Excel 里“另存为”，类型选“CSV UTF-8（逗号分隔）”",
    "no_text": "文件不是 UTF-8 或 GB18030 编码的文本；请保存为 UTF-8",
    "another_encoding": "文件不是 {encoding} 编码的文本；是不是用了别的编码？",
    "no_orders": "文件里没有订单",
    "not_a_column": "没有“{name}”这一列{guess}",
    "column_twice": "“{name}”这一列出现了两次",
    "column_missing": "少了“{name}”这一列",
    # orders import: a row
    "in_line": "第 {line} 行：{said}",
    "endless_line": "这一行超过一百万个字符；这真的是订单文件吗？",
    "not_csv": "不是有效的 CSV：{why}",
    "too_many_values": "这一行的值比列多；是不是有带逗号的文字没有加引号？",
    "too_many_lines": "这个订单超过 {most} 行",
    "order_twice": "这个订单在第 {first} 行已经有了",
    "unlike_its_order": "和第 {first} 行不一致，而那是同一个订单",
    "unlike_its_parcel": "和另一行不一致，而那是同一个包裹",
    "json_list": "这是一个 JSON 列表；请每行写一个订单（JSON Lines）",
    "not_json": "不是有效的 JSON：第 {character} 个字符处，{why}",
    "no_order_in_json": "这一行 JSON 不可能是订单",
    "one_order_a_line": "每行必须是一个订单，例如 {{...}}",
    "not_a_field": "没有“{name}”这个字段{guess}",
    "not_objects": "必须是对象的列表，例如 [{{...}}, {{...}}]",
    "not_simple": "必须是文字或数字",
    "no_list_of_tags": '必须是文字的列表，例如 ["fresh", "gift"]',
    "bar_in_tag": "里面不能有“{bar}”",
    # orders import: a cell
    "missing": "没有填",
    "empty": "是空的",
    "half_a_character": "里面有半个字符",
    "too_long": "超过 {most} 个字符",
    "too_many": "超过 {most} 个",
    "shortened": "“{value}”被电子表格缩写了；请把这一列设为文本格式，再重新导出",
    "not_one_of": "“{value}”不能用；可用的是 {choices}{guess}",
    "yuan": "“{value}”不是货币代码；请写 CNY",
    "not_a_currency": "“{value}”不是货币代码；请写成 CNY、TWD、USD 这样",
    "not_an_amount": "“{value}”不是金额；请写成 1299.00 这样",
    "not_a_count": "“{value}”不是大于 0 的整数",
    "not_a_time": "“{value}”不是时间；请写成 2026-11-11 20:15 或 2026-11-11T20:15+08:00 这样",
    "not_in_our_time": "“{value}”不在 1990 年到 2100 年之间",
    # orders import: how it goes
    "no_room_for_orders": "订单无法存进临时文件（{error}）：请在 /var/tmp 腾出空间，或用 TMPDIR= 另指一个文件夹",
    "read_as_gb18030": "已按 GB18030 读取；如果名字看起来不对，请用 --encoding 指明编码（例如 big5）。",
    "reading": "正在读取 {file}",
    "importing": "正在导入",
    "imported_one": "已导入 1 个订单。",
    "imported": "已导入 {count} 个订单。",
    "more_problems": "……还有 {count} 个问题。",
    "nothing_imported": "没有导入任何订单。",
    "refused_by_kefu": "正在运行的 kefu 没有接受：{why}",
    # Files that commands write
    "file_there": "已经有 {file} 了；要覆盖请加 --force",
    "unwritten": "{file} 写不了：{why}{cure}",
    "half_a_file": "{file} 是一个中断了的文件：请删掉，除非它正在写",
    "room_there": "；请在那里腾出空间，或换一个磁盘",
    "not_a_date": "“{text}”不是日期；请写成 2026-11-22 这样",
    # outbox
    "nothing_failed": "没有发送失败的消息。",
    "ids_or_all": "请写明要重发哪些：编号，或 --all",
    "no_such_id": "没有编号 {id}",
    "trying_again": "正在重发：{ids}。",
    "none_had_failed": "这些都没有发送失败。",
    # backup
    "no_database": "{path} 还没有数据库",
    "backed_up": "已把 {file}（{size}）和 {photos} 张照片写到 {folder}。",
    "folder_there": "已经有 {folder} 了；请换一个新文件夹",
    "no_folder": "没有文件夹 {folder}；它的磁盘接上了吗？",
    "cannot_write": "不能在 {folder} 里写文件：{why}",
    "half_a_backup": "{folder} 是一份中断了的备份：请删掉，除非它正在写",
    "photographs": "照片",
    # returns
    "no_returns": "没有退货申请。",
    "no_such_return": "没有退货申请 {number}；用 `kefu returns list` 可以看到现有的",
    "returns_written": "已把 {count} 个退货申请写到 {file}。",
    "until_before_since": "--until 早于 --since",
    # contacts
    "nobody_known": "没有找到和“{text}”有关的人",
    "neither_account": (
        "“{text}”既不是账号（telegram:1001），也不是会话编号（'#17'，或只写 17）；"
        "用 `kefu contacts find` 可以按名字找人"
    ),
    "the_conversation": "会话 #{number}",
    "nothing_kept": "没有保存 {who} 的任何资料；用 `kefu contacts find` 也可以按名字和订单找",
    "exported": "已把 {rows} 条记录和 {photos} 张照片写到 {file}。",
    "contact": "联系人 {contact}：{accounts}",
    "under_way": "还没有了结：{reason}。",
    "return_open": "退货申请 {number} 的状态是 {status}，可能还欠着货或款",
    "staff_have_it": "客服正在处理会话 #{number}（{status}）",
    "system_not_told": "{number} 还没有通知店铺的订单系统",
    "pause": "；",
    "not_erased": "没有删除，因为还没有了结：{reasons}。请先了结，或加上 --force",
    "erase_for_good": "要永久删除联系人 {contact} 吗？",
    "nothing_erased": "没有删除任何内容",
    "erased": "已删除。凭据 {receipt}：{rows} 行，{photos} 张照片。",
    "see_to_by_hand": "下面这些 kefu 删不了，请自己处理：",
    "hand_chats": "聊天本身（{channels}）：双方都留着发过的内容；能删的，请在应用里删掉这个聊天",
    "hand_topic": "客服群：请删掉会话 #{number} 的话题或消息列",
    "hand_posts": "客服群：如果发过关于会话 #{number} 的内容，请删掉",
    "hand_backups": "数据库和照片文件夹的备份：按您自己定的期限清除",
    "hand_wish": "这个请求本身：请留着；如果以后放回了之前的备份，要再执行一次",
    "hand_orders": "订单，包括店铺自己系统里的和导入的：它们是店铺的账，请在那边删除",
    "hand_exports": "日志里没有名字和聊天内容；以前导出的文件还在您存放的地方（中断的，文件名后有 .part）",
    "hand_return": "退货申请 {number} 仍以 {status} 留在账上：请凭订单号自己了结",
    "hand_left": "文件里残留的内容会在夜间或 kefu 重新启动时清除：{why}",
    "hand_moved_rows": (
        "SQLite 移动数据时的残留，因为文件很大，而客户在等：请找个时间停掉 kefu，"
        "把数据库文件重写一遍（sqlite3 FILE VACUUM）"
    ),
    # init
    "started_with": "已写好 {files}，以及 scripts/ 里的 {count} 个话术文件。",
    "next_steps": (
        "接下来：\n"
        "  1. kefu sandbox   先试一试，不需要任何账号\n"
        "  2. 编辑 {config}：开通一个渠道，并写明客服群在哪里\n"
        "  3. kefu check     找出还缺什么\n"
        "  4. kefu run"
    ),
    "new_script": "新文件",
    "check_the_rest": "运行 `kefu check` 可以看还有没有别的要做。",
    "nothing_lacking": "什么都不缺。",
    "there_already": "{file}{more}：已经有了；什么都没有写（要覆盖请加 --force）",
    "and_more": " 和另外 {count} 个",
    "editor_lacks": "{path} 保持原样；要让编辑器认识 kefu 的文件，请加上：",
    # sandbox
    "open_page": "请在浏览器里打开：{page}",
    "on_the_page": "三部手机、客服群，以及可以修改的话术",
    "without_browser": "不用浏览器，也可以在另一个终端里执行：",
    "seat_wechat": "微信上的客户",
    "seat_telegram": "Telegram 上的客户",
    "seat_slack": "Slack 上的客户",
    "seat_desk": "客服群",
    "another_port": "端口 {asked} 被占用，所以改用端口 {port}。",
    "orders_to_ask_for": "可以查询的订单（订单号，以及用来核对的手机号后四位）：",
    "for_tools": "kefu 本身，供工具访问：{address}",
    "ctrl_c": "按 Ctrl-C 停止。",
    "sandbox_closed": "沙箱已关闭；里面的内容都没有保留。",
    "no_sandbox": "端口 {port} 上没有沙箱；请先启动一个：kefu sandbox",
    "sandbox_stopped": "端口 {port} 上的沙箱已经停止",
    "port_taken": "端口 {port} 不能用：{why}；用 --port 0 会自动选一个空闲的",
    "how_to_chat": (
        "打字就是发消息；输入数字就是按那个按钮。\n"
        "{seats} 换座位，{leave} 离开。\n"
        "在客服群里，您回复的是最后写来的客户；{second} 加空格再写，回复的是会话 2。"
    ),
    "no_such_seat": "没有 :{name}；可以用 {seats}",
}
