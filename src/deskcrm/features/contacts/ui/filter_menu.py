"""The menu of all that contacts can be filtered by: fields, and below each the values there are."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QMenu, QWidget

from deskcrm import formats
from deskcrm.domain.custom import FieldKind, FieldSpec
from deskcrm.domain.numbers import plain
from deskcrm.domain.text import fold
from deskcrm.errors import CrmError
from deskcrm.features.contacts.conditions import FIELDS, OWN, Condition, Op
from deskcrm.features.contacts.queries.conditions import values_of
from deskcrm.features.contacts.ui.filter_words import field_name, said, value_name
from deskcrm.features.fields.queries import contact_fields
from deskcrm.i18n import _, mark
from deskcrm.kit.context import Context
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import AnyField, ChoiceField, TextField
from deskcrm.kit.form import Form, FormDialog
from deskcrm.kit.number_field import NumberField

Then = Callable[[Condition], object]

_MOST: Final = 15
"""So many values are offered; others are typed."""
_LISTED: Final = (
    "tag", "company", "city", "country", "language", "source", "relationship", "kind", "consent",
)  # fmt: skip
_HAVING: Final = (
    "email", "phone", "address", "company", "tag", "birthday", "link", "note", "open-deal",
    "follow-up",
)  # fmt: skip
_AGES: Final = (7, 30, 60, 90, 180, 365)
_COMPARED: Final = frozenset({FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE})


class WrongAge(CrmError):
    """A length of time that no filter takes."""

    sentence = mark("Type a whole number of days, such as 45.")


class FilterMenu(QMenu):
    """Offers conditions; those of a field are asked for when its menu opens."""

    def __init__(self, context: Context, parent: QWidget, then: Then) -> None:
        """Take what is done with the condition that is chosen."""
        super().__init__(parent)
        self._context = context
        self._then = then
        for field in _LISTED:
            self._add_values(field)
        self.addSeparator()
        for field in ("last-contact", "added"):
            self._add_ages(field)
        self.addSeparator()
        for op, words in ((Op.HAS, _("With")), (Op.HAS_NOT, _("Without"))):
            below = self.addMenu(words)
            for field in _HAVING:
                self._offer(below, field_name(field), Condition(field, op))
        specs = context.crm.ask(contact_fields)
        if specs:
            self.addSeparator()
        for spec in specs:
            self._add_own(spec)

    def _add_values(self, field: str) -> QMenu:
        below = self.addMenu(_plain(field_name(field)))
        below.aboutToShow.connect(partial(self._fill, below, field))
        return below

    def _fill(self, below: QMenu, field: str) -> None:
        """Offer the values that contacts have, most first, once."""
        if below.property("filled"):
            return
        below.setProperty("filled", True)
        values = self._context.crm.ask(values_of, field)
        for value, count in values[:_MOST]:
            name = value_name(field, value)
            text = _("{name} ({count})").format(name=name, count=formats.number(count))
            self._offer(below, text if count else name, Condition(field, Op.IS, (value,)))
        if len(values) > _MOST:
            below.addAction(_("Another …")).triggered.connect(
                lambda: ask_value(self._context, field, self._then)
            )
        if not values:
            below.addAction(_("No contact has one")).setEnabled(False)
        shape = FIELDS.get(field)
        if shape is None or Op.HAS in shape.ops:
            below.addSeparator()
            for op in (Op.HAS, Op.HAS_NOT):
                self._offer(below, said(Condition(field, op)), Condition(field, op))

    def _add_ages(self, field: str) -> None:
        below = self.addMenu(field_name(field))
        for op in (Op.OVER, Op.UNDER):
            for days in _AGES:
                condition = Condition(field, op, (str(days),))
                self._offer(below, said(condition), condition)
            if op is Op.OVER:
                below.addSeparator()
        below.addSeparator()
        below.addAction(_("Another …")).triggered.connect(
            lambda: ask_age(self._context, field, self._then)
        )

    def _add_own(self, spec: FieldSpec) -> None:
        below = self._add_values(f"{OWN}{spec.name}")
        if spec.kind in _COMPARED:
            words = _("Before or after …") if spec.kind is FieldKind.DATE else _("Over or under …")
            below.addAction(words).triggered.connect(
                lambda: ask_bound(self._context, spec, self._then)
            )
            below.addSeparator()

    def _offer(self, below: QMenu, text: str, condition: Condition) -> None:
        below.addAction(_plain(text)).triggered.connect(lambda: self._then(condition))


def _plain(text: str) -> str:
    """Return a text for a menu, where & would underline."""
    return text.replace("&", "&&")


def ask_value(context: Context, field: str, then: Then) -> None:
    """Ask for a value of a field by typing."""
    known = [value for value, _count in context.crm.ask(values_of, field)]
    name = field_name(field)
    form = Form([TextField("value", name, required=True, suggestions=known)])

    def save(typed: dict[str, Any]) -> None:
        wanted = fold(typed["value"])
        same = tuple(value for value in known if fold(value) == wanted)
        then(Condition(field, Op.IS, same or (typed["value"],)))

    FormDialog(context, name, form, save, save_text=_("Filter")).open()


def ask_age(context: Context, field: str, then: Then) -> None:
    """Ask for a number of days."""
    name = field_name(field)
    form = Form(
        [
            ChoiceField[Op](
                "op",
                name,
                [(Op.OVER, _("Longer ago than")), (Op.UNDER, _("In the last"))],
                Op.OVER,
            ),
            NumberField("days", _("Days"), required=True),
        ]
    )

    def save(typed: dict[str, Any]) -> None:
        condition = Condition(field, typed["op"], (plain(typed["days"]),))
        if not condition.is_sound:
            raise WrongAge(field="days")
        then(condition)

    FormDialog(context, name, form, save, save_text=_("Filter")).open()


def ask_bound(context: Context, spec: FieldSpec, then: Then) -> None:
    """Ask for what a number, an amount or a day is compared with."""
    label = _("Value")
    bound: AnyField = (
        DateField("bound", label, required=True)
        if spec.kind is FieldKind.DATE
        else NumberField("bound", label, required=True)
    )
    over, under = (
        (_("After"), _("Before")) if spec.kind is FieldKind.DATE else (_("Over"), _("Under"))
    )
    choices = [(Op.OVER, over), (Op.UNDER, under)]
    form = Form([ChoiceField[Op]("op", spec.name, choices, Op.OVER), bound])

    def save(typed: dict[str, Any]) -> None:
        value = typed["bound"]
        text = value.isoformat() if spec.kind is FieldKind.DATE else plain(value)
        then(Condition(f"{OWN}{spec.name}", typed["op"], (text,)))

    FormDialog(context, spec.name, form, save, save_text=_("Filter")).open()
