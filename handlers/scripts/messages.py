"""Every sentence `kefu check` can say, in English and Chinese: what is wrong, and what to do."""

from collections.abc import Mapping
from typing import Literal

from handlers.desk import messages as desk
from handlers.fields import messages as fields
from handlers.hours import messages as hours
from handlers.returns import messages as returns
from handlers.scripts.traditional import ZH_TW
from handlers.surveys import messages as surveys

TRADITIONAL = ("-hant", "-tw", "-hk", "-mo")
Table = Mapping[str, tuple[str, str]]
"""code: (what is wrong, what to do)."""

EN: Table = {
    "guess": ("", "did you mean '{guess}'?"),
    # The file
    "no_folder": ("there is no folder with scripts here", "create it with `kefu init`, or correct scripts.path"),
    "no_language": ("no scripts in the default language '{language}'", "add the folder, or set default_language"),
    "not_a_language": ("'{name}' is not a language", "name the folder like zh-CN or en"),
    "misplaced": ("this file is not read", "put it into the folder of its language and end its name with .yaml"),
    "outside": ("this is a link out of the scripts folder", "copy the file itself here"),
    "file_name": ("'{name}' cannot be a script's name", "use small letters a-z, digits and _ only"),
    "unreadable": ("the file cannot be read: {why}", "check who may read it"),
    "file_too_long": ("the file is longer than {limit} bytes", "shorten it"),
    "not_utf8": ("the file is not saved as UTF-8", "in your editor choose 'Save as' and the encoding UTF-8"),
    "control_character": ("an invisible control character is here", "delete the line and type it again"),
    "empty_file": ("the file is empty", "`kefu init` in an empty folder writes one that works"),
    # YAML
    "tab": ("this line is indented with a tab", "use spaces"),
    "tab_inside": ("a tab stands before the text", "use a space"),
    "odd_space": ("a full-width or no-break space is in front here", "delete it and type ordinary spaces"),
    "merge_mark": ("a merge of git is not finished here", "keep one version, and no line of <<<<<<< ======= >>>>>>>"),
    "full_width_colon": ("the colon after '{key}' is full-width (：)", "write `{key}: `, with : and a space"),
    "unclosed_quote": ("a quotation mark opened here is never closed", "close it, or write the text after `|`"),
    "braces": ("a text that begins with {{{{ needs quotation marks", "write it in '...', or below `|`"),
    "bad_first_character": ("a text cannot begin with {character}", "put the text in quotation marks '...'"),
    "colon_in_text": ("the text holds a colon and a space", "put the text in quotation marks '...'"),
    "open_bracket": ("a bracket opened here is not closed, or a comma is missing", "compare [ with ] and {{ with }}"),
    "backslash": ('a backslash inside "..." has a meaning of its own', "put the text in '...' instead"),
    "text_after_quote": ("there are words after the closing quotation mark", "put the whole text in '...'"),
    "space_after_colon": ("a space is missing after the colon", "write `key: text`"),
    "indentation": (
        "the indentation does not fit, or a colon is missing",
        "begin it under its neighbours, with spaces",
    ),
    "yaml": ("this is not YAML: {why}", "compare it with a file that works"),
    "alias_or_tag": (
        "*, & and ! have a meaning of their own here",
        "put a text that begins with one in quotation marks",
    ),
    "too_deep": ("too many levels inside each other", "compare it with a file that works"),
    "second_document": ("a second document begins here", "delete the line ---"),
    "key_not_text": ("a key must be a word", "write `key: text`"),
    # Keys and types
    "not_a_mapping": ("{what} must be `key: text`", "write one key a line, a colon and a space after each"),
    "not_a_list": ("must be a list", "write [one, two], or each on a line of its own after `- `"),
    "not_text": ("must be text", "write it on one line, or below `|`"),
    "unknown_key": ("'{key}' is not a key here", "the keys are {allowed}"),
    "duplicate_key": ("'{key}' is already on line {first}", "keep one of them"),
    "no_lines": ("the key 'lines' is missing", "a script needs words: `lines:`"),
    # Lines
    "handler_unknown": ("'{handler}' is not a handler", "the handlers are {allowed}"),
    "handler_wrong": ("this script must be run by '{handler}'", "write `handler: {handler}`"),
    "line_missing": ("the line '{line}' is missing", "write it, or let `kefu init --missing` add ours"),
    "line_empty": ("the line is empty", "write what the customer shall read"),
    "line_unknown": ("'{line}' is not a line that {handler} says", "the lines are {allowed}"),
    "line_retired": ("'{line}' is not said any more", "delete it"),
    "line_name": ("'{line}' cannot be the name of a line here", "use small letters a-z, digits and _, at most 40"),
    "line_elsewhere": ("the line '{line}' exists in {other} only", "copy it from there and translate it"),
    "blank_unknown": ("'{blank}' is not a blank that {handler} fills", "the blanks of this line are {allowed}"),
    "blank_none": ("'{blank}' is not a blank that {handler} fills", "this line has no blanks"),
    "blank_single": ("{{{blank}}} will be shown as it is", "write {{{{ {blank} }}}}, with two braces"),
    "blank_full_width": ("the braces are full-width (｛｛)", "write {{{{ and }}}}"),
    "blank_inside": ("nothing may follow a blank's name, neither . nor [", "write the name alone: {{{{ name }}}}"),
    "blank_call": ("a blank cannot be called", "write the name alone, without ( )"),
    "comparison": ("an `if` may compare with == and != only", "ask a programmer for a blank that says it"),
    "construct": ("'{name}' is not allowed in a line", "use blanks and {{% if %}} only"),
    "filter": ("'{name}' is not a filter of ours", "the filters are {allowed}"),
    "filter_arguments": ("the filter '{name}' does not take these arguments", "write {{{{ blank|upper }}}}"),
    "cut": ("what stands after # is not shown: YAML takes it for a comment", "put the text in quotation marks '...'"),
    "if_open": ("{{% if %}} is not closed", "write {{% endif %}} in the same line of the script"),
    "if_not_open": ("{{% {name} %}} without {{% if %}}", "delete it, or write {{% if name %}} before"),
    "if_equals": ("an `if` compares with two equals signs", "write {{% if name == 'x' %}}"),
    "note_open": ("a note {{# is not closed", "write #}}"),
    "template": ("a blank is not well written: {why}", "write {{{{ name }}}}, with two braces on both sides"),
    "template_too_deep": ("too many `if` inside each other", "use fewer"),
    "template_too_long": ("more than {limit} `if` in one line", "use fewer"),
    "line_too_long": ("{bytes} bytes without the blanks; one WeChat message holds {limit}", "it will be sent in parts"),
    "label_line": ("this line is a button's label: no tags", "write words only"),
    # Markup
    "bare_less_than": ("a bare < is not allowed", "write &lt;"),
    "bare_ampersand": ("a bare & is not allowed", "write &amp;"),
    "tag_unknown": ("<{tag}> is not a tag of ours", "the tags are {allowed}"),
    "tag_unclosed": ("<{tag}> is not closed", "write </{tag}> in the same line, in the same branch of an `if`"),
    "tag_not_open": ("</{tag}> closes nothing", "delete it, or write <{tag}> before"),
    "tag_crossed": ("</{tag}> comes before </{inner}>", "close <{inner}> first"),
    "tag_nested": ("<{tag}> inside <{tag}>", "close the first one before"),
    "tag_attribute": ("<{tag}> takes nothing after its name", "write <{tag}>"),
    "link_form": ("a link is written in another way", 'write <a href="https://...">words</a>'),
    "link_address": ("'{url}' is not a web address", "begin it with https://"),
    # Triggers and buttons
    "trigger_empty": ("the trigger holds no letter or digit", "write a word that customers say"),
    "trigger_long": ("the trigger is longer than {limit} characters", "use the few words that matter"),
    "trigger_comma": ("'{trigger}' is one trigger: a full-width comma does not separate", "separate with ,"),
    "trigger_twice": ("'{trigger}' is already a trigger in {place}", "keep it in one script"),
    "button_keys": ("a button needs 'label', and 'goto' or 'url'", "write both, one under the other"),
    "button_both": ("a button cannot have both 'goto' and 'url'", "keep one"),
    "label_empty": ("the label is empty", "write what the button shall say"),
    "label_long": ("the label is longer than the {limit} characters that Slack shows", "shorten it"),
    "label_template": ("a label cannot hold blanks", "write words only"),
    "goto_long": ("longer than {limit} bytes, Telegram refuses it", "shorten it"),
    "goto_unknown": ("'{goto}' is not a script", "the name of a script is its file's name without .yaml"),
    "url": ("'{url}' is not a web address", "begin it with https://"),
    # Languages
    "missing_script": ("this script exists in {other} only", "copy it from there and translate it"),
    "missing_declared": ("the script '{id}' is missing, {handler} needs it", "copy {other}/{id}.yaml and translate it"),
    "handlers_differ": ("here it is run by '{handler}', in {other} by '{expected}'", "use the same in every language"),
    "buttons_differ": ("the buttons lead elsewhere than in {other}", "use the same `goto` in every language"),
    "unreachable": ("no trigger and no button leads to this script", "add a trigger, or a button elsewhere"),
}

