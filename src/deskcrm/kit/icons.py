"""The icons of the window: line drawings, coloured from the theme when they are loaded."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImageReader, QPixmap

from deskcrm.kit import theme
from deskcrm.paths import resources

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_DRAWN_FOR = 24
"""The size in pixels that the drawings are made for."""

_DIRECTIONAL = frozenset({
    "arrow-left", "arrow-right", "chevron-left", "chevron-right", "undo", "redo", "send", "history",
})  # fmt: skip
"""What points along the reading direction and is mirrored with it."""


@cache
def folder() -> Path:
    """Return the folder of icons."""
    return resources() / "icons"


def control_file(name: str) -> str:
    """Return the path of a picture inside one of Qt's own controls, as a style sheet wants it."""
    return (folder() / "controls" / f"{name}.svg").as_posix()


def pixmap(name: str, size: int = 18, colour: str = "") -> QPixmap:
    """Return the icon `name` at `size` pixels in `colour`, else in the theme's text colour."""
    mirrored = name in _DIRECTIONAL and QGuiApplication.isRightToLeft()
    ratio = 1.0
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        ratio = app.devicePixelRatio()
    return _drawn(name, size, colour or theme.tokens().text, ratio, mirrored)


def icon(name: str, size: int = 18, colour: str = "") -> "QIcon":
    """Return an icon for a button or a menu; muted where it is disabled."""
    from PySide6.QtGui import QIcon

    made = QIcon(pixmap(name, size, colour))
    made.addPixmap(pixmap(name, size, theme.tokens().muted), QIcon.Mode.Disabled)
    return made


@cache
def _drawn(name: str, size: int, colour: str, ratio: float, mirrored: bool) -> QPixmap:
    # The image reader's own SVG plugin spares importing QtSvg, 12 ms of the start.
    drawing = (folder() / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    if size > _DRAWN_FOR:
        # A large icon keeps the thin line of the small ones.
        drawing = drawing.replace('width="1.75"', f'width="{1.75 * _DRAWN_FOR / size:.2f}"')
    buffer = QBuffer()
    buffer.setData(QByteArray(drawing.encode()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"svg"))
    side = round(size * ratio)
    reader.setScaledSize(QSize(side, side))
    image = reader.read()
    if mirrored:
        from PySide6.QtGui import QTransform

        image = image.transformed(
            QTransform(-1, 0, 0, 1, 0, 0), Qt.TransformationMode.SmoothTransformation
        )
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made
