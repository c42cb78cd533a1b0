"""Moving in from another program in the real window, mostly by keys; the command line tells the same facts."""

from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit

from deskcrm.features.contacts.ui.duplicates import DuplicatesSheet
from deskcrm.features.contacts.ui.page import ContactsPage
from deskcrm.features.exchange.ui.exporting import ExportSheet
from deskcrm.features.exchange.ui.importing import ImportSheet
from deskcrm.features.exchange.ui.preview import Preview
from deskcrm.kit.controls import Button
from storytelling import CTRL, ENTER, SHIFT, Story
from windows import drop

FIRST = "Name,Email\nIvo Stoev,ivo@stoev.example\n"
LIST = (
    "Name,E-mail,Mobile,City,Birthday,Hours,Old code\n"
    "Ivo Stoev,ivo@stoev.example,+359 88 812 3450,Varna,,12,A-1\n"
    'Mila Petrova,mila@atelie.example,+359 88 812 3451,Sofia,1985-03-02,"1,250",A-2\n'
    "Mila Ilieva,mila@atelie.example,,Sofia,1985-02-03,40,A-3\n"
    "Petar Danev,petar@danev.example,,Plovdiv,,many,A-4\n"
    ',,,"Nobody, nowhere",,,A-5\n'
)

DialogT = TypeVar("DialogT", bound=QDialog)
Records = list[dict[str, Any]]


def test_moving_in(story: Story, tmp_path: Path) -> None:
    (tmp_path / "before.csv").write_text(FIRST, "utf-8")
    story.ask("contacts", "import", str(tmp_path / "before.csv"))
    story.ask("fields", "add", "Hours", "--kind", "number")
    _drop_and_say_what_a_column_is(story, tmp_path)
    _look_at_the_dry_run(story, tmp_path)
    before = _import(story)
    _merge_two(story, before)
    _undo_the_merge(story, before)
    _keep_a_segment(story)
    _export_it(story, tmp_path)


def _drop_and_say_what_a_column_is(story: Story, folder: Path) -> None:
    """Drop the file on the list, and leave a column out."""
    (folder / "people.csv").write_text(LIST, "utf-8")
    page = story.window.context.show_page("contacts", ContactsPage)
    assert drop(page.table.viewport(), folder / "people.csv")
    sheet = _shown(ImportSheet)
    story.bot.waitUntil(lambda: not sheet.is_working and sheet.next_button.hasFocus())
    assert sheet.step == "Step 2 of 3: Columns"
    becomes = {name: sheet.columns.target_box(name).currentText() for name in ("Mobile", "Hours")}
    assert becomes == {"Mobile": "Phone: Mobile", "Hours": "Keep under its own name"}
    story.choose(sheet.columns.target_box("Old code"), "Leave out")
    story.go_to(sheet.next_button)
    story.press(ENTER)
    story.bot.waitUntil(lambda: not sheet.is_working and sheet.import_button.hasFocus())


