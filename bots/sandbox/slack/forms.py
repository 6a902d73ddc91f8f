"""Modals: opened by the app, filled in by somebody.

https://docs.slack.dev/surfaces/modals
"""

import asyncio
from typing import Any

from bots.sandbox.slack import interactions
from bots.sandbox.slack.arguments import nested
from bots.sandbox.slack.delivery import Delivery, Sort
from bots.sandbox.slack.limits import SECTION, Refusal, check_modal
from bots.sandbox.slack.room import Json
from bots.sandbox.slack.telling import Telling
from bots.sandbox.slack.workspace import Form, Person, Workspace

TRIGGER_SECONDS = 3.0


class Forms:
    """views.open and views.update."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def open(self, arguments: Json) -> Json:
        view = nested(arguments.get("view"))
        check_modal(view)
        person = self._triggered(str(arguments.get("trigger_id") or ""))
        form = Form(f"V{next(self.workspace.numbers)}", view, self._hash(), on_draw=person.draw_forms)
        person.forms.append(form)
        person.on_form.set()
        form.draw()
        return {"view": interactions.described(form)}

    def update(self, arguments: Json) -> Json:
        """What was filled in stays where the blocks stay."""
        view = nested(arguments.get("view"))
        check_modal(view)
        form = self._form(str(arguments.get("view_id")))
        if arguments.get("hash") not in (None, form.hash):
            raise Refusal("hash_conflict")
        kept = {block["block_id"] for block in view["blocks"]}
        form.view, form.hash = view, self._hash()
        form.filled = {block: filled for block, filled in form.filled.items() if block in kept}
        form.draw()
        return {"view": interactions.described(form)}

    def _triggered(self, trigger: str) -> Person:
        given = self.workspace.triggers.pop(trigger, None)
        if given is None:
            raise Refusal("invalid_trigger_id")
        if self.workspace.clock() - given[1] > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        return self.workspace.person(given[0])

    def _form(self, form_id: str) -> Form:
        for person in self.workspace.people.values():
            for form in person.forms:
                if form.id == form_id and form.is_open:
                    return form
        raise Refusal("not_found")

    def _hash(self) -> str:
        return f"{next(self.workspace.numbers)}.sandbox"


class OpenForm:
    """A form in front of somebody. Fields and choices are called by their labels."""

    def __init__(self, workspace: Workspace, telling: Telling, person: Person, form: Form) -> None:
        self._workspace = workspace
        self._telling = telling
        self._person = person
        self.form = form

    @property
    def title(self) -> str:
        return str(self.form.view["title"]["text"])

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(block["label"]["text"] for block in self.form.view["blocks"])

    @property
    def errors(self) -> dict[str, str]:
        """By the label of the field."""
        labels = {block["block_id"]: block["label"]["text"] for block in self.form.view["blocks"]}
        return {labels[block]: error for block, error in self.form.errors.items()}

    def kind(self, label: str) -> str:
        return str(self._block(label)["element"]["type"])

    def choices(self, label: str) -> tuple[str, ...]:
        return tuple(option["text"]["text"] for option in self._block(label)["element"]["options"])

    def choose(self, label: str, choice: str) -> None:
        block = self._block(label)
        for option in block["element"]["options"]:
            if option["text"]["text"] == choice:
                self._fill(block, {"selected_option": option})
                return
        raise LookupError(f"{choice!r} is not among {self.choices(label)}")

    def pick(self, label: str, user: str) -> None:
        """A person."""
        self._fill(self._block(label), {"selected_user": user})

    def write(self, label: str, text: str) -> None:
        self._fill(self._block(label), {"value": text})

    def clear(self, label: str) -> None:
        self.form.filled.pop(self._block(label)["block_id"], None)

    def submit(self) -> None:
        """Send it off. Slack itself asks for what must not be empty, and for fewer words."""
        for block in self.form.view["blocks"]:
            if not block.get("optional") and not self._has(block):
                raise LookupError(f"{block['label']['text']!r} is not filled in")
            written = self.form.filled.get(block["block_id"], {}).get("value", "")
            if len(written) > (most := block["element"].get("max_length", SECTION)):
                raise LookupError(f"{block['label']['text']!r} takes {most} characters, these are {len(written)}")
        told = interactions.submission(self._workspace, self._person, self.form)
        self._telling.tell(Sort.PRESS, told, self._person.id, self._failed, self._answered)

    def close(self) -> None:
        """Without sending it off."""
        self.form.is_open = False
        self.form.draw()

    async def until(self, wanted: Any, seconds: float = 60) -> None:
        """Until the form looks as wanted."""
        async with asyncio.timeout(seconds):
            while not wanted(self):
                await self.form.changed.wait()

    def _fill(self, block: Json, value: Json) -> None:
        self.form.filled[block["block_id"]] = value
        if block.get("dispatch_action"):
            told = interactions.chosen(self._workspace, self._person, self.form, block)
            self._telling.tell(Sort.PRESS, told, self._person.id)

    def _has(self, block: Json) -> bool:
        return block["block_id"] in self.form.filled or "initial_option" in block["element"]

    def _block(self, label: str) -> Json:
        for block in self.form.view["blocks"]:
            if block["label"]["text"] == label:
                known: Json = block
                return known
        raise LookupError(f"no field {label!r} among {self.fields}")

    def _answered(self, delivery: Delivery) -> None:
        answer = delivery.answer
        self.form.failed = False
        self.form.errors = answer.get("errors", {}) if answer.get("response_action") == "errors" else {}
        self.form.is_open = bool(self.form.errors)
        self.form.draw()

    def _failed(self, _delivery: Delivery) -> None:
        self.form.failed = True
        self.form.draw()
