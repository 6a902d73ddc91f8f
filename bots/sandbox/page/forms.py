"""Slack's forms in front of its agents."""

from functools import partial
from typing import Any

from aiohttp import web

from bots.sandbox.board import Board
from bots.sandbox.page.customer_routes import LABEL_LIMIT, NAME_LIMIT
from bots.sandbox.page.part import Page
from bots.sandbox.page.security import json_of, word
from bots.sandbox.page.staff import Channel, agent_of
from bots.sandbox.page.values import Form, FormField
from bots.sandbox.slack import SlackAgent
from bots.sandbox.slack.workspace import Form as OpenedForm

KINDS = {"static_select": "select", "users_select": "person"}


async def add(page: Page) -> None:
    if page.shop.desk != "slack":
        return
    agents = Channel(page.shop.platforms.channel).agents
    for account, agent in agents.items():
        agent.person.on_forms = partial(draw, page.board, account, agent)
    page.routes.extend(FormRoutes(agents).routes())


def draw(board: Board, account: str, agent: SlackAgent) -> None:
    form = agent.person.forms[-1]
    if form.is_open:
        board.set(f"form/{account}", drawn(form))
    else:
        board.remove(f"form/{account}")


def drawn(form: OpenedForm) -> Form:
    view = form.view
    return Form(
        id=form.id,
        title=view["title"]["text"],
        submit=view["submit"]["text"],
        close=view["close"]["text"],
        fields=tuple(field_of(form, block) for block in view["blocks"]),
        failed=form.failed,
    )


def field_of(form: OpenedForm, block: dict[str, Any]) -> FormField:
    element = block["element"]
    chosen = form.filled.get(block["block_id"], {}).get("selected_option") or element.get("initial_option")
    return FormField(
        label=block["label"]["text"],
        kind=KINDS.get(element["type"]) or ("lines" if element["multiline"] else "line"),
        choices=tuple(option["text"]["text"] for option in element.get("options", ())),
        chosen=chosen["text"]["text"] if chosen else "",
        optional=block["optional"],
        error=form.errors.get(block["block_id"], ""),
    )


class FormRoutes:
    """Raises LookupError for an agent, a message, a field or a choice that is not there."""

    def __init__(self, agents: dict[str, SlackAgent]) -> None:
        self.agents = agents

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/desk/shortcut", self.shortcut),
            web.post("/desk/form/fill", self.fill),
            web.post("/desk/form/submit", self.submit),
            web.post("/desk/form/close", self.close),
        ]

    async def shortcut(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        message = word(body, "message", limit=NAME_LIMIT, empty=True)
        if message:
            self.agent(body).shortcut(message)
        else:
            self.agent(body).global_shortcut()
        return web.json_response({})

    async def fill(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        form, label = self.agent(body).open_form, word(body, "field", limit=LABEL_LIMIT)
        value = word(body, "value", empty=True)
        match form.kind(label):
            case _ if not value:
                form.clear(label)
            case "static_select":
                form.choose(label, value)
            case "users_select":
                form.pick(label, value)
            case _:
                form.write(label, value)
        return web.json_response({})

    async def submit(self, request: web.Request) -> web.Response:
        self.agent(await json_of(request)).open_form.submit()
        return web.json_response({})

    async def close(self, request: web.Request) -> web.Response:
        self.agent(await json_of(request)).open_form.close()
        return web.json_response({})

    def agent(self, body: dict[str, Any]) -> SlackAgent:
        return agent_of(self.agents, word(body, "agent", limit=NAME_LIMIT))
