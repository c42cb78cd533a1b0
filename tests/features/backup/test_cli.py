"""`deskcrm backup`, `restore` and `check`, as typed."""

from pathlib import Path

import pytest

from builders import NOW, add, contact
from damaging import damage
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.features.contacts.belongings import attach_file


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with some contacts."""
    crm = Crm.open(tmp_path / "profile" / "deskcrm.sqlite")
    crm.do(add, *(contact(f"Person {n}") for n in range(300)))
    crm.close()
    return tmp_path / "profile"


def test_a_backup_is_made_and_brought_back(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = str(tmp_path / "copy.sqlite")
    assert main(["--profile", str(profile), "backup", copy]) == 0
    assert capsys.readouterr().out == f"Backed up to {copy} and checked.\n"

    main(["--profile", str(profile), "undo"])
    assert main(["--profile", str(profile), "restore", copy]) == 0
    assert "deskcrm-replaced-1.sqlite" in capsys.readouterr().out
    assert main(["--profile", str(profile), "undo"]) == 0
    assert capsys.readouterr().out == "Undid: add records.\n"


def test_a_damaged_file_is_told_and_healed_by_its_backup(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = str(tmp_path / "copy.sqlite")
    main(["--profile", str(profile), "backup", copy])
    damage(profile / "deskcrm.sqlite")
    assert main(["--profile", str(profile), "check"]) == 1
    assert "is damaged" in capsys.readouterr().err
    assert main(["--profile", str(profile), "restore", copy]) == 0
    capsys.readouterr()
    assert main(["--profile", str(profile), "check"]) == 0
    assert capsys.readouterr().out == "deskcrm.sqlite is sound.\n"


def test_nothing_is_restored_while_the_data_is_open(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = str(tmp_path / "copy.sqlite")
    main(["--profile", str(profile), "backup", copy])
    capsys.readouterr()
    window = Crm.open(profile / "deskcrm.sqlite")
    assert main(["--profile", str(profile), "restore", copy]) == 1
    assert "open in another window" in capsys.readouterr().err
    window.close()


@pytest.mark.parametrize("file", ["missing.sqlite", "words.sqlite"])
def test_what_is_no_backup_is_one_sentence(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (tmp_path / "words.sqlite").write_text("words " * 90)
    before = (profile / "deskcrm.sqlite").read_bytes()
    assert main(["--profile", str(profile), "restore", str(tmp_path / file)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert (profile / "deskcrm.sqlite").read_bytes() == before


def test_a_backup_to_an_impossible_place_is_one_sentence(
    profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["--profile", str(profile), "backup", str(tmp_path / "file" / "b.sqlite")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_profile_without_data_has_nothing_to_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--profile", str(tmp_path / "new"), "check"]) == 0
    assert "no data" in capsys.readouterr().out
    assert not (tmp_path / "new").exists()


def test_attached_files_that_are_gone_are_counted(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crm = Crm.open(profile / "deskcrm.sqlite")
    (key,) = crm.do(add, contact("Ana"))
    crm.do(attach_file, key, name="a.pdf", sha256="0" * 64, size=1, now=NOW)
    crm.close()
    assert main(["--profile", str(profile), "check"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("The content of 1 attached file is")
