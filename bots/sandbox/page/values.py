"""What the browser is told, and under which keys of the board; what it may ask for is in `routes`.

| key | value |
|---|---|
| `sandbox` | `Sandbox` |
| `person/<channel>/<account>` | `Person` |
| `message/<channel>/<account>/<number>` | `Message` |
| `agent/<account>` | `Agent` |
| `topic/<thread>` | `Topic` |
| `post/<number>` | `Message`, in the staff group |
| `form/<account>` | `Form`, open in front of an agent |
| `conversation/<channel>/<account>` | `Conversation` |
| `trace/<channel>/<account>/<inbox id>` | `Trace` |
| `fault/<name>` | `Fault` |
| `clock` | `Clock` |
| `script/<language>/<id>` | `ScriptState` |
| `reload` | `Reload` |

Times are unix seconds by the sandbox's own clock. Words of people and of the bot are text, never markup.
"""

from dataclasses import dataclass

from bots.sandbox.phone import Shown
from bots.sandbox.wechat.custom_menu import MenuButton
from handlers.scripts.problem import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    desk: str
    """"telegram", "slack" or "wecom": whose group is the staff's."""
    languages: tuple[str, ...]
    """Of the scripts."""
    default_language: str
    shop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOrder:
    number: str
    digits: str
    """The last four of its phone, which prove it."""
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A customer on one channel, and their phone."""

    channel: str
    account: str
    number: int
    """In the order in which they came; people are listed so."""
    name: str
    language: str
    """As the platform names the language of the profile."""
    vip: bool = False
    orders: tuple[SampleOrder, ...] = ()
    reachable: bool = True
    """False: unfollowed on WeChat, blocked on Telegram."""
    typing: bool = False
    """The bot (or an agent) is shown as typing."""
    menu: tuple[MenuButton, ...] = ()
    """WeChat's custom menu: three buttons at most, and up to five under each."""
    home: Shown | None = None
    """Slack's App Home, as last published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`number` counts from 0 on each screen and never changes; the same key again is the message redrawn."""

    number: int
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    account: str
    number: int
    """As a person's."""
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    label: str
    kind: str
    """select, person, line or lines."""
    choices: tuple[str, ...] = ()
    """Labels; of a person none."""
    chosen: str = ""
    optional: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Slack's, by which an agent handles a conversation. Fields are called by their labels."""

    id: str
    """Another for each form that opens."""
    title: str
    submit: str
    close: str
    fields: tuple[FormField, ...]
    failed: bool = False
    """kefu did not answer when it was sent off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    thread: str
    title: str
    closed: bool = False
    customer: str = ""
    """`<channel>/<account>` of the customer it is about, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTimer:
    name: str
    due_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What WeChat still lets us send to one customer."""

    left: int
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """As it is in the database."""

    id: int
    status: str
    owner: str
    language: str
    thread: str
    form: str = ""
    """The form that is open, and its question: `order_lookup: number`."""
    timers: tuple[DueTimer, ...] = ()
    window: Window | None = None
    """WeChat only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One row of the outbox that a message led to."""

    id: int
    action: str
    to: str
    """A channel, or `desk`."""
    fate: str
    """waiting, postponed, delivered or failed."""
    attempts: int
    error: str = ""
    due_at: float = 0.0
    settled_at: float = 0.0
    text: str = ""
    """Its first words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What became of one message, as far as it has come."""

    inbox_id: int
    kind: str
    text: str
    staff: bool
    received_at: float
    handler: str = ""
    script: str = ""
    lines: tuple[str, ...] = ()
    """The script lines that were said, `order_lookup.found`: to the customer first, then to staff."""
    served: tuple[str, ...] = ()
    """Those that were filled and stand in no text: the title of a topic, labels of buttons."""
    outcome: str = ""
    """answered, apologised or given_up; empty while it waits."""
    committed_at: float = 0.0
    seconds: float = 0.0
    """How long the turn took."""
    sendings: tuple[Sending, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A switch: while it is on, a platform misbehaves."""

    name: str
    """telegram-429, telegram-down, slack-429, slack-down, wechat-slow, wechat-down."""
    channel: str
    on: bool = False
    happened: int = 0
    """Calls that failed so since it was switched on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    now: float
    """When this was said; a browser counts on from there."""
    moved: float = 0.0
    """Seconds it stands ahead of the real time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """As `kefu check` tells it."""

    file: str
    line: int
    where: str = ""
    """The key inside the file, `lines.found`; empty: the whole file."""
    message: str
    hint: str = ""
    severity: Severity = "error"
    """A warning keeps no script out of force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptState:
    """A file of the scripts as it is on disk."""

    language: str
    id: str
    digest: str
    """Of its text: a browser that holds another one is behind."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reload:
    """How the running bot took the files as they were saved last."""

    at: float
    problems: tuple[Problem, ...] = ()
    """Not empty: the last good version is in force."""
