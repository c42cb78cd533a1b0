"""`deskcrm contacts list`, `show`, `duplicates` and `merge`; `segments list` and `add`."""

import argparse
from typing import TYPE_CHECKING, Any

from deskcrm.i18n import _, ngettext
from deskcrm.terminal import Commands, Terminal

if TYPE_CHECKING:
    from deskcrm.features.contacts.queries.records import Record


def register(commands: Commands) -> None:
    """Add the commands."""
    commands.group("contacts", _("people and organizations"))
    listing = commands.add(
        "list", _("list contacts by name, or best first"), _list, group="contacts", records=True
    )
    listing.add_argument("--search", default="", metavar="TEXT", help=_("only those it finds"))
    listing.add_argument("--segment", metavar="S", help=_("only those of this segment"))
    listing.add_argument("--limit", type=_how_many, metavar="N", help=_("at most so many"))
    one = commands.add(
        "show", _("show all about one contact"), _show, group="contacts", records=True
    )
    one.add_argument("id", type=int, metavar="ID", help=_("the contact's id"))
    commands.add(
        "duplicates",
        _("list contacts that are likely the same"),
        _duplicates,
        group="contacts",
        records=True,
    )
    commands.group("segments", _("filters kept by name"))
    commands.add("list", _("list segments"), _segments, group="segments", records=True)
    keeping = commands.add("add", _("keep a filter by name"), _add_segment, group="segments")
    keeping.add_argument("name", metavar="NAME", help=_("what the segment is called"))
    keeping.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help=_("such as city=Sofia, tag!=web, “no email” or last-contact>60"),
    )
    keeping.add_argument("--search", default="", metavar="TEXT", help=_("only those it finds"))
    merge = commands.add("merge", _("make one contact of several"), _merge, group="contacts")
    merge.add_argument("id", type=int, metavar="ID", help=_("the contact that stays"))
    merge.add_argument(
        "others", type=int, metavar="OTHER", nargs="+", help=_("those that become part of it")
    )


def _how_many(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(_("a number that is not below zero"))
    return number


def _list(terminal: Terminal, given: argparse.Namespace) -> None:
    crm = terminal.crm
    from deskcrm.features.contacts.queries.listed import listed_ids
    from deskcrm.features.contacts.queries.records import contact_records

    limit = -1 if given.limit is None else given.limit
    if given.segment is None:
        ids = crm.ask(listed_ids, given.search, limit)
    else:
        from deskcrm.features.contacts.queries.segments import segment_ids

        ids = crm.ask(
            segment_ids, given.segment, terminal.today(), needle=given.search, limit=limit
        )
    records = crm.ask(contact_records, ids)
    if given.json:
        terminal.give(records)
        return
    terminal.table(
        (_("Id"), _("Name"), _("Company"), _("E-mail"), _("Phone"), _("City")),
        (_columns(record) for record in records),
    )


def _segments(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.contacts.queries.segments import segments

    found = terminal.crm.ask(segments, terminal.today())
    if given.json:
        terminal.give(
            [
                {
                    "id": segment.id,
                    "name": segment.name,
                    "contacts": segment.count,
                    "search": segment.wanted.text,
                    "where": [str(condition) for condition in segment.wanted.conditions],
                }
                for segment in found
            ]
        )
        return
    terminal.table(
        (_("Segment"), _("Contacts")), ((segment.name, segment.count) for segment in found)
    )


def _add_segment(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.contacts.queries.conditions import read_condition
    from deskcrm.features.contacts.queries.rows import ContactFilter, contact_count
    from deskcrm.features.contacts.segments import add_segment
    from deskcrm.features.fields.queries import contact_fields

    own = {spec.name: spec.kind for spec in terminal.crm.ask(contact_fields)}
    conditions = [terminal.crm.ask(read_condition, text, own) for text in given.where]
    wanted = ContactFilter(terminal.today(), text=given.search, conditions=tuple(conditions))
    terminal.crm.do(add_segment, given.name, wanted)
    count = terminal.crm.ask(contact_count, wanted)
    said = ngettext("“{name}” has {n} contact.", "“{name}” has {n} contacts.", count)
    terminal.say(said.format(name=given.name, n=count))


def _show(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.contacts.queries.records import contact_record

    record = terminal.crm.ask(contact_record, given.id)
    if given.json:
        terminal.give(record)
        return
    terminal.table((_("Field"), _("Value")), _facts(record))


def _duplicates(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.contacts.queries.alike import alike

    groups = terminal.crm.ask(alike, terminal.bar(_("Comparing")))
    if given.json:
        terminal.give(
            [
                {
                    "score": group.score,
                    "reasons": [same.value for same in group.reasons],
                    "contacts": [{"id": one.id, "name": one.name} for one in group.contacts],
                }
                for group in groups
            ]
        )
        return
    same = {
        "email": _("E-mail"), "phone": _("Phone"), "name": _("Name"), "similar": _("Similar name"),
    }  # fmt: skip
    terminal.table(
        (_("The same"), _("Likely"), _("Id"), _("Name")),
        (
            (", ".join(same[one.value] for one in group.reasons), f"{group.score} %", c.id, c.name)
            for group in groups
            for c in group.contacts
        ),
    )


def _merge(terminal: Terminal, given: argparse.Namespace) -> None:
    from deskcrm.features.contacts.merging import merge_contacts
    from deskcrm.features.contacts.queries.records import contact_record

    terminal.crm.do(merge_contacts, given.id, given.others, now=terminal.now())
    name = terminal.crm.ask(contact_record, given.id)["name"]
    terminal.say(_("Merged into {name}").format(name=name))


def _columns(record: "Record") -> tuple[object, ...]:
    return (
        record["id"],
        record["name"],
        record["organization"],
        _first(record["emails"], "value"),
        _first(record["phones"], "value"),
        _first(record["addresses"], "city"),
    )


def _first(parts: list[dict[str, Any]], name: str) -> str:
    return next((part[name] for part in parts if part[name]), "")


def _facts(record: "Record") -> list[tuple[str, object]]:
    """Return what is known of a contact, a line each."""
    from deskcrm.features.fields.shown import shown

    facts: list[tuple[str, object]] = [(_("Id"), record["id"]), (_("Name"), record["name"])]
    facts += [
        (label, record[name])
        for name, label in (
            ("nickname", _("Nickname")),
            ("organization", _("Company")),
            ("title", _("Job title")),
        )
    ]
    for name, label in (("emails", _("E-mail")), ("phones", _("Phone")), ("links", _("Link"))):
        facts += [(part["label"] or label, part["value"]) for part in record[name]]
    facts += [(a["label"] or _("Address"), _one_address(a)) for a in record["addresses"]]
    facts += [
        (label, record[name])
        for name, label in (
            ("birthday", _("Birthday")),
            ("anniversary", _("Anniversary")),
            ("language", _("Language")),
            ("source", _("Source")),
            ("tax_id", _("Tax number")),
        )
    ]
    facts += [(_("Tags"), ", ".join(record["tags"])), (_("Note"), record["note"])]
    facts += [(name, shown(None, value)) for name, value in record["custom"].items()]
    return [(label, value) for label, value in facts if value]


def _one_address(address: dict[str, str]) -> str:
    town = f"{address['postal_code']} {address['city']}".strip()
    parts = (
        address["street"], address["extended"], address["po_box"], town, address["region"],
        address["country"],
    )  # fmt: skip
    return ", ".join(part for part in parts if part)
