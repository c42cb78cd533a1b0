"""The colours: readable in light and dark, applied to the running window."""

import pytest
from PySide6.QtGui import QColor

from deskcrm.kit import icons, theme
from deskcrm.kit.controls import initials
from deskcrm.kit.text import tooltip_text
from deskcrm.shell.app import application


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast of two colours."""

    def light(name: str) -> float:
        colour = QColor(name)
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read(tokens: theme.Tokens) -> None:
    pairs = [
        (tokens.text, tokens.surface),
        (tokens.text, tokens.background),
        (tokens.muted, tokens.surface),
        (tokens.muted, tokens.background),
        (tokens.on_accent, tokens.accent),
        (tokens.accent, tokens.accent_soft),
        (tokens.text, tokens.mark),
        (tokens.good, tokens.good_soft),
        (tokens.warn, tokens.warn_soft),
        (tokens.bad, tokens.bad_soft),
        (tokens.on_bubble, tokens.bubble),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.usefixtures("qapp")
def test_colours_can_be_forced_and_changed_live() -> None:
    app = application()
    look = theme.Appearance(app, "light")
    look.dress()
    assert not theme.is_dark()
    look.want("dark")
    assert theme.is_dark()
    assert theme.DARK.surface in app.styleSheet()
    look.want("light")
    assert theme.LIGHT.surface in app.styleSheet()


@pytest.mark.usefixtures("qapp")
def test_every_icon_can_be_drawn() -> None:
    application()
    for file in icons.folder().glob("*.svg"):
        assert not icons.pixmap(file.stem, 24).isNull(), file


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Lucía Fernández", "LF"), ("Prince", "P"), ("", "?"), ("آتلیه کریمی", "آ"), ("<b>", "?")],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_markup_in_a_tooltip_stays_text() -> None:
    assert "&lt;b&gt;" in tooltip_text("<b>")


@pytest.mark.usefixtures("qapp")
def test_singletons_outlive_what_qt_takes_from_them() -> None:
    import sys

    from PySide6.QtCore import QObject, Signal

    class Sender(QObject):
        sent = Signal(object)

    sender = Sender()
    for _number in range(2_000):
        sender.sent.emit(None)
    assert sys.version_info >= (3, 12) or sys.getrefcount(True) > 1_000_000
