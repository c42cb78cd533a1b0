"""`deskcrm fields list` and `add`."""

import argparse
from typing import TYPE_CHECKING, Any

from deskcrm.i18n import _
from deskcrm.terminal import Commands, Terminal

if TYPE_CHECKING:
    from deskcrm.domain.custom import FieldSpec

_KINDS = (
    "text", "long-text", "number", "money", "date", "yes-no", "choice", "choices", "link",
)  # fmt: skip
_OWNERS = ("person", "organization", "deal", "item")


def register(commands: Commands) -> None:
    """Add the commands."""
    commands.group("fields", _("fields of your own"))
    commands.add("list", _("list your own fields"), _list, group="fields", records=True)
    adding = commands.add("add", _("add a field"), _add, group="fields", records=True)
    adding.add_argument("name", metavar="NAME", help=_("what the field is called"))
    adding.add_argument(
        "--for", dest="owner", choices=_OWNERS, default="person", metavar="WHAT",
        help=_("person, organization, deal or item"),
    )  # fmt: skip
    adding.add_argument(
        "--kind", choices=_KINDS, default="text", metavar="KIND", help=", ".join(_KINDS)
    )
    adding.add_argument(
        "--option", action="append", default=[], metavar="TEXT", help=_("what can be chosen")
    )
    adding.add_argument("--required", action="store_true", help=_("it cannot be left empty"))


def _list(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.fields.queries import fields_of
    from deskcrm.features.fields.shown import KINDS, OWNERS

    specs = terminal.crm.ask(fields_of)
    if given.json:
        terminal.give([_record(spec) for spec in specs])
        return
    terminal.table(
        (_("Id"), _("Field"), _("Belongs to"), _("Kind"), _("Required")),
        (
            (
                spec.id,
                spec.name,
                _(OWNERS[spec.owner]),
                _(KINDS[spec.kind]),
                _("Yes") if spec.required else "",
            )
            for spec in specs
        ),
    )


def _add(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.domain.custom import FieldKind, FieldOwner
    from deskcrm.features.fields.queries import fields_of
    from deskcrm.features.fields.usecases import FieldForm, add_field

    form = FieldForm(given.name, FieldKind(given.kind), given.required, tuple(given.option))
    field_id = terminal.crm.do(add_field, FieldOwner(given.owner), form)
    spec = next(spec for spec in terminal.crm.ask(fields_of) if spec.id == field_id)
    if given.json:
        terminal.give(_record(spec))
    else:
        terminal.say(_("Added the field “{name}”").format(name=spec.name))


def _record(spec: "FieldSpec") -> dict[str, Any]:
    return {
        "id": spec.id,
        "for": spec.owner.value,
        "name": spec.name,
        "kind": spec.kind.value,
        "required": spec.required,
        "options": list(spec.options),
    }
