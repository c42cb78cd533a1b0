"""The form of a contact: adds one or edits one, and warns of one that may already be there."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from deskcrm.domain.business import own_currency
from deskcrm.domain.people import ContactKind
from deskcrm.errors import CrmError
from deskcrm.features.contacts.form import ContactForm
from deskcrm.features.contacts.queries.duplicates import duplicates_of
from deskcrm.features.contacts.queries.view import ContactView, all_tags, contact_view
from deskcrm.features.contacts.ui import words
from deskcrm.features.contacts.ui.moments import DatesField, RolesField
from deskcrm.features.contacts.ui.referrer import ContactField
from deskcrm.features.contacts.ui.several import AddressesField, LinesField
from deskcrm.features.contacts.usecases import add_contact, edit_contact
from deskcrm.features.fields.queries import field_owner, fields_of
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Button
from deskcrm.kit.custom_fields import OwnFields
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import ChoiceField, LongTextField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.parts import clear, column, row
from deskcrm.kit.tags_field import TagsField
from deskcrm.kit.text import Text

_PERSON = ("given_name", "family_name", "organization", "title")
_ORGANIZATION = ("name",)
_MORE = (
    ("prefix", "additional_names", "suffix", "nickname"),
    ("links",),
    ("tax_id", "source"),
    ("referred_by_id",),
    ("more_roles",),
    ("dates",),
    ("anniversary", "time_zone"),
)
"""Fields that stay folded away together while none of them says anything."""
_OF_PERSONS = frozenset({_MORE[0], ("more_roles",)})


class ContactDialog(FormDialog):
    """The sheet in which a contact is typed; `contact_id` is None for a new one."""

    def __init__(self, context: Context, contact_id: int | None, given: ContactForm) -> None:
        self._contact_id = contact_id
        self._given = given
        view = None
        if contact_id is not None:
            view = context.crm.ask(contact_view, contact_id, today=context.today())
            self._given = view.form
        self._own = _own_fields(context, self._given)
        super().__init__(
            context,
            _("New contact") if contact_id is None else _("Edit contact"),
            _fields(context, self._given, view, self._own),
            self._keep,
            save_text=_("Add contact") if contact_id is None else "",
            width=520,
        )
        self._shows_more = False
        self._warning = QWidget()
        self._warnings = column(self._warning, gap=theme.TINY)
        self._warning.hide()
        self.body.insertWidget(0, self._warning)
        self._more = Button(_("More fields"), self._show_more, kind="link", icon="chevron-down")
        self.body.insertWidget(2, self._more, 0, Qt.AlignmentFlag.AlignLeading)
        self._soon = QTimer(self, interval=250, singleShot=True)
        self._soon.timeout.connect(self._warn)
        self.form.changed.connect(self._soon.start)
        self.form.field("kind").changed.connect(self._show_fields)
        self._show_fields()
        first = "name" if self._given.kind is ContactKind.ORGANIZATION else "given_name"
        self.form.field(first).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def warning(self) -> str:
        """What is said of contacts that may be the same, a line each."""
        return "\n".join(text.text() for text in self._warning.findChildren(Text))

    def typed(self) -> ContactForm:
        """Return what is typed so far, without what cannot be read."""
        values: dict[str, Any] = {}
        for name in _names():
            try:
                values[name] = self.form.field(name).value()
            except CrmError:
                continue
        return self._filled(values)

    def _filled(self, values: dict[str, Any]) -> ContactForm:
        kind = values.get("kind", self._given.kind)
        own = {which: fields.taken(values) for which, fields in self._own.items()}
        form = replace(self._given, **values, custom=own[kind])
        if form.kind is ContactKind.ORGANIZATION:
            return replace(
                form, given_name="", family_name="", prefix="", additional_names="", suffix="",
                organization="", title="", more_roles=(),
            )  # fmt: skip
        return replace(form, name="")

    def _keep(self, values: dict[str, Any]) -> None:
        form = self._filled(values)
        context, now = self._context, self._context.now()
        if self._contact_id is None:
            contact_id = context.crm.do(add_contact, form, now=now)
            said = _("Added {name}")
        else:
            contact_id = self._contact_id
            context.crm.do(edit_contact, contact_id, form, now=now)
            said = _("Saved {name}")
        view = context.crm.ask(contact_view, contact_id, today=context.today())
        context.toast(said.format(name=view.name), undo=True)
        context.open("contact", contact_id)

    def _show_more(self) -> None:
        self._shows_more = True
        self._show_fields()
        self.fit()

    def _show_fields(self) -> None:
        is_person = self.form.field("kind").value() is ContactKind.PERSON
        for name in _PERSON:
            self.form.field(name).setVisible(is_person)
        for name in _ORGANIZATION:
            self.form.field(name).setVisible(not is_person)
        for together in _MORE:
            said = any(getattr(self._given, name) for name in together)
            fits = is_person or together not in _OF_PERSONS
            for name in together:
                self.form.field(name).setVisible(fits and (said or self._shows_more))
        for kind, own in self._own.items():
            own.show(wanted=is_person is (kind is ContactKind.PERSON))
        self._more.setVisible(not self._shows_more)

    def _warn(self) -> None:
        """Name contacts that look like the one being typed."""
        found = self._context.crm.ask(duplicates_of, self.typed(), but=self._contact_id)
        clear(self._warnings)
        for one in found:
            line = row(gap=theme.TINY)
            said = _("{name} {reason}.").format(name=one.name, reason=_(words.SAME[one.same]))
            line.addWidget(Text(said, tone="warn", wrap=True), 1)
            line.addWidget(Button(_("Show it"), partial(self._open, one.id), kind="link"))
            self._warnings.addLayout(line)
        self._warning.setVisible(bool(found))

    def _open(self, contact_id: int) -> None:
        self.reject()
        self._context.open("contact", contact_id)


def _names() -> tuple[str, ...]:
    return (
        "kind", *_PERSON, *_ORGANIZATION, *(name for together in _MORE for name in together),
        "emails", "phones", "addresses", "tags", "birthday", "language", "note",
    )  # fmt: skip


def _own_fields(context: Context, form: ContactForm) -> dict[ContactKind, OwnFields]:
    """Return the user's own fields of people and of organizations; the form shows one or the other."""
    currency = context.crm.ask(own_currency)
    return {
        kind: OwnFields(context.crm.ask(fields_of, field_owner(kind)), form.custom or {}, currency)
        for kind in ContactKind
    }


