"""The logo of the business: shown as it will be printed, chosen, dropped here, removed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel

from deskcrm.errors import CrmError, FileProblem
from deskcrm.features.business.queries import logo
from deskcrm.features.business.usecases import LOGO_ROOM, MOST_LOGO_BYTES, remove_logo, set_logo
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.files import choose_file
from deskcrm.kit.live import Live
from deskcrm.kit.parts import column, row
from deskcrm.kit.text import Text
from deskcrm.paper.pictures import picture

_ROOM = 1.2
"""Pixels of the window per point on paper."""


class LogoPicker(Live):
    """A piece of paper with the logo on it, and what can be done with it."""

    kinds = frozenset({"business"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        box = column(self, gap=theme.TINY)
        box.addWidget(Text(_("Logo"), tone="muted", size=theme.LABEL))
        line = row(gap=theme.MEDIUM)
        self.paper = _Paper()
        line.addWidget(self.paper)
        words = column(gap=theme.SMALL)
        buttons = row(gap=theme.SMALL)
        self.choose = Button(_("Choose a logo…"), self._ask)
        self.remove = Button(_("Remove"), self._remove, name=_("Remove the logo"))
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        words.addStretch(1)
        words.addLayout(buttons)
        words.addWidget(
            Text(_("PNG or JPEG; you can also drop a file here."), tone="muted", size=theme.LABEL)
        )
        self.sentence = Text(tone="bad", size=theme.LABEL, wrap=True)
        self.sentence.hide()
        words.addWidget(self.sentence)
        words.addStretch(1)
        line.addLayout(words, 1)
        box.addLayout(line)

    def reload(self) -> None:
        """Show the logo that is printed now."""
        data = self.context.crm.ask(logo)
        self.paper.show_logo(data)
        self.remove.setVisible(data is not None)

    def use(self, path: Path) -> None:
        """Make the picture in a file the logo; say what is wrong with it if that cannot be."""
        self.sentence.hide()
        try:
            self.context.crm.do(set_logo, _read(path))
        except CrmError as error:
            self.sentence.setText(str(error))
            self.sentence.show()
        else:
            self.context.toast(_("Logo changed"), undo=True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Use the file that was dropped."""
        path = next(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())
        event.acceptProposedAction()
        self.use(Path(path))

    def _ask(self) -> None:
        kinds = _("Pictures") + " (*.png *.jpg *.jpeg *.gif *.webp *.bmp *.tif *.tiff)"
        choose_file(_("Choose a logo"), kinds, self.use, parent=self)

    def _remove(self) -> None:
        self.sentence.hide()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context.do(_("Logo removed"), remove_logo)


class _Paper(QFrame):
    """White paper, in dark windows too, with a logo as quotes print it."""

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel(self)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        width, height = (round(side * _ROOM) for side in LOGO_ROOM)
        self.setFixedSize(width + 2 * theme.LARGE, height + 2 * theme.LARGE)
        column(self, margin=theme.LARGE).addWidget(self._label)
        self.setStyleSheet(
            f"_Paper {{ background: white; border: 1px solid {theme.LIGHT.line};"
            f" border-radius: {theme.CONTROL_RADIUS}px; }}"
            f" _Paper QLabel {{ background: transparent; color: {theme.LIGHT.muted}; }}"
        )

    def show_logo(self, data: bytes | None) -> None:
        """Show a logo, or that there is none."""
        self._label.clear()
        if data is None:
            self._label.setText(_("No logo"))
            self.setAccessibleName(_("No logo"))
            return
        self.setAccessibleName(_("Logo"))
        try:
            printed = picture(data, *LOGO_ROOM)
        except CrmError as error:
            self._label.setText(_("Cannot be shown"))
            self.setAccessibleName(str(error))
            return
        image = printed.image.convert("RGBA")
        shown = QImage(
            image.tobytes(), image.width, image.height, QImage.Format.Format_RGBA8888
        ).copy()
        scale = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(shown).scaled(
            round(printed.width * _ROOM * scale),
            round(printed.height * _ROOM * scale),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(scale)
        self._label.setPixmap(pixmap)


def _read(path: Path) -> bytes:
    """Read a file, no further than its size matters; raise FileProblem if that cannot be."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_LOGO_BYTES * 20)
    except OSError as error:
        raise FileProblem(name=path.name, reason=error.strerror) from error
    return data
