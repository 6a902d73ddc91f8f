"""What a browser does as an agent in the staff group."""

from aiohttp import web

from bots.sandbox.page.background import Background
from bots.sandbox.page.customer_routes import KINDS, LABEL_LIMIT, NAME_LIMIT
from bots.sandbox.page.security import bytes_of, json_of, one_of, word
from bots.sandbox.page.staff import Staff


class StaffRoutes:
    def __init__(self, staff: Staff, background: Background) -> None:
        self.staff = staff
        self.background = background

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/desk/say", self.say),
            web.post("/desk/press", self.press),
            web.post("/desk/attach", self.attach),
            web.post("/desk/edit", self.edit),
            web.post("/desk/reply", self.reply),
            web.post("/desk/delete", self.delete),
            web.post("/desk/react", self.react),
        ]

    async def say(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        agent, thread = word(body, "agent", limit=NAME_LIMIT), word(body, "thread", limit=NAME_LIMIT, empty=True)
        await self.background.see(self.staff.say(agent, thread, word(body, "text")))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        agent, message = word(body, "agent", limit=NAME_LIMIT), word(body, "message", limit=NAME_LIMIT, empty=True)
        await self.background.see(self.staff.press(agent, word(body, "label", limit=LABEL_LIMIT), message))
        return web.json_response({})

    async def attach(self, request: web.Request) -> web.Response:
        asked = request.query
        kind, name = one_of(asked, "kind", KINDS), word(asked, "name", limit=200, empty=True)
        agent, thread = word(asked, "agent", limit=NAME_LIMIT), word(asked, "thread", limit=NAME_LIMIT, empty=True)
        data = await bytes_of(request)
        if not data:
            raise web.HTTPBadRequest(text="the file is empty")
        await self.background.see(self.staff.attach(agent, thread, kind, data, name))
        return web.json_response({})

    async def edit(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        agent, message = word(body, "agent", limit=NAME_LIMIT), word(body, "message", limit=NAME_LIMIT)
        await self.background.see(self.staff.edit(agent, message, word(body, "text")))
        return web.json_response({})

    async def reply(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        agent, message = word(body, "agent", limit=NAME_LIMIT), word(body, "message", limit=NAME_LIMIT)
        await self.background.see(self.staff.reply(agent, message, word(body, "text")))
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        agent, message = word(body, "agent", limit=NAME_LIMIT), word(body, "message", limit=NAME_LIMIT)
        await self.background.see(self.staff.delete(agent, message))
        return web.json_response({})

    async def react(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        agent, message = word(body, "agent", limit=NAME_LIMIT), word(body, "message", limit=NAME_LIMIT)
        emoji, on = word(body, "emoji", limit=NAME_LIMIT), body.get("on") is True
        await self.background.see(self.staff.react(agent, message, emoji, on=on))
        return web.json_response({})
