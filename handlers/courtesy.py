"""Thanks, an "ok", a goodbye, an emoji and nothing else: nobody has to answer it, and nobody waits."""

from handlers.exchange import Turn
from storage.inbound import Attachment, Inbound, Kind, Media


def is_courtesy(turn: Turn) -> bool:
    """The words are those of the scripts `thanks` and `goodbye`, of all languages. A goodbye is one, too."""
    return said(turn) is not None


def said(turn: Turn) -> str | None:
    """The script that answers it; None: it says something else."""
    inbound = turn.inbound
    if inbound.staff or inbound.kind is not Kind.TEXT or not all(map(is_face, inbound.attachments)):
        return None
    return turn.library.courtesy(turn.text or faces(inbound))


def is_face(attachment: Attachment) -> bool:
    return attachment.media is Media.STICKER


def faces(inbound: Inbound) -> str:
    """What stickers stand for. One that says nothing of it is kind: nobody can ask with it."""
    return "".join(each.caption or "🙂" for each in inbound.attachments)
