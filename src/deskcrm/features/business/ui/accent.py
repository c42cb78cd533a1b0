"""The field for the color of the business's documents."""

import re

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QLineEdit, QWidget

from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.fields import Field
from deskcrm.kit.parts import row
from deskcrm.kit.text import tooltip_text

_WRITTEN = "#[0-9A-Fa-f]{6}"


class AccentField(Field[str]):
    """A color typed as #3B5BDB, or picked."""

    picked = Signal()
    """A color was picked in the dialog."""

    def __init__(self, name: str, label: str, *, hint: str = "") -> None:
        super().__init__(name, label, hint=hint)
        self.edit = QLineEdit()
        self.edit.setMaxLength(40)
        self._swatch = _Swatch(_("Pick a color"))
        self._swatch.clicked.connect(self._ask)
        holder = QWidget()
        line = row(holder, gap=theme.TINY)
        line.addWidget(self.edit, 1)
        line.addWidget(self._swatch)
        self.take(self.edit, holder)
        self.edit.textChanged.connect(self._show)

    def value(self) -> str:
        """Return the color as it is kept; the # may be left out."""
        text = self.edit.text().strip()
        with_sign = "#" + text.removeprefix("#")
        return with_sign.upper() if re.fullmatch(_WRITTEN, with_sign) else text

    def set_value(self, value: str) -> None:
        """Show a color."""
        self.edit.setText(value)

    def _show(self) -> None:
        self._swatch.set_color(self.value())
        self._touched()

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self.value()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(self.label)
        dialog.colorSelected.connect(self._take)
        dialog.open()

    def _take(self, color: QColor) -> None:
        self.set_value(color.name().upper())
        self.picked.emit()


class _Swatch(QAbstractButton):
    """A button filled with a color."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._color = QColor()
        self.setAccessibleName(name)
        self.setToolTip(tooltip_text(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)

    def set_color(self, name: str) -> None:
        """Show a color; what is not written as one leaves the button empty."""
        self._color = QColor(name) if re.fullmatch(_WRITTEN, name) else QColor()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the color, the focus as a line around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(theme.colour("accent" if lit else "line"), 1.5 if lit else 1))
        painter.setBrush(self._color if self._color.isValid() else theme.colour("background"))
        shape = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(shape, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
