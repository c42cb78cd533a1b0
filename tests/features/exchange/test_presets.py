"""Every program whose export is known: each column arrives, or is named as kept, empty or left out."""

import csv
import io
from typing import Any

import pytest

from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.csv_file import parse_csv
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.presets import PRESETS, find_preset
from deskcrm.features.exchange.reader import read_contacts
from programs import EXPORTS, Exported


def as_file(exported: Exported, *, encoding: str = "utf-8") -> bytes:
    """The file as the program writes it."""
    preamble, _line, header = exported.header.rpartition("\n")
    columns = next(csv.reader([header]))
    out = io.StringIO()
    out.write(preamble + "\n" if preamble else "")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in (exported.first, exported.second):
        assert set(row) <= set(columns), set(row) - set(columns)
        writer.writerow([row.get(column, "") for column in columns])
    return out.getvalue().encode(encoding)


def read(exported: Exported, *, encoding: str = "utf-8") -> Incoming:
    return read_contacts(parse_csv(as_file(exported, encoding=encoding), name="x.csv"))


def value(card: Card, name: str) -> Any:
    """What a card says, as the cases say it."""
    if name in {"emails", "phones", "links"}:
        return [(entry.label, entry.value) for entry in getattr(card, name)]
    if name in {"birthday", "anniversary"}:
        day = getattr(card, name)
        return day.isoformat() if day else None
    if name == "organization":
        return card.roles[0].organization_name
    if name == "title":
        return card.roles[0].title
    if name in {"street", "extended", "city", "region", "postal_code", "country"}:
        return getattr(card.addresses[0], name)
    return getattr(card, name)


@pytest.mark.parametrize("exported", EXPORTS, ids=lambda exported: exported.key)
def test_an_export_is_recognized_and_nothing_in_it_is_lost(exported: Exported) -> None:
    incoming = read(exported)
    assert incoming.table is not None
    assert incoming.table.program == PRESETS[exported.key].name
    assert incoming.refused == ()
    first, second = (arrival.card for arrival in incoming.arrivals)
    assert {name: value(first, name) for name in exported.known} == exported.known
    assert first.custom == exported.custom
    assert second.name
    columns = incoming.columns
    told = {*columns.mapped, *columns.kept, *columns.empty}
    assert told >= set(incoming.table.names)


def test_every_program_that_is_known_has_a_file() -> None:
    assert {exported.key for exported in EXPORTS} == set(PRESETS)


@pytest.mark.parametrize(
    ("key", "encoding"),
    [
        ("outlook-ru", "cp1251"),
        ("outlook-bg", "cp1251"),
        ("outlook-de", "cp1252"),
        ("outlook-es", "cp1252"),
        ("outlook-es", "mac_roman"),
        ("outlook-de", "mac_roman"),
        ("thunderbird", "cp1250"),
        ("outlook-com", "utf-16"),
        ("google", "utf-8-sig"),
        ("outlook-ru", "utf-16-le"),
    ],
)
def test_an_export_in_the_encoding_of_its_system_is_read_the_same(key: str, encoding: str) -> None:
    exported = next(one for one in EXPORTS if one.key == key)
    assert read(exported, encoding=encoding).arrivals == read(exported).arrivals


def test_a_file_of_nobody_knows_whom_has_no_program() -> None:
    assert find_preset(["Name", "Email", "Phone"]) is None


def test_a_day_without_its_year_stays_under_its_columns() -> None:
    exported = next(one for one in EXPORTS if one.key == "thunderbird")
    second = read(exported).arrivals[1].card
    assert second.custom == {"Birth Month": "2", "Birth Day": "3"}
