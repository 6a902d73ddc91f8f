"""Files in and out.

In: an address that holds for five minutes, and a key for this file alone (AES-256-CBC, padded to 32 bytes). Out: in
pieces over the connection, before the message that shows it. Limits: 上传临时素材 (path/101463).
"""

import base64
import binascii
import hashlib
import mimetypes
from collections.abc import Callable, Mapping

import aiohttp
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from yarl import URL

from bots.channel import File, MediaLimit, NotAFile, Rejected, SendFailed, TooLarge, Unreachable
from bots.delivery.media.kinds import UNKNOWN, type_of
from bots.downloads import file_in, too_large
from bots.unreached import why
from bots.wecom.cards import Body
from bots.wecom.connection import LongConnection
from bots.wecom.failures import failure
from bots.wecom.frames import UPLOAD_CHUNK, UPLOAD_FINISH, UPLOAD_INIT, Resource
from storage.inbound import Attachment, Media
from storage.latest import Latest
from storage.records import record

MEGABYTE = 1024 * 1024
CHUNK = 512 * 1024
PADDED_TO = 32
VOICE_SECONDS = 60.0
SMALLEST = 5
"""So many bytes WeCom wants of any file."""
DOWNLOAD_SECONDS = 15.0
KEPT, KEPT_SECONDS = 100, 3600.0
"""So many uploads are used again, for so long. WeCom keeps each for three days."""


@record(frozen=True, slots=True)
class Shape:
    """What WeCom shows as such; anything else goes as a file."""

    kind: str
    limit: int
    signatures: tuple[tuple[int, bytes], ...] = ()


SHAPES: Mapping[Media, Shape] = {
    Media.PHOTO: Shape("image", 10 * MEGABYTE, ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (0, b"GIF8"))),
    Media.VOICE: Shape("voice", 2 * MEGABYTE, ((0, b"#!AMR"),)),
    Media.VIDEO: Shape("video", 10 * MEGABYTE, ((4, b"ftyp"),)),
}
PLAIN_FILE = Shape("file", 20 * MEGABYTE)
MEDIA_LIMITS: Mapping[Media, MediaLimit] = {
    Media.PHOTO: MediaLimit(bytes=SHAPES[Media.PHOTO].limit, types=("image/jpeg", "image/png", "image/gif")),
    Media.VOICE: MediaLimit(bytes=SHAPES[Media.VOICE].limit, types=("audio/amr",), seconds=VOICE_SECONDS),
    Media.VIDEO: MediaLimit(bytes=SHAPES[Media.VIDEO].limit, types=("video/mp4",)),
    Media.FILE: MediaLimit(bytes=PLAIN_FILE.limit),
}
NAMES = {"image/jpeg": ".jpg", "audio/ogg": ".ogg"}


def reference(resource: Resource) -> str:
    """What `Attachment.ref` keeps of it."""
    return f"{resource.aeskey} {resource.url}"


async def download(session: aiohttp.ClientSession, attachment: Attachment, limit: int, ws_url: str) -> File:
    """Raises SendFailed."""
    key, _, address = attachment.ref.partition(" ")
    url = _kept_at(address, URL(ws_url))
    try:
        async with session.get(
            url, timeout=aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS), allow_redirects=False
        ) as response:
            data = await _body(response, limit + PADDED_TO)
            name = response.content_disposition.filename if response.content_disposition else None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unreachable(f"no file from WeCom: {why(error)}") from None
    plain = decrypted(data, key) if key else data
    if len(plain) > limit:
        raise too_large(limit)
    mime = _mime(name or "", plain)
    return File(media=attachment.media, name=name or _named(attachment, mime), mime=mime, data=plain)


def decrypted(data: bytes, key: str) -> bytes:
    """Raises NotAFile."""
    try:
        aes = base64.b64decode(key + "=" * (-len(key) % 4), validate=True)
        decryptor = Cipher(algorithms.AES256(aes), modes.CBC(aes[:16])).decryptor()
        padded = decryptor.update(data) + decryptor.finalize()
    except (binascii.Error, ValueError):
        raise NotAFile("a file of WeCom's cannot be decrypted with the key that came with it") from None
    size = padded[-1] if padded else 0
    if not 1 <= size <= PADDED_TO or padded[-size:] != bytes([size]) * size:
        raise NotAFile("a file of WeCom's was not whole")
    return padded[:-size]


