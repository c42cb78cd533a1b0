"""Columns that go to fields of the user's own are read by the field's kind; what does not fit stays."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from builders import NOW, TODAY
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.business import Business
from deskcrm.domain.custom import FieldKind, FieldOwner, as_number
from deskcrm.features.contacts.conditions import Condition, Op
from deskcrm.features.contacts.queries.columns import ordered_ids
from deskcrm.features.contacts.queries.rows import ContactFilter, all_ids
from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.formats import Format, export
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.own_fields import own_fields
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.plan import ImportPlan, Verdict
from deskcrm.features.exchange.queries import cards, contact_ids
from deskcrm.features.exchange.targets import read_target, target_name
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.features.fields.usecases import FieldForm, add_field

KINDS = {
    "Shoe size": FieldKind.NUMBER,
    "Budget": FieldKind.MONEY,
    "Client since": FieldKind.DATE,
    "Newsletter": FieldKind.YES_NO,
    "Diet": FieldKind.CHOICE,
    "Sports": FieldKind.CHOICES,
    "Portfolio": FieldKind.LINK,
    "Remark": FieldKind.TEXT,
}
OPTIONS = {"Diet": ("Vegan", "Anything"), "Sports": ("Surf", "Chess", "Judo")}
HEADER = "Name,Shoe size,Budget,Client since,Newsletter,Diet,Sports,Portfolio,Remark\n"
ANA = 'Ana Kovač,37.5,"€1,200.50",31/12/2019,yes,vegan,"judo; Surf",https://ana.example,007\n'


@pytest.fixture
def fields(crm: Crm) -> Crm:
    for name, kind in KINDS.items():
        form = FieldForm(name, kind, options=OPTIONS.get(name, ()))
        crm.do(add_field, FieldOwner.PERSON, form)
    return crm


@pytest.fixture
def spanish() -> Iterator[None]:
    i18n.use_language("es")
    yield
    i18n.use_language("en")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.csv"


def reading(crm: Crm, file: Path, text: str = "", **more: Any) -> Incoming:
    if text:
        file.write_text(text, "utf-8")
    return read_file(file, own=crm.ask(own_fields), **more)


def bring_in(crm: Crm, incoming: Incoming) -> ImportPlan:
    return crm.do(import_contacts, incoming, now=NOW)


def custom(incoming: Incoming) -> list[dict[str, Any]]:
    return [arrival.card.custom for arrival in incoming.arrivals]


def kept(crm: Crm) -> list[Card]:
    return crm.ask(lambda session: [card for _key, card in cards(session, contact_ids(session))])


def test_each_cell_becomes_what_its_field_keeps(fields: Crm, file: Path) -> None:
    incoming = reading(fields, file, HEADER + ANA)
    assert custom(incoming) == [
        {
            "Shoe size": "37.5",
            "Budget": "1200.5 EUR",
            "Client since": "2019-12-31",
            "Newsletter": True,
            "Diet": "Vegan",
            "Sports": ["Judo", "Surf"],
            "Portfolio": "https://ana.example",
            "Remark": "007",
        }
    ]
    assert incoming.remarks == ()


def test_what_does_not_fit_stays_with_a_remark_and_the_row_is_not_refused(
    fields: Crm, file: Path
) -> None:
    row = "Bo Lind,big,a lot,someday,perhaps,Fish,Surf; Golf,bo.example,\n"
    incoming = reading(fields, file, HEADER + row)
    assert incoming.refused == ()
    assert custom(incoming) == [
        {
            "Shoe size": "big",
            "Budget": "a lot",
            "Client since": "someday",
            "Newsletter": "perhaps",
            "Diet": "Fish",
            "Sports": "Surf; Golf",
            "Portfolio": "bo.example",
        }
    ]
    assert [remark.row for remark in incoming.remarks] == [1] * 7
    assert incoming.remarks[0].text == (
        "“big” does not fit the field “Shoe size”; it was kept as text."
    )


def test_importing_twice_changes_nothing(fields: Crm, file: Path) -> None:
    text = HEADER + ANA + "Bo Lind,big,a lot,someday,perhaps,Fish,Golf,bo.example,\n"
    assert bring_in(fields, reading(fields, file, text)).count(Verdict.NEW) == 2
    before = kept(fields)
    assert bring_in(fields, reading(fields, file)).count(Verdict.SAME) == 2
    assert kept(fields) == before


def test_filters_and_sorting_work_on_what_came(fields: Crm, file: Path) -> None:
    text = "Name,Shoe size,Client since\nAna,9,1/13/2021\nBo,44,12/31/2019\nCarla,big,\n"
    bring_in(fields, reading(fields, file, text))

    def found(field: str, op: Op, value: str) -> list[str]:
        wanted = ContactFilter(TODAY, conditions=(Condition(f"own:{field}", op, (value,)),))
        ids = fields.ask(all_ids, wanted)
        return [card.name for _key, card in fields.ask(lambda s: list(cards(s, ids)))]

    assert found("Shoe size", Op.OVER, "10") == ["Bo"]
    assert found("Client since", Op.OVER, "2020-01-01") == ["Ana"]
    ids = fields.ask(ordered_ids, ContactFilter(TODAY), "own:Shoe size", descending=False)
    names = [card.name for _key, card in fields.ask(lambda s: list(cards(s, list(ids))))]
    assert names.index("Ana") < names.index("Bo")


def test_a_value_that_came_before_its_field_is_mended_by_the_same_file(
    crm: Crm, file: Path
) -> None:
    bring_in(crm, reading(crm, file, 'Name,Email,Size,Weight\nAna,a@x.example,37,"1,250"\n'))
    crm.do(add_field, FieldOwner.PERSON, FieldForm("Weight", FieldKind.NUMBER))
    (decision,) = bring_in(crm, reading(crm, file)).decisions
    assert (decision.verdict, decision.changed) == (Verdict.UPDATE, ("Other fields",))
    assert [card.custom for card in kept(crm)] == [{"Size": "37", "Weight": "1250"}]


def test_a_column_is_told_from_its_field_by_neither_case_nor_blanks(
    fields: Crm, file: Path
) -> None:
    incoming = reading(fields, file, "Name, SHOE  SIZE \nAna,37\n")
    assert custom(incoming) == [{"Shoe size": "37"}]
    assert incoming.columns.own == {"SHOE  SIZE": "Shoe size"}


def test_two_columns_of_one_field_do_not_take_each_others_place(fields: Crm, file: Path) -> None:
    incoming = reading(fields, file, "Name,shoe size,Shoe size\nAna,36,37\n")
    assert custom(incoming) == [{"shoe size": "36", "Shoe size": "37"}]


def test_people_and_organizations_have_their_own_fields(crm: Crm, file: Path) -> None:
    crm.do(add_field, FieldOwner.ORGANIZATION, FieldForm("Staff", FieldKind.NUMBER))
    text = 'Name,Company,Email,Staff\nAna Kovač,,a@x.example,"1,200"\n,Horno,h@x.example,"1,200"\n'
    ana, horno = custom(reading(crm, file, text))
    assert (ana["Staff"], horno["Staff"]) == ("1,200", "1200")


def test_a_column_of_web_pages_goes_to_the_field_of_its_name(fields: Crm, file: Path) -> None:
    (arrival,) = reading(fields, file, "Name,Portfolio\nAna,https://ana.example\n").arrivals
    assert arrival.card.links == []
    assert arrival.card.custom == {"Portfolio": "https://ana.example"}


def test_dates_that_may_be_two_days_are_asked_about(fields: Crm, file: Path) -> None:
    text = "Name,Client since\nAna,3/4/2020\nBo,0/0/0000\n"
    incoming = reading(fields, file, text)
    assert incoming.undecided == ("Client since",)
    assert custom(incoming) == [{"Client since": "3/4/2020"}, {}]
    decided = reading(fields, file, text, order=Order.MONTH_FIRST)
    assert custom(decided)[0] == {"Client since": "2020-03-04"}
    proven = reading(fields, file, text + "Carla,13/4/2020\n")
    assert custom(proven)[0] == {"Client since": "2020-04-03"}


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["1.500", "2,5"], "1500"),
        (["1.500", "2.5"], "1.500"),
        (["1.500", "2"], None),
        (["1.500", "2,5", "2.5"], None),
        (["1.234.567"], "1234567"),
    ],
)
def test_a_point_parts_what_the_column_proves(
    fields: Crm, file: Path, cells: list[str], first: str | None
) -> None:
    rows = "\n".join(f'N{number},"{cell}"' for number, cell in enumerate(cells))
    incoming = reading(fields, file, f"Name,Shoe size\n{rows}\n")
    assert custom(incoming)[0] == {"Shoe size": first or cells[0]}
    said = [remark.text for remark in incoming.remarks if remark.row == 1]
    assert len(said) == (first is None)


@pytest.mark.parametrize(
    ("currency", "cell", "value"),
    [
        ("USD", "$1,200", "1200 USD"),
        ("CAD", "$5", "5 CAD"),
        ("EUR", "$5", "$5"),
        ("EUR", "£ 5.50", "5.50 GBP"),
        ("EUR", "5 CHF", "5 CHF"),
        ("EUR", "5 ABC", "5 ABC"),
        ("SEK", "50 kr", "50 SEK"),
        ("EUR", "-12.30", "-12.30 EUR"),
    ],
)
def test_an_amount_is_in_the_currency_that_it_names(
    fields: Crm, file: Path, currency: str, cell: str, value: str
) -> None:
    def use(session: Any) -> None:
        session.query(Business).one().currency = currency

    fields.do(use)
    incoming = reading(fields, file, f'Name,Budget\nAna,"{cell}"\n')
    assert custom(incoming) == [{"Budget": value}]


@pytest.mark.usefixtures("spanish")
def test_a_workbook_has_plain_numbers_and_days(fields: Crm, tmp_path: Path) -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Name", "Shoe size", "Client since", "Newsletter"])
    book.active.append(["Ana", 1.125, dt.date(2020, 2, 1), True])
    book.save(out)
    (tmp_path / "x.xlsx").write_bytes(out.getvalue())
    (values,) = custom(reading(fields, tmp_path / "x.xlsx"))
    assert as_number(values["Shoe size"]) == Decimal("1.125")
    assert (values["Client since"], values["Newsletter"]) == ("2020-02-01", True)


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX, Format.EXACT])
def test_our_own_exports_are_read_back_the_same(
    fields: Crm, file: Path, tmp_path: Path, form: Format
) -> None:
    bring_in(fields, reading(fields, file, HEADER + ANA))
    place = tmp_path / f"out{form.suffix}"
    fields.ask(export, place, form)
    plan = bring_in(fields, reading(fields, place))
    assert [one.verdict for one in plan.decisions] == [Verdict.SAME]


def test_a_column_can_be_led_to_a_field_that_its_name_alone_would_not_reach(
    crm: Crm, file: Path
) -> None:
    crm.do(
        add_field, FieldOwner.PERSON, FieldForm("Category", FieldKind.CHOICE, options=("A", "B"))
    )
    chosen: dict[str, Place | None] = {"Category": None}
    incoming = reading(crm, file, "Name,Category\nAna,a\n", chosen=chosen)
    assert custom(incoming) == [{"Category": "A"}]


def test_a_column_of_another_name_can_be_sent_to_a_field(fields: Crm, file: Path) -> None:
    text = "Name,Size EU,Since\nAna Kostova,38,3/4/2019\nBo Lind,44,25/4/2020\n"
    chosen = {
        "Size EU": read_target("custom.Shoe size"),
        "Since": read_target("custom.Client since"),
    }
    incoming = reading(fields, file, text, chosen=chosen)
    # The second row proves which number is the day, as in a column of the field's own name.
    assert custom(incoming) == [
        {"Shoe size": "38", "Client since": "2019-04-03"},
        {"Shoe size": "44", "Client since": "2020-04-25"},
    ]
    assert incoming.remarks == ()
    assert incoming.columns.own["Size EU"] == "Shoe size"
    assert target_name(chosen["Size EU"]) == "custom.Shoe size"
