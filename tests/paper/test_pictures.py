"""Pictures for documents: any image, upright and small; anything else has its sentence."""

import io

import pytest
from PIL import Image

from deskcrm.paper.pictures import NotAPicture, PictureTooLarge, picture


def saved(image: Image.Image, kind: str, **options: Image.Exif) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16", "CMYK"])
def test_a_picture_of_any_kind_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    found = picture(saved(Image.new(mode, (80, 40)), kind), 170, 44)
    assert (found.width, found.height) == (88, 44)
    assert found.image.mode in {"RGB", "RGBA"}


def test_transparency_stays() -> None:
    data = saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    assert picture(data, 44, 44).image.getpixel((5, 5))[3] == 0


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = picture(saved(Image.new("RGB", (80, 40)), "JPEG", exif=exif), 170, 44)
    assert (found.width, found.height) == (22, 44)


def test_eighty_megapixels_are_made_small() -> None:
    data = saved(Image.new("RGB", (10_000, 8_000), (9, 9, 200)), "JPEG")
    found = picture(data, 170, 44)
    assert max(found.image.size) <= 680
    assert found.height == 44


def test_more_pixels_than_fit_in_memory_are_refused() -> None:
    data = saved(Image.new("1", (20_000, 11_000)), "PNG")
    with pytest.raises(PictureTooLarge, match="too many pixels"):
        picture(data, 170, 44)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg/>", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"GIF89a" + b"\xff" * 9],
)
def test_what_is_no_picture_has_a_sentence(data: bytes) -> None:
    with pytest.raises(NotAPicture, match="Choose a PNG or JPEG"):
        picture(data, 170, 44)


def test_half_a_picture_has_a_sentence() -> None:
    whole = saved(Image.effect_noise((200, 200), 50), "PNG")
    with pytest.raises(NotAPicture):
        picture(whole[: len(whole) // 2], 170, 44)
