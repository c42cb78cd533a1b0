"""The menu of what can be put into a text: the user's own snippets, and variables."""

from collections.abc import Mapping

from PySide6.QtWidgets import QMenu

from deskcrm.features.quotes.templates import snippet_rows
from deskcrm.features.quotes.ui.text_box import TextBox
from deskcrm.features.quotes.variables import VARIABLES
from deskcrm.i18n import _, mark
from deskcrm.kit.context import Context
from deskcrm.kit.text import one_line

_SHOWN = 40
_GROUPS = {
    "contact": mark("The customer"),
    "deal": mark("The deal"),
    "business": mark("Your business"),
    "quote": mark("The quote"),
}


def insert_menu(context: Context, box: TextBox, values: Mapping[str, str]) -> QMenu:
    """Return the menu; `values` are what the variables say now, shown beside them."""
    menu = QMenu(box)
    menu.setAccessibleName(_("Insert a text or a variable"))
    snippets = context.crm.ask(snippet_rows)
    for row in snippets:
        action = menu.addAction(_escaped(row.name))
        action.setToolTip(one_line(row.summary)[:200])
        action.triggered.connect(lambda _checked=False, text=row.summary: box.insert(text))
    if not snippets:
        menu.addAction(_("No snippets yet")).setEnabled(False)
    menu.addSeparator()
    for group, title in _GROUPS.items():
        inner = menu.addMenu(_(title))
        for name in (name for name in VARIABLES if name.startswith(f"{group}.")):
            value = one_line(values.get(name, ""))[:_SHOWN] or _("unknown")
            action = inner.addAction(f"{_escaped(_(VARIABLES[name]))}\t{_escaped(value)}")
            written = f"{{{{ {name} }}}}"
            action.triggered.connect(lambda _checked=False, text=written: box.insert(text))
    menu.addSeparator()
    menu.addAction(_("Edit snippets…")).triggered.connect(
        lambda _checked=False: context.run("go.settings")
    )
    return menu


def _escaped(text: str) -> str:
    return text.replace("&", "&&").replace("\t", " ")