def _fields(
    context: Context,
    form: ContactForm,
    view: ContactView | None,
    own: Mapping[ContactKind, OwnFields],
) -> Form:
    referrer = (view.referred_by.id, view.referred_by.name) if view and view.referred_by else None
    return Form(
        [
            ChoiceField(
                "kind",
                _("Kind"),
                [
                    (ContactKind.PERSON, _("Person")),
                    (ContactKind.ORGANIZATION, _("Organization")),
                ],
                form.kind,
            ),
            TextField("name", _("Name"), form.name),
            (
                TextField("prefix", _("Prefix"), form.prefix),
                TextField("additional_names", _("Middle names"), form.additional_names),
                TextField("suffix", _("Suffix"), form.suffix),
            ),
            (
                TextField("given_name", _("First name"), form.given_name),
                TextField("family_name", _("Last name"), form.family_name),
            ),
            TextField("nickname", _("Nickname"), form.nickname),
            (
                TextField("organization", _("Company"), form.organization),
                TextField("title", _("Job title"), form.title),
            ),
            LinesField(
                "emails",
                _("E-mail"),
                form.emails,
                add=_("Add e-mail"),
                remove=_("Remove e-mail"),
                labels=(_("Work"), _("Home"), _("Other")),
            ),
            LinesField(
                "phones",
                _("Phone"),
                form.phones,
                add=_("Add phone"),
                remove=_("Remove phone"),
                labels=(_("Mobile"), _("Work"), _("Home"), _("Other")),
            ),
            AddressesField("addresses", _("Address"), form.addresses),
            LinesField(
                "links",
                _("Link"),
                form.links,
                add=_("Add link"),
                remove=_("Remove link"),
                labels=(_("Website"), _("Profile"), _("Other")),
            ),
            TagsField("tags", _("Tags"), form.tags, suggestions=context.crm.ask(all_tags)),
            (
                ChoiceField(
                    "language", _("Language"), words.languages(form.language), form.language
                ),
                DateField("birthday", _("Birthday"), form.birthday),
            ),
            (
                TextField("tax_id", _("Tax number"), form.tax_id),
                TextField("source", _("Source"), form.source),
            ),
            ContactField(context, "referred_by_id", _("Referred by"), referrer),
            RolesField("more_roles", _("Other roles"), form.more_roles or ()),
            DatesField("dates", _("Dates to remember"), form.dates or ()),
            (
                DateField("anniversary", _("Anniversary"), form.anniversary),
                TextField(
                    "time_zone",
                    _("Time zone"),
                    form.time_zone or "",
                    suggestions=sorted(available_timezones()),
                ),
            ),
            *(field for fields in own.values() for field in fields.fields),
            LongTextField("note", _("Note"), form.note, lines=3),
        ]
    )
