"""The window's language: its texts, Qt's own texts, numbers and dates, and its direction."""

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from deskcrm import formats
from deskcrm.i18n import LANGUAGES, SOURCE_LANGUAGE, base, is_rtl, use_language


def system_language() -> str:
    """Return the first language of the system that we speak, or English."""
    for code in QLocale.system().uiLanguages():
        if base(code) in LANGUAGES:
            return base(code)
    return SOURCE_LANGUAGE


class Speech:
    """Makes the program speak a language; changing it again takes the last one away."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator: QTranslator | None = None

    def speak(self, wanted: str | None) -> None:
        """Speak `wanted`, or the system's language."""
        code = wanted or system_language()
        # The system's own way to write numbers and dates is kept while it is of that language.
        system = QLocale.system()
        same = base(system.name()) == base(code)
        use_language(system.name() if same else code)
        QLocale.setDefault(system if same else QLocale(formats.region(code)))
        self._translate_qt(code)
        direction = (
            Qt.LayoutDirection.RightToLeft if is_rtl(code) else Qt.LayoutDirection.LeftToRight
        )
        self._app.setLayoutDirection(direction)

    def _translate_qt(self, code: str) -> None:
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if base(code) == SOURCE_LANGUAGE:
            return
        translator = QTranslator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{base(code)}", folder):
            self._app.installTranslator(translator)
            self._translator = translator
