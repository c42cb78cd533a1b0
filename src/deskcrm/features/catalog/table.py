"""The catalog as a sheet of cells, to be taken away and brought back."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from deskcrm.domain.custom import FieldOwner, texts
from deskcrm.features.catalog.columns import SPOKEN, Place, place_of
from deskcrm.features.catalog.queries import ItemRow, catalog_items
from deskcrm.features.exchange.formats import Format
from deskcrm.features.exchange.sheet import Cell, Sheet, write_sheet
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import _
from deskcrm.jobs import Progress

_FIRST = ("name", "description", "unit", "category", "cost", "tax", "currency")


def catalog_sheet(
    session: Session, *, exact: bool = False, ids: Sequence[int] | None = None
) -> Sheet:
    """Return the catalog, archived items too, or the items with these ids alone.

    An exact sheet has the user's own fields as JSON in one column, any other has a column for each.
    """
    items = catalog_items(session, archived=True)
    if ids is not None:
        items = tuple(item for item in items if item.id in ids)
    places = list(_places(items))
    own = [] if exact else [spec.name for spec in fields_of(session, FieldOwner.ITEM)]
    header = [place.title for place in places] + (["custom"] if exact else [])
    header += [f"Other: {name}" if place_of(name) else name for name in own]

    def rows() -> Iterator[tuple[str, Sequence[Cell]]]:
        for item in items:
            cells = [_cell(item, place) for place in places]
            if exact:
                own_json = json.dumps(dict(item.custom), ensure_ascii=False, sort_keys=True)
                cells.append(own_json if item.custom else "")
            yield item.name, cells + [_own(item.custom.get(name)) for name in own]

    return Sheet(_("Catalog"), header, rows(), len(items))


def _places(items: Sequence[ItemRow]) -> Iterator[Place]:
    yield from map(Place, _FIRST)
    currencies = {item.currency for item in items}
    currencies |= {currency for item in items for currency, _price in item.prices}
    for currency in sorted(currencies):
        yield Place("price", currency)
    for language in sorted({text.language for item in items for text in item.texts}):
        for what in SPOKEN:
            yield Place(what, language)
    yield Place("archived")


def _cell(item: ItemRow, place: Place) -> Cell:
    if place.what == "price":
        return {**dict(item.prices), item.currency: item.unit_price}.get(place.code)
    if place.code:
        said = next((text for text in item.texts if text.language == place.code), None)
        return str(getattr(said, place.what)) if said else ""
    if place.what == "tax":
        return item.tax_name
    if place.what == "archived":
        return "yes" if item.archived else ""
    cell: Cell = getattr(item, place.what)
    return cell


def _own(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(texts(value))


def export_catalog(
    session: Session,
    path: Path,
    form: Format,
    *,
    ids: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the catalog, or some of it, to a file, whole or not at all; return how many items."""
    sheet = catalog_sheet(session, exact=form is Format.EXACT, ids=ids)
    return write_sheet(path, form, sheet, progress=progress)
