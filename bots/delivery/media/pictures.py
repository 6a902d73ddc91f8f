"""Pictures that another channel would not show, drawn anew."""

import io

from PIL import Image

from bots.channel import FILE_BYTES, MediaLimit
from bots.photos.picture import MIME, TOO_LARGE, Picture, drawn_anew

STICKER_SIDE = 1024
READABLE = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")


def as_photo(data: bytes) -> tuple[bytes, str] | None:
    """A JPEG; None: no photograph, or one of too many pixels."""
    drawn = drawn_anew(data, FILE_BYTES)
    return (drawn.data, MIME) if isinstance(drawn, Picture) else None


def sticker_as_photo(data: bytes) -> tuple[bytes, str] | None:
    """A PNG, which lets through what the sticker does; None: it moves, or is no sticker."""
    try:
        with Image.open(io.BytesIO(data), formats=("WEBP", "PNG")) as image:
            if getattr(image, "is_animated", False) or max(image.size) > STICKER_SIDE:
                return None
            file = io.BytesIO()
            image.convert("RGBA").save(file, "PNG")
            return file.getvalue(), "image/png"
    except (OSError, ValueError, SyntaxError, *TOO_LARGE):
        return None


def has_shape(data: bytes, limit: MediaLimit) -> bool:
    """Whether its width and height are within the limit. Only the file's head is read."""
    size = _size(data) if limit.sides or limit.ratio else None
    if size is None:
        return True
    width, height = size
    return not (limit.sides and width + height > limit.sides) and not is_strip(size, limit)


def is_strip(size: tuple[int, int], limit: MediaLimit) -> bool:
    return bool(limit.ratio) and max(size) > limit.ratio * min(size)


def is_drawable(data: bytes, limit: MediaLimit) -> bool:
    """Whether it helps to draw it smaller: a long strip remains one."""
    size = _size(data)
    return size is None or not is_strip(size, limit)


def _size(data: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(data), formats=READABLE) as image:
            return image.size
    except (OSError, ValueError, SyntaxError, *TOO_LARGE):
        return None
