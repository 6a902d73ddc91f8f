"""Pictures as phones, screens and troublemakers make them."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

GPS = 0x8825
ORIENTATION = 0x0112
MAKER = 0x010F
LYING_ON_ITS_RIGHT = 6
"""Of a phone that was held upright: the picture is to be turned by a quarter to the right."""


def drawing(size: tuple[int, int] = (80, 40), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right: one sees when it is turned."""
    image = Image.new("RGB", size, "red")
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, size[0], size[1]), fill="blue")
    return image.convert(mode)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def picture(form: str = "JPEG", size: tuple[int, int] = (80, 40), mode: str = "RGB") -> bytes:
    return saved(drawing(size, mode), form)


def shot(number: int) -> bytes:
    """One of several photographs that differ."""
    return saved(Image.new("RGB", (32, 32), (number, 0, 0)), "JPEG")


def telltale(orientation: int = 1) -> bytes:
    """A photograph that says where it was taken, with what, and what was thought of it."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "SecretPhone"
    exif[GPS] = {1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 17.0)}
    return saved(drawing(), "JPEG", exif=exif, comment=b"taken at home", xmp=b"<x:xmpmeta>home</x:xmpmeta>")


def of_two_pictures() -> bytes:
    """As phones save depth or brightness: the photograph, and the same again."""
    return saved(drawing(), "MPO", save_all=True, append_images=[drawing((40, 20))])


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:])


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """Some bytes that say they are a picture of 50,000 by 50,000 pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" + bytes((width + 7) // 8)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(row * 10)) + _chunk(b"IEND")


def _chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
