"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from deskcrm.errors import FileProblem
from deskcrm.files import replacing, write_whole


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def test_a_file_takes_the_place_of_what_stood_there(tmp_path: Path) -> None:
    place = tmp_path / "offer.pdf"
    write_whole(place, b"first")
    write_whole(place, b"second")
    assert place.read_bytes() == b"second"
    assert names(tmp_path) == ["offer.pdf"]


def test_what_stops_half_way_leaves_what_stood_there(tmp_path: Path) -> None:
    place = tmp_path / "offer.pdf"
    write_whole(place, b"first")

    def stop() -> None:
        with replacing(place) as fresh:
            fresh.write_bytes(b"sec")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop()
    assert place.read_bytes() == b"first"
    assert names(tmp_path) == ["offer.pdf"]


def test_a_link_is_replaced_and_never_followed(tmp_path: Path) -> None:
    secret, place = tmp_path / "secret", tmp_path / "offer.pdf"
    secret.write_bytes(b"mine")
    place.symlink_to(secret)
    write_whole(place, b"offer")
    assert secret.read_bytes() == b"mine"
    assert not place.is_symlink()


@pytest.mark.parametrize(
    "name", ["missing/offer.pdf", "folder", "a\0b.pdf", "x" * 300, "/dev/null"]
)
def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileProblem):
        write_whole(tmp_path / name, b"offer")
    assert names(tmp_path) == ["folder"]
