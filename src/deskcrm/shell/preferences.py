"""The Settings page: language and appearance, and what the features add."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from deskcrm.i18n import LANGUAGES, _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.fields import ChoiceField
from deskcrm.kit.page import Page
from deskcrm.kit.parts import ScrollColumn, column, row
from deskcrm.kit.text import Text

if TYPE_CHECKING:
    from deskcrm.shell.window import MainWindow


class SettingsPage(Page):
    """Sections under each other, each with its title."""

    def __init__(self, context: Context, window: "MainWindow") -> None:
        super().__init__(context, _("Settings"))
        self._window = window
        scroll = ScrollColumn(margin=theme.WIDE, gap=theme.WIDE)
        self.body.addWidget(scroll)
        self._add(scroll, _("This window"), self._own_section())
        for section in window.registry.preferences():
            self._add(scroll, _(section.title), section.create(context))

    def reload(self) -> None:
        """Leave the sections to themselves: each shows its own records."""

    @staticmethod
    def _add(scroll: ScrollColumn, title: str, section: QWidget) -> None:
        holder = QWidget()
        holder.setMaximumWidth(640)
        box = column(holder, gap=theme.MEDIUM)
        box.addWidget(Text(title, size=theme.RECORD_TITLE, strong=True))
        box.addWidget(section)
        # In a row of its own, so that the height of wrapped words is asked for at this width.
        line = row()
        line.addWidget(holder, 1000)
        line.addStretch(1)
        scroll.body.addLayout(line)

    def _own_section(self) -> QWidget:
        settings = self.context.settings
        section = QWidget()
        line = row(section, gap=theme.MEDIUM)
        languages: list[tuple[str | None, str]] = [(None, _("As the system says"))]
        languages += [(code, name) for code, name in LANGUAGES.items()]
        language: ChoiceField[Any] = ChoiceField(
            "language", _("Language"), languages, settings.language
        )
        appearance: ChoiceField[Any] = ChoiceField(
            "appearance",
            _("Appearance"),
            (
                ("system", _("As the system says")),
                ("light", _("Light")),
                ("dark", _("Dark")),
            ),
            settings.appearance,
        )
        line.addWidget(language, 1)
        line.addWidget(appearance, 1)

        def speak() -> None:
            settings.language = language.value()
            self._window.language_wanted.emit()

        def look() -> None:
            settings.appearance = appearance.value()
            self._window.appearance_wanted.emit()

        language.changed.connect(speak)
        appearance.changed.connect(look)
        return section
