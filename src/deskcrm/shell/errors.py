"""What happens when the program itself is at fault: it is logged and shown, and the window goes on."""

import logging
import sys
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

_log = logging.getLogger(__name__)


def show_mistake(error: BaseException, parent: QWidget | None) -> None:
    """Log an unexpected error and show it; one at a time, so that a loop of them stays usable."""
    from deskcrm.shell.mistake_sheet import MistakeSheet

    _log.error("unexpected error", exc_info=error)
    shown = any(isinstance(widget, MistakeSheet) for widget in QApplication.topLevelWidgets())
    if not shown:
        MistakeSheet(error, parent).open()


def catch_mistakes() -> None:
    """Show every exception that nothing else caught."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) or QApplication.instance() is None:
            sys.__excepthook__(kind, error, trace)
        else:
            show_mistake(error, QApplication.activeWindow())

    sys.excepthook = show
