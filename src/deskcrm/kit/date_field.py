"""The field for a date, and how dates are typed."""

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QWidget,
)

from deskcrm.errors import Unreadable
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.controls import IconButton
from deskcrm.kit.fields import Field
from deskcrm.kit.parts import row


class DateField(Field[dt.date | None]):
    """A date typed as the language writes it, or picked from a calendar."""

    def __init__(
        self,
        name: str,
        label: str,
        value: dt.date | None = None,
        *,
        required: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(name, label, required=required, hint=hint)
        self.edit = QLineEdit()
        example = QDate(2026, 11, 21)
        self.edit.setPlaceholderText(QLocale().toString(example, QLocale.FormatType.ShortFormat))
        holder = QWidget()
        line = row(holder, gap=theme.TINY)
        line.addWidget(self.edit, 1)
        picker = IconButton("calendar", _("Pick a date"), self._open_calendar)
        line.addWidget(picker)
        self.take(self.edit, holder)
        self.set_value(value)
        self.edit.textChanged.connect(self._touched)
        self.edit.editingFinished.connect(self._tidy)

    def value(self) -> dt.date | None:
        """Return the date, None for an empty field; raise Unreadable rather than guess."""
        text = self.edit.text().strip()
        if not text:
            if self.required:
                raise self._missing()
            return None
        found = read_date(text)
        if found is None:
            raise Unreadable(text=text[:40], expected=_("a date"))
        return found

    def set_value(self, value: dt.date | None) -> None:
        """Show a date."""
        self.edit.setText("" if value is None else shown_date(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with the down arrow."""
        if event.key() == Qt.Key.Key_Down:
            self._open_calendar()
        else:
            super().keyPressEvent(event)

    def _tidy(self) -> None:
        found = read_date(self.edit.text())
        if found is not None:
            self.edit.setText(shown_date(found))

    def _open_calendar(self) -> None:
        from PySide6.QtWidgets import QCalendarWidget

        calendar = QCalendarWidget(self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setAccessibleName(self.label)
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        current = read_date(self.edit.text())
        if current is not None:
            calendar.setSelectedDate(QDate(current.year, current.month, current.day))

        def take(date: QDate) -> None:
            self.set_value(dt.date(date.year(), date.month(), date.day()))
            calendar.close()
            self.edit.setFocus()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        calendar.move(self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2)))
        calendar.show()
        calendar.setFocus()


def shown_date(date: dt.date) -> str:
    """Return a date for a field, short and with the whole year."""
    return QLocale().toString(QDate(date.year, date.month, date.day), _date_format())


def read_date(text: str) -> dt.date | None:
    """Read a date as the language writes it, or as 2026-11-21; None if it is neither."""
    tidy = text.strip()
    plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in tidy)
    locale = QLocale()
    formats = (
        _date_format(),
        locale.dateFormat(QLocale.FormatType.ShortFormat),
        locale.dateFormat(QLocale.FormatType.LongFormat),
        "yyyy-MM-dd",
        "d MMM yyyy",
        "d MMMM yyyy",
    )
    for known in formats:
        for candidate in (tidy, plain):
            date = locale.toDate(candidate, known, 2000)
            if not date.isValid():
                date = QLocale.c().toDate(candidate, known, 2000)
            if date.isValid() and date.year() > 100:
                return dt.date(date.year(), date.month(), date.day())
    return None


def _date_format() -> str:
    short = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    return (
        short
        if "yyyy" in short
        else short.replace("yy", "yyyy").replace("y", "yyyy", "yy" not in short)
    )
