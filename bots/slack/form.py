"""The form by which staff handle a conversation: a modal that asks what to do, and what that needs to know.

Views: https://docs.slack.dev/reference/views/modal-views.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from bots.slack.form_payloads import View
from handlers.desk.notes import LONGEST_NOTE
from storage.records import record

CALLBACK = "kefu_actions"
"""Of the shortcut that opens it, and of the view itself."""
OUTSIDE = "kefu_desk"
"""The shortcut that is about no conversation."""
WHAT = "what"
"""The block whose choice redraws the form."""
TITLE, LABEL, OPTION = 24, 2000, 75
WORDS_LIMIT = 2900
TEAMS = 100

Block = dict[str, Any]
Options = Sequence[tuple[str, str]]
"""(value, label)"""


@record(frozen=True, slots=True, kw_only=True)
class DeskForm:
    """What the shop says on it, now."""

    words: Mapping[str, str]
    in_thread: tuple[str, ...]
    """Commands, in order; the word for each is `do_<command>`."""
    outside: tuple[str, ...]
    snoozes: Options
    priorities: Options
    teams: Options = ()


Forms = Callable[[], DeskForm]


@record(frozen=True, slots=True)
class Place:
    """What the form is about. It goes to Slack and comes back with what was filled in."""

    channel: str
    thread: str = ""
    """"": about no conversation."""

    def packed(self) -> str:
        return orjson.dumps([self.channel, self.thread]).decode()


def place_of(packed: str) -> Place | None:
    """None: it was never ours."""
    try:
        values = orjson.loads(packed)
    except orjson.JSONDecodeError:
        return None
    match values:
        case [str(channel), str(thread)]:
            return Place(channel, thread)
    return None


def view(form: DeskForm, place: Place, command: str = "") -> dict[str, Any]:
    """`command`: what was chosen; "" before anything is."""
    commands = form.in_thread if place.thread else form.outside
    what = [(name, form.words[f"do_{name}"]) for name in commands]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": place.packed(),
        "title": _plain(form.words["title"], TITLE),
        "submit": _plain(form.words["submit"], TITLE),
        "close": _plain(form.words["close"], TITLE),
        "blocks": [
            _asked(WHAT, form.words["what"], _select(what, command)) | {"dispatch_action": True},
            *fields(form, command),
        ],
    }


def fields(form: DeskForm, command: str) -> list[Block]:
    words = form.words
    match command:
        case "transfer":
            teams = [_asked("team", words["team"], _select(form.teams[:TEAMS]), optional=True)] if form.teams else []
            person = {"type": "users_select", "action_id": "value"}
            return [
                *teams,
                _asked("person", words["person"], person, optional=True),
                _asked("why", words["why"], _text(long=True), optional=True),
            ]
        case "note":
            return [_asked("words", words["words"], _text(long=True, most=LONGEST_NOTE))]
        case "r":
            return [_asked("reply", words["reply"], _text(long=False), optional=True)]
        case "snooze":
            return [_asked("until", words["until"], _select(form.snoozes))]
        case "away":
            return [_asked("until", words["until"], _select(form.snoozes), optional=True)]
        case "priority":
            return [_asked("priority", words["priority"], _select(form.priorities))]
    return []


@record(frozen=True, slots=True)
class Missing:
    """What was not filled in: errors by block."""

    errors: Mapping[str, str]


def command_of(form: DeskForm, filled: View, place: Place) -> str | Missing:
    """As staff would write it. A form that Slack has not redrawn yet lacks what the choice needs."""
    known = form.in_thread if place.thread else form.outside
    name = filled.value(WHAT)
    if name not in known:
        return Missing({WHAT: form.words["choose_again"]})
    needed = {block["block_id"] for block in fields(form, name) if not block["optional"]}
    missing = {block: form.words["empty"] for block in needed if not filled.value(block)}
    if missing and missing.keys() <= filled.state.values.keys():
        return Missing(missing)
    if missing:
        return Missing({WHAT: form.words["choose_again"]})
    return _written(form, name, filled)


def _written(form: DeskForm, name: str, filled: View) -> str | Missing:
    if name != "transfer":
        blocks = [block["block_id"] for block in fields(form, name)]
        return " ".join([f"/{name}", *filter(None, map(filled.value, blocks))])
    person = filled.value("person")
    target = f"slack:{person}" if person else filled.value("team")
    if not target:
        return Missing({"person": form.words["no_target"]})
    return " ".join(filter(None, ("/transfer", target, filled.value("why"))))


def _asked(block_id: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label, LABEL),
        "element": element,
        "optional": optional,
    }


def _select(options: Options, chosen: str = "") -> Block:
    listed = [{"text": _plain(label, OPTION), "value": value} for value, label in options]
    initial = next((option for option in listed if option["value"] == chosen), None)
    return {"type": "static_select", "action_id": "value", "options": listed} | (
        {"initial_option": initial} if initial else {}
    )


def _text(*, long: bool, most: int = WORDS_LIMIT) -> Block:
    return {"type": "plain_text_input", "action_id": "value", "multiline": long, "max_length": most}


def _plain(text: str, most: int) -> Block:
    return {"type": "plain_text", "text": text if len(text) <= most else text[: most - 1] + "…"}
