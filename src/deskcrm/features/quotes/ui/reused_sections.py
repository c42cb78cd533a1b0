"""Sections of the Settings page: snippets of text, and the templates that quotes begin with."""

from typing import Any

from deskcrm import formats
from deskcrm.domain.text import one_line
from deskcrm.features.quotes.templates import (
    NamedRow,
    add_snippet,
    delete_snippet,
    delete_template,
    edit_snippet,
    rename_template,
    snippet_rows,
    template_rows,
)
from deskcrm.i18n import _
from deskcrm.kit.context import Context
from deskcrm.kit.fields import LongTextField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.records import RecordsSection
from deskcrm.kit.table import Column


class SnippetSection(RecordsSection):
    """The texts that can be put into quotes."""

    kinds = frozenset({"snippet"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Snippets"),
            [
                Column[NamedRow](_("Name"), lambda row: row.name, width=160, strong=True),
                Column[NamedRow](
                    _("Text"), lambda row: one_line(row.summary)[:200], stretch=True, muted=True
                ),
            ],
            lambda: context.crm.ask(snippet_rows),
            empty=_(
                "Texts that you write again and again, with variables such as the customer's name."
            ),
        )
        self.add_button(_("Add snippet"), self.add)
        self._edit = self.add_button(_("Edit"), self.edit_current, name=_("Edit snippet"))
        self._delete = self.add_button(
            _("Delete"), lambda: self.with_current(self.delete), name=_("Delete snippet")
        )
        self.buttons.addStretch(1)
        self.on_key("Del", self.delete)

    def add(self) -> None:
        """Ask for a new snippet."""

        def save(values: dict[str, Any]) -> None:
            added = self.context.crm.do(add_snippet, values["name"], values["text"])
            self.context.toast(_("Added {name}").format(name=values["name"]), undo=True)
            self.reload()
            self.table.select_id(added)

        self._form(_("Add snippet"), "", "", save)

    def edit(self, record_id: int) -> None:
        """Open the form of a snippet."""
        row: NamedRow = self.row(record_id)

        def save(values: dict[str, Any]) -> None:
            self.context.crm.do(edit_snippet, record_id, values["name"], values["text"])

        self._form(_("Edit snippet"), row.name, row.summary, save)

    def delete(self, record_id: int) -> None:
        """Delete a snippet."""
        said = _("Deleted {name}").format(name=self.row(record_id).name)
        self.context.do(said, delete_snippet, record_id)

    def reload(self) -> None:
        """Ask for the snippets anew."""
        super().reload()
        for button in (self._edit, self._delete):
            button.setVisible(bool(self.ids()))

    def show_current(self) -> None:
        """Enable what acts on a row."""
        super().show_current()
        for button in (self._edit, self._delete):
            button.setEnabled(self.current() is not None)

    def _form(self, title: str, name: str, text: str, save: Any) -> None:
        form = Form([
            TextField("name", _("Name"), name, required=True),
            LongTextField(
                "text",
                _("Text"),
                text,
                required=True,
                lines=7,
                hint=_(
                    "Variables stand in double braces: {{{{ contact.first_name }}}},"
                    " {{{{ quote.valid_until }}}}, {{{{ quote.total }}}}."
                ).format(),
            ),
        ])  # fmt: skip
        FormDialog(self.context, title, form, save).open()


class TemplateSection(RecordsSection):
    """The quotes that others begin with."""

    kinds = frozenset({"quote_template"})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Quote templates"),
            [
                Column[NamedRow](_("Name"), lambda row: row.name, width=200, strong=True),
                Column[NamedRow](_("Title"), lambda row: row.summary, stretch=True, muted=True),
                Column[NamedRow](
                    _("Lines"), lambda row: formats.number(row.lines), width=76, number=True
                ),
            ],
            lambda: context.crm.ask(template_rows),
            empty=_("No templates yet: open a quote and choose “Save as template”."),
        )
        self._begin = self.add_button(
            _("New quote from it"),
            lambda: self.with_current(self.begin),
            name=_("New quote from it"),
        )
        self._edit = self.add_button(_("Rename"), self.edit_current, name=_("Rename template"))
        self._delete = self.add_button(
            _("Delete"), lambda: self.with_current(self.delete), name=_("Delete template")
        )
        self.buttons.addStretch(1)
        self.on_key("Del", self.delete)

    def begin(self, record_id: int) -> None:
        """Begin a quote with a template."""
        self.context.open("quote_template", record_id)

    def edit(self, record_id: int) -> None:
        """Ask for another name."""
        row: NamedRow = self.row(record_id)
        form = Form([TextField("name", _("Name"), row.name, required=True)])

        def save(values: dict[str, Any]) -> None:
            self.context.crm.do(rename_template, record_id, values["name"])

        FormDialog(self.context, _("Rename template"), form, save).open()

    def delete(self, record_id: int) -> None:
        """Delete a template; quotes that began with it stay."""
        said = _("Deleted {name}").format(name=self.row(record_id).name)
        self.context.do(said, delete_template, record_id)

    def reload(self) -> None:
        """Ask for the templates anew."""
        super().reload()
        for button in (self._begin, self._edit, self._delete):
            button.setVisible(bool(self.ids()))

    def show_current(self) -> None:
        """Enable what acts on a row."""
        super().show_current()
        for button in (self._begin, self._edit, self._delete):
            button.setEnabled(self.current() is not None)
