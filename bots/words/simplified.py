"""What commands say, in simplified Chinese."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "guess": "；是不是想写“{guess}”？",
    "warning": "警告：{said}",
    # check
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
    "read_as_gb18030": "已按 GB18030 读取；如果名字看起来不对，请用 --encoding 指明编码（例如 big5）。",
    "reading": "正在读取 {file}",
    "importing": "正在导入",
    "imported_one": "已导入 1 个订单。",
    "imported": "已导入 {count} 个订单。",
    "more_problems": "……还有 {count} 个问题。",
    "nothing_imported": "没有导入任何订单。",
    "refused_by_kefu": "正在运行的 kefu 没有接受：{why}",
}
