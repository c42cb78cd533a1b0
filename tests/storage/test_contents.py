"""Contents of attached files: kept once by their hash, carried along by backups, whole or not at all."""

from pathlib import Path

import pytest

from builders import NOW, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.belongings import Attachment
from deskcrm.errors import FileProblem
from deskcrm.storage import contents
from deskcrm.storage.backup import back_up, restore
from deskcrm.storage.contents import (
    ContentGone,
    ContentTooLarge,
    folder_beside,
    keep,
    place_of,
    whole,
)


def test_one_content_is_kept_once_whatever_it_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"the same")
    first, second = keep(folder, tmp_path / "a.txt"), keep(folder, tmp_path / "b.txt")
    assert first == second
    assert first.size == 8
    assert [p.read_bytes() for p in folder.rglob("*") if p.is_file()] == [b"the same"]
    assert whole(folder, first.sha256, name="a.txt").read_bytes() == b"the same"


def test_a_content_that_was_changed_or_lost_is_not_given_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    content = keep(tmp_path / "kept", tmp_path / "a.txt")
    place = place_of(tmp_path / "kept", content.sha256)
    place.write_bytes(b"other")
    with pytest.raises(ContentGone) as told:
        whole(tmp_path / "kept", content.sha256, name="a.txt")
    assert "a.txt" in str(told.value)
    place.unlink()
    with pytest.raises(ContentGone):
        whole(tmp_path / "kept", content.sha256, name="a.txt")


def test_what_cannot_be_kept_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    with pytest.raises(FileProblem):
        keep(folder, tmp_path / "missing")
    with pytest.raises(FileProblem):
        keep(folder, tmp_path)
    (tmp_path / "big").write_bytes(b"12345")
    monkeypatch.setattr(contents, "MOST_BYTES", 4)
    with pytest.raises(ContentTooLarge):
        keep(folder, tmp_path / "big")
    monkeypatch.undo()
    folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(FileProblem):
        keep(folder, tmp_path / "big")


def test_a_backup_has_the_files_and_a_restore_brings_them_back(tmp_path: Path) -> None:
    crm = Crm.open(tmp_path / "profile" / "deskcrm.sqlite")
    (tmp_path / "contract.pdf").write_bytes(b"%PDF")
    content = keep(folder_beside(crm.path), tmp_path / "contract.pdf")
    (key,) = crm.do(add, contact("Ana"))
    kept = Attachment(contact_id=key, name="contract.pdf", sha256=content.sha256, size=4, added=NOW)
    gone = Attachment(contact_id=key, name="lost.pdf", sha256="f" * 64, size=4, added=NOW)
    crm.do(add, kept, gone)
    path = crm.path
    crm.close()
    backup = back_up(path, tmp_path / "usb" / "copy.sqlite")
    again = back_up(path, tmp_path / "usb" / "second.sqlite")
    stored = [p for p in folder_beside(backup).rglob("*") if p.is_file()]
    assert [p.name for p in stored] == [content.sha256]
    assert folder_beside(again) == folder_beside(backup)

    elsewhere = tmp_path / "new" / "deskcrm.sqlite"
    restore(backup, elsewhere)
    assert whole(folder_beside(elsewhere), content.sha256, name="x").read_bytes() == b"%PDF"