def _look_at_the_dry_run(story: Story, folder: Path) -> None:
    """See what would happen, try another answer, and save the row that is refused."""
    sheet = _shown(ImportSheet)
    preview = sheet.findChild(Preview)
    assert isinstance(preview, Preview)
    told = story.ask("contacts", "import", str(folder / "people.csv"), "--dry-run")
    assert (told["new"], told["updated"], len(told["refused"])) == (3, 1, 1)
    assert {row.name: row.verdict for row in preview.rows} == {
        "Nobody, nowhere": "refused",
        "Mila Ilieva": "new, look twice",
        "Ivo Stoev": "update",
        "Petar Danev": "new",
        "Mila Petrova": "new",
    }
    remarks = {row.name: row.remark for row in preview.rows}
    assert remarks["Petar Danev"] == "“many” does not fit the field “Hours”; it was kept as text."
    columns = {line.name: (line.becomes, line.remark) for line in preview.columns}
    assert columns["Hours"] == ("Hours", "A field of your own.")
    story.choose(preview.match.edit, "Leave them as they are")
    story.bot.waitUntil(lambda: "left as it is" in {row.verdict for row in preview.rows})
    story.choose(preview.match.edit, "Update them")
    story.bot.waitUntil(lambda: "update" in {row.verdict for row in preview.rows})
    story.go_to(preview.refused.save_button)
    story.press(ENTER)
    _save_as(story, folder / "refused.csv")
    story.bot.waitUntil(lambda: preview.refused.said.text() == "Wrote 1 row to refused.csv.")
    lines = (folder / "refused.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "Name,E-mail,Mobile,City,Birthday,Hours,Old code,Reason"
    assert len(lines) == 2
    assert len(story.ask("contacts", "list")) == 1


def _import(story: Story) -> Records:
    sheet = _shown(ImportSheet)
    story.go_to(sheet.import_button)
    story.press(ENTER)
    story.says("5 rows read: 3 new, 1 updated, 1 refused.")
    story.bot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    people: Records = story.ask("contacts", "list")
    assert {one["name"]: one["custom"] for one in people} == {
        "Ivo Stoev": {"Hours": "12"},
        "Mila Ilieva": {"Hours": "40"},
        "Mila Petrova": {"Hours": "1250"},
        "Petar Danev": {"Hours": "many"},
    }
    _wait_for(story, *(one["name"] for one in people))
    return people


def _merge_two(story: Story, people: Records) -> None:
    """Find who is there twice; one stays, with the other's birthday and hours."""
    ids = {one["name"]: one["id"] for one in people}
    story.run("find duplicates")
    sheet = _shown(DuplicatesSheet)
    story.bot.waitUntil(sheet.table.hasFocus)
    assert [line.names for line in sheet.groups] == ["Mila Petrova, Mila Ilieva"]
    (told,) = story.ask("contacts", "duplicates")
    assert [one["id"] for one in told["contacts"]] == list(sheet.groups[0].ids)
    kept, other = ids["Mila Petrova"], ids["Mila Ilieva"]
    for field in ("birthday", "own:Hours"):
        # Tab goes to the value that is chosen, an arrow to the one beside it.
        story.go_to(sheet.compare.values[field, kept])
        story.press(Qt.Key.Key_Right)
        assert sheet.compare.choices()[field] == other
    story.go_to(sheet.merge_button)
    story.press(ENTER)
    assert sheet.said.text() == "Merged into Mila Petrova"
    story.press(Qt.Key.Key_Escape)
    story.bot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    merged = story.ask("contacts", "show", str(kept))
    assert (merged["name"], merged["birthday"]) == ("Mila Petrova", "1985-02-03")
    assert merged["custom"] == {"Hours": "40"}
    assert len(merged["phones"]) == 1
    _wait_for(story, "Ivo Stoev", "Mila Petrova", "Petar Danev")


def _undo_the_merge(story: Story, people: Records) -> None:
    story.press(Qt.Key.Key_Z, CTRL)
    story.says("Undone: merge contacts")
    assert story.ask("contacts", "list") == people
    _wait_for(story, *(one["name"] for one in people))


def _keep_a_segment(story: Story) -> None:
    """Filter by a field of one's own, which the import has read as numbers, and keep the filter."""
    story.press(Qt.Key.Key_F, CTRL | SHIFT)
    story.pick("Hours", "Over or under")
    story.dialog("Hours")
    dialog = _shown(QDialog)
    story.go_to(dialog.findChildren(QLineEdit)[-1])
    story.type("39")
    story.press(ENTER)
    _wait_for(story, "Mila Ilieva", "Mila Petrova")
    story.run("save filter as segment")
    story.dialog("Save as segment")
    story.type("Regulars")
    story.press(ENTER)
    story.says("Saved Regulars")
    (segment,) = story.ask("segments", "list")
    assert (segment["name"], segment["contacts"]) == ("Regulars", 2)
    told = story.ask("contacts", "list", "--segment", "regulars")
    _wait_for(story, *(one["name"] for one in told))


def _export_it(story: Story, folder: Path) -> None:
    """Save the segment as vCards, which read back as they are and are what the command line writes."""
    story.run("export contacts")
    story.dialog("Export contacts")
    sheet = _shown(ExportSheet)
    story.choose(sheet.who.edit, "Segment: Regulars")
    story.choose(sheet.form.edit, "vCard 4.0, to import it again")
    (save,) = (one for one in sheet.findChildren(Button) if one.text() == "Save as…")
    story.go_to(save)
    story.press(ENTER)
    _save_as(story, folder / "window.vcf")
    story.says("Wrote 2 contacts to window.vcf.")
    written = (folder / "window.vcf").read_bytes()
    assert written.count(b"VERSION:4.0") == 2
    story.tell("contacts", "export", str(folder / "told.vcf"),
               "--segment", "Regulars", "--format", "vcard4")  # fmt: skip
    assert (folder / "told.vcf").read_bytes() == written
    again = story.ask("contacts", "import", str(folder / "window.vcf"))
    assert (again["read"], again["same"]) == (2, 2)


def _save_as(story: Story, place: Path) -> None:
    """Type where a file goes into the dialog that asks for it."""
    story.bot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog = _shown(QFileDialog)
    edit = dialog.findChildren(QLineEdit)[0]
    story.bot.waitUntil(edit.hasFocus)
    edit.selectAll()
    story.type(str(place))
    story.press(ENTER)
    story.bot.waitUntil(lambda: QApplication.activeModalWidget() is not dialog)


def _shown(kind: type[DialogT]) -> DialogT:
    """Return the dialog that is shown, which is of class `kind`."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def _wait_for(story: Story, *names: str) -> None:
    """Wait until the list in the window has these names, in this order."""
    model = story.window.context.page("contacts", ContactsPage).table.model()

    def listed() -> list[str]:
        return [str(model.index(number, 0).data()) for number in range(model.rowCount())]

    story.bot.waitUntil(lambda: listed() == list(names))
