"""The sheets of templates: keeping a quote as one, and choosing one to begin with."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from deskcrm import formats
from deskcrm.features.quotes.queries import quote_head
from deskcrm.features.quotes.templates import NamedRow, save_template, template_rows
from deskcrm.i18n import _, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.fields import TextField
from deskcrm.kit.form import Form, FormDialog, Sheet
from deskcrm.kit.parts import TaskCard, clear, row
from deskcrm.kit.text import Text

_MOST_LINKS = 3
"""So many templates are offered at once in an empty quote."""


def ask_template_name(context: Context, quote_id: int) -> FormDialog:
    """Keep a quote as a template under a name."""
    head = context.crm.ask(quote_head, quote_id, context.today())
    known = [each.name for each in context.crm.ask(template_rows)]
    form = Form([
        TextField(
            "name",
            _("Name of the template"),
            head.title,
            required=True,
            suggestions=known,
            hint=_("A template of the same name is replaced."),
        ),
    ])  # fmt: skip
    note = Text(
        _("It keeps lines, texts, discounts, payments and design; no customer and no dates."),
        tone="muted",
        wrap=True,
    )

    def save(values: dict[str, Any]) -> None:
        context.crm.do(save_template, values["name"], quote_id)
        context.toast(_("Kept as the template “{name}”").format(name=values["name"]), undo=True)

    dialog = FormDialog(context, _("Save as template"), form, save)
    dialog.body.insertWidget(0, note)
    dialog.open()
    return dialog


class TemplateSheet(Sheet):
    """Shows the templates; a click, or Enter, begins a quote with one."""

    def __init__(
        self, rows: Sequence[NamedRow], choose: Callable[[int], object], parent: QWidget | None
    ) -> None:
        super().__init__(_("New quote from a template"), parent, width=420)
        self.cards = []
        for each in rows:
            card = TaskCard(each.name, _summary(each), opens=self._chooser(each.id, choose))
            self.body.addWidget(card)
            self.cards.append(card)
        if not rows:
            words = _("There are no templates yet. Open a quote and choose “Save as template”.")
            self.body.addWidget(Text(words, tone="muted", wrap=True))
        self.body.addStretch(1)
        self.add_button(Button(_("Cancel"), self.reject))
        if self.cards:
            self.cards[0].setFocus()

    def _chooser(self, template_id: int, choose: Callable[[int], object]) -> Callable[[], None]:
        def go() -> None:
            self.accept()
            choose(template_id)

        return go


class TemplateBar(QWidget):
    """Offers templates in an empty quote."""

    def __init__(
        self,
        use: Callable[[int], object],
        more: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._use, self._more = use, more
        self._box = row(self, gap=theme.MEDIUM)
        self._box.setContentsMargins(0, theme.SMALL, 0, 0)
        self._shown: tuple[NamedRow, ...] = ()
        self.buttons: list[Button] = []

    def show_rows(self, rows: tuple[NamedRow, ...]) -> None:
        """Offer these templates; none hides the bar."""
        self.setVisible(bool(rows))
        if rows == self._shown:
            return
        self._shown = rows
        clear(self._box)
        self._box.addWidget(Text(_("Begin with a template:"), tone="muted"))
        self.buttons = []
        for each in rows[:_MOST_LINKS]:
            button = Button(each.name[:40], self._user(each.id), kind="link")
            self._box.addWidget(button)
            self.buttons.append(button)
        if len(rows) > _MOST_LINKS:
            self._box.addWidget(Button(_("More…"), self._more, kind="link"))
        self._box.addStretch(1)

    def _user(self, template_id: int) -> Callable[[], None]:
        def go() -> None:
            self._use(template_id)

        return go


def _summary(each: NamedRow) -> str:
    lines = ngettext("{n} line", "{n} lines", each.lines).format(n=formats.number(each.lines))
    return formats.beside("" if each.summary == each.name else each.summary, lines)
