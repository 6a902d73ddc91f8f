"""Whether bytes are a photograph, told by what they are, and what is kept of it.

What is kept is drawn anew from the pixels: upright, in common colours, a JPEG that every channel can show, and without
anything else that the file told or hid. HEIC is refused: its decoders are young and run in our process, and one that
a picture brings down would be given the same picture again at the next start.
"""

import io
import warnings
from collections.abc import Mapping

import structlog
from PIL import ExifTags, Image, ImageCms

from storage.photos import Unusable
from storage.records import record

BYTES = 10 * 1024 * 1024
"""So large may a file be."""
PIXELS = 52_000_000
"""So many may a JPEG have, as the larger phones make them: decoded at half the size it takes 250 MB."""
PIXELS_AT_FULL_SIZE = 16_000_000
"""So many may any other have, which is decoded whole: a WebP takes 22 bytes a pixel at its worst."""
SIDE = 2560
"""A longer side is scaled down to so many pixels, as chats do: what is torn or missing can still be seen."""
QUALITY = 88
MIME = "image/jpeg"

SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (8, b"WEBP", "WEBP"),
)
"""(offset, bytes there, Pillow's name of the format)"""
MOVING = {"PNG", "GIF", "WEBP"}
"""A JPEG of several pictures is a phone's: the same again, for depth or brightness."""

TURNED: Mapping[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By EXIF's orientation. Pillow's own exif_transpose writes the whole EXIF again, and fails where that is odd."""

log = structlog.get_logger(__name__)

Image.MAX_IMAGE_PIXELS = PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)


@record(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    data: bytes


def drawn_anew(data: bytes, most_bytes: int = BYTES) -> Picture | Unusable:
    """Takes up to two seconds, and memory: see the limits."""
    if not data:
        return Unusable.BROKEN
    if len(data) > most_bytes:
        return Unusable.TOO_LARGE
    format_name = next((name for at, magic, name in SIGNATURES if data.startswith(magic, at)), None)
    if format_name is None:
        return Unusable.NOT_A_PHOTO
    try:
        return _drawn_anew(data, format_name)
    except TOO_LARGE:
        return Unusable.TOO_LARGE
    except Exception as error:  # noqa: BLE001 - the boundary of somebody else's bytes: decoders raise whatever they stumble over
        log.info("photo.broken", format=format_name, error=type(error).__name__)
        return Unusable.BROKEN


def _drawn_anew(data: bytes, format_name: str) -> Picture | Unusable:
    with Image.open(io.BytesIO(data), formats=(format_name,)) as image:
        if image.width * image.height > (PIXELS if format_name == "JPEG" else PIXELS_AT_FULL_SIZE):
            return Unusable.TOO_LARGE
        if format_name in MOVING and getattr(image, "is_animated", False):
            return Unusable.NOT_A_PHOTO
        image.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded smaller where that is enough
        return _as_jpeg(_opaque(_upright(image)))


def _upright(image: Image.Image) -> Image.Image:
    image.thumbnail((SIDE, SIDE))
    image.load()
    turned = TURNED.get(_orientation(image))
    return image if turned is None else image.transpose(turned)


def _orientation(image: Image.Image) -> object:
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except Exception as error:  # noqa: BLE001 - as above: a photograph whose EXIF is damaged can be seen all the same
        log.info("photo.exif_broken", error=type(error).__name__)
        return None


def _opaque(image: Image.Image) -> Image.Image:
    """In the colours that every screen assumes, on white where it lets something through."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return _in_common_colours(image).convert("RGB")


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Phones photograph in more colours than sRGB has: left as they are, all would look paler."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return converted or image


def _as_jpeg(image: Image.Image) -> Picture:
    file = io.BytesIO()
    bare = Image.new("RGB", image.size)  # without what was known of the file
    bare.paste(image)
    bare.save(file, "JPEG", quality=QUALITY)
    return Picture(image.width, image.height, file.getvalue())
