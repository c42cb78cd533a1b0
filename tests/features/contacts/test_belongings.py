"""What is kept with a contact beside its form: consent, files, a photo, notes as they were meant."""

import datetime as dt
import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from builders import NOW, TODAY, add, contact
from deskcrm.crm import Crm
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.features.contacts.belongings import (
    ConsentToCome,
    attach_file,
    detach_file,
    record_consent,
    remove_photo,
    set_photo,
)
from deskcrm.features.contacts.photos import NoPhoto, fitted
from deskcrm.features.contacts.queries.records import contact_record
from deskcrm.features.contacts.queries.view import contact_view
from deskcrm.features.contacts.ui.attachments import AttachmentRow, size
from deskcrm.features.contacts.ui.form import ContactDialog
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.contacts.ui.words import event_words
from deskcrm.kit.controls import Button
from deskcrm.kit.form import FormDialog
from deskcrm.kit.markdown import MarkdownText, open_link
from deskcrm.kit.parts import FactRow
from deskcrm.shell.window import MainWindow
from deskcrm.storage.contents import folder_beside
from windows import open_window


def picture(width: int = 40, height: int = 20, kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), "#3B5BDB").save(out, kind)
    return out.getvalue()


def opened(qtbot: QtBot, crm: Crm) -> ContactsPage:
    page = open_window(qtbot, crm).show_page("contacts")
    assert isinstance(page, ContactsPage)
    qtbot.waitUntil(lambda: page.details.shown is not None)
    return page


def facts(page: ContactsPage) -> list[list[str]]:
    QApplication.processEvents()
    rows = page.details.findChildren(FactRow)
    return [
        [text.text() for text in row.findChildren(QLabel)]
        for row in rows
        if row.isVisibleTo(page.details)
    ]


def shown_files(page: ContactsPage) -> list[AttachmentRow]:
    QApplication.processEvents()
    return [
        row for row in page.details.findChildren(AttachmentRow) if row.isVisibleTo(page.details)
    ]


