"""The catalog leaves as a file and comes back: nothing lost, nothing twice, each row told."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from builders import TODAY
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.domain.custom import FieldKind, FieldOwner
from deskcrm.errors import CrmError
from deskcrm.features.business.queries import tax_rates
from deskcrm.features.catalog.bringing import import_catalog
from deskcrm.features.catalog.form import ItemForm, ItemText
from deskcrm.features.catalog.incoming import CatalogFile, NoItems, NotATable, read_catalog
from deskcrm.features.catalog.plan import CatalogPlan, Verdict, plan_catalog
from deskcrm.features.catalog.queries import ItemRow, catalog_items
from deskcrm.features.catalog.table import catalog_sheet
from deskcrm.features.catalog.usecases import add_item, archive_item, edit_item
from deskcrm.features.exchange.formats import Format
from deskcrm.features.exchange.sheet import write_sheet
from deskcrm.features.fields.usecases import FieldForm, add_field
from deskcrm.features.quotes.queries import quote_draft, quote_rows
from quoting import draft_quote, line, sent_quote

DESIGN = ItemForm("Design", "By the hour", "h", Decimal("38.00"), "EUR")


def file(tmp_path: Path, text: str) -> CatalogFile:
    path = tmp_path / "items.csv"
    path.write_text(text, encoding="utf-8")
    return read_catalog(path)


def planned(crm: Crm, tmp_path: Path, text: str) -> CatalogPlan:
    return crm.ask(plan_catalog, file(tmp_path, text))


def brought(crm: Crm, tmp_path: Path, text: str) -> CatalogPlan:
    return crm.do(import_catalog, file(tmp_path, text))


def export(crm: Crm, path: Path, form: Format) -> Path:
    def write(session: Session) -> None:
        write_sheet(path, form, catalog_sheet(session, exact=form is Format.EXACT))

    crm.ask(write)
    return path


def verdicts(plan: CatalogPlan) -> list[str]:
    return [row.verdict.value for row in plan.rows]


def only(crm: Crm) -> ItemRow:
    (item,) = crm.ask(catalog_items)
    return item


def rich_catalog(crm: Crm) -> None:
    """Items that use every field there is."""
    tax = crm.ask(tax_rates)[1]
    crm.do(add_field, FieldOwner.ITEM, FieldForm("Shelf", FieldKind.NUMBER))
    crm.do(add_field, FieldOwner.ITEM, FieldForm("unit", FieldKind.YES_NO))
    crm.do(
        add_item,
        replace(
            DESIGN,
            tax_rate_id=tax.id,
            cost=Decimal("12.5"),
            category="Work",
            prices=(("KWD", Decimal("12.345")), ("USD", Decimal(41))),
            texts=(ItemText("es", "Diseño", "Por hora", "h"), ItemText("fa", "طراحی")),
            custom={"Shelf": "7", "unit": True},
        ),
    )
    crm.do(add_item, ItemForm("=1+1", 'two\nlines, "quoted"', "", Decimal(0), "JPY"))
    old = crm.do(add_item, replace(DESIGN, name="Fax", category="Old"))
    crm.do(archive_item, old)


def test_an_exact_export_comes_back_to_an_empty_catalog_without_loss(
    crm: Crm, tmp_path: Path
) -> None:
    rich_catalog(crm)
    first = export(crm, tmp_path / "one.csv", Format.EXACT)
    other_crm = Crm.open(tmp_path / "other.sqlite")
    plan = other_crm.do(import_catalog, read_catalog(first))
    assert verdicts(plan) == ["new"] * 3
    second = export(other_crm, tmp_path / "two.csv", Format.EXACT)
    other_crm.close()
    assert second.read_bytes() == first.read_bytes()
    assert first.read_text().splitlines()[0] == (
        "name,description,unit,category,cost,tax,currency,price EUR,price JPY,price KWD,price USD,"
        "name [es],description [es],unit [es],name [fa],description [fa],unit [fa],archived,custom"
    )


@pytest.mark.parametrize("form", [Format.EXACT, Format.CSV, Format.XLSX])
def test_what_was_exported_brings_nothing_new(crm: Crm, tmp_path: Path, form: Format) -> None:
    rich_catalog(crm)
    before = crm.ask(catalog_items, archived=True)
    steps = crm.undo_label
    plan = crm.do(import_catalog, read_catalog(export(crm, tmp_path / f"x{form.suffix}", form)))
    assert verdicts(plan) == ["same"] * 3
    assert plan.left_out == ()
    assert crm.ask(catalog_items, archived=True) == before
    assert crm.undo_label == steps


def test_a_file_is_brought_in_once_however_often_it_is_imported(crm: Crm, tmp_path: Path) -> None:
    text = "name,unit,price EUR,price USD,name [es]\nDesign,h,38.50,41,Diseño\nPoster,,400,,\n"
    assert verdicts(brought(crm, tmp_path, text)) == ["new", "new"]
    before = crm.ask(catalog_items)
    assert verdicts(brought(crm, tmp_path, text)) == ["same", "same"]
    assert crm.ask(catalog_items) == before
    assert crm.undo() == "import catalog"
    assert crm.ask(catalog_items) == ()


def test_a_preview_says_what_is_new_changed_and_refused_and_writes_nothing(
    crm: Crm, tmp_path: Path
) -> None:
    crm.do(add_item, replace(DESIGN, category="Work"))
    text = (
        "name;category;price EUR;tax;Colour\n"
        "Design;Work;40,00;;red\n"
        "Design;Play;40,00;;red\n"
        "Poster;Work;;;\n"
        "Fax;Work;5;Luxury;\n"
        "Pen;Work;-1;;\n"
        ";Work;1;;\n"
        "Cup;Work;many;;\n"
        "Design;Work;41;;\n"
    )
    i18n.use_language("es")
    plan = planned(crm, tmp_path, text)
    i18n.use_language("en")
    assert verdicts(plan) == ["changed", "new", *["refused"] * 6]
    plan = planned(crm, tmp_path, text.replace("40,00", "40.00"))
    assert plan.rows[0].changed == ("Price",)
    assert [row.reason for row in plan.rows[2:]] == [
        "It has no price in EUR.",
        "There is no tax called “Luxury”. Add it in the settings, or correct the file.",
        "A price cannot be negative. Take something back with a negative quantity.",
        "Please fill in “Name”.",
        "“many” could not be read as a number.",
        "Row 1 is the same item.",
    ]
    assert plan.left_out == ("Colour",)
    assert only(crm).unit_price == Decimal("38.00")


def test_an_updating_import_is_one_step_that_undo_takes_back(crm: Crm, tmp_path: Path) -> None:
    crm.do(add_item, replace(DESIGN, prices=(("USD", Decimal(41)),)))
    before = only(crm)
    text = "name,price EUR,price USD,name [es],description\nDesign,39,,Diseño,\nPoster,1,,,\n"
    brought(crm, tmp_path, text)
    design = crm.ask(catalog_items)[0]
    assert (design.unit_price, design.description) == (Decimal(39), "By the hour")
    assert design.prices == (("USD", Decimal(41)),), "an empty cell says nothing"
    assert design.texts == (ItemText("es", "Diseño"),)
    crm.undo()
    assert only(crm) == before


def test_a_number_that_may_be_two_is_refused_unless_its_column_tells(
    crm: Crm, tmp_path: Path
) -> None:
    i18n.use_language("es")
    (row,) = planned(crm, tmp_path, "name;price\nDesign;1.250\n").rows
    assert row.verdict is Verdict.REFUSED
    assert "1.250" in row.reason
    told = planned(crm, tmp_path, "name;price\nDesign;1.250\nPoster;12,50\n").rows
    assert told[0].form is not None
    assert told[0].form.unit_price == Decimal(1250)
    assert told[1].form is not None
    assert told[1].form.unit_price == Decimal("12.50")


def test_a_price_without_a_currency_is_in_the_one_the_file_or_the_business_says(
    crm: Crm, tmp_path: Path
) -> None:
    brought(crm, tmp_path, "item,rate,currency\nDesign,€38,\nPoster,400,usd\n")
    design, poster = crm.ask(catalog_items)
    assert (design.unit_price, design.currency) == (Decimal(38), "EUR")
    assert (poster.unit_price, poster.currency) == (Decimal(400), "USD")


def test_a_tax_is_known_by_its_name_or_by_the_rate_that_only_it_has(
    crm: Crm, tmp_path: Path
) -> None:
    plan = planned(crm, tmp_path, "name,price,tax\nA,1,standard\nB,1,10%\nC,1,0\n")
    standard, reduced = (tax.id for tax in crm.ask(tax_rates)[:2])
    forms = [row.form and row.form.tax_rate_id for row in plan.rows]
    assert forms == [standard, reduced, None]
    assert plan.rows[2].verdict is Verdict.REFUSED


def test_without_a_category_a_name_that_two_items_have_is_refused(crm: Crm, tmp_path: Path) -> None:
    for category in ("Work", "Play"):
        crm.do(add_item, replace(DESIGN, category=category))
    (row,) = planned(crm, tmp_path, "name,price\ndesign,1\n").rows
    assert (row.verdict, "category" in row.reason) == (Verdict.REFUSED, True)
    (row,) = planned(crm, tmp_path, "name,category,price\ndesign,play,1\n").rows
    assert row.verdict is Verdict.CHANGED


def test_a_name_that_looks_like_a_formula_is_harmless_in_a_spreadsheet_and_comes_back(
    crm: Crm, tmp_path: Path
) -> None:
    crm.do(add_item, replace(DESIGN, name="=cmd|' /C calc'!A0", description="@x"))
    place = export(crm, tmp_path / "sheet.csv", Format.CSV)
    assert "'=cmd" in place.read_text(encoding="utf-8-sig")
    crm.do(import_catalog, read_catalog(place))
    assert only(crm).name == "=cmd|' /C calc'!A0"


def test_a_workbook_has_prices_that_can_be_reckoned_with(crm: Crm, tmp_path: Path) -> None:
    rich_catalog(crm)
    (page,) = load_workbook(export(crm, tmp_path / "x.xlsx", Format.XLSX)).worksheets
    titles = [cell.value for cell in page[1]]
    assert titles[-2:] == ["Shelf", "Other: unit"]
    design = {title: cell.value for title, cell in zip(titles, page[3], strict=True)}
    assert (design["name"], design["price EUR"], design["price KWD"]) == ("Design", 38, 12.345)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"price,unit\n1,h\n", NoItems),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), NotATable),
        (b"PK\x03\x04" + bytes(50), NotATable),
        (b"", CrmError),
    ],
)
def test_a_file_that_holds_no_items_is_refused_in_a_sentence(
    tmp_path: Path, data: bytes, error: type[CrmError]
) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(data)
    with pytest.raises(error) as told:
        read_catalog(path)
    assert "items.csv" in str(told.value)


def test_a_file_in_another_encoding_with_a_title_above_is_read(crm: Crm, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes("Нашият каталог\nИме;Цена\nДизайн;38\n".encode("cp1251"))
    i18n.use_language("bg")
    crm.do(import_catalog, read_catalog(path))
    assert only(crm).name == "Дизайн"


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
PRICES = st.decimals(0, 10**6, places=3, allow_nan=False)
ITEMS = st.builds(
    ItemForm,
    name=WORDS.filter(lambda text: text.strip() != ""),
    description=WORDS,
    unit=WORDS,
    unit_price=PRICES,
    currency=st.just("EUR"),
    cost=st.none() | PRICES,
    category=st.sampled_from(["", "Work", "'=x"]),
    prices=st.lists(
        st.tuples(st.sampled_from(["JPY", "USD"]), PRICES), max_size=2, unique_by=lambda p: p[0]
    ).map(tuple),
    texts=st.lists(
        st.builds(ItemText, st.sampled_from(["es", "pt-BR"]), WORDS, WORDS, WORDS),
        max_size=2,
        unique_by=lambda text: text.language,
    ).map(tuple),
)


@given(items=st.lists(ITEMS, max_size=4))
@settings(max_examples=25, deadline=None)
def test_any_catalog_comes_back_exactly(
    items: list[ItemForm], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("catalog")
    places: list[Path] = []
    for number in range(2):
        crm = Crm.open(folder / f"{number}.sqlite")
        if number == 0:
            for form in items:
                crm.do(add_item, form)
        else:
            crm.do(import_catalog, read_catalog(places[0]))
        places.append(export(crm, folder / f"{number}.csv", Format.EXACT))
        crm.close()
    assert places[0].read_bytes() == places[1].read_bytes()


def test_a_changed_price_changes_no_quote(crm: Crm, tmp_path: Path) -> None:
    item = crm.do(add_item, DESIGN)
    for make in (draft_quote, sent_quote):
        make(crm, line("Design", price="38.00", catalog_item_id=item))
    before = crm.ask(quote_rows, today=TODAY)
    drafts = [crm.ask(quote_draft, quote.id) for quote in before]
    crm.do(edit_item, item, replace(DESIGN, name="Drawing", unit_price=Decimal(99)))
    brought(crm, tmp_path, "name,price EUR\nDrawing,120\n")
    assert only(crm).unit_price == Decimal(120)
    crm.do(archive_item, item)
    assert crm.ask(quote_rows, today=TODAY) == before
    assert [crm.ask(quote_draft, quote.id) for quote in before] == drafts
