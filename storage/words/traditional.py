"""What is told of the database, in traditional Chinese, in the words of Taiwan."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "of_file": "{file}: {said}",
    "in_use": (
        "{file} 正被另一個 kefu 使用（處理程序 {holder}）：請先停掉那一個，或在 kefu.yaml 裡另設一個 `database:`"
    ),
    "unknown": "不明",
    "too_new": (
        "由更新版本的 kefu 寫成（它有 {newest}，這個程式只到 {last}）：請安裝那個版本，"
        "或放回在那之前用 `kefu backup` 備份的檔案"
    ),
    "unusable": "{file} 不能用作 kefu 的資料庫：{why}",
    "old_sqlite": "Python 內附的 SQLite 是 {version}，kefu 需要 3.35 或更新的版本：請換用更新的 Python",
    "not_done": "資料庫沒有完成這一步（{error}）；{cure}",
    "photographs_not_done": "照片資料夾沒有完成這一步（{error}）；請看看磁碟空間",
    # The log beside it
    "without_log": (
        "它沒有正常關閉，而這時應在旁邊的日誌（檔名後加 -wal）不見了：最後寫入的內容可能缺失。"
        "如果複製時漏了日誌，請停掉 kefu，把兩個檔案一起放好；如果之後有別的程式開啟過它，那就什麼都沒有缺"
    ),
    "damaged_without_log": (
        "已損壞，因為缺少它的日誌（檔名後加 -wal）：請把日誌放到它旁邊，或放回用 `kefu backup` 備份的檔案（{error}）"
    ),
    # A copy of it
    "copy_not_written": "{target} 寫不了：{error}",
    "copy_not_sound": "備份不完好（{problem}），資料庫本身也可能有問題：請檢查磁碟",
    "closed_amid_copy": "備份還沒有做完，資料庫就關閉了",
    "closed": "資料庫已經關閉",
    # A person who is erased
    "another_by_now": "這期間有帳號被關聯或取消了：沒有刪除任何內容；請再試一次",
    # What to do
    "cured": "{reason}；{cure}",
    "make_room": "請在它所在的磁碟上騰出空間",
    "see_space": "請看看磁碟空間，並檢查磁碟",
    "see_health": "請檢查磁碟",
    "another": "請在 kefu.yaml 裡另設一個 `database:`",
    "mount": "請把它所在的磁碟掛載為可寫，或在 kefu.yaml 裡另設一個 `database:`",
    "more_files": "請允許 kefu 開啟更多檔案（服務裡寫 LimitNOFILE=，命令列裡用 `ulimit -n`）",
    "put_back": "請放回用 `kefu backup` 備份的檔案",
    "put_back_or_another": (
        "請放回用 `kefu backup` 備份的檔案；如果這是別的東西，請在 kefu.yaml 裡另設一個 `database:`"
    ),
    "if_anothers": "如果它屬於別的程式，請在 kefu.yaml 裡另設一個 `database:`",
    "may_not_enter": "kefu 以 {user} 的身分執行，進不了 {folder}：請在 kefu.yaml 裡另設一個 `database:`",
    "make_folder": "請為 {user} 建好它的資料夾：`{command}`",
    "see_who_may_write": "請看看誰能在 {folder} 裡寫檔案",
    "closed_to_owner": "{path} 屬於 {user}，但連它也打不開：`{command}`",
    "owned_by_another": "{path} 屬於 {owner}，而 kefu 以 {user} 的身分執行：請改以 {owner} 執行，或執行 `{command}`",
}
