"""Messages, their edits and deletions to `Inbound`s. Pure: no I/O, no clock.

Slack tells of one message in a channel twice (`message` and `app_mention`) and again when it got no answer: all fall on
one key, the channel and the message's `ts`.

To share a message with a word of one's own is one message to Slack. A customer said both; of staff the words alone are
read, and what they brought along is a message beside it, as it is where two are made of it.
"""

from collections.abc import Iterable
from itertools import chain

from bots.slack.installed import Installed, is_direct, outsider
from bots.slack.payloads import Changed, Deleted, Envelope, Message, SharedFile, Written
from bots.slack.words import mentions, plain
from storage.inbound import Attachment, Identity, Inbound, Kind, Media, Quote, new_inbound
from storage.records import record, replace

MEDIA = {"image": Media.PHOTO, "audio": Media.VOICE, "video": Media.VIDEO}
WITHOUT_CONTENT = frozenset({"tombstone", "hidden_by_limit"})
SLACKBOT = "USLACKBOT"
"""In whose name Slack itself speaks, as when the bot was removed from a channel."""


@record(frozen=True, slots=True)
class Author:
    """Who wrote, once it is sure that kefu is meant and may listen."""

    user: str
    staff: bool
    private: bool


def read_message(envelope: Envelope, us: Installed) -> tuple[Inbound, ...]:
    """Empty: nothing that concerns us, as what other bots say. Raises pydantic's ValidationError on
    a malformed event.
    """
    event, shared = envelope.event, envelope.is_ext_shared_channel
    match event.get("subtype"):
        case None | "file_share" | "thread_broadcast" | "me_message":
            return _said(Message.model_validate(event), us, shared=shared)
        case "message_changed":
            return one(_changed(Changed.model_validate(event), us, shared=shared))
        case "message_deleted":
            return one(_deleted(Deleted.model_validate(event), us, shared=shared))
    return ()


def one(inbound: Inbound | None) -> tuple[Inbound, ...]:
    return () if inbound is None else (inbound,)


def _said(message: Message, us: Installed, *, shared: bool) -> tuple[Inbound, ...]:
    author = _admitted(message, message.channel, message.channel_type, us, shared=shared)
    if author is None:
        return ()
    said = _written(message, author, us)
    if not (author.staff and message.shared):
        return (said,)
    brought = replace(said, key=f"shared:{message.channel}:{message.ts}", kind=Kind.FORWARDED, text="", attachments=())
    return (said, brought) if said.text or said.attachments else (brought,)


def _written(message: Message, author: Author, us: Installed) -> Inbound:
    thread = us.thread(message.channel, message.thread_ts, message.ts)
    return new_inbound(
        identity=Identity("slack", author.user),
        key=f"message:{message.channel}:{message.ts}",
        chat_id=message.channel,
        text=_words(message, author, us),
        attachments=_attachments(message, author),
        sent_at=float(message.ts),
        private=author.private,
        staff=author.staff,
        thread=thread,
        message_id=message.ts,
        # In a direct conversation a thread is how Slack's people answer one message.
        quote=Quote(message_id=thread) if thread and author.private else None,
        direct_chat_id=None if author.private else author.user,
    )


def _changed(changed: Changed, us: Installed, *, shared: bool) -> Inbound | None:
    """An edit. Slack also tells when a link unfolds or a thread grows: then the text is the same."""
    message, before = changed.message, changed.previous_message
    if message.subtype == "tombstone":  # it had answers, and those stay
        return _taken_back(changed, before, message.ts, us, shared=shared)
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
        text=_words(message, author, us),
        attachments=_attachments(message, author),
        sent_at=float(message.edited.ts),
        private=author.private,
        staff=author.staff,
        thread=us.thread(changed.channel, message.thread_ts, message.ts),
        message_id=message.ts,
        direct_chat_id=None if author.private else author.user,
    )


def _deleted(deleted: Deleted, us: Installed, *, shared: bool) -> Inbound | None:
    return _taken_back(deleted, deleted.previous_message, deleted.deleted_ts, us, shared=shared)


def _taken_back(
    told: Changed | Deleted, before: Written | None, ts: str, us: Installed, *, shared: bool
) -> Inbound | None:
    """By its author, or by an owner of the workspace: it is gone all the same."""
    author = _admitted(before, told.channel, told.channel_type, us, shared=shared) if before else None
    if before is None or author is None:
        return None
    return Inbound(
        identity=Identity("slack", author.user),
        key=f"deleted:{told.channel}:{ts}",
        kind=Kind.DELETED,
        chat_id=told.channel,
        sent_at=float(told.ts),
        private=author.private,
        staff=author.staff,
        thread=us.thread(told.channel, before.thread_ts, ts),
        message_id=ts,
        direct_chat_id=None if author.private else author.user,
    )


def _admitted(message: Written, channel: str, channel_type: str, us: Installed, *, shared: bool) -> Author | None:
    """None for bots, for talk that is not ours, and for outsiders who write in the desk's channel."""
    user = _person(message, us)
    if user is None or not _concerns_us(channel, channel_type, message.text or "", us):
        return None
    staff = channel in us.desk
    if staff and not _is_member(message, channel, us, shared=shared):
        return None
    return Author(user, staff, is_direct(channel, channel_type))


def _person(message: Written, us: Installed) -> str | None:
    """The author, unless a bot (we among them), Slack or nobody wrote it."""
    return message.user if message.user not in (None, "", us.user_id, SLACKBOT) and not message.bot_id else None


def _concerns_us(channel: str, channel_type: str, text: str, us: Installed) -> bool:
    return channel in us.desk or is_direct(channel, channel_type) or mentions(text, us.user_id)


def _is_member(message: Written, channel: str, us: Installed, *, shared: bool) -> bool:
    """A channel shared with another company brings its people into the desk: they command nothing.

    Slack leaves the team out of some messages (files, for one): then only an unshared channel vouches for the author.
    """
    if not all(map(us.is_ours, message.teams)) or (shared and not message.teams):
        outsider(channel, message.user or "")
        return False
    return True


def _words(message: Written, author: Author, us: Installed) -> str:
    text = plain(message.text or "", without=us.user_id)
    if author.staff or not message.shared:
        return text
    return "\n".join(filter(None, (text, *(plain(each.text or "") for each in message.shared))))


def _attachments(message: Written, author: Author) -> tuple[Attachment, ...]:
    own = message.files or ()
    return _files(own if author.staff else chain(own, *(each.files or () for each in message.shared)))


def _files(files: Iterable[SharedFile]) -> tuple[Attachment, ...]:
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
