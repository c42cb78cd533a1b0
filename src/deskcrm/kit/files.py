"""Asks for a file or a folder to open or a place to save one, without stopping the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget


def choose_file(
    title: str, kinds: str, then: Callable[[Path], object], *, parent: QWidget | None = None
) -> QFileDialog:
    """Ask for a file that exists; `kinds` is such as "CSV files (*.csv)"."""
    dialog = _dialog(title, kinds, then, parent)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_folder(
    title: str, then: Callable[[Path], object], *, parent: QWidget | None = None
) -> QFileDialog:
    """Ask for a folder that exists."""
    dialog = _dialog(title, "", then, parent)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.open()
    return dialog


def choose_place(
    title: str,
    kinds: str,
    name: str,
    then: Callable[[Path], object],
    *,
    parent: QWidget | None = None,
) -> QFileDialog:
    """Ask where to save a file that would be called `name`; asks before it replaces one."""
    dialog = _dialog(title, kinds, then, parent)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix)
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(
    title: str, kinds: str, then: Callable[[Path], object], parent: QWidget | None
) -> QFileDialog:
    dialog = QFileDialog(parent or QApplication.activeWindow(), title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(kinds)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return dialog
