"""Files in WeCom: uploaded by the bot in pieces, and handed to it encrypted, each with its own key, for a while."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bots.sandbox.mimes import sniffed

Json = dict[str, Any]
CHUNK = 512 * 1024
CHUNKS = 100
PADDED_TO = 32
ADDRESS_SECONDS = 300.0
KINDS = {"image": "photo", "voice": "voice", "video": "video", "file": "file"}
LIMITS = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    id: str
    kind: str
    """As WeCom calls it."""
    name: str
    data: bytes
    key: bytes
    until: float
    """The bot may fetch it so long."""

    @property
    def mime(self) -> str:
        return sniffed(self.data)


@dataclass(slots=True)
class Upload:
    kind: str
    name: str
    size: int
    chunks: int
    md5: str
    parts: dict[int, bytes] = field(default_factory=dict)


class Refused(Exception):
    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.errcode = errcode


class MediaStore:
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._uploads: dict[str, Upload] = {}
        self.files: dict[str, StoredFile] = {}
        self.base = ""

    def keep(self, kind: str, name: str, data: bytes) -> StoredFile:
        stored = StoredFile(
            id=f"media-{next(self._numbers)}",
            kind=kind,
            name=name,
            data=data,
            key=secrets.token_bytes(32),
            until=self._clock() + ADDRESS_SECONDS,
        )
        self.files[stored.id] = stored
        return stored

    def resource(self, stored: StoredFile) -> Json:
        """What a callback says of it."""
        key = base64.b64encode(stored.key).decode().rstrip("=")
        return {"url": f"{self.base}/media/{stored.id}", "aeskey": key}

    async def get(self, request: web.Request) -> web.Response:
        stored = self.files.get(request.match_info["id"])
        if stored is None or self._clock() > stored.until:
            return web.Response(status=404)
        headers = {"Content-Disposition": f'attachment; filename="{stored.name}"'}
        return web.Response(body=encrypted(stored.data, stored.key), headers=headers)

    def begin(self, body: Json) -> Json:
        upload = Upload(body["type"], body["filename"], body["total_size"], body["total_chunks"], body["md5"])
        if upload.kind not in KINDS or not 5 <= upload.size <= LIMITS[upload.kind] or not 1 <= upload.chunks <= CHUNKS:
            raise Refused(40009, "invalid media size")
        upload_id = f"upload-{next(self._numbers)}"
        self._uploads[upload_id] = upload
        return {"upload_id": upload_id}

    def add(self, body: Json) -> Json:
        data = base64.b64decode(body["base64_data"], validate=True)
        upload = self._upload(body)
        if len(data) > CHUNK or not 0 <= body["chunk_index"] < upload.chunks:
            raise Refused(40058, "invalid chunk")
        upload.parts[body["chunk_index"]] = data
        return {}

    def finish(self, body: Json) -> Json:
        upload = self._upload(body)
        data = b"".join(part for _, part in sorted(upload.parts.items()))
        whole = len(upload.parts) == upload.chunks and len(data) == upload.size
        if not whole or hashlib.md5(data, usedforsecurity=False).hexdigest() != upload.md5:
            raise Refused(40058, "the file is not whole")
        stored = self.keep(upload.kind, upload.name, data)
        return {"type": upload.kind, "media_id": stored.id, "created_at": str(int(self._clock()))}

    def sent(self, kind: str, body: Json) -> StoredFile:
        stored = self.files.get(str(body.get("media_id")))
        if stored is None or stored.kind != kind:
            raise Refused(40007, "invalid media_id")
        return stored

    def _upload(self, body: Json) -> Upload:
        if body.get("upload_id") not in self._uploads:
            raise Refused(40058, "invalid upload_id")
        return self._uploads[body["upload_id"]]


def encrypted(data: bytes, key: bytes) -> bytes:
    size = PADDED_TO - len(data) % PADDED_TO
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).encryptor()
    return encryptor.update(data + bytes([size]) * size) + encryptor.finalize()
