"""Colours, spacing and type of the window: their only home."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication


class Tokens(NamedTuple):
    """One set of colours; names as in the design. A dataclass would cost 2 ms more of the start."""

    background: str
    surface: str
    line: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    mark: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    hover: str
    bubble: str
    on_bubble: str


LIGHT = Tokens(
    background="#F6F7F9",
    surface="#FFFFFF",
    line="#E3E6EB",
    text="#1B1F27",
    muted="#646B7A",
    accent="#3B5BDB",
    accent_soft="#EDF1FF",
    mark="#BFCDFF",
    on_accent="#FFFFFF",
    good="#1F7A34",
    good_soft="#E9F7EC",
    warn="#A65300",
    warn_soft="#FFF3E2",
    bad="#C92A2A",
    bad_soft="#FDECEC",
    hover="#F1F3F6",
    bubble="#1B1F27",
    on_bubble="#FFFFFF",
)
DARK = Tokens(
    background="#16181D",
    surface="#1E2127",
    line="#2E323B",
    text="#E7E9EE",
    muted="#9AA1AF",
    accent="#8DA2FF",
    accent_soft="#262C44",
    mark="#3E4A7C",
    on_accent="#16181D",
    good="#69DB7C",
    good_soft="#1D3324",
    warn="#FFC078",
    warn_soft="#3A2C18",
    bad="#FF8787",
    bad_soft="#3B2020",
    hover="#252930",
    bubble="#E7E9EE",
    on_bubble="#16181D",
)

TINY, SMALL, MEDIUM, LARGE, WIDE = 4, 8, 12, 16, 24
"""The five steps of spacing, in pixels."""

CONTROL_RADIUS, CARD_RADIUS = 6, 8
CONTROL_HEIGHT, ROW_HEIGHT = 30, 41
SIDEBAR_WIDTH, HEADER_HEIGHT, STATUS_HEIGHT = 196, 54, 26
FOLD_WIDTH = 1100
"""Below this width of the window a detail pane folds away."""

BODY, LABEL, PILL, RECORD_TITLE, PAGE_TITLE = 13, 12, 12, 16, 18
"""Sizes of type, in pixels."""

_GENERIC_FONTS = ("", "Sans", "Sans Serif", "Sans-serif", "DejaVu Sans", "Bitstream Vera Sans")
_current = LIGHT
_body = QFont()


def tokens() -> Tokens:
    """Return the colours in use."""
    return _current


def colour(name: str) -> QColor:
    """Return one colour in use by its name, such as "accent_soft"."""
    return QColor(getattr(_current, name))


def is_dark() -> bool:
    """Say whether the dark colours are in use."""
    return _current is DARK


def font(size: int = BODY, *, strong: bool = False, tabular: bool = False) -> QFont:
    """Return the window's font at `size` pixels; tabular figures stand under each other."""
    made = QFont(_body)
    made.setPixelSize(size)
    if strong:
        made.setWeight(QFont.Weight.DemiBold)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


class Appearance(QObject):
    """Applies the colours and follows the system's light or dark setting while it runs."""

    def __init__(self, app: QApplication, wanted: str = "system") -> None:
        super().__init__(app)
        self._app = app
        self._wanted = wanted
        if app.style().name() != "fusion":
            app.setStyle("fusion")
        self._is_dressed = False
        _choose_font()
        app.setFont(font())
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    def want(self, wanted: str) -> None:
        """Use "light" or "dark" colours, or follow the "system"."""
        self._wanted = wanted
        self._apply()

    def _follow(self) -> None:
        if self._wanted == "system":
            self._apply()

    def _apply(self) -> None:
        global _current  # noqa: PLW0603 - one process shows one window in one set of colours
        dark = self._wanted == "dark" or (
            self._wanted != "light" and self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        _current = DARK if dark else LIGHT
        self._app.setPalette(_palette(_current))
        if self._is_dressed:
            self.dress()

    def dress(self) -> None:
        """Draw Qt's own controls in the theme; after the first paint, which shows none of them."""
        from deskcrm.kit.stylesheet import stylesheet

        self._is_dressed = True
        self._app.setStyleSheet(stylesheet(_current._asdict(), dark=is_dark()))


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for place, value in (
        (role.Window, tokens.surface),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.background),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.bad),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.ToolTipBase, tokens.bubble),
        (role.ToolTipText, tokens.on_bubble),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line),
        (role.Shadow, tokens.line),
    ):
        palette.setColor(place, QColor(value))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(tokens.muted))
    return palette


def _choose_font() -> None:
    """Take the system's font; where it names none of its own (a bare Linux), bring FiraGO."""
    global _body  # noqa: PLW0603 - chosen once, at the start
    _body = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if QGuiApplication.platformName() == "offscreen" or (
        _body.family() in _GENERIC_FONTS and QFontInfo(_body).family() in _GENERIC_FONTS
    ):
        families = [_add_font(weight) for weight in ("Regular", "Bold")]
        if families[0]:
            _body = QFont(families[0])


def _add_font(weight: str) -> str:
    """Load one weight of FiraGO and return its family; "" where it cannot be loaded.

    The package keeps its fonts compressed (25 ms each), so the plain file is kept in the cache.
    """
    cache = Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    )
    kept = cache / "deskcrm" / f"FiraGO-{weight}.ttf"
    number = QFontDatabase.addApplicationFont(str(kept)) if kept.is_file() else -1
    if number < 0:
        data = _packaged_font(weight)
        number = QFontDatabase.addApplicationFontFromData(data)
        _keep(kept, data)
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""


def _packaged_font(weight: str) -> bytes:
    from importlib import import_module

    module = import_module(f"pymupdf_fonts.FiraGO_{weight}")
    return bytes(module.fontbuffer)


def _keep(place: Path, data: bytes) -> None:
    """Write the cached file whole or not at all; a cache that cannot be written is no loss."""
    from contextlib import suppress
    from os import getpid

    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(f".{getpid()}")
        part.write_bytes(data)
        part.replace(place)
