"""Content cut down to what a channel can show. Pure: the same content always gives the same parts."""

from collections.abc import Callable, Sequence

from bots.channel import Capabilities, TextUnit
from bots.delivery.cutting import cut
from bots.delivery.markup import length, to_plain, visible
from bots.delivery.media.kinds import shown_as
from bots.delivery.runs import escape
from storage.content import Button, Content
from storage.inbound import Attachment, Media
from storage.records import replace

Describe = Callable[[Attachment], str]
"""An attachment in kefu markup, for a channel that cannot show it."""
LONGEST = {TextUnit.CHARACTERS: 1, TextUnit.UTF16: 2, TextUnit.BYTES: 4}
"""The most units that one character can take."""


def parts(content: Content, capabilities: Capabilities, describe: Describe) -> list[Content]:
    """What is sent one after the other, each as one message and none of them empty. Buttons are under the last text."""
    if _fits(content, capabilities):
        return [content]
    shown = [each for each in content.attachments if is_shown(each, capabilities)]
    told = [describe(each) for each in content.attachments if not is_shown(each, capabilities)]
    room = capabilities.max_buttons if capabilities.buttons else 0
    text = "\n\n".join(filter(None, (content.text, *told, menu(content, room))))
    texts = cut(text, capabilities.text_limit, capabilities.text_unit)
    album = 1 if content.buttons else capabilities.album
    last = Content(buttons=content.buttons[:room], numbered=content.numbered)
    return list(_put_together(texts, _albums(shown, album), last, capabilities))


def is_shown(attachment: Attachment, capabilities: Capabilities) -> bool:
    """Whether the channel shows it, as what it is or as what it can be converted into."""
    media = attachment.media
    if media in capabilities.media:
        return True
    if media is Media.STICKER:
        return Media.PHOTO in capabilities.media
    return media is Media.FILE and shown_as(attachment.mime) in capabilities.media


def _fits(content: Content, capabilities: Capabilities) -> bool:
    if content.attachments or len(content.buttons) > (capabilities.max_buttons if capabilities.buttons else 0):
        return False
    if _is_short(content, capabilities):
        return True
    return bool(visible(content.text).strip()) and _has_room(to_plain(content.text), content.buttons, capabilities)


def _is_short(content: Content, capabilities: Capabilities) -> bool:
    """A quick yes for nearly all messages, without reading the markup or writing the menu. Markup is never shorter
    than what it shows, but for links, whose addresses may have to be written out.
    """
    text = content.text
    begins_with_words = bool(text) and not text[0].isspace() and text[0] != "<"
    signs = len(text)
    for button in content.buttons:
        signs += len(button.label) + len(button.url) + capabilities.menu_signs
    return begins_with_words and signs * LONGEST[capabilities.text_unit] <= capabilities.text_limit and "<a" not in text


def _has_room(plain: str, buttons: Sequence[Button], capabilities: Capabilities) -> bool:
    return length(plain, capabilities.text_unit) + _menu_size(buttons, capabilities) <= capabilities.text_limit


def _menu_size(buttons: Sequence[Button], capabilities: Capabilities) -> int:
    return capabilities.menu_size(buttons) if buttons and capabilities.menu_size else 0


def _albums(shown: Sequence[Attachment], most: int) -> list[tuple[Attachment, ...]]:
    """Photos that follow each other together, anything else alone."""
    albums: list[tuple[Attachment, ...]] = []
    for each in shown:
        before = albums[-1] if albums else ()
        if each.media is Media.PHOTO and 0 < len(before) < most and before[-1].media is Media.PHOTO:
            albums[-1] = (*before, each)
        else:
            albums.append((each,))
    return albums


def _put_together(
    texts: Sequence[str],
    shown: Sequence[tuple[Attachment, ...]],
    last: Content,
    capabilities: Capabilities,
) -> list[Content]:
    """One attachment or album a part: a part is sent whole or not at all, and files that went out must not go again."""
    made = [Content(text=text) for text in texts]
    if not capabilities.captions:
        return [*_with_buttons(made, last, capabilities), *(Content(attachments=each) for each in shown)]
    if shown:
        first = made[0] if made else Content()
        made = [
            replace(first, attachments=shown[0]),
            *made[1:],
            *(Content(attachments=more) for more in shown[1:]),
        ]
    return _with_buttons(made, last, capabilities)


def _with_buttons(made: list[Content], last: Content, capabilities: Capabilities) -> list[Content]:
    """`last`: the buttons, and nothing else."""
    if not last.buttons:
        return made
    if not made or not _has_room(to_plain(made[-1].text), last.buttons, capabilities):
        return [*made, last]
    return [*made[:-1], replace(last, text=made[-1].text, attachments=made[-1].attachments)]


def menu(content: Content, shown: int = 0) -> str:
    """A line for each button after the first `shown`, numbered as the desk counts what it offered."""
    labels = list(map(_label, content.buttons))
    lines = [f"{number}. {label}" for number, label in enumerate(labels, 1)] if content.numbered else labels
    return "\n".join(lines[shown:])


def _label(button: Button) -> str:
    label = escape(button.label)
    return f'<a href="{escape(button.url).replace(chr(34), "&quot;")}">{label}</a>' if button.url else label


def plainer(content: Content, capabilities: Capabilities, describe: Describe) -> list[Content]:
    """The same in words alone, for a platform that refused it as it was; nothing when it was plain already."""
    bare = replace(capabilities, buttons=False, media=frozenset())
    text = escape(to_plain(content.text))
    plain = parts(replace(content, text=text), bare, describe)
    return [] if plain == [content] else plain


def apart(content: Content) -> list[Content]:
    """An album as photos one by one, for a platform that refused it because of one of them."""
    first, *others = content.attachments
    return [replace(content, attachments=(first,)), *(Content(attachments=(each,)) for each in others)]


def joined(contents: Sequence[Content]) -> Content:
    """Several replies as one. Who is asked for digits last cannot answer the others with a number, either."""
    return Content(
        text="\n\n".join(filter(None, (content.text for content in contents))),
        buttons=tuple(button for content in contents for button in content.buttons),
        attachments=tuple(each for content in contents for each in content.attachments),
        numbered=all(content.numbered for content in contents),
    )
