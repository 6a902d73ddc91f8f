"""The menu on a channel's home page, in the words of the scripts."""

from collections.abc import Callable

from handlers.language import from_locale
from handlers.scripts.library import Shelf
from storage.content import Content


def home_of(shelf: Shelf, shop_name: str, default_language: str) -> Callable[[str], Content]:
    def home(locale: str) -> Content:
        """`locale` as the platform names it; "" when it tells none."""
        library = shelf.library
        language = from_locale(locale, library.languages) or default_language
        menu = library.script(language, "menu")
        return Content(text=menu.line("text", shop=shop_name), buttons=menu.buttons) if menu else Content()

    return home
