"""What a user does with the catalog: add items, change them, put them away."""

from dataclasses import fields, replace

from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.custom import FieldOwner, checked
from deskcrm.errors import NotFound
from deskcrm.features.business.form import at_field
from deskcrm.features.catalog.form import ItemForm
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import mark


@undoable(mark("add item"))
def add_item(session: Session, form: ItemForm) -> int:
    """Add an item to the catalog and return its id."""
    form.require_sound()
    item = CatalogItem()
    _fill(session, item, form)
    session.add(item)
    session.flush()
    return item.id


@undoable(mark("edit item"))
def edit_item(session: Session, item_id: int, form: ItemForm) -> None:
    """Make an item of the catalog what the form says; it changes no quote."""
    form.require_sound()
    _fill(session, _found(session, item_id), form)


@undoable(mark("archive item"))
def archive_item(session: Session, item_id: int) -> None:
    """Offer an item no more."""
    _found(session, item_id).archived = True


@undoable(mark("bring back item"))
def restore_item(session: Session, item_id: int) -> None:
    """Offer an archived item again."""
    _found(session, item_id).archived = False


def _fill(session: Session, item: CatalogItem, form: ItemForm) -> None:
    """Set every field of a form on its item; a text that is too long names its field."""
    custom = item.custom
    if form.custom is not None:
        specs = fields_of(session, FieldOwner.ITEM)
        custom = checked(specs, form.custom, custom or {}) or None
    form = replace(form, custom=custom)
    for field in fields(form):
        with at_field(field.name):
            setattr(item, field.name, getattr(form, field.name))


def _found(session: Session, item_id: int) -> CatalogItem:
    item = session.get(CatalogItem, item_id)
    if item is None:
        raise NotFound(name=f"#{item_id}")
    return item
