"""Payloads to `Inbound`s. Pure: no I/O, no clock.

Slack tells of one message in a channel twice (`message` and `app_mention`) and again when it got no answer: all fall on
one key, the channel and the message's `ts`.
"""

from dataclasses import dataclass, field

import structlog

from bots.desk_chats import DeskChats
from bots.slack.payloads import BlockActions, Changed, Command, Envelope, HomeOpened, Message, SharedFile, Written
from bots.slack.words import mentions, plain
from storage.inbound import Attachment, Identity, Inbound, Kind, Media

log = structlog.get_logger(__name__)

SAID = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of `message` that are somebody saying something; joins, topics, other bots and the rest are not."""
MEDIA = {"image": Media.PHOTO, "audio": Media.VOICE, "video": Media.VIDEO}
WITHOUT_CONTENT = frozenset({"tombstone", "hidden_by_limit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """Who we are where the app is installed, from auth.test, and which channels are the desk."""

    team_id: str
    user_id: str
    bot_id: str = ""
    desk: DeskChats = field(default_factory=DeskChats)


def read_event(envelope: Envelope, us: Installed) -> Inbound | None:
    """None: nothing that concerns us. Raises pydantic's ValidationError on a malformed event."""
    event = envelope.event
    match event.get("type"), event.get("subtype"):
        case ("message" | "app_mention", subtype) if subtype in SAID:
            return _said(Message.model_validate(event), us, shared=envelope.is_ext_shared_channel)
        case "message", "message_changed":
            return _changed(Changed.model_validate(event), us, shared=envelope.is_ext_shared_channel)
        case "app_home_opened", _:
            return _opened(HomeOpened.model_validate(event))
    return None


def _said(message: Message, us: Installed, *, shared: bool) -> Inbound | None:
    author = _admitted(message, message.channel, message.channel_type, us, shared=shared)
    if author is None:
        return None
    return Inbound(
        identity=Identity("slack", author.user),
        key=f"message:{message.channel}:{message.ts}",
        chat_id=message.channel,
        text=plain(message.text or "", without=us.user_id),
        attachments=_attachments(message.files or ()),
        sent_at=float(message.ts),
        private=author.private,
        staff=author.staff,
        thread=_thread(us, message.channel, message.thread_ts, message.ts),
        message_id=message.ts,
        direct_chat_id=None if author.private else author.user,
    )


def _changed(changed: Changed, us: Installed, *, shared: bool) -> Inbound | None:
    """An edit. Slack also tells when a link unfolds or a thread grows: then the text is the same."""
    message, before = changed.message, changed.previous_message
    if message.edited is None or (before is not None and before.text == message.text):
        return None
    author = _admitted(message, changed.channel, changed.channel_type, us, shared=shared)
    if author is None:
        return None
    return Inbound(
        identity=Identity("slack", author.user),
        key=f"edit:{changed.channel}:{message.ts}:{message.edited.ts}",
        kind=Kind.EDIT,
        chat_id=changed.channel,
        text=plain(message.text or "", without=us.user_id),
        sent_at=float(message.edited.ts),
        private=author.private,
        staff=author.staff,
        thread=_thread(us, changed.channel, message.thread_ts, message.ts),
        message_id=message.ts,
        direct_chat_id=None if author.private else author.user,
    )


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote, once it is sure that kefu is meant and may listen."""

    user: str
    staff: bool
    private: bool


def _admitted(message: Written, channel: str, channel_type: str, us: Installed, *, shared: bool) -> Author | None:
    """None for bots, for talk that is not ours, and for outsiders who write in the desk's channel."""
    user = _person(message, us)
    if user is None or not _concerns_us(channel, channel_type, message.text or "", us):
        return None
    staff = channel in us.desk
    if staff and not _is_member(message, channel, us, shared=shared):
        return None
    return Author(user, staff, _is_direct(channel, channel_type))


