"""What a browser may ask the sandbox for. Bodies and answers are JSON unless said; refusals are `{"error": "..."}`.

| route | body | answer |
|---|---|---|
| `GET /` | | the page |
| `GET /static/...` | | its modules, styles and pictures |
| `GET /events` | header `Last-Event-ID` | server-sent events, see `stream` |
| `GET /media/<channel>/<file id>` | | a picture or a file from a screen |
| `POST /people` | `{channel, name, language}` | `{channel, account}`: a new customer |
| `POST /people/<channel>/<account>/say` | `{text}` | |
| `POST /people/<channel>/<account>/press` | `{label, message}` | see below |
| `POST /people/<channel>/<account>/attach?kind=photo\\|voice\\|file&name=` | the bytes | |
| `POST /people/<channel>/<account>/edit` | `{message, text}` | Telegram and Slack, as the three below |
| `POST /people/<channel>/<account>/reply` | `{message, text}` | |
| `POST /people/<channel>/<account>/react` | `{message, emoji, on}` | `emoji` as the platform names it |
| `POST /people/<channel>/<account>/delete` | `{message}` | |
| `POST /people/<channel>/<account>/do` | `{what, key}` | see below |
| `POST /people/<channel>/<account>/language` | `{language}` | another language of the profile |
| `POST /desk/say` | `{agent, thread, text}` | `thread` "" is outside of every topic |
| `POST /desk/press` | `{agent, label, message}` | |
| `POST /desk/attach?agent=&thread=&kind=&name=` | the bytes | |
| `POST /desk/edit` | `{agent, message, text}` | |
| `POST /desk/reply` | `{agent, message, text}` | |
| `POST /desk/react` | `{agent, message, emoji, on}` | |
| `POST /desk/delete` | `{agent, message}` | |
| `POST /desk/shortcut` | `{agent, message}` | Slack: opens a form; `message` "" is about no conversation |
| `POST /desk/form/fill` | `{agent, field, value}` | |
| `POST /desk/form/submit` | `{agent}` | |
| `POST /desk/form/close` | `{agent}` | |
| `POST /faults/<name>` | `{on}` | |
| `POST /clock` | `{seconds}` | moves it forward |
| `GET /scripts/<language>/<id>` | | `{text, digest}` |
| `PUT /scripts/<language>/<id>` | `{text, digest}` | `{digest}`; 409 when the file on disk has another ("" for none) |
| `POST /scripts/check` | `{language, id, text, reader}` | `{problems}` of all files, as if it were saved |
| `POST /scripts/preview` | `{language, id, text, line, reader}` | `{previews, problems}`, see below |
| `GET /scripts/completions?language=&id=` | | `bots.sandbox.page.scripts.completions.Completions` |

`press`: `message` is an id, or "" for the newest one with this button. `do`: `follow`, `unfollow`, `menu` (with
`key`) and the kinds of its buttons that ask the telephone for something (`key` of a scan: what the code says) on
WeChat; `start`, `block` and `unblock` on Telegram; `home` on Slack.

`previews`: `[{line, channel, messages: [Shown], refused}]` of one line, or of all when `line` is "", in the file's
order; none of a line that has a mistake. `refused` says why the platform would not take (all of) it. The problems are
those of this file. `reader`: the language in which problems are told, as the page's (en, zh-CN, zh-TW); without it the
browser's.
"""