def drop(page: ContactsPage, at: QPoint, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(at),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.details.dropEvent(event)


# ── consent ──────────────────────────────────────────────────────────────────────────────────────


def test_what_was_said_last_is_told_first(crm: Crm) -> None:
    (key,) = crm.do(add, contact("Ana"))
    for given, day in ((True, 1), (False, 9)):
        crm.do(
            record_consent, [key], given=given, day=dt.date(2026, 5, day), source="fair",
            today=TODAY,
        )  # fmt: skip
    view = crm.ask(contact_view, key, today=TODAY)
    assert [(said.given, said.day.day) for said in view.consents] == [(False, 9), (True, 1)]
    assert crm.ask(contact_record, key)["consents"] == [
        {"given": True, "day": "2026-05-01", "source": "fair"},
        {"given": False, "day": "2026-05-09", "source": "fair"},
    ]


@pytest.mark.parametrize(
    ("day", "source", "wrong"),
    [
        (TODAY, " ", Required),
        (TODAY + dt.timedelta(days=1), "fair", ConsentToCome),
    ],
)
def test_a_consent_is_dated_and_sourced(
    crm: Crm, day: dt.date, source: str, wrong: type[CrmError]
) -> None:
    (key,) = crm.do(add, contact("Ana"))
    with pytest.raises(wrong):
        crm.do(record_consent, [key], given=True, day=day, source=source, today=TODAY)
    with pytest.raises(NotFound):
        crm.do(record_consent, [key, 99], given=True, day=TODAY, source="fair", today=TODAY)
    assert crm.ask(contact_view, key, today=TODAY).consents == ()


def test_the_consent_of_several_is_one_step(crm: Crm, qtbot: QtBot) -> None:
    keys = crm.do(add, contact("Ana"), contact("Bo"))
    page = opened(qtbot, crm)
    page.table.selectAll()
    page.context.run("contacts.record_consent")
    (sheet,) = (
        w for w in QApplication.topLevelWidgets() if isinstance(w, FormDialog) and w.isVisible()
    )
    edit = sheet.form.field("source").focusProxy()
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    QTest.keyClicks(edit, "newsletter form")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    for key in keys:
        (said,) = crm.ask(contact_view, key, today=TODAY).consents
        assert (said.given, said.source) == (True, "newsletter form")
    assert ["Consent", "Given · 21 Nov 2026 · newsletter form"] in facts(page)
    crm.undo()
    assert crm.ask(contact_view, keys[0], today=TODAY).consents == ()


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def test_files_dropped_on_the_details_are_kept_opened_and_removed(
    crm: Crm, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (key,) = crm.do(add, contact("Ana"))
    page = opened(qtbot, crm)
    file = tmp_path / "Договор 1.pdf"
    file.write_bytes(b"%PDF-1.7")
    drop(page, page.details.rect().bottomLeft(), file)
    qtbot.waitUntil(lambda: bool(shown_files(page)))
    (attachment,) = crm.ask(contact_view, key, today=TODAY).attachments
    assert (attachment.name, attachment.size) == ("Договор 1.pdf", 8)
    assert event_words(page.details.events[0])[0] == "Attached Договор 1.pdf"

    seen: list[Path] = []

    def show(url: QUrl) -> bool:
        seen.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    (row,) = shown_files(page)
    (name,) = (b for b in row.findChildren(Button) if b.text().startswith("Договор"))
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].name == "Договор 1.pdf"
    assert seen[0].read_bytes() == b"%PDF-1.7"
    assert not seen[0].stat().st_mode & 0o222

    crm.do(detach_file, attachment.id)
    assert crm.ask(contact_view, key, today=TODAY).attachments == ()
    crm.undo()
    assert crm.ask(contact_view, key, today=TODAY).attachments == (attachment,)


def test_a_content_that_is_gone_is_said(crm: Crm, qtbot: QtBot) -> None:
    (key,) = crm.do(add, contact("Ana"))
    crm.do(attach_file, key, name="a.pdf", sha256="0" * 64, size=2_500_000, now=NOW)
    page = opened(qtbot, crm)
    (row,) = shown_files(page)
    assert "2.5 MB" in " ".join(label.text() for label in row.findChildren(QLabel))
    (name,) = (b for b in row.findChildren(Button) if b.text() == "a.pdf")
    name.click()
    window = page.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: "content of a.pdf is missing" in window.toasts.text)


def test_sizes_are_told_in_the_unit_that_fits() -> None:
    assert [size(n) for n in (1, 999, 1500, 2_400_000)] == ["1 byte", "999 bytes", "2 KB", "2.4 MB"]


def test_the_contents_lie_beside_the_file_of_the_business(crm: Crm) -> None:
    assert folder_beside(crm.path) == crm.path.parent / "deskcrm-files"


# ── photo ────────────────────────────────────────────────────────────────────────────────────────


def test_a_photo_is_made_small_and_upright() -> None:
    kind, data = fitted(picture(2000, 1000, "JPEG"), name="a.jpg")
    image = Image.open(io.BytesIO(data))
    assert (kind, image.size) == ("image/jpeg", (512, 256))
    assert fitted(picture(mode="RGBA"), name="a.png")[0] == "image/png"
    with pytest.raises(NoPhoto) as told:
        fitted(b"no picture", name="a.txt")
    assert "a.txt" in str(told.value)


