"""What can be wrong with a file of rules, and what to do; the rest is said as of scripts."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]

EN: Table = {
    "policy_gone": (
        "the file is gone, and what it said last stays in force",
        "put it back; to do without it, delete {kept} and restart kefu",
    ),
    "policy_key_missing": ("the key '{key}' is missing", ""),
    "policy_blank": ("a word of the list is empty", "write it, or delete the line"),
    "policy_signs": (
        "'{value}' is read as one name, signs and all",
        "write [one, two] with the signs of an English keyboard; if the signs belong to the name, write it in '...'",
    ),
    "policy_full_width_comma": (
        "'{value}' is one entry: a full-width comma does not separate",
        "separate with ,; if it is one name, write it in '...'",
    ),
    "policy_whole": ("'{value}' is not a whole number from {least} to {most}", "write one, in digits only"),
    "policy_amount": ("'{value}' is not an amount", "write it like 200 or 199.50"),
    "policy_day": ("'{value}' is not a date", "write it like 2026-11-01"),
    "policy_truth": ("'{value}' is neither true nor false", "write true or false"),
    "policy_choice": ("'{value}' is not possible here", "possible are {allowed}"),
    "policy_words_missing": ("the words in {language}, the default language, are missing", "write them"),
    "policy_words_elsewhere": ("the words in {language} are missing", "its readers will get those in {default}"),
    "policy_words_long": ("longer than {limit} characters", "shorten it"),
    "policy_no_scripts_in": ("there are no scripts in '{language}'", "the languages are {allowed}"),
    "policy_plain": ("blanks and tags are not filled here", "write words only"),
    "policy_id_form": ("'{id}' cannot be an id", "use at most 24 small letters a-z, digits and _, a letter first"),
    "policy_id_twice": ("'{id}' is already the id on line {first}", "give each an id of its own"),
    "policy_never_reached": ("this is never reached: line {first} fits whenever it would", "move it up, or delete it"),
}

ZH: Table = {
    "policy_gone": ("文件不见了，目前沿用它上次的内容", "请放回来；确实不要它，请删掉 {kept} 再重启 kefu"),
    "policy_key_missing": ("缺少“{key}”", ""),
    "policy_blank": ("列表里有一项是空的", "请写上内容，或删掉这一行"),
    "policy_signs": (
        "“{value}”会连同符号被当作一个名称",
        "请写成 [一, 二]，方括号和逗号用半角；符号本来就在名称里的，请写成 '...'",
    ),
    "policy_full_width_comma": (
        "“{value}”是一项：全角逗号和顿号不起分隔作用",
        "请用半角逗号 , 分隔；本来就是一个名称的，请写成 '...'",
    ),
    "policy_whole": ("“{value}”不是 {least} 到 {most} 的整数", "请写这个范围内的，只写数字"),
    "policy_amount": ("“{value}”不是金额", "请写成 200 或 199.50 这样"),
    "policy_day": ("“{value}”不是日期", "请写成 2026-11-01 这样"),
    "policy_truth": ("“{value}”既不是 true 也不是 false", "请写 true 或 false"),
    "policy_choice": ("这里不能写“{value}”", "可用的是 {allowed}"),
    "policy_words_missing": ("缺少默认语言 {language} 的文字", "请补上"),
    "policy_words_elsewhere": ("缺少 {language} 的文字", "这些客户会看到 {default} 的文字"),
    "policy_words_long": ("超过 {limit} 个字符", "请缩短"),
    "policy_no_scripts_in": ("没有“{language}”的话术", "可用的语言是 {allowed}"),
    "policy_plain": ("这里不能用空和标签", "只写文字"),
    "policy_id_form": ("“{id}”不能作 id", "只用小写字母 a-z、数字和 _，以字母开头，最多 24 个"),
    "policy_id_twice": ("id“{id}”在第 {first} 行已经用过", "每一项请用自己的 id"),
    "policy_never_reached": ("永远轮不到这一项：它适用时，第 {first} 行总是先适用", "请移到前面，或删掉"),
}

ZH_TW: Table = {
    "policy_gone": ("檔案不見了，目前沿用它上次的內容", "請放回來；確實不要它，請刪掉 {kept} 再重新啟動 kefu"),
    "policy_key_missing": ("缺少「{key}」", ""),
    "policy_blank": ("清單裡有一項是空的", "請寫上內容，或刪掉這一行"),
    "policy_signs": (
        "「{value}」會連同符號被當成一個名稱",
        "請寫成 [一, 二]，方括號和逗號用半形；符號本來就在名稱裡的，請寫成 '...'",
    ),
    "policy_full_width_comma": (
        "「{value}」是一項：全形逗號和頓號沒有分隔作用",
        "請用半形逗號 , 分隔；本來就是一個名稱的，請寫成 '...'",
    ),
    "policy_whole": ("「{value}」不是 {least} 到 {most} 的整數", "請寫這個範圍內的，只寫數字"),
    "policy_amount": ("「{value}」不是金額", "請寫成 200 或 199.50 這樣"),
    "policy_day": ("「{value}」不是日期", "請寫成 2026-11-01 這樣"),
    "policy_truth": ("「{value}」既不是 true 也不是 false", "請寫 true 或 false"),
    "policy_choice": ("這裡不能寫「{value}」", "可用的是 {allowed}"),
    "policy_words_missing": ("缺少預設語言 {language} 的文字", "請補上"),
    "policy_words_elsewhere": ("缺少 {language} 的文字", "這些客戶會看到 {default} 的文字"),
    "policy_words_long": ("超過 {limit} 個字元", "請縮短"),
    "policy_no_scripts_in": ("沒有「{language}」的話術", "可用的語言是 {allowed}"),
    "policy_plain": ("這裡不能用空格和標籤", "只寫文字"),
    "policy_id_form": ("「{id}」不能當 id", "只用小寫字母 a-z、數字和 _，以字母開頭，最多 24 個"),
    "policy_id_twice": ("id「{id}」在第 {first} 行已經用過", "每一項請用自己的 id"),
    "policy_never_reached": ("永遠輪不到這一項：它適用時，第 {first} 行總是先適用", "請移到前面，或刪掉"),
}
