"""Everything about one contact, as a folder."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from builders import NOW, TODAY, add, contact, deal, organization
from deskcrm.__main__ import main
from deskcrm.crm import Crm
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp
from deskcrm.domain.base import Base
from deskcrm.domain.belongings import Attachment, Consent, ImportantDate, Photo
from deskcrm.domain.deals import Stage
from deskcrm.domain.people import Distinct, Role
from deskcrm.errors import FileProblem, NotFound
from deskcrm.features.contacts.belongings import attach_file
from deskcrm.features.contacts.usecases import tag_contacts
from deskcrm.features.exchange.dossier import related_rows, write_dossier
from deskcrm.storage.contents import folder_beside, keep
from quoting import sent_quote
from windows import open_window


def well_known(crm: Crm) -> int:
    """Somebody with a bit of everything, beside somebody else."""
    (house,) = crm.do(add, organization("Ola Surf Escuela"))
    (key, friend) = crm.do(
        add,
        contact("Lucía Fernández", email="lucia@ola.example", phone="+34 942 55 01 23"),
        contact("Miguel Santos", email="miguel@santos.example"),
    )
    crm.do(add, Role(person_id=key, organization_id=house, organization_name="Ola Surf Escuela"))
    crm.do(tag_contacts, [key], add=["surf"])
    quote = sent_quote(crm, contact_id=key, title="Booking / site")
    crm.do(
        lambda session: session.add_all(
            [
                deal(session.query(Stage).first(), "Shop", contact_id=key),  # type: ignore[arg-type] # there are stages
                deal(session.query(Stage).first(), "Other", contact_id=friend),  # type: ignore[arg-type] # there are stages
                Activity(kind=ActivityKind.NOTE, at=NOW, text="likes Basque", contact_id=key),
                Activity(kind=ActivityKind.NOTE, at=NOW, text="of the friend", contact_id=friend),
                FollowUp(title="Ring", quote_id=quote, due_on=TODAY, created=NOW),
                contact("Mateo Ruiz", referred_by_id=key),
                ImportantDate(contact_id=key, label="Wedding", day=TODAY),
                Consent(contact_id=key, given=True, day=TODAY, source="by mail"),
                Photo(contact_id=key, media_type="image/png", data=b"\x89PNG"),
                Attachment(
                    contact_id=key, name="contract.pdf", sha256="ab" * 32, size=4, added=NOW
                ),
                Distinct(first_id=key, second_id=friend),
            ]
        )
    )
    return key


def read(folder: Path) -> Any:
    return json.loads((folder / "records.json").read_text("utf-8"))


def test_the_folder_holds_all_records_and_the_very_bytes_that_left(
    crm: Crm, tmp_path: Path
) -> None:
    key = well_known(crm)
    folder = crm.ask(write_dossier, tmp_path, key, files=folder_beside(crm.path))
    assert folder.name == "Lucía Fernández"
    said = read(folder)
    assert said["contact"]["emails"] == [{"label": "Work", "value": "lucia@ola.example"}]
    records = said["records"]
    assert [row["title"] for row in records["deal"]] == ["Shop"]
    assert [row["text"] for row in records["activity"] if row["kind"] == "note"] == ["likes Basque"]
    assert [row["title"] for row in records["follow_up"]] == ["Ring"]
    assert [row["name"] for row in records["referred"]] == ["Mateo Ruiz"]
    assert records["tag"] == [{"name": "surf"}]
    (sent,) = records["sent_quote"]
    (document,) = (folder / "documents").iterdir()
    assert document.name.endswith("Booking - site.pdf")
    assert document.read_bytes().startswith(b"%PDF")
    assert "friend" not in (folder / "records.json").read_text("utf-8")
    assert sent["sha256"]


def test_no_table_that_refers_to_a_contact_is_forgotten(crm: Crm) -> None:
    key = well_known(crm)
    told = crm.ask(related_rows, key).keys()
    of_contacts = {
        table.name
        for table in Base.metadata.tables.values()
        if any(each.column.table.name == "contact" for each in table.foreign_keys)
    }
    assert of_contacts - {"address", "link", "contact"} <= told


def test_attached_files_and_the_photo_leave_under_their_names(crm: Crm, tmp_path: Path) -> None:
    key = well_known(crm)
    source = tmp_path / "contract.pdf"
    for number in range(2):
        source.write_bytes(b"%PDF" + bytes([number]))
        content = keep(folder_beside(crm.path), source)
        crm.do(attach_file, key, name="../contract.pdf", sha256=content.sha256, size=5, now=NOW)
    folder = crm.ask(write_dossier, tmp_path, key, files=folder_beside(crm.path))
    names = sorted(path.name for path in (folder / "files").iterdir())
    assert len(names) == 2
    assert all(name.endswith(".pdf") and "/" not in name for name in names)
    assert (folder / "photo.png").read_bytes() == b"\x89PNG"


def test_a_second_folder_stands_beside_the_first(crm: Crm, tmp_path: Path) -> None:
    (key,) = crm.do(add, contact("CON"))
    names = [
        crm.ask(write_dossier, tmp_path, key, files=folder_beside(crm.path)).name
        for _time in range(3)
    ]
    assert names == ["contact CON", "contact CON (2)", "contact CON (3)"]


def test_a_place_that_is_none_and_a_contact_that_is_none_leave_nothing(
    crm: Crm, tmp_path: Path
) -> None:
    (key,) = crm.do(add, contact())
    with pytest.raises(FileProblem):
        crm.ask(write_dossier, tmp_path / "missing", key, files=folder_beside(crm.path))
    place = tmp_path / "place"
    place.mkdir()
    with pytest.raises(NotFound):
        crm.ask(write_dossier, place, 999, files=folder_beside(crm.path))
    assert list(place.iterdir()) == []


def test_the_command_says_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = str(tmp_path / "profile")
    google = str(Path(__file__).with_name("google.csv"))
    assert main(["--profile", profile, "contacts", "import", google]) == 0
    capsys.readouterr()
    assert main(["--profile", profile, "contacts", "dossier", "1", str(tmp_path)]) == 0
    (folder,) = (path.parent for path in tmp_path.glob("*/records.json"))
    assert capsys.readouterr().out == f"Wrote {folder}.\n"


def test_the_window_asks_where_it_goes(qtbot: QtBot, crm: Crm, tmp_path: Path) -> None:
    from deskcrm.features.exchange.ui import FEATURE

    (key,) = crm.do(add, contact())
    window = open_window(qtbot, crm, [FEATURE])
    window.context.run("exchange.everything", ("contact", key))
    (dialog,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.setDirectoryUrl(QUrl.fromLocalFile(str(tmp_path)))
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    qtbot.waitUntil((tmp_path / "Lucía Fernández" / "records.json").exists)
    qtbot.waitUntil(lambda: window.toasts.text == "Saved everything in Lucía Fernández")
