"""What a browser does as a customer."""

from aiohttp import web

from bots.sandbox.page.background import Background
from bots.sandbox.page.mirror import Mirror
from bots.sandbox.page.people import Customer, People, checked
from bots.sandbox.page.security import bytes_of, json_of, one_of, word

NAME_LIMIT = 64
LABEL_LIMIT = 200
KINDS = ("photo", "voice", "file")


class CustomerRoutes:
    def __init__(self, people: People, mirror: Mirror, background: Background) -> None:
        self.people = people
        self.mirror = mirror
        self.background = background

    def routes(self) -> list[web.RouteDef]:
        one = "/people/{channel}/{account}"
        return [
            web.post("/people", self.join),
            web.post(f"{one}/say", self.say),
            web.post(f"{one}/press", self.press),
            web.post(f"{one}/attach", self.attach),
            web.post(f"{one}/edit", self.edit),
            web.post(f"{one}/reply", self.reply),
            web.post(f"{one}/delete", self.delete),
            web.post(f"{one}/react", self.react),
            web.post(f"{one}/do", self.do),
            web.post(f"{one}/language", self.language),
        ]

    async def join(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        name = " ".join(word(body, "name", limit=NAME_LIMIT).split())
        customer = self.people.newcomer(word(body, "channel"), name, word(body, "language"))
        self.mirror.show(customer)
        return web.json_response({"channel": customer.phone.channel, "account": customer.account})

    async def say(self, request: web.Request) -> web.Response:
        text = word(await json_of(request), "text")
        await self.background.see(self.customer(request).phone.say(text))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        label, message = word(body, "label", limit=LABEL_LIMIT), word(body, "message", limit=NAME_LIMIT, empty=True)
        await self.background.see(self.customer(request).phone.press(label, message))
        return web.json_response({})

    async def attach(self, request: web.Request) -> web.Response:
        kind, name = one_of(request.query, "kind", KINDS), word(request.query, "name", limit=200, empty=True)
        customer = self.customer(request)
        data = await bytes_of(request)
        if not data:
            raise web.HTTPBadRequest(text="the file is empty")
        await self.background.see(customer.phone.attach(kind, data, name))
        return web.json_response({})

    async def edit(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        await self.background.see(self.customer(request).phone.edit(word(body, "message"), word(body, "text")))
        return web.json_response({})

    async def reply(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        await self.background.see(self.customer(request).phone.reply(word(body, "message"), word(body, "text")))
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        await self.background.see(self.customer(request).phone.delete(word(body, "message", limit=NAME_LIMIT)))
        return web.json_response({})

    async def react(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        message, emoji = word(body, "message", limit=NAME_LIMIT), word(body, "emoji", limit=NAME_LIMIT)
        await self.background.see(self.customer(request).phone.react(message, emoji, on=body.get("on") is True))
        return web.json_response({})

    async def do(self, request: web.Request) -> web.Response:
        body = await json_of(request)
        customer = self.customer(request)
        what, key = word(body, "what", limit=NAME_LIMIT), word(body, "key", limit=LABEL_LIMIT, empty=True)
        await self.background.see(customer.phone.do(what, key))
        self.mirror.draw(customer)
        return web.json_response({})

    async def language(self, request: web.Request) -> web.Response:
        language = word(await json_of(request), "language", limit=NAME_LIMIT)
        customer = self.customer(request)
        customer.phone.speak(checked(customer.phone.channel, language))
        self.mirror.draw(customer)
        return web.json_response({})

    def customer(self, request: web.Request) -> Customer:
        return self.people.of(request.match_info["channel"], request.match_info["account"])
