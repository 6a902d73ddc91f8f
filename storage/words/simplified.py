"""What is told of the database, in simplified Chinese."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "of_file": "{file}: {said}",
    "in_use": ("{file} 正被另一个 kefu 使用（进程 {holder}）：请先停掉那一个，或在 kefu.yaml 里另设一个 `database:`"),
    "unknown": "不明",
    "too_new": (
        "由更新版本的 kefu 写成（它有 {newest}，这个程序只到 {last}）：请安装那个版本，"
        "或放回在那之前用 `kefu backup` 备份的文件"
    ),
    "unusable": "{file} 不能用作 kefu 的数据库：{why}",
    "old_sqlite": "Python 自带的 SQLite 是 {version}，kefu 需要 3.35 或更新的版本：请换用更新的 Python",
    "not_done": "数据库没有完成这一步（{error}）；{cure}",
    "photographs_not_done": "照片文件夹没有完成这一步（{error}）；请看看磁盘空间",
    # The log beside it
    "without_log": (
        "它没有正常关闭，而这时应在旁边的日志（文件名后加 -wal）不见了：最后写入的内容可能缺失。"
        "如果复制时漏了日志，请停掉 kefu，把两个文件一起放好；如果之后有别的程序打开过它，那就什么都没有缺"
    ),
    "damaged_without_log": (
        "已损坏，因为缺少它的日志（文件名后加 -wal）：请把日志放到它旁边，或放回用 `kefu backup` 备份的文件（{error}）"
    ),
    # A copy of it
    "copy_not_written": "{target} 写不了：{error}",
    "copy_not_sound": "备份不完好（{problem}），数据库本身也可能有问题：请检查磁盘",
    "closed_amid_copy": "备份还没有做完，数据库就关闭了",
    "closed": "数据库已经关闭",
    # A person who is erased
    "another_by_now": "这期间有账号被关联或取消了：没有删除任何内容；请再试一次",
    # What to do
    "cured": "{reason}；{cure}",
    "make_room": "请在它所在的磁盘上腾出空间",
    "see_space": "请看看磁盘空间，并检查磁盘",
    "see_health": "请检查磁盘",
    "another": "请在 kefu.yaml 里另设一个 `database:`",
    "mount": "请把它所在的磁盘挂载为可写，或在 kefu.yaml 里另设一个 `database:`",
    "more_files": "请允许 kefu 打开更多文件（服务里写 LimitNOFILE=，命令行里用 `ulimit -n`）",
    "put_back": "请放回用 `kefu backup` 备份的文件",
    "put_back_or_another": (
        "请放回用 `kefu backup` 备份的文件；如果这是别的东西，请在 kefu.yaml 里另设一个 `database:`"
    ),
    "if_anothers": "如果它属于别的程序，请在 kefu.yaml 里另设一个 `database:`",
    "may_not_enter": "kefu 以 {user} 的身份运行，进不了 {folder}：请在 kefu.yaml 里另设一个 `database:`",
    "make_folder": "请为 {user} 建好它的文件夹：`{command}`",
    "see_who_may_write": "请看看谁能在 {folder} 里写文件",
    "closed_to_owner": "{path} 属于 {user}，但连它也打不开：`{command}`",
    "owned_by_another": "{path} 属于 {owner}，而 kefu 以 {user} 的身份运行：请改以 {owner} 运行，或执行 `{command}`",
}
