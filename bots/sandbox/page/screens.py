"""The part of the page that people use: the phones and the staff group, on the board and behind their routes."""

from functools import partial

from bots.sandbox.page.background import Background
from bots.sandbox.page.customer_routes import CustomerRoutes
from bots.sandbox.page.media import Media
from bots.sandbox.page.mirror import Mirror
from bots.sandbox.page.part import Page
from bots.sandbox.page.people import People
from bots.sandbox.page.staff import staff_of
from bots.sandbox.page.staff_routes import StaffRoutes
from storage.store import Store


async def add(page: Page) -> None:
    platforms = page.shop.platforms
    background = Background()
    page.ends.push_async_callback(background.close)
    staff = staff_of(platforms, page.shop.desk)
    people = People(platforms, page.shop.orders)
    menu = platforms.wechat.custom_menu
    mirror = Mirror(page.board, partial(whose, page.shop.kefu.store), menu)
    menu.on_change = mirror.draw_everybody
    for customer in people.gather():
        mirror.show(customer)
    mirror.show_staff(staff)
    background.start(mirror.watch_threads(staff))
    page.routes.extend(CustomerRoutes(people, mirror, background).routes())
    page.routes.extend(StaffRoutes(staff, background).routes())
    page.routes.extend(Media(platforms).routes())


async def whose(store: Store, thread: str) -> str:
    conversation = await store.load_by_thread(thread)
    return f"{conversation.identity.channel}/{conversation.identity.account_id}" if conversation else ""
