"""Files that customers sent, brought here."""

from bots.channel import File, NotAFile, TooLarge, Unreachable
from bots.delivery.media.kinds import type_of
from bots.telegram.api import Api
from storage.inbound import Attachment, Media

NOT_FILES = {Media.LOCATION, Media.CONTACT, Media.LINK, Media.OTHER}


async def fetch(api: Api, attachment: Attachment, limit: int) -> File:
    """Raises SendFailed."""
    if attachment.media in NOT_FILES:
        raise NotAFile(f"a {attachment.media} is no file")
    if (attachment.size or 0) > limit:
        raise too_large(limit)
    data = await api.download(await _path(api, attachment.ref), limit)
    if data is None:
        raise too_large(limit)
    name = attachment.name or str(attachment.media)
    return File(media=attachment.media, name=name, mime=type_of(data), data=data, caption=attachment.caption)


def too_large(limit: int) -> TooLarge:
    return TooLarge(f"larger than {limit >> 20} MB, or than Telegram lets a bot download")


async def _path(api: Api, file_id: str) -> str:
    match await api.call("getFile", file_id=file_id):
        case {"file_path": str(path)}:
            return path
    raise Unreachable("Telegram does not say where the file is")
