"""Files in and out.

In: `url_private` with our token, which only Slack may see. Out: the external upload flow
(https://docs.slack.dev/messaging/working-with-files#uploading_files).
"""

import asyncio
import mimetypes
from collections.abc import Sequence
from io import BytesIO

import aiohttp
import structlog
from yarl import URL

from bots.channel import File, NotAFile, Rejected, SendFailed, Unreachable
from bots.downloads import file_in, too_large
from bots.slack.api import Api, unreachable
from bots.slack.failures import failure
from storage.inbound import Attachment

log = structlog.get_logger(__name__)


async def download(api: Api, attachment: Attachment, limit: int) -> File:
    """Raises SendFailed."""
    if (attachment.size or 0) > limit:
        raise too_large(limit)
    url = _kept_at(attachment.ref if "://" in attachment.ref else await _address(api, attachment.ref), URL(api.base))
    try:
        async with api.session.get(
            url, headers=api.authorization, timeout=api.timeout, allow_redirects=False
        ) as response:
            data = await _body(response, limit)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise unreachable("a file", error) from None
    return File(media=attachment.media, name=attachment.name, mime=attachment.mime, data=data)


async def _address(api: Api, file_id: str) -> str:
    """Slack leaves the address out where a channel is shared with another workspace."""
    answer = await api.ask("files.info", api.client.files_info(file=file_id))
    file = answer.get("file")
    url = file.get("url_private") if isinstance(file, dict) else None
    if not isinstance(url, str):
        raise Rejected("Slack gives no address for the file")
    return url


def _kept_at(address: str, base: URL) -> URL:
    """Raises NotAFile."""
    try:
        url = URL(address)
        is_slack = _is_slack(url, base)
    except ValueError:
        raise NotAFile("the address of the file is none") from None
    if not is_slack:
        raise NotAFile(f"the file is kept outside Slack, at {url.host}")
    return url


def _is_slack(url: URL, base: URL) -> bool:
    """The token goes to the configured API's own origin, and over TLS to Slack's hosts. Raises ValueError."""
    if url.origin() == base.origin():
        return True
    host = url.host or ""
    return url.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if response.status != 200:
        raise _not_given(response)
    return await file_in(response.content, limit)


def _not_given(response: aiohttp.ClientResponse) -> SendFailed:
    if response.status == 429 or response.status >= 500:
        return failure(response.status, response.headers, {}) or Unreachable("Slack gave no file")
    # Slack redirects to its sign-in page when the token may not read files.
    return Rejected(f"Slack answered {response.status} for the file; is it deleted, or the scope files:read missing?")


async def upload(
    api: Api, channel: str, files: tuple[File, ...], words: str, thread: str | None, pauses: Sequence[float]
) -> str:
    """Send files as one message with `words` (mrkdwn) above them; returns the message's id, or where Slack does not
    come to tell it, that of the first file. Raises SendFailed."""
    put: list[dict[str, str | None]] = [{"id": await _put(api, file), "title": file.name} for file in files]
    await api.ask(
        "files.completeUploadExternal",
        api.client.files_completeUploadExternal(
            files=put, channel_id=channel, initial_comment=words or None, thread_ts=thread
        ),
    )
    first = str(put[0]["id"])
    return await _shown_in(api, first, channel, pauses) or first


async def _shown_in(api: Api, file_id: str, channel: str, pauses: Sequence[float]) -> str | None:
    """The message that shows a file; Slack tells it only by and by. It is sent already, so nothing fails here."""
    try:
        for pause in pauses:
            await asyncio.sleep(pause)
            answer = await api.ask("files.info", api.client.files_info(file=file_id))
            if ts := _share(answer.get("file"), channel):
                return ts
    except SendFailed as error:
        log.warning("the message of a file is not known, it cannot be changed", file=file_id, error=str(error))
    return None


def _share(file: object, channel: str) -> str | None:
    shares = file.get("shares") if isinstance(file, dict) else None
    for kind in ("private", "public"):
        match shares:
            case dict() if isinstance(shares.get(kind), dict):
                match shares[kind].get(channel):
                    case [{"ts": str(ts)}, *_]:
                        return ts
    return None


def named(file: File) -> str:
    """Slack tells a picture from any other file by its name's ending, and other platforms' photos have no name."""
    name = file.name or file.media.value
    if "." in name:
        return name
    # Slack knows .ogg, and not Python's first choice, .oga.
    return name + (".ogg" if file.mime == "audio/ogg" else mimetypes.guess_extension(file.mime) or "")


async def _put(api: Api, file: File) -> str:
    """The id of the file, which nobody sees until the upload is completed."""
    url, file_id = await _place_for(api, file)
    try:
        async with api.session.post(url, data=BytesIO(file.data), timeout=api.timeout) as response:
            if response.status != 200:
                raise failure(response.status, response.headers, {}) or Unreachable("Slack did not take the file")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise unreachable("an upload", error) from None
    return file_id


async def _place_for(api: Api, file: File) -> tuple[str, str]:
    """Where to put its bytes, and the id it will have."""
    asked = api.client.files_getUploadURLExternal(filename=named(file), length=len(file.data))
    match await api.ask("files.getUploadURLExternal", asked):
        case {"upload_url": str(url), "file_id": str(file_id)}:
            return url, file_id
    raise Unreachable("Slack names no place for an upload")
