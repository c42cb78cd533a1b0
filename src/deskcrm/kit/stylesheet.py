"""How Qt's own widgets are drawn, in the colours of the theme."""

from collections.abc import Mapping
from string import Template

_RULES = Template("""
QToolTip { background: $bubble; color: $on_bubble; border: 0; padding: 6px 8px; font-size: 12px; }

QPushButton {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 0 12px; min-height: 28px; max-height: 28px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $background; }
QPushButton[kind="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 0 11px; min-height: 26px; max-height: 26px; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $muted; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="link"] {
    border: 0; border-bottom: 1px solid transparent; border-radius: 0; background: transparent;
    color: $accent; padding: 0; min-height: 20px; max-height: 20px;
}
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-bottom-color: $accent; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QAbstractSpinBox {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QAbstractSpinBox { padding: 0 9px; min-height: 28px; max-height: 28px; }
QPlainTextEdit, QTextEdit { padding: 5px 6px; }
MarkdownText { padding: 0; border-color: transparent; background: transparent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 1px solid $accent;
}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $background; color: $muted; }
QLineEdit:read-only { background: $background; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $bad; }
QLineEdit[flat="true"] { border-color: transparent; background: transparent; padding: 0 6px; }
QLineEdit[flat="true"]:hover { border-color: $line; }
QLineEdit[flat="true"]:focus { border-color: $accent; background: $surface; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url("$arrow"); width: 14px; height: 14px; }
QComboBox QAbstractItemView, QCompleterListView {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px; padding: 4px; outline: 0;
    selection-background-color: $accent_soft; selection-color: $accent;
}
QComboBox QAbstractItemView::item, QCompleterListView::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 15px; height: 15px; border: 1px solid $muted; background: $surface; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$tick"); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 7px; height: 7px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }

QAbstractItemView { background: $surface; color: $text; border: 0; outline: 0; }
QListWidget[framed="true"] { border: 1px solid $line; border-radius: 6px; padding: 4px; }
QListWidget[framed="true"]:focus { border-color: $accent; }
QTableView { gridline-color: $line; }
QListView::item { min-height: 28px; }
QListView::item:selected, QTreeView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section {
    background: $surface; color: $muted; border: 0; border-bottom: 1px solid $line;
    padding: 0 12px; height: 29px; font-size: 12px; font-weight: 500;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$sort_up"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$sort_down"); width: 12px; height: 12px; }
QTableCornerButton::section { background: $surface; border: 0; }

QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: 0; width: 0; height: 0;
}
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenu { background: $surface; color: $text; border: 1px solid $line; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; min-width: 160px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
QMenu::item:disabled { color: $muted; background: transparent; }
QMenu::icon { margin: 0 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenuBar { background: $surface; color: $text; }
QMenuBar::item:selected { background: $accent_soft; color: $accent; }
QDialog, QMessageBox { background: $surface; }
QProgressBar { background: $line; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QTabBar::tab { background: transparent; color: $muted; border: 0; border-bottom: 2px solid transparent; padding: 6px 12px; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $text; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QGroupBox { border: 0; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; color: $muted; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }

QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
*[ground="background"] { background: $background; }
*[ground="surface"] { background: $surface; }
Card { background: $surface; border: 1px solid $line; border-radius: 8px; }
Card[selected="true"] { border-color: $accent; }
Card:focus { border-color: $accent; }
Line { background: $line; border: 0; }
""")


def stylesheet(tokens: Mapping[str, str], *, dark: bool) -> str:
    """Return Qt's style sheet with the colours `tokens` filled in."""
    from deskcrm.kit.icons import control_file

    return _RULES.substitute(
        tokens,
        arrow=control_file("arrow-down"),
        tick=control_file("tick-dark" if dark else "tick-light"),
        sort_up=control_file("arrow-up"),
        sort_down=control_file("arrow-down"),
    )