def test_a_picture_dropped_on_the_face_is_the_photo(crm: Crm, qtbot: QtBot, tmp_path: Path) -> None:
    (key,) = crm.do(add, contact("Ana"))
    page = opened(qtbot, crm)
    (tmp_path / "ana.png").write_bytes(picture(300, 300))
    avatar = page.details._avatar
    drop(page, avatar.mapTo(page.details, avatar.rect().center()), tmp_path / "ana.png")
    qtbot.waitUntil(lambda: page.details.shown is not None and page.details.shown.photo is not None)
    photo = crm.ask(contact_view, key, today=TODAY).photo
    blue = avatar.grab().toImage().pixelColor(20, 20)
    assert (blue.red(), blue.green(), blue.blue()) == pytest.approx((0x3B, 0x5B, 0xDB), abs=3)
    crm.do(set_photo, key, media_type="image/png", data=picture())
    crm.do(remove_photo, key)
    assert crm.ask(contact_view, key, today=TODAY).photo is None
    for _time in range(2):
        crm.undo()
    assert crm.ask(contact_view, key, today=TODAY).photo == photo


# ── notes ────────────────────────────────────────────────────────────────────────────────────────


def test_a_note_is_rendered_and_nothing_in_it_is_loaded_or_run(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    note = MarkdownText(
        f"**Likes** tea\nand *surf*\n\n- one\n- two\n\n<b>raw</b> ![x](file://{secret}) [a](https://x.example)",
        "Note",
    )
    qtbot.addWidget(note)
    text = note.toPlainText()
    assert text.startswith("Likes tea")
    assert "one" in text
    assert "<b>raw</b>" in text
    assert not any(one.toCharFormat().isImageFormat() for one in note.document().allFormats())
    opened_: list[str] = []

    def note_down(url: QUrl) -> bool:
        opened_.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note_down)
    for address in (
        "https://x.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "mailto:a@b.example",
    ):
        open_link(QUrl(address))
    assert opened_ == ["https://x.example", "mailto:a@b.example"]


def test_the_details_show_the_note_as_it_was_meant(crm: Crm, qtbot: QtBot) -> None:
    crm.do(add, contact("Ana", note="# Plan\nCall **soon**"))
    page = opened(qtbot, crm)
    QApplication.processEvents()
    (note,) = (n for n in page.details.findChildren(MarkdownText) if n.isVisibleTo(page.details))
    assert "**" not in note.toPlainText()
    assert note.height() > 30


# ── roles, dates, time zone ──────────────────────────────────────────────────────────────────────


def test_roles_and_dates_are_typed_and_shown(crm: Crm, qtbot: QtBot) -> None:
    (key,) = crm.do(add, contact("Ana Kovač", organization="Studio"))
    page = opened(qtbot, crm)
    assert page.details.shown is not None
    page.context.run("contacts.edit")
    (sheet,) = (
        w for w in QApplication.topLevelWidgets() if isinstance(w, ContactDialog) and w.isVisible()
    )
    sheet._show_more()
    roles, dates = sheet.form.field("more_roles"), sheet.form.field("dates")
    for field, texts in (
        (roles, ("Surf Club", "Trainer", "Lessons", "2015-02-01", "2019-12-31")),
        (dates, ("2011-05-07",)),
    ):
        for edit, text in zip(field._entries[0].edits, texts, strict=True):  # type: ignore[attr-defined] # fields of several
            edit.setFocus()
            QTest.keyClicks(edit, text)
    zone = sheet.form.field("time_zone").focusProxy()
    assert isinstance(zone, QLineEdit)
    zone.setText("Europe/Nowhere")
    QTest.keyClick(zone, Qt.Key.Key_Return)
    assert "not a time zone" in sheet.form.field("time_zone").wrong
    zone.setText("Europe/Zagreb")
    QTest.keyClick(zone, Qt.Key.Key_Return)
    record = crm.ask(contact_record, key)
    assert record["time_zone"] == "Europe/Zagreb"
    assert [role["organization"] for role in record["roles"]] == ["Studio", "Surf Club"]
    assert record["roles"][1]["until"] == "2019-12-31"
    assert [(date["label"], date["day"]) for date in record["dates"]] == [("Wedding", "2011-05-07")]
    assert record["organization"] == "Studio"
    told = dict(fact for fact in facts(page) if len(fact) == 2)
    assert told["Formerly"] == "Trainer · Surf Club · Lessons · 2015–2019"
    assert told["Wedding"] == "7 May 2011"
