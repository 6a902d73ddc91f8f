"""What commands say, in traditional Chinese, in the words of Taiwan."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "guess": "；是不是想寫「{guess}」？",
    "warning": "警告：{said}",
    # check
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
    "read_as_gb18030": "已按 GB18030 讀取；如果名字看起來不對，請用 --encoding 指明編碼（例如 big5）。",
    "reading": "正在讀取 {file}",
    "importing": "正在匯入",
    "imported_one": "已匯入 1 個訂單。",
    "imported": "已匯入 {count} 個訂單。",
    "more_problems": "……還有 {count} 個問題。",
    "nothing_imported": "沒有匯入任何訂單。",
    "refused_by_kefu": "正在執行的 kefu 沒有接受：{why}",
}
