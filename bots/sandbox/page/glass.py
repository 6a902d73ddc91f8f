"""The part of the page that shows what is underneath: the traces of messages, and conversations as they are kept."""

from bots.sandbox.page.background import Background
from bots.sandbox.page.conversations import Conversations
from bots.sandbox.page.part import Page
from bots.sandbox.page.traces import Traces


async def add(page: Page) -> None:
    shop = page.shop
    conversations = Conversations(page.board, shop.kefu, shop.default_language, shop.clock)
    traces = Traces(page.board, shop.clock, conversations.whose, conversations.look_at)
    background = Background()
    page.ends.push_async_callback(background.close)
    background.start(conversations.keep_drawing())
    shop.clock.on_moved.append(conversations.look_at_all)
    page.ends.callback(shop.clock.on_moved.remove, conversations.look_at_all)
    shop.kefu.engine.watchers.add(traces)
    page.ends.callback(shop.kefu.engine.watchers.remove, traces)
