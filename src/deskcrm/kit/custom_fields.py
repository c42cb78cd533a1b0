"""The fields of a form for what the user wants to know beside the usual: made of their descriptions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from deskcrm.domain.custom import (
    FieldKind,
    FieldSpec,
    as_day,
    as_money,
    as_number,
    is_readable,
    texts,
)
from deskcrm.domain.numbers import plain
from deskcrm.i18n import _
from deskcrm.kit import theme
from deskcrm.kit.date_field import DateField
from deskcrm.kit.fields import AnyField, ChoiceField, Field, LongTextField, TextField
from deskcrm.kit.number_field import MoneyField, NumberField


class ChecksField(Field[tuple[str, ...]]):
    """Some of several choices, each with its box."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[str],
        value: Sequence[str] = (),
        *,
        required: bool = False,
        hint: str = "",
        across: int = 1,
    ) -> None:
        """Take the choices and which of them are chosen; `across` of them stand beside each other."""
        super().__init__(name, label, required=required, hint=hint)
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(theme.TINY)
        self.boxes = [QCheckBox(choice.replace("&", "&&")) for choice in choices]
        self._choices = tuple(choices)
        for place, (check, choice) in enumerate(zip(self.boxes, choices, strict=True)):
            check.setAccessibleName(choice)
            grid.addWidget(check, place // across, place % across)
            check.toggled.connect(self._touched)
        self.take(self.boxes[0], holder)
        self.boxes[0].setAccessibleName(f"{label}: {choices[0]}")
        self.set_value(tuple(value))

    def value(self) -> tuple[str, ...]:
        """Return the choices whose boxes are checked, in order."""
        chosen = zip(self.boxes, self._choices, strict=True)
        found = tuple(choice for check, choice in chosen if check.isChecked())
        if self.required and not found:
            raise self._missing()
        return found

    def set_value(self, value: tuple[str, ...]) -> None:
        """Check these choices and no others."""
        for check, choice in zip(self.boxes, self._choices, strict=True):
            check.setChecked(choice in value)


class OwnFields:
    """The part of a form that holds the user's own fields of one kind of record.

    A value that its field cannot show, as an import may have brought it, stands below it as a hint
    and stays until another is given.
    """

    def __init__(
        self, specs: Sequence[FieldSpec], values: Mapping[str, Any], currency: str
    ) -> None:
        """Take what fields there are and what is known; new amounts are in `currency`."""
        self._specs = specs
        self._before = dict(values)
        self._currency = currency
        self.fields = [_field(spec, values.get(spec.name), currency) for spec in specs]
        self._asked = [field.required for field in self.fields]

    def show(self, *, wanted: bool) -> None:
        """Show the fields, or hide them and ask for none."""
        for field, asked in zip(self.fields, self._asked, strict=True):
            field.setVisible(wanted)
            field.required = asked and wanted

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """Take these fields out of a form's values; return all that the record is to hold."""
        kept = dict(self._before)
        for spec in self._specs:
            if spec.form_name not in values:
                continue
            known = kept.get(spec.name)
            value = _kept(spec, values.pop(spec.form_name), known, self._currency)
            if value is None and known is not None and not is_readable(spec, known):
                continue
            kept[spec.name] = value
        return {name: value for name, value in kept.items() if value is not None}


class SharedFields:
    """The part of a form that gives the user's own fields of several records the same value.

    What is left empty stays as each record has it; `emptied` names the fields that are taken away.
    """

    def __init__(self, specs: Sequence[FieldSpec], currency: str) -> None:
        """Take what fields there are; amounts are in `currency`."""
        self._specs = specs
        self._currency = currency
        self.fields = [_shared_field(spec, currency) for spec in specs]
        self.emptied = ChecksField(
            "emptied", _("Empty these fields"), [spec.name for spec in specs], across=2
        )

    def taken(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return what is to be kept, by name, of a form's values; None for what is taken away."""
        kept: dict[str, Any] = dict.fromkeys(values[self.emptied.name])
        for spec in self._specs:
            value = _kept(spec, values[spec.form_name], None, self._currency)
            if value is not None:
                kept[spec.name] = value
        return kept


def _shared_field(spec: FieldSpec, currency: str) -> AnyField:
    leave = _("Leave as it is")
    if spec.kind is FieldKind.YES_NO:
        answers: list[tuple[bool | None, str]] = [(None, leave), (True, _("Yes")), (False, _("No"))]
        return ChoiceField(spec.form_name, spec.name, answers)
    if spec.kind is FieldKind.CHOICE:
        choices = [("", leave), *((option, option) for option in spec.options)]
        return ChoiceField(spec.form_name, spec.name, choices)
    field = _field(replace(spec, required=False), None, currency)
    if isinstance(field, TextField | LongTextField | NumberField | DateField):
        field.edit.setPlaceholderText(leave)
    return field


def _field(spec: FieldSpec, value: Any, currency: str) -> AnyField:
    hint = ""
    if value is not None and not is_readable(spec, value):
        hint = _("Now: {text}").format(text=", ".join(texts(value)) or value)
        value = None
    return _MAKERS[spec.kind](spec, value, hint, currency)


def _text(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    return TextField(spec.form_name, spec.name, value or "", required=_asks(spec, hint), hint=hint)


def _long_text(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    return LongTextField(
        spec.form_name, spec.name, value or "", required=_asks(spec, hint), hint=hint, lines=3
    )


def _number(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    return NumberField(
        spec.form_name, spec.name, as_number(value), required=_asks(spec, hint), hint=hint
    )


def _money(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:
    amount, code = as_money(value) or (None, currency)
    return MoneyField(
        spec.form_name, spec.name, amount, currency=code, required=_asks(spec, hint), hint=hint
    )


def _date(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    return DateField(
        spec.form_name, spec.name, as_day(value), required=_asks(spec, hint), hint=hint
    )


def _yes_no(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    choices: list[tuple[bool | None, str]] = [
        (None, _("Not set")), (True, _("Yes")), (False, _("No")),
    ]  # fmt: skip
    return ChoiceField(spec.form_name, spec.name, choices, value, hint=hint)


def _choice(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    choices = [("", _("Not set")), *((option, option) for option in spec.options)]
    return ChoiceField(spec.form_name, spec.name, choices, value or "", hint=hint)


def _choices(spec: FieldSpec, value: Any, hint: str, currency: str) -> AnyField:  # noqa: ARG001
    return ChecksField(
        spec.form_name, spec.name, spec.options, value or (), required=_asks(spec, hint), hint=hint
    )


_MAKERS: Mapping[FieldKind, Callable[[FieldSpec, Any, str, str], AnyField]] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.DATE: _date,
    FieldKind.YES_NO: _yes_no,
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.LINK: _text,
}


def _asks(spec: FieldSpec, hint: str) -> bool:
    """Say whether a field must be filled: not while a value it cannot show stands below it."""
    return spec.required and not hint


def _kept(spec: FieldSpec, value: Any, before: Any, currency: str) -> Any:
    """Return what a form's field holds as it is kept."""
    if value is None or value in ("", ()):
        return None
    match spec.kind:
        case FieldKind.NUMBER:
            return plain(value)
        case FieldKind.MONEY:
            known = as_money(before)
            return f"{plain(value)} {known[1] if known else currency}"
        case FieldKind.DATE:
            return value.isoformat()
        case FieldKind.CHOICES:
            return list(value)
        case FieldKind.LINK:
            return value if ":" in value or "." not in value else f"https://{value}"
        case _:
            return value
