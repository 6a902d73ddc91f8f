"""What is a photograph and what is not, and what is kept of one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from bots.photos.picture import BYTES, MIME, SIDE, Picture, drawn_anew
from storage.photos import Unusable
from tests.pictures import LYING_ON_ITS_RIGHT, bomb, drawing, moving, of_two_pictures, opened, picture, saved, telltale

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def kept(data: bytes) -> Image.Image:
    made = drawn_anew(data)
    assert isinstance(made, Picture)
    image = opened(made.data)
    assert (image.size, Image.MIME[image.format or ""]) == ((made.width, made.height), MIME)
    return image


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]  # three numbers, in RGB
    return "red" if red > 200 > blue else "blue" if blue > 200 > red else "other"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_photographs_are_kept_whatever_they_came_as(form: str) -> None:
    image = kept(picture(form))
    assert (image.size, colour(image, 10, 20), colour(image, 70, 20)) == ((80, 40), "red", "blue")


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA")])
def test_few_colours_and_many_are_all_shown(form: str, mode: str) -> None:
    assert kept(picture(form, mode=mode)).mode == "RGB"


def test_a_phones_second_picture_in_the_same_file_does_not_make_it_move() -> None:
    assert kept(of_two_pictures()).size == (80, 40)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_what_moves_is_no_photograph(form: str) -> None:
    assert drawn_anew(moving(form)) is Unusable.NOT_A_PHOTO


@pytest.mark.parametrize(
    "data", [SVG, b"%PDF-1.7 ...", HEIC, b"\0\0\0\x18ftypmp42", b"GIF, he said", b"PK\x03\x04", b"x"]
)
def test_other_files_are_no_photographs_whatever_they_are_called(data: bytes) -> None:
    assert drawn_anew(data) is Unusable.NOT_A_PHOTO


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_was_cut_off_on_its_way_is_broken(form: str) -> None:
    whole = saved(Image.effect_noise((200, 200), 90).convert("RGB"), form)
    for length in (20, len(whole) // 2, len(whole) * 9 // 10):
        assert drawn_anew(whole[:length]) is Unusable.BROKEN


def test_a_photograph_whose_exif_is_damaged_is_kept_as_it_lies() -> None:
    whole = telltale(LYING_ON_ITS_RIGHT)
    assert kept(whole.replace(b"Exif\0\0MM", b"Exif\0\0??").replace(b"Exif\0\0II", b"Exif\0\0??")).size == (80, 40)


def test_nothing_at_all_is_broken() -> None:
    assert drawn_anew(b"") is Unusable.BROKEN


@pytest.mark.parametrize("data", [bomb(), bomb(60_000_000, 1), bomb(4001, 4000), bytes(BYTES + 1)])
def test_too_many_pixels_or_bytes_are_refused_before_anything_is_unpacked(data: bytes) -> None:
    assert drawn_anew(data) is Unusable.TOO_LARGE


def test_a_picture_of_a_large_phone_is_scaled_down() -> None:
    assert kept(picture(size=(8000, 6000))).size == (SIDE, SIDE * 3 // 4)


def test_where_it_was_taken_and_with_what_is_not_kept() -> None:
    made = drawn_anew(telltale())
    assert isinstance(made, Picture)
    image = opened(made.data)
    assert (dict(image.getexif()), set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
        {},
        set(),
    )
    assert not any(secret in made.data for secret in (b"SecretPhone", b"home", b"Exif"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_upright_as_pillow_itself_would(orientation: int) -> None:
    data = telltale(orientation)
    image, expected = kept(data), ImageOps.exif_transpose(opened(data))
    x, y = image.width // 8, image.height // 8
    assert image.size == expected.size
    assert colour(image, x, y) == colour(expected, x, y)


def test_a_phone_that_was_held_upright_shows_left_on_top() -> None:
    image = kept(telltale(LYING_ON_ITS_RIGHT))
    assert (image.size, colour(image, 20, 10), colour(image, 20, 70)) == ((40, 80), "red", "blue")


def test_what_lets_something_through_is_on_white() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    assert kept(saved(clear, "PNG")).getpixel((10, 10)) == (255, 255, 255)


def test_a_photograph_keeps_its_colours_when_its_profile_goes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = kept(saved(drawing(), "JPEG", icc_profile=profile))
    assert ("icc_profile" in image.info, colour(image, 10, 20)) == (False, "red")
    broken = kept(saved(drawing(), "JPEG", icc_profile=b"no profile at all"))
    assert colour(broken, 10, 20) == "red"


def test_the_same_picture_is_drawn_the_same_twice() -> None:
    assert drawn_anew(telltale()) == drawn_anew(telltale())


SAMPLES = [picture(form) for form in ("JPEG", "PNG", "WEBP", "GIF")] + [telltale(), of_two_pictures()]


@settings(deadline=None)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8))
def test_damaged_files_are_kept_or_refused_and_never_raise(sample: bytes, damage: list[tuple[int, int]]) -> None:
    data = bytearray(sample)
    for place, value in damage:
        data[place % len(data)] = value
    assert isinstance(drawn_anew(bytes(data)), Picture | Unusable)
