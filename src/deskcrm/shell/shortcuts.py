"""The list of shortcuts (F1), made from the commands themselves."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from deskcrm.i18n import _
from deskcrm.kit.controls import Button
from deskcrm.kit.form import Sheet
from deskcrm.kit.parts import FactRow, SectionLabel
from deskcrm.shell.registry import Registry


class ShortcutSheet(Sheet):
    """Every command that has a shortcut, by page."""

    def __init__(self, registry: Registry, parent: QWidget) -> None:
        super().__init__(_("Keyboard shortcuts"), parent, width=480)
        self.body.setSpacing(0)
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in registry.commands.values():
            if command.shortcut:
                key = QKeySequence(command.shortcut).toString(
                    QKeySequence.SequenceFormat.NativeText
                )
                groups.setdefault(command.page, []).append((_(command.text), key))
        for page_id, entries in sorted(groups.items(), key=lambda group: group[0] != ""):
            spec = registry.pages.get(page_id)
            self.body.addSpacing(8)
            self.body.addWidget(SectionLabel(_(spec.title) if spec else _("Everywhere")))
            for text, key in entries:
                self.body.addWidget(FactRow(text, key, label_width=300))
        self.body.addStretch(1)
        self.add_button(Button(_("Close"), self.accept, kind="primary")).setFocus()
