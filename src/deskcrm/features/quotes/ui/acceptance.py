"""The sheet for a customer who accepts: when, what of the choices, and the copy that was signed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QWidget

from deskcrm import formats
from deskcrm.domain.totals import Period, Totals
from deskcrm.errors import CrmError
from deskcrm.features.quotes.queries import Choice, Offer, offer, quote_head
from deskcrm.features.quotes.ui.sheets import window_of
from deskcrm.features.quotes.usecases import SignedCopy, accept_quote
from deskcrm.files import safe_name
from deskcrm.i18n import _, mark
from deskcrm.jobs import Progress
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button, IconButton
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import AnyField, Field, LongTextField
from deskcrm.kit.files import choose_file
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.parts import Line, column, row
from deskcrm.kit.text import ElidedText, Text
from deskcrm.storage.contents import Content, folder_beside, keep

_EACH = {Period.MONTH: mark("{amount} every month"), Period.YEAR: mark("{amount} every year")}
_LONGEST = 60


def ask_acceptance(context: Context, quote_id: int) -> "AcceptanceSheet":
    """Ask on which day the customer accepted, what of it, and for the signed copy."""
    sheet = AcceptanceSheet(context, quote_id)
    sheet.open()
    return sheet


class ChoicesField(Field[tuple[int, ...]]):
    """The options as boxes to tick, alternatives as one choice of several, and what all comes to."""

    def __init__(self, name: str, label: str, offered: Offer) -> None:
        super().__init__(name, label)
        self._offer = offered
        self.buttons: dict[int, QAbstractButton] = {}
        """By the id of the line, those that are replaced by alternatives too."""
        self._groups: list[QButtonGroup] = []
        holder = QWidget()
        box = column(holder, gap=theme.TINY)
        for base, others in offered.alternatives:
            group = QButtonGroup(self)
            self._groups.append(group)
            if base.optional:
                none = QRadioButton(_("None of these"))
                none.setAccessibleName(none.text())
                none.setChecked(True)
                none.toggled.connect(self._show_total)
                group.addButton(none)
                box.addWidget(none)
            for line in (base, *others):
                choice = QRadioButton(_button_text(line))
                choice.setChecked(line is base and not base.optional)
                group.addButton(choice)
                box.addLayout(self._row(line, choice))
            box.addWidget(Line())
        for line in offered.options:
            box.addLayout(self._row(line, QCheckBox(_button_text(line))))
        if offered.options:
            box.addWidget(Line())
        foot = row(gap=theme.SMALL)
        foot.addWidget(Text(_("Accepted total"), strong=True), 1)
        self.total = Text(strong=True, tabular=True)
        foot.addWidget(self.total)
        box.addLayout(foot)
        self.take(next(iter(self.buttons.values())), holder)
        for key, button in self.buttons.items():
            button.setAccessibleName(next(x.name for x in offered.lines if x.id == key))
        self._show_total()

    def value(self) -> tuple[int, ...]:
        """Return the ids of the options and alternatives that are chosen."""
        bases = {base.id: base for base, _others in self._offer.alternatives}
        return tuple(
            key
            for key, button in self.buttons.items()
            if button.isChecked() and (key not in bases or bases[key].optional)
        )

    def _row(self, line: Choice, button: QAbstractButton) -> Any:
        self.buttons[line.id] = button
        button.toggled.connect(self._show_total)
        across = row(gap=theme.SMALL)
        across.addWidget(button, 1)
        currency = self._offer.figures.currency
        across.addWidget(Text(_each(line, currency), tone="muted", tabular=True))
        return across

    def _show_total(self) -> None:
        found = self._offer.accepted(self.value())
        self.total.setText(accepted_words(found, self._offer.figures.currency))


class SignedField(Field[Path | None]):
    """A file that was signed: chosen, or dropped on the sheet."""

    def __init__(self, name: str, label: str, context: Context) -> None:
        super().__init__(name, label)
        self._context = context
        self._file: Path | None = None
        holder = QWidget()
        line = row(holder, gap=theme.SMALL)
        self.choose = Button(_("Signed copy…"), self._ask, icon="document")
        self._name = ElidedText(_("None; a file can be dropped here too"), tone="muted")
        self.remove = IconButton("close", _("Without a signed copy"), lambda: self.set_value(None))
        self.remove.hide()
        for widget in (self.choose, self._name, self.remove):
            line.addWidget(widget, 1 if widget is self._name else 0)
        self.take(self.choose, holder)

    def value(self) -> Path | None:
        """Return the file."""
        return self._file

    def set_value(self, value: Path | None) -> None:
        """Show a file."""
        self._file = value
        self._name.setText(value.name if value else _("None; a file can be dropped here too"))
        self._name.set_tone("" if value else "muted")
        self.remove.setVisible(value is not None)
        self._touched()

    def _ask(self) -> None:
        choose_file(_("Signed copy"), _("All files (*)"), self.set_value, parent=self.window())


class AcceptanceSheet(FormDialog):
    """Day, note, choices and signed copy; a file dropped on it is the signed copy."""

    def __init__(self, context: Context, quote_id: int) -> None:
        self._quote_id = quote_id
        self._number = context.crm.ask(quote_head, quote_id, context.today()).number
        offered = context.crm.ask(offer, quote_id)
        fields: list[AnyField] = [
            DateField("on", _("Accepted on"), context.today(), required=True),
            LongTextField("note", _("Note"), lines=3, placeholder=_("Such as how they said yes")),
        ]
        if offered.options or offered.alternatives:
            fields.append(ChoicesField("chosen", _("What was taken"), offered))
        self.signed = SignedField("signed", _("Signed copy"), context)
        super().__init__(
            context,
            _("{number} was accepted").format(number=self._number),
            Form([*fields, self.signed]),
            self._accept_quote,
            save_text=_("Accept"),
            parent=window_of(context),
            width=500,
        )
        self.setAcceptDrops(True)
        self._is_keeping = False

    def try_to_save(self) -> None:
        """Save and close; first keep the signed copy, which may take a while."""
        values = self.form.values()
        file = self.signed.value()
        if values is None or file is None or self._is_keeping:
            if not self._is_keeping:
                super().try_to_save()
            return
        self._show_keeping(True)
        self._context.jobs.run(
            _("Attaching {name}").format(name=file.name),
            partial(_keep, folder_beside(self._context.crm.path), file),
            done=partial(self._finish, values, file),
            failed=self._fail,
        )

    def reject(self) -> None:
        """Close, but not while the signed copy is being kept."""
        if not self._is_keeping:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if len(_files(event)) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file as the signed copy."""
        files = _files(event)
        if len(files) == 1:
            self.signed.set_value(files[0])
            event.acceptProposedAction()

    def _accept_quote(self, values: dict[str, Any], signed: SignedCopy | None = None) -> None:
        self._context.crm.do(
            accept_quote,
            self._quote_id,
            on=values["on"],
            note=values["note"],
            chosen=values.get("chosen", ()),
            signed=signed,
            now=self._context.now(),
        )
        self._context.toast(_("{number} accepted").format(number=self._number), undo=True)

    def _finish(self, values: dict[str, Any], file: Path, content: Content) -> None:
        self._show_keeping(False)
        try:
            name = safe_name(file.name, otherwise=_("file"))
            self._accept_quote(values, SignedCopy(name, content))
        except CrmError as error:
            self._fail(error)
        else:
            self.accept()

    def _fail(self, error: Exception) -> None:
        self._show_keeping(False)
        if isinstance(error, CrmError):
            self.form.mark_wrong(error)
            self.fit()
        else:
            self._context.report_error(error)

    def _show_keeping(self, on: bool) -> None:
        self._is_keeping = on
        self.save_button.setEnabled(not on)


def accepted_words(found: Totals, currency: str) -> str:
    """Write what an accepted quote comes to: once, and each month or year."""
    parts = [formats.money(found.payable, currency, exact=True)]
    for each in found.recurring:
        if each.gross:  # Nothing comes back of an option that is not taken.
            amount = formats.money(each.gross, currency, exact=True)
            parts.append(_(_EACH[each.period]).format(amount=amount))
    return " + ".join(parts)


def _each(line: Choice, currency: str) -> str:
    amount = formats.money(line.amount, currency, exact=True)
    return _(_EACH[line.period]).format(amount=amount) if line.period in _EACH else amount


def _button_text(line: Choice) -> str:
    name = line.name if len(line.name) <= _LONGEST else line.name[: _LONGEST - 1] + "…"
    return (name or _("Without a name")).replace("&", "&&")


def _files(event: QDropEvent) -> Sequence[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _keep(folder: Path, file: Path, _progress: Progress) -> Content:
    return keep(folder, file)
