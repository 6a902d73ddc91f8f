"""Messages and events of the desk's groups to `Inbound`s. Pure: no I/O, no clock."""

from bots.desk_chats import DeskChats
from bots.wecom.files import reference
from bots.wecom.frames import Event, Message, Press, Resource, Said
from bots.wecom.tickets import Addressed, addressed, number_of, thread_of
from storage.inbound import QUOTED, Attachment, Identity, Inbound, Kind, Media, Quote
from storage.records import record

CHANNEL = "wecom"


@record(frozen=True, slots=True)
class Us:
    bot_name: str
    desk: DeskChats


def read_message(message: Message, us: Us, now: float) -> Inbound | None:
    """None: not said in the desk, or nothing at all. A message carries no time of its own."""
    if message.chatid not in us.desk or not message.sender.userid:
        return None
    said = _said(message, us.bot_name)
    attachments = _attachments(message) or _sent_by_quote(message, said)
    is_empty = not said.text.strip() and not attachments
    return Inbound(
        identity=Identity(CHANNEL, message.sender.userid),
        key=message.msgid,
        chat_id=message.chatid,
        text=said.text,
        attachments=attachments,
        sent_at=now,
        private=False,
        staff=True,
        addressed=True,
        thread=None if said.number is None or is_empty else us.desk.thread(message.chatid, thread_of(said.number)),
        message_id=message.msgid,
        quote=_quote(message.quote, us.bot_name),
    )


def read_press(event: Event, press: Press, us: Us, now: float) -> Inbound | None:
    """A button of a card of ours, whose task_id says which conversation it is about."""
    if event.chatid not in us.desk or not event.sender.userid or not press.event_key:
        return None
    number = conversation_of(press.task_id)
    return Inbound(
        identity=Identity(CHANNEL, event.sender.userid),
        key=event.msgid,
        kind=Kind.BUTTON,
        chat_id=event.chatid,
        payload=press.event_key,
        sent_at=event.create_time or now,
        private=False,
        staff=True,
        addressed=True,
        thread=None if number is None else us.desk.thread(event.chatid, thread_of(number)),
    )


def task_id(number: int | None, unique: str) -> str:
    return f"{number or 0}-{unique}"


def conversation_of(task: str) -> int | None:
    """Undoes `task_id`. None: the card was about no conversation, or was not ours."""
    number, dash, _ = task.partition("-")
    return (number_of(f"#{number}") or None) if dash else None


def _said(message: Message, bot_name: str) -> Addressed:
    return addressed(message.words, message.quote.words if message.quote else "", bot_name)


def _quote(quoted: Said | None, bot_name: str) -> Quote | None:
    """Its words as its author meant them: a number and what stands around it would hide the sign of a note."""
    return Quote(text=addressed(quoted.words, "", bot_name).text[:QUOTED]) if quoted and quoted.words else None


def _sent_by_quote(message: Message, said: Addressed) -> tuple[Attachment, ...]:
    """A file cannot be sent together with an @. It is sent first, and then quoted with nothing but `@bot #17`: with
    words beside the number, the words alone are meant, and what they are about stays inside.
    """
    return _attachments(message.quote) if message.quote and said.number is not None and not said.text.strip() else ()


def _attachments(said: Said) -> tuple[Attachment, ...]:
    pictures = [(Media.PHOTO, item.image) for item in said.items]
    return tuple(
        Attachment(media=media, channel=CHANNEL, ref=reference(resource))
        for media, resource in [*pictures, (Media.VIDEO, said.video), (Media.FILE, said.file)]
        if isinstance(resource, Resource) and resource.url
    )
