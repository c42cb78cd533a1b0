"""What a user does with the catalog: add items, change them, put them away, bring in a file of them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.catalog import CatalogItem, CatalogPrice, CatalogText
from deskcrm.domain.custom import FieldOwner, FieldSpec, checked
from deskcrm.errors import NotFound
from deskcrm.features.business.form import at_field
from deskcrm.features.catalog.form import ItemForm, language_code
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import mark

_PLAIN = (
    "name", "description", "unit", "unit_price", "currency", "tax_rate_id", "cost", "category",
)  # fmt: skip


@undoable(mark("add item"))
def add_item(session: Session, form: ItemForm) -> int:
    """Add an item to the catalog and return its id."""
    item = CatalogItem()
    fill(item, form, fields_of(session, FieldOwner.ITEM))
    session.add(item)
    session.flush()
    return item.id


@undoable(mark("edit item"))
def edit_item(session: Session, item_id: int, form: ItemForm) -> None:
    """Make an item of the catalog what the form says; it changes no quote."""
    fill(_found(session, item_id), form, fields_of(session, FieldOwner.ITEM))


@undoable(mark("archive item"))
def archive_item(session: Session, item_id: int) -> None:
    """Offer an item no more."""
    _found(session, item_id).archived = True


@undoable(mark("bring back item"))
def restore_item(session: Session, item_id: int) -> None:
    """Offer an archived item again."""
    _found(session, item_id).archived = False


def fill(item: CatalogItem, form: ItemForm, own: Sequence[FieldSpec]) -> None:
    """Make an item, with fields of the user's own, what a form says; raise what is wrong with it."""
    form.require_sound()
    if form.custom is not None:
        item.custom = checked(own, form.custom, item.custom or {}) or None
    for name in _PLAIN:
        with at_field(name):
            setattr(item, name, getattr(form, name))
    _set_prices(item, form)
    with at_field("texts"):
        _set_texts(item, form)


def _set_prices(item: CatalogItem, form: ItemForm) -> None:
    known = {price.currency: price for price in item.prices}
    for currency, unit_price in form.prices:
        price = known.pop(currency, None)
        if price is None:
            item.prices.append(CatalogPrice(currency=currency, unit_price=unit_price))
        else:
            price.unit_price = unit_price
    for price in known.values():
        item.prices.remove(price)


def _set_texts(item: CatalogItem, form: ItemForm) -> None:
    """Set the words of each language; a language without any is left out."""
    known = {text.language: text for text in item.texts}
    for said in form.texts:
        if said.is_empty:
            continue
        language = language_code(said.language)
        text = known.pop(language, None)
        if text is None:
            text = CatalogText(language=language)
            item.texts.append(text)
        text.name, text.description, text.unit = said.name, said.description, said.unit
    for text in known.values():
        item.texts.remove(text)


def _found(session: Session, item_id: int) -> CatalogItem:
    item = session.get(CatalogItem, item_id)
    if item is None:
        raise NotFound(name=f"#{item_id}")
    return item