ZH: Table = {
    "guess": ("", "是不是想写“{guess}”？"),
    "no_folder": ("这里没有话术文件夹", "请用 `kefu init` 创建，或更正 scripts.path"),
    "no_language": ("缺少默认语言“{language}”的话术", "请补上这个文件夹，或修改 default_language"),
    "not_a_language": ("“{name}”不是语言代码", "文件夹请命名为 zh-CN、en 这样的形式"),
    "misplaced": ("这个文件不会被读取", "请放进对应语言的文件夹，文件名以 .yaml 结尾"),
    "outside": ("这个链接指向话术文件夹之外", "请把文件本身复制进来"),
    "file_name": ("“{name}”不能作话术的名字", "只用小写字母 a-z、数字和 _"),
    "unreadable": ("文件读不了：{why}", "请检查文件权限"),
    "file_too_long": ("文件超过 {limit} 字节", "请缩短"),
    "not_utf8": ("文件没有保存为 UTF-8", "请在编辑器里“另存为”，编码选 UTF-8"),
    "control_character": ("这里有一个看不见的控制字符", "请删掉这一行重新输入"),
    "empty_file": ("文件是空的", "在空文件夹里运行 `kefu init`，会写一个能用的"),
    "tab": ("这一行用了制表符（Tab）缩进", "请改用空格"),
    "tab_inside": ("文字前面有制表符（Tab）", "请改用空格"),
    "odd_space": ("这里的前面有全角空格或不间断空格", "请删掉，改用普通的半角空格"),
    "merge_mark": ("这里有一处 git 合并没有做完", "请只留一个版本，并删掉 <<<<<<<、=======、>>>>>>> 这几行"),
    "full_width_colon": ("“{key}”后面是全角冒号（：）", "请写成 `{key}: `，半角冒号加一个空格"),
    "unclosed_quote": ("这里的引号没有收尾", "请补上引号，或把文字写在 `|` 下面"),
    "braces": ("以 {{{{ 开头的文字要加引号", "请写在 '...' 里，或写在 `|` 下面"),
    "bad_first_character": ("文字不能以 {character} 开头", "请给文字加上引号 '...'"),
    "colon_in_text": ("文字里有半角冒号加空格", "请给文字加上引号 '...'，或改用全角冒号"),
    "open_bracket": ("括号没有收尾，或少了逗号", "请核对 [ 和 ]、{{ 和 }}，逗号用半角 ,"),
    "backslash": ('"..." 里的反斜杠有特殊含义', "请改用 '...'"),
    "text_after_quote": ("收尾的引号后面还有文字", "请把整段文字放进 '...'"),
    "space_after_colon": ("冒号后面少了一个空格", "请写成 `名称: 文字`"),
    "indentation": ("缩进没有对齐，或少了冒号", "请用空格与上下同级的行对齐"),
    "yaml": ("不是合格的 YAML：{why}", "请对照一个能用的文件"),
    "alias_or_tag": ("*、& 和 ! 在这里有特殊含义", "以它们开头的文字请加引号"),
    "too_deep": ("层级太多", "请对照一个能用的文件"),
    "second_document": ("这里开始了第二份文档", "请删掉 --- 这一行"),
    "key_not_text": ("名称必须是一个词", "请写成 `名称: 文字`"),
    "not_a_mapping": ("{what} 必须写成 `名称: 文字`", "每行一个名称，后面是半角冒号和一个空格"),
    "not_a_list": ("必须是列表", "请写成 [一, 二]，或每项一行，以 `- ` 开头"),
    "not_text": ("必须是文字", "请写在一行里，或写在 `|` 下面"),
    "unknown_key": ("没有“{key}”这个名称", "可用的是 {allowed}"),
    "duplicate_key": ("“{key}”在第 {first} 行已经写过", "请只留一个"),
    "no_lines": ("缺少“lines”", "话术要有文字：`lines:`"),
    "handler_unknown": ("没有“{handler}”这个处理程序", "可用的是 {allowed}"),
    "handler_wrong": ("这个话术必须由“{handler}”处理", "请写 `handler: {handler}`"),
    "line_missing": ("缺少“{line}”这一句", "请写上，或用 `kefu init --missing` 补上自带的"),
    "line_empty": ("这一句是空的", "请写上要对客户说的话"),
    "line_unknown": ("{handler} 没有“{line}”这一句", "可用的是 {allowed}"),
    "line_retired": ("“{line}”这一句已经不用了", "请删掉"),
    "line_name": ("“{line}”不能作为这里的名称", "只用小写字母 a-z、数字和 _，最多 40 个"),
    "line_elsewhere": ("“{line}”这一句只在 {other} 里有", "请从那里复制过来并翻译"),
    "blank_unknown": ("{handler} 不填写“{blank}”这个空", "这一句可用的空是 {allowed}"),
    "blank_none": ("{handler} 不填写“{blank}”这个空", "这一句没有空"),
    "blank_single": ("{{{blank}}} 会原样显示", "请写两层花括号：{{{{ {blank} }}}}"),
    "blank_full_width": ("花括号是全角的（｛｛）", "请改成半角 {{{{ 和 }}}}"),
    "blank_inside": ("空的名称后面不能跟 . 或 [", "只写名称：{{{{ name }}}}"),
    "blank_call": ("空不能当作函数调用", "只写名称，不要 ( )"),
    "comparison": ("`if` 只能用 == 和 != 比较", "需要别的判断请找程序员加一个空"),
    "construct": ("这里不能用“{name}”", "只能用空和 {{% if %}}"),
    "filter": ("没有“{name}”这个过滤器", "可用的是 {allowed}"),
    "filter_arguments": ("过滤器“{name}”不接受这样的参数", "请写成 {{{{ name|upper }}}}"),
    "cut": ("# 后面的字不会显示，YAML 把它当作注释", "请给文字加上引号 '...'"),
    "if_open": ("{{% if %}} 没有收尾", "请在同一句里写 {{% endif %}}"),
    "if_not_open": ("{{% {name} %}} 前面没有 {{% if %}}", "请删掉它，或在前面写 {{% if name %}}"),
    "if_equals": ("`if` 比较要用两个等号", "请写成 {{% if name == 'x' %}}"),
    "note_open": ("备注 {{# 没有收尾", "请写 #}}"),
    "template": ("空的写法不对：{why}", "请写成 {{{{ name }}}}，两边各两个花括号"),
    "template_too_deep": ("`if` 套得太深", "请减少层数"),
    "template_too_long": ("一句里的 `if` 超过 {limit} 个", "请少用几个"),
    "line_too_long": ("不算空已有 {bytes} 字节，微信一条最多 {limit}", "会拆成几条发送"),
    "label_line": ("这一句是按钮上的字，不能有标签", "只写文字"),
    "bare_less_than": ("不能直接写 <", "请写成 &lt;"),
    "bare_ampersand": ("不能直接写 &", "请写成 &amp;"),
    "tag_unknown": ("不能用 <{tag}> 标签", "可用的是 {allowed}"),
    "tag_unclosed": ("<{tag}> 没有收尾", "请在同一句、`if` 的同一分支里写 </{tag}>"),
    "tag_not_open": ("</{tag}> 没有对应的开头", "请删掉它，或在前面写 <{tag}>"),
    "tag_crossed": ("</{tag}> 写在了 </{inner}> 前面", "请先收尾 <{inner}>"),
    "tag_nested": ("<{tag}> 里又有 <{tag}>", "请先收尾前一个"),
    "tag_attribute": ("<{tag}> 后面不能加别的", "请只写 <{tag}>"),
    "link_form": ("链接的写法不对", '请写成 <a href="https://...">文字</a>'),
    "link_address": ("“{url}”不是网址", "请以 https:// 开头"),
    "trigger_empty": ("触发词里没有文字", "请写客户会说的词"),
    "trigger_long": ("触发词超过 {limit} 个字符", "只留关键的几个字"),
    "trigger_comma": ("“{trigger}”是一个触发词：全角逗号不起分隔作用", "请用半角逗号 , 分隔"),
    "trigger_twice": ("触发词“{trigger}”在 {place} 已经有了", "请只留一处"),
    "button_keys": ("按钮要有“label”，还要有“goto”或“url”", "请上下各写一行"),
    "button_both": ("按钮不能同时有“goto”和“url”", "请只留一个"),
    "label_empty": ("按钮上没有字", "请写按钮上的字"),
    "label_long": ("按钮上的字超过 {limit} 个，Slack 显示不下", "请缩短"),
    "label_template": ("按钮上的字不能带空", "只写文字"),
    "goto_long": ("超过 {limit} 字节，Telegram 不接受", "请缩短"),
    "goto_unknown": ("没有“{goto}”这个话术", "话术的名字就是文件名去掉 .yaml"),
    "url": ("“{url}”不是网址", "请以 https:// 开头"),
    "missing_script": ("这个话术只在 {other} 里有", "请从那里复制过来并翻译"),
    "missing_declared": ("缺少 {handler} 需要的话术“{id}”", "请复制 {other}/{id}.yaml 并翻译"),
    "handlers_differ": ("这里由“{handler}”处理，{other} 里由“{expected}”处理", "各语言请保持一致"),
    "buttons_differ": ("按钮的去向与 {other} 不同", "各语言的 `goto` 请保持一致"),
    "unreachable": ("没有触发词，也没有按钮通向这个话术", "请加一个触发词，或在别处加一个按钮"),
}


ENGLISH: Table = {**EN, **fields.EN, **returns.EN, **desk.EN, **hours.EN, **surveys.EN}
CHINESE: Table = {**ZH, **fields.ZH, **returns.ZH, **desk.ZH, **hours.ZH, **surveys.ZH}
TAIWANESE: Table = {**ZH_TW, **fields.ZH_TW, **returns.ZH_TW, **desk.ZH_TW, **hours.ZH_TW, **surveys.ZH_TW}


def sentence(code: str, part: Literal["message", "hint"], facts: Mapping[str, str], language: str) -> str:
    """In Chinese for zh-... (traditional where it is read), else in English."""
    message, hint = table_of(language)[code]
    return (message if part == "message" else hint).format_map(facts)


def table_of(language: str) -> Table:
    """`language` as a browser or a terminal names it: zh-TW, zh_HK.UTF-8, zh-Hant-HK ..."""
    tag = language.lower().replace("_", "-").partition(",")[0]
    if not tag.startswith("zh"):
        return ENGLISH
    return TAIWANESE if any(mark in tag for mark in TRADITIONAL) else CHINESE