def _opened(opened: HomeOpened) -> Inbound | None:
    """The Messages tab opens the door. The key makes it once a contact, for as long as the inbox remembers keys:
    Slack tells of every look at the tab."""
    if opened.tab != "messages":
        return None
    return Inbound(
        identity=Identity("slack", opened.user),
        key=f"start:{opened.user}",
        kind=Kind.START,
        chat_id=opened.channel,
        sent_at=float(opened.event_ts),
    )


def read_press(pressed: BlockActions, us: Installed) -> Inbound | None:
    """None: a button that only opens an address, or one pressed in the desk by somebody from outside."""
    action = next((action for action in pressed.actions if action.value is not None), None)
    if action is None:
        return None
    user = pressed.user.id
    chat = pressed.channel.id if pressed.channel else user
    staff = chat in us.desk
    if staff and pressed.user.team_id not in (None, us.team_id):
        _outsider(chat, user)
        return None
    private = pressed.channel is None or _is_direct(chat)
    return Inbound(
        identity=Identity("slack", user),
        key=f"action:{chat}:{user}:{action.action_ts}",
        kind=Kind.BUTTON,
        chat_id=chat,
        payload=action.value or "",
        sent_at=float(action.action_ts),
        private=private,
        staff=staff,
        thread=_thread_of_button(pressed, chat, us),
        message_id=pressed.container.message_ts,
        direct_chat_id=None if private else user,
    )


def read_command(command: Command, us: Installed, now: float) -> Inbound | None:
    """`/kefu text`. Slack gives no time of its own, and none of these in a thread."""
    staff = command.channel_id in us.desk
    if staff and command.team_id != us.team_id:
        _outsider(command.channel_id, command.user_id)
        return None
    private = _is_direct(command.channel_id)
    return Inbound(
        identity=Identity("slack", command.user_id),
        key=f"command:{command.trigger_id}",
        chat_id=command.channel_id,
        text=plain(command.text),
        sent_at=now,
        private=private,
        staff=staff,
        direct_chat_id=None if private else command.user_id,
    )


def _person(message: Written, us: Installed) -> str | None:
    """The author, unless a bot (we among them) or nobody wrote it."""
    return message.user if message.user and message.user != us.user_id and not message.bot_id else None


def _concerns_us(channel: str, channel_type: str, text: str, us: Installed) -> bool:
    return channel in us.desk or _is_direct(channel, channel_type) or mentions(text, us.user_id)


def _is_direct(channel: str, channel_type: str = "") -> bool:
    return channel_type == "im" if channel_type else channel.startswith("D")


def _is_member(message: Written, channel: str, us: Installed, *, shared: bool) -> bool:
    """A channel shared with another company brings its people into the desk: they command nothing.

    Slack leaves the team out of some messages (files, for one): then only an unshared channel vouches for the author.
    """
    if message.teams - {us.team_id} or (shared and not message.teams):
        _outsider(channel, message.user or "")
        return False
    return True


def _outsider(chat: str, user: str) -> None:
    log.warning("not a member of the desk's workspace, ignored", channel="slack", chat=chat, user=user)


def _thread(us: Installed, chat: str, thread_ts: str | None, ts: str | None) -> str | None:
    """The parent of a thread carries its own `ts` as `thread_ts`: it is not a reply."""
    if thread_ts is None or thread_ts == ts:
        return None
    return us.desk.thread(chat, thread_ts) if chat in us.desk else thread_ts


def _thread_of_button(pressed: BlockActions, chat: str, us: Installed) -> str | None:
    """In the desk a button on the parent (the card) belongs to its thread, of which Slack says nothing before the
    first reply."""
    if chat not in us.desk:
        return pressed.thread
    thread = pressed.thread or pressed.container.message_ts
    return us.desk.thread(chat, thread) if thread else None


def _attachments(files: tuple[SharedFile, ...]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            media=MEDIA.get((file.mimetype or "").partition("/")[0], Media.FILE),
            channel="slack",
            ref=file.url_private or file.id,
            name=file.name or "",
            mime=file.mimetype or "",
            size=file.size,
        )
        for file in files
        if file.mode not in WITHOUT_CONTENT
    )