class Uploads:
    """Files on WeCom's side. What shows one may have to wait, and is not worth bringing it there again."""

    def __init__(self, connection: LongConnection, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._clock = clock
        self._kept: Latest[int, tuple[str, float]] = Latest(KEPT)
        """What WeCom calls each, and until when that counts. Neither names nor bytes are kept here."""

    async def shown(self, file: File, *, anew: bool = False) -> Body:
        """The body of the message that shows it. `anew`: brought there once more. Raises SendFailed."""
        shape, name = shape_of(file), _upload_name(file)
        md5 = hashlib.md5(file.data, usedforsecurity=False).hexdigest()
        print_of = hash((shape.kind, name, md5))
        media_id, until = self._kept.get(print_of, ("", 0.0))
        if anew or until <= self._clock():
            media_id = await _upload(self._connection, shape, name, file, md5)
            self._kept.keep(print_of, (media_id, self._clock() + KEPT_SECONDS))
        return {"msgtype": shape.kind, shape.kind: {"media_id": media_id}}


async def _upload(connection: LongConnection, shape: Shape, name: str, file: File, md5: str) -> str:
    size = len(file.data)
    if size > shape.limit:
        raise TooLarge(f"WeCom takes {shape.limit // MEGABYTE} MB, this {file.media} has {size} bytes")
    if size < SMALLEST:
        raise Rejected(f"WeCom takes no file of {size} bytes")
    pieces = [file.data[at : at + CHUNK] for at in range(0, size, CHUNK)]
    begun = await _ask(
        connection,
        UPLOAD_INIT,
        {"type": shape.kind, "filename": name, "total_size": size, "total_chunks": len(pieces), "md5": md5},
    )
    upload_id = _text_in(begun, "upload_id")
    for index, piece in enumerate(pieces):
        chunk = {"upload_id": upload_id, "chunk_index": index, "base64_data": base64.b64encode(piece).decode()}
        await _ask(connection, UPLOAD_CHUNK, chunk)
    return _text_in(await _ask(connection, UPLOAD_FINISH, {"upload_id": upload_id}), "media_id")


def shape_of(file: File) -> Shape:
    shape = SHAPES.get(file.media, PLAIN_FILE)
    is_such = any(file.data.startswith(magic, at) for at, magic in shape.signatures) and len(file.data) <= shape.limit
    return shape if is_such else PLAIN_FILE


async def _ask(connection: LongConnection, cmd: str, body: object) -> object:
    answer = await connection.ask(cmd, body)
    if failed := failure(answer.errcode):
        raise failed
    return answer.body


def _text_in(body: object, name: str) -> str:
    match body:
        case dict() if isinstance(found := body.get(name), str):
            return found
    raise Unreachable(f"WeCom's answer to an upload says no {name}")


def _kept_at(address: str, ws_url: URL) -> URL:
    """Raises NotAFile."""
    try:
        url = URL(address)
    except ValueError:
        raise NotAFile("the address of the file is none") from None
    if not (url.host and _is_trusted(url, ws_url)):
        raise NotAFile(f"the file is kept at {url.host}, which is not reached over TLS")
    return url


def _is_trusted(url: URL, ws_url: URL) -> bool:
    """Over TLS, or from where we are connected to anyway."""
    return url.scheme == "https" or (url.host, url.port) == (ws_url.host, ws_url.port)


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    if response.status != 200:
        raise _not_given(response.status)
    return await file_in(response.content, limit)


def _not_given(status: int) -> SendFailed:
    if status == 429 or status >= 500:
        return Unreachable(f"WeCom answered {status} for a file")
    return Rejected(f"WeCom answered {status} for a file; its address holds for five minutes only")


def _mime(name: str, data: bytes) -> str:
    """By the name only where the bytes do not tell, as of a table in words."""
    found = type_of(data)
    return (mimetypes.guess_type(name)[0] or UNKNOWN) if found == UNKNOWN else found


def _named(attachment: Attachment, mime: str) -> str:
    return f"{attachment.media}{_ending(mime)}"


def _upload_name(file: File) -> str:
    name = (file.name or str(file.media)).replace("/", "_")
    return name if "." in name else name + _ending(file.mime)


def _ending(mime: str) -> str:
    return NAMES.get(mime) or mimetypes.guess_extension(mime) or ""
