"""Content as the bodies of WeCom's messages: markdown, and a template card where there are buttons.

A card shows little text: its limits are advice of 模板卡片类型 (path/101032 of developer.work.weixin.qq.com/document),
beyond which clients cut. `menu_size` keeps a longer text in a message of its own above the card.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bots.delivery.markup import to_plain
from bots.delivery.mentions import uncalled
from bots.delivery.runs import escape
from bots.wecom.markdown import to_markdown
from bots.wecom.tickets import number_above, thread_of, without_number
from storage.content import Button, Content

Body = dict[str, Any]

TEXT_BYTES = 10_000
"""WeCom takes 20,480; escapes may double a text."""
CARD_BYTES = 330
"""112 characters of Chinese, with room for the number."""
MOST_BUTTONS = 6
TITLE = 26
LABEL = 30
IN_NO_CONVERSATION = "· "
"""Before a post that is about no conversation and yet begins with a number: quoting it must not lead there."""


def menu_size(_buttons: Sequence[Button]) -> int:
    """What buttons take of a message's room: all but a card's, so that what has buttons fits into a card."""
    return TEXT_BYTES - CARD_BYTES


def numbered(text: str, number: int | None) -> str:
    """kefu markup that says at its beginning which conversation it is about."""
    above = number_above(to_plain(text))
    if number is None:
        return text if above is None else IN_NO_CONVERSATION + text
    return text if above == number else f"{thread_of(number)} {text}".rstrip()


def bodies(content: Content, number: int | None, title: str, task: Callable[[], str]) -> list[Body]:
    """In words and buttons; files come on their own. `title`: of a card that has only buttons. `task`: a new id each.

    A card calls nobody: words that do stand above it. More buttons than a card takes are on further cards: a number
    typed instead would go to the customer.
    """
    linked = "\n".join(_link(button) for button in content.buttons if button.url)
    text = numbered("\n".join(filter(None, (content.text, linked))), number)
    pressed = [button for button in content.buttons if not button.url]
    said: Body = {"msgtype": "markdown", "markdown": {"content": to_markdown(text)}}
    if not pressed:
        return [said]
    bare = title if number is None else thread_of(number)
    rows = [pressed[at : at + MOST_BUTTONS] for at in range(0, len(pressed), MOST_BUTTONS)]
    is_above = uncalled(text) != text
    words = [bare if is_above else to_plain(text), *(bare for _ in rows[1:])]
    shown: list[Body] = [
        {"msgtype": "template_card", "template_card": card(line, title, row, task())}
        for line, row in zip(words, rows, strict=True)
    ]
    return [said, *shown] if is_above else shown


def card(text: str, title: str, buttons: Sequence[Button], task: str) -> Body:
    first, _, rest = text.partition("\n")
    if len(first) > TITLE:
        number = number_above(first)
        first, rest = (title if number is None else thread_of(number)), without_number(text)
    made: Body = {
        "card_type": "button_interaction",
        "main_title": {"title": _title(first, title)},
        "button_list": [
            {"text": _cut(button.label, LABEL), "style": 1 if at == 0 else 2, "key": button.goto}
            for at, button in enumerate(buttons)
        ],
        "task_id": task,
    }
    return {**made, "sub_title_text": rest.strip()} if rest.strip() else made


def marked(shown: Body, key: str) -> Body:
    """The same card, with a tick on the button that was pressed."""
    buttons = [
        {**button, "text": f"✓ {button['text'].removeprefix('✓ ')}"} if button["key"] == key else button
        for button in shown["button_list"]
    ]
    return {**shown, "button_list": buttons}


def update(shown: Body) -> Body:
    return {"response_type": "update_template_card", "template_card": shown}


def _title(first: str, title: str) -> str:
    """A number alone says little where more is known."""
    return _cut(title if number_above(title) is not None and title.startswith(first) else first, TITLE) or "-"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _link(button: Button) -> str:
    return f'<a href="{escape(button.url).replace(chr(34), "&quot;")}">{escape(button.label)}</a>'
