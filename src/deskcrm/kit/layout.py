"""Layouts: things under each other and beside each other, without Qt's own gaps."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

LayoutT = TypeVar("LayoutT", bound=QBoxLayout)


def column(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QVBoxLayout:
    """Return a layout of things under each other, on `parent` if given."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    return _spaced(layout, margin, gap)


def row(parent: QWidget | None = None, *, margin: int = 0, gap: int = 0) -> QHBoxLayout:
    """Return a layout of things beside each other, on `parent` if given."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    return _spaced(layout, margin, gap)


def _spaced(layout: LayoutT, margin: int, gap: int) -> LayoutT:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
