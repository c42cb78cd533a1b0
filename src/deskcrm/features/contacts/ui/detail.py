"""The details beside the list: who somebody is, what is open, what happened."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from deskcrm import formats
from deskcrm.domain.business import own_currency
from deskcrm.domain.deals import stage_name
from deskcrm.domain.people import ContactKind
from deskcrm.errors import NotFound
from deskcrm.features.contacts.form import Labelled, PostalAddress
from deskcrm.features.contacts.queries.timeline import Event
from deskcrm.features.contacts.queries.view import ContactView, Named, OpenDeal, contact_view
from deskcrm.features.contacts.ui import words
from deskcrm.features.contacts.ui.attachments import AttachmentRow, attach, set_photo_of
from deskcrm.features.contacts.ui.history import ContactHistory
from deskcrm.features.fields.queries import field_owner, fields_of
from deskcrm.features.fields.shown import shown
from deskcrm.i18n import _, mark, ngettext
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Avatar, Button, IconButton, Pill, PillTone
from deskcrm.kit.markdown import MarkdownText
from deskcrm.kit.page import DetailPane
from deskcrm.kit.parts import Card, FactRow, SectionLabel, clear, column, row
from deskcrm.kit.text import ElidedText, Text

PartT = TypeVar("PartT", Labelled, PostalAddress)

_ACTIONS = (
    ("quotes.new_for_contact", mark("New quote")),
    ("followups.new_for_contact", mark("Follow up")),
    ("mail.write_to_contact", mark("Mail")),
)
"""Commands of other features that stand as buttons, where those features are there."""


class ContactDetails(DetailPane):
    """One contact; `show_contact` shows another, or the same as it is now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._view: ContactView | None = None
        self._filled = QWidget()
        box = column(self._filled, gap=theme.SMALL)
        self._name = ElidedText(size=theme.RECORD_TITLE, strong=True)
        self._title_line = ElidedText(tone="muted")
        self._avatar = Avatar()
        box.addLayout(self._head())
        box.addSpacing(theme.TINY)
        box.addLayout(self._buttons())
        self._details = _Section(_("Details"), gap=0)
        self._pills = PillRow()
        self._deals = _Section(_("Open"), gap=theme.SMALL)
        self._note = _Section(_("Note"), gap=0)
        self._files = _Section(_("Files"), gap=theme.TINY)
        for part in (self._details, self._pills, self._note, self._deals, self._files):
            box.addWidget(part)
        self._panel_room = column(gap=theme.SMALL)
        box.addLayout(self._panel_room)
        for spec in context.shell.panels("contact"):
            panel = spec.create(context)
            self._panels = [*self._panels, panel]
            self._panel_room.addWidget(panel)
        self.history = ContactHistory(context)
        box.addWidget(self.history)
        self.setAcceptDrops(True)
        self._nobody = Text(_("Choose a contact to see all about it."), tone="muted", wrap=True)
        self.body.addWidget(self._nobody)
        self.body.addWidget(self._filled)
        self._filled.hide()
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._load_more_if_near())
        bar.rangeChanged.connect(lambda _low, _high: self._load_more_if_near())

    @property
    def shown(self) -> ContactView | None:
        """The contact that is shown."""
        return self._view

    @property
    def events(self) -> Sequence[Event]:
        """What happened, as far as it is loaded, newest first."""
        return self.history.events

    def show_contact(self, contact_id: int | None) -> None:
        """Show a contact as it is now, or that none is chosen."""
        view = None
        if contact_id is not None:
            try:
                view = self._context.crm.ask(contact_view, contact_id, today=self._context.today())
            except NotFound:
                view = None
        is_other = view is None or self._view is None or self._view.id != view.id
        self._view = view
        self._nobody.setVisible(view is None)
        self._filled.setVisible(view is not None)
        if view is None:
            return
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)
        self._fill(view)
        self.show_record(view.id)
        self.history.show_contact(view.id)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self._context.toast(_("Copied {text}").format(text=text))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files for the contact that is shown."""
        if self._view is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep the files that were dropped; a picture dropped on the face becomes the photo."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if self._view is None or not files:
            return
        event.acceptProposedAction()
        at = self._avatar.mapFrom(self, event.position().toPoint())
        if self._avatar.rect().contains(at):
            set_photo_of(self._context, self._view.id, files[0])
        else:
            attach(self._context, self._view.id, files)

    # Laying out.

    def _head(self) -> QHBoxLayout:
        line = row(gap=10)
        line.addWidget(self._avatar)
        names = column(gap=0)
        names.addWidget(self._name)
        names.addWidget(self._title_line)
        line.addLayout(names, 1)
        line.addWidget(
            IconButton("edit", _("Edit contact"), lambda: self._context.run("contacts.edit"))
        )
        self._more = IconButton("more", _("More actions"), self._show_menu)
        line.addWidget(self._more)
        return line

    def _buttons(self) -> QHBoxLayout:
        line = row(gap=10)
        known = {command.id for command in self._context.shell.commands_on("contact")}
        made = [
            Button(
                _(text),
                partial(self._context.run, command_id),
                kind="primary" if command_id.startswith("quotes.") else "",
            )
            for command_id, text in _ACTIONS
            if command_id in known
        ]
        self._log = Button(_("Log"), self._show_log_menu)
        at = 1 if any(button.property("kind") == "primary" for button in made) else 0
        for button in (*made[:at], self._log, *made[at:]):
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _show_menu(self) -> None:
        at = self._more.mapToGlobal(QPoint(0, self._more.height() + 2))
        self._context.shell.show_record_menu("contact", at)

    def _show_log_menu(self) -> None:
        menu = QMenu(self)
        for command in self._context.shell.commands_on("contact"):
            if command.id.startswith("contacts.log_"):
                action = menu.addAction(_(command.text))
                action.triggered.connect(lambda _checked, name=command.id: self._context.run(name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._log.mapToGlobal(QPoint(0, self._log.height() + 2)))

    # Filling.

    def _fill(self, view: ContactView) -> None:
        self._avatar.set_name(view.name)
        self._avatar.set_photo(view.photo)
        self._name.setText(view.name)
        self._name.updateGeometry()
        form = view.form
        said = formats.beside(form.title, form.organization)
        if form.kind is ContactKind.ORGANIZATION:
            said = _("Organization")
        self._title_line.setText(said)
        self._title_line.setVisible(bool(said))
        self._details.show_widgets(list(self._facts(view)))
        pills: list[tuple[str, PillTone]] = [(tag, "accent") for tag in form.tags]
        if view.relationship in words.RELATIONSHIPS:
            text, tone = words.RELATIONSHIPS[view.relationship]
            pills.append((_(text), tone))
        self._pills.show_pills(pills)
        self._deals.show_widgets([self._deal_card(deal) for deal in view.open_deals])
        note = [MarkdownText(form.note, _("Note"))] if form.note.strip() else []
        self._note.show_widgets(note)
        self._files.show_widgets([AttachmentRow(self._context, file) for file in view.attachments])

    def _facts(self, view: ContactView) -> Iterator[QWidget]:
        form = view.form
        for label, email in _labelled(_("Mail"), form.emails):
            yield self._copied(label, email.value, _("Copy e-mail address"))
        for label, phone in _labelled(_("Phone"), form.phones):
            yield self._copied(label, phone.value, _("Copy phone number"))
        for label, address in _labelled(_("Address"), form.addresses):
            yield FactRow(label, words.written_address(address))
        for label, link in _labelled(_("Link"), form.links):
            yield FactRow(label, link.value)
        houses = (role for role in view.roles if role.until is None)
        known = (Named(r.organization_id, r.organization) for r in houses if r.organization_id)
        yield from self._people(_("Company"), tuple(known))
        yield from self._people(_("People"), view.members)
        yield from self._people(_("Referred by"), (view.referred_by,) if view.referred_by else ())
        yield from self._people(_("Referred"), view.referred)
        for label, value in self._texts(view):
            if value:
                yield FactRow(label, value)
        for number, said in enumerate(view.consents):
            text = formats.beside(words.consent(said), formats.day(said.day), said.source)
            yield FactRow("" if number else _("Consent"), text)

    def _texts(self, view: ContactView) -> Iterator[tuple[str, str]]:
        """Yield label and value of the plain facts; empty ones are not shown."""
        form = view.form
        yield _("Language"), words.language_name(form.language) if form.language else ""
        yield _("Birthday"), formats.day(form.birthday) if form.birthday else ""
        yield _("Anniversary"), formats.day(view.anniversary) if view.anniversary else ""
        for date in form.dates or ():
            yield date.label or _("Date"), formats.day(date.day)
        current = next((role for role in view.roles if role.until is None), None)
        for role in (role for role in view.roles if role is not current):
            yield _("Formerly") if role.until else _("Also"), words.role(role)
        home = self._context.crm.ask(own_currency)
        yield _("Won to date"), formats.amounts(view.won, home) if view.won else ""
        yield _("Nickname"), form.nickname
        yield _("Tax number"), form.tax_id
        yield _("Source"), form.source
        yield _("Time zone"), view.time_zone
        specs = {
            spec.name: spec for spec in self._context.crm.ask(fields_of, field_owner(form.kind))
        }
        for name in dict.fromkeys((*specs, *view.custom)):
            if name in view.custom:
                yield name, shown(specs.get(name), view.custom[name])

    def _people(self, label: str, people: Sequence[Named]) -> Iterator[QWidget]:
        """Yield a row for each of them, the label on the first."""
        for number, person in enumerate(people):
            opens = partial(self._context.open, "contact", person.id)
            yield FactRow("" if number else label, person.name, opens=opens)

    def _copied(self, label: str, value: str, does: str) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=theme.TINY)
        line.addWidget(ElidedText(value), 1)
        copy = IconButton("copy", does, partial(self.copy, value))
        copy.setFixedHeight(20)
        line.addWidget(copy)
        return FactRow(label, holder)

    def _deal_card(self, deal: OpenDeal) -> Card:
        stage = stage_name(deal.stage_key, deal.stage_name)
        if deal.is_quiet:
            quiet = ngettext("quiet for {n} day", "quiet for {n} days", deal.quiet_for)
            stage = formats.beside(stage, quiet.format(n=formats.number(deal.quiet_for)))
        value = formats.money(deal.value, deal.currency) if deal.value else ""
        card = Card(
            opens=partial(self._context.open, "deal", deal.id),
            name=", ".join(part for part in (deal.title, stage, value) if part),
        )
        card.body.addWidget(ElidedText(deal.title, strong=True))
        line = row(gap=theme.SMALL)
        line.addWidget(Pill(stage, "warn" if deal.is_quiet else "accent"))
        line.addStretch(1)
        line.addWidget(Text(value, tabular=True))
        card.body.addLayout(line)
        return card

    def _load_more_if_near(self) -> None:
        bar = self._scroll.verticalScrollBar()
        if bar.maximum() > 0 and bar.value() > bar.maximum() - self.height() // 2:
            self.history.load_more()


def _labelled(what: str, parts: Sequence[PartT]) -> Iterator[tuple[str, PartT]]:
    """Yield each of several things with what it is, told apart by its own label."""
    for part in parts:
        own = part.label if len(parts) > 1 else ""
        yield formats.beside(what, own), part


class _Section(QWidget):
    """A titled part that hides itself while it is empty."""

    def __init__(self, title: str, *, gap: int) -> None:
        super().__init__()
        box = column(self, gap=theme.SMALL)
        box.setContentsMargins(0, theme.TINY, 0, 0)
        box.addWidget(SectionLabel(title))
        self.body = column(gap=gap)
        box.addLayout(self.body)

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these instead of what is shown."""
        clear(self.body)
        for widget in widgets:
            self.body.addWidget(widget)
        self.setVisible(bool(widgets))


class PillRow(QWidget):
    """Pills beside each other, on as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self._box = column(self, gap=theme.TINY)
        self._pills: list[tuple[str, PillTone]] = []
        self._width = 0

    def show_pills(self, pills: list[tuple[str, PillTone]]) -> None:
        """Show these instead of what is shown."""
        self._pills = pills
        self._lay_out()
        self.setVisible(bool(pills))

    def event(self, event: QEvent) -> bool:
        """Break the lines anew when the width changed."""
        if event.type() is QEvent.Type.Resize and self.width() != self._width:
            self._lay_out()
        return super().event(event)

    def _lay_out(self) -> None:
        self._width = self.width()
        clear(self._box)
        line, room = None, 0
        for text, tone in self._pills:
            pill = Pill(text, tone)
            wide = pill.sizeHint().width() + theme.TINY
            if line is None or wide > room:
                line = row(gap=theme.TINY)
                line.addStretch(1)
                self._box.addLayout(line)
                room = max(self._width, 200)
            line.insertWidget(line.count() - 1, pill)
            room -= wide
