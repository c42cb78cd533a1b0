"""Fields that are saved one by one, as each is left."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QWidget

from deskcrm.errors import CrmError
from deskcrm.features.business.queries import business_view
from deskcrm.features.business.ui.whole_number import WholeNumberField
from deskcrm.features.business.usecases import edit_business
from deskcrm.kit.context import Context
from deskcrm.kit.fields import AnyField, ChoiceField
from deskcrm.kit.form import Form
from deskcrm.kit.live import Live
from deskcrm.kit.parts import column

_PAUSE = 400
"""Milliseconds without another arrow key after which a choice counts as made."""


class SavedFields(Live):
    """Fields of the business: each is saved when it is left, or with Enter; wrong ones stay as typed."""

    kinds = frozenset({"business"})

    def __init__(
        self, context: Context, entries: Sequence[AnyField | tuple[AnyField, ...]]
    ) -> None:
        super().__init__(context)
        self.box = column(self)
        self.form = Form(entries)
        self.box.addWidget(self.form)
        self._fields: dict[str, AnyField] = {}
        self._said: dict[str, Any] = {}
        """What each field read after a value of the business was shown in it."""
        self._controls: dict[QObject, str] = {}
        for entry in entries:
            for field in entry if isinstance(entry, tuple) else (entry,):
                self._watch(field)
        self._pause = QTimer(self, interval=_PAUSE, singleShot=True)
        self._pause.timeout.connect(self.save_all)
        self.form.submitted.connect(self.save_all)

    def reload(self) -> None:
        """Show the business in every field that holds nothing unsaved."""
        business = self.context.crm.ask(business_view)
        for name, field in self._fields.items():
            if name in self._said and self._is_touched(name):
                continue
            if name not in self._said or self._said[name] != getattr(business, name):
                field.set_value(getattr(business, name))
                self._said[name] = _read(field)

    def save(self, name: str) -> None:
        """Save a field if it was changed; mark it, and keep what was typed, if it is wrong."""
        field = self._fields[name]
        try:
            value = _read(field)
            if name in self._said and value != self._said[name]:
                business = self.context.crm.ask(business_view)
                self.context.crm.do(edit_business, replace(business, **{name: value}))
                self._said[name] = value
        except CrmError as error:
            if error.facts.get("field", name) == name:
                field.mark_wrong(str(error))
            else:
                self.context.report_error(error)
        else:
            field.mark_wrong("")

    def save_all(self) -> None:
        """Save every field that was changed."""
        for name in self._fields:
            self.save(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save a field that is left; let the wheel scroll the page, not change what was chosen."""
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            kept = {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}
            if event.reason() not in kept:
                self._pause.stop()
                self.save(self._controls[watched])
        elif event.type() is QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _watch(self, field: AnyField) -> None:
        self._fields[field.name] = field
        control = field.focusProxy()
        assert isinstance(control, QWidget)
        self._controls[control] = field.name
        control.installEventFilter(self)
        if isinstance(field, ChoiceField):
            field.edit.activated.connect(lambda _row: self._pause.start())

    def _is_touched(self, name: str) -> bool:
        try:
            return bool(_read(self._fields[name]) != self._said[name])
        except CrmError:
            return True


def _read(field: AnyField) -> Any:
    """Return what is in a field as the business keeps it; raise a CrmError if it cannot be read."""
    value = field.value()
    return int(value) if isinstance(field, WholeNumberField) else value
