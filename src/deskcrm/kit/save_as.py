"""The sheet that asks what a file is for and where it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from deskcrm.i18n import _
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import AnyField, ChoiceField
from deskcrm.kit.files import choose_place
from deskcrm.kit.form import Sheet
from deskcrm.kit.text import Text

F = TypeVar("F")


@dataclass(frozen=True)
class FileKind(Generic[F]):
    """A format that a file can have, in words."""

    key: F
    words: str
    hint: str
    pattern: str
    """What the system's dialog shows, such as "CSV files (*.csv)"."""
    suffix: str


class SaveAsSheet(Sheet, Generic[F]):
    """Some questions, the format, and then the place; `write` is called with place and format."""

    def __init__(
        self,
        title: str,
        fields: Sequence[AnyField],
        kinds: Sequence[FileKind[F]],
        name: str,
        write: Callable[[Path, F], object],
        *,
        parent: QWidget | None = None,
    ) -> None:
        """Take the questions, the formats, and how the file is called without its suffix."""
        super().__init__(title, parent)
        self._title, self._name = title, name
        self._kinds = {kind.key: kind for kind in kinds}
        self._write = write
        self.form = ChoiceField[F](
            "format", _("What the file is for"), [(kind.key, kind.words) for kind in kinds]
        )
        self._hint = Text(tone="muted", wrap=True)
        for field in (*fields, self.form):
            self.body.addWidget(field)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        self.save_button = self.add_button(Button(_("Save as…"), self._ask_place, kind="primary"))
        self.form.changed.connect(self._explain)
        self._explain()

    def write(self, place: Path) -> None:
        """Write the file and close."""
        self._write(place, self.form.value())
        self.accept()

    def _explain(self) -> None:
        self._hint.setText(self._kinds[self.form.value()].hint)
        self.fit()

    def _ask_place(self) -> None:
        kind = self._kinds[self.form.value()]
        choose_place(self._title, kind.pattern, self._name + kind.suffix, self.write, parent=self)


def table_kinds(csv: F, exact: F, xlsx: F, exact_words: str) -> tuple[FileKind[F], ...]:
    """Return the three formats of a table, under the keys that are given; `exact_words` name the exact one."""
    return (
        FileKind(
            csv,
            _("CSV, for spreadsheets and other programs"),
            _("Texts that a spreadsheet would take for a formula get an apostrophe in front."),
            _("CSV files (*.csv)"),
            ".csv",
        ),
        FileKind(
            exact,
            exact_words,
            _(
                "Every field is kept as it is. Do not open it in a spreadsheet: it may hold formulas."
            ),
            _("CSV files (*.csv)"),
            ".csv",
        ),
        FileKind(
            xlsx,
            _("Excel, for spreadsheets"),
            _("Days are days, numbers are numbers, and no cell is a formula."),
            _("Excel files (*.xlsx)"),
            ".xlsx",
        ),
    )
