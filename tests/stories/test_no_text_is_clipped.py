"""In a language longer than English no text of the window is cut off, and none stays English."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.base import Base
from deskcrm.kit.controls import Avatar, Chip, Pill
from deskcrm.kit.text import ElidedText
from deskcrm.settings import Settings
from deskcrm.shell.window import MainWindow
from pseudo import PseudoTexts, outside, pseudo
from scenes import is_qts_own, scenes, seen, shown
from windows import open_window

DIRECTIONS = {"left to right": "bg", "right to left": "fa"}
"""Languages that lend numbers and dates in letters that are not Latin, so that Latin ones show."""

NOT_TO_TRANSLATE = frozenset({
    "DeskCRM", "PDF", "CSV", "Ctrl", "Shift", "Alt", "Del", "Return", "Left", "Right", "Up", "Down",
    "Space", "English", "Español", "Hrvatski", "Nederlands", "EUR", "GBP", "USD", "JPY", "K",
})  # fmt: skip
"""Names and keys, the same in every language."""

_FEW = 12
"""A longer list of choices is of languages under their own names, or of currencies by their codes."""

WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(params=list(DIRECTIONS.values()), ids=list(DIRECTIONS))
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language whose catalog is the pseudo one."""
    monkeypatch.setattr(i18n, "texts", lambda _code: PseudoTexts())
    return str(request.param)


@pytest.fixture
def window(qtbot: QtBot, sample: Crm, language: str) -> MainWindow:
    return open_window(
        qtbot, sample, settings=Settings(values={"language": language, "appearance": "light"})
    )


def fronts(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Yield everything there is to see, by the name of its scene."""
    for scene in tuple(scenes(window)):
        with seen(window, scene) as front:
            if not is_qts_own(front):
                yield scene.name, front


@pytest.mark.parametrize("size", [(1280, 800), (960, 600)], ids=["wide", "smallest"])
def test_every_text_has_its_room(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    cut = {found for _name, front in fronts(window) for found in settled(front)}
    assert not cut, "\n".join(sorted(map(str, cut)))
    assert window.size() == QSize(*size), "something is too wide for the window"


def test_every_text_comes_from_the_catalog(window: MainWindow, sample: Crm) -> None:
    written = records_text(sample)
    plain = {
        (told(widget), text)
        for _name, front in fronts(window)
        for widget in shown(front)
        for text in texts(widget)
        if english(text.replace(str(sample.path), ""), written)
    }
    assert not plain, "\n".join(sorted(map(str, plain)))


def test_a_pseudo_text_is_longer_and_keeps_its_facts() -> None:
    assert pseudo("Sent to {name}") == "⟦Šéñt tó {name}éxt⟧"
    assert outside("⟦Šéñt tó Ola ⟦éxt⟧⟧ by hand").split() == ["by", "hand"]


def settled(front: QWidget) -> set[tuple[str, str]]:
    """Return the texts that are cut off, also once what is still being laid out has found its place."""
    cut = look(front)
    if cut:
        QTest.qWait(500)
        cut = look(front)
    return cut


def look(front: QWidget) -> set[tuple[str, str]]:
    """Return the texts that are cut off now, each with where it stands."""
    return {(told(widget), text) for widget in shown(front) for text in clipped(widget)}


def told(widget: QWidget) -> str:
    """Describe a widget so that it is found in the code."""
    chain, holder = [type(widget).__name__], widget.parentWidget()
    while holder is not None and len(chain) < 4:
        if type(holder) is not QWidget:
            chain.append(type(holder).__name__)
        holder = holder.parentWidget()
    return " in ".join(chain)


def clipped(widget: QWidget) -> Iterator[str]:
    """Yield the texts of a widget that it has no room for and that no tooltip shows whole."""
    if isinstance(widget, QTableView) and widget.horizontalHeader().isVisible():
        yield from clipped_headers(widget.horizontalHeader())
    elif isinstance(widget, QLabel) and not isinstance(widget, ElidedText):
        if widget.text() and not label_fits(widget):
            yield widget.text()
    else:
        words, room = words_and_room(widget)
        if widget.fontMetrics().horizontalAdvance(words) > room and not widget.toolTip():
            yield words


def words_and_room(widget: QWidget) -> tuple[str, int]:
    """Return what a widget shows on its one line and how wide its place for that is."""
    if isinstance(widget, ElidedText):
        return " ".join(widget.text().split()), widget.width()
    if isinstance(widget, Pill | Chip):
        return widget.text(), widget.width() - 14
    if isinstance(widget, QPushButton | QCheckBox):
        lacking = max(0, widget.sizeHint().width() - widget.width())
        return widget.text(), widget.fontMetrics().horizontalAdvance(widget.text()) - lacking
    if isinstance(widget, QComboBox) and not widget.isEditable():
        return widget.currentText(), widget.width() - 28
    if isinstance(widget, QLineEdit) and not widget.text():
        return widget.placeholderText(), widget.width() - 12
    return "", 0


def label_fits(label: QLabel) -> bool:
    """Say whether a label has room for its text, on as many lines as it breaks it in."""
    room = label.contentsRect()
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        longest = max(map(label.fontMetrics().horizontalAdvance, label.text().split()), default=0)
        return wanted <= label.height() and longest <= room.width()
    return label.sizeHint().width() <= label.width() and label.sizeHint().height() <= label.height()


def clipped_headers(header: QHeaderView) -> Iterator[str]:
    model, metrics = header.model(), QFontMetrics(header.font())
    for section in range(header.count()):
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        whole = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        room = header.sectionSize(section) - 12
        if not (header.isSectionHidden(section) or whole) and (
            metrics.horizontalAdvance(words) > room
        ):
            yield words


def texts(widget: QWidget) -> Iterator[str]:
    """Yield what a widget says to eyes and ears, and what a user wrote in it not."""
    if isinstance(widget, Avatar):
        return
    yield widget.accessibleName()
    yield re.sub(r"<[^>]*>", "", widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton | Pill):
        yield widget.text()
    elif isinstance(widget, QComboBox) and widget.count() <= _FEW:
        yield from map(widget.itemText, range(widget.count()))
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QTableView):
        model = widget.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            for row in range(min(model.rowCount(), 20)):
                yield str(model.index(row, column).data() or "")
    elif widget.inherits("QMenu"):
        yield from (action.text() for action in widget.actions())


def english(text: str, written: str) -> bool:
    """Say whether a text has words that are neither of the catalog nor of the records."""
    return any(
        word not in NOT_TO_TRANSLATE and word.lower() not in written
        for word in WORD.findall(outside(text))
    )


def records_text(crm: Crm) -> str:
    """Return everything that is written in the records, small."""

    def read(session: Session) -> str:
        return "\n".join(
            str(value)
            for mapper in Base.registry.mappers
            for column in inspect(mapper).columns
            for value in session.scalars(select(column))
            if isinstance(value, str)
        ).lower()

    return crm.ask(read)
