"""What a user does with their own business: describe it, set its taxes, its stages."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskcrm.crm import undoable
from deskcrm.domain.base import Base
from deskcrm.domain.business import Business
from deskcrm.domain.catalog import TaxRate
from deskcrm.domain.deals import Stage, stage_name
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError, NotFound
from deskcrm.features.business.form import BusinessForm, StageForm, TaxForm, at_field
from deskcrm.i18n import mark
from deskcrm.paper.pictures import picture

MOST_LOGO_BYTES = 2_000_000
"""A logo is kept with every quote that is sent, so it may not be a photograph of many megabytes."""
LOGO_ROOM = (170.0, 44.0)
"""The room for the logo on a quote, in points."""

EntityT = TypeVar("EntityT", bound=Base)


class LogoTooBig(CrmError):
    """A file too big to be kept with every quote."""

    sentence = mark("The logo takes {size} MB. Choose a picture of at most {most} MB.")


@undoable(mark("edit business"))
def edit_business(session: Session, form: BusinessForm) -> None:
    """Make the business what the form says; raise what is wrong with a field."""
    form.require_sound()
    _fill(session.get_one(Business, 1), form)


@undoable(mark("change logo"))
def set_logo(session: Session, data: bytes) -> None:
    """Print this picture on quotes; raise LogoTooBig, NotAPicture or PictureTooLarge."""
    if len(data) > MOST_LOGO_BYTES:
        size, most = len(data) / 1_000_000, MOST_LOGO_BYTES // 1_000_000
        raise LogoTooBig(size=f"{size:.1f}", most=most, field="logo")
    with at_field("logo"):
        picture(data, *LOGO_ROOM)
    session.get_one(Business, 1).logo = data


@undoable(mark("remove logo"))
def remove_logo(session: Session) -> None:
    """Print quotes without a logo."""
    session.get_one(Business, 1).logo = None


@undoable(mark("add tax"))
def add_tax(session: Session, form: TaxForm) -> int:
    """Add a tax behind the others and return its id."""
    form.require_sound()
    last = session.scalar(select(func.max(TaxRate.position)))
    rate = TaxRate(position=0 if last is None else last + 1)
    _fill(rate, form)
    return _added(session, rate)


@undoable(mark("edit tax"))
def edit_tax(session: Session, tax_id: int, form: TaxForm) -> None:
    """Make a tax what the form says; quotes keep the tax they were written with."""
    form.require_sound()
    _fill(_found(session, TaxRate, tax_id), form)


@undoable(mark("archive tax"))
def archive_tax(session: Session, tax_id: int) -> None:
    """Offer a tax no more; what uses it keeps it."""
    _found(session, TaxRate, tax_id).archived = True


@undoable(mark("bring back tax"))
def restore_tax(session: Session, tax_id: int) -> None:
    """Offer an archived tax again."""
    _found(session, TaxRate, tax_id).archived = False


@undoable(mark("order taxes"))
def order_taxes(session: Session, tax_ids: Sequence[int]) -> None:
    """Put these taxes first, in this order; the others follow as they were."""
    rates = list(session.scalars(select(TaxRate).order_by(TaxRate.position, TaxRate.id)))
    places = {tax_id: place for place, tax_id in enumerate(tax_ids)}
    rates.sort(key=lambda rate: places.get(rate.id, len(places)))
    for position, rate in enumerate(rates):
        rate.position = position


@undoable(mark("edit stage"))
def edit_stage(session: Session, stage_id: int, form: StageForm) -> None:
    """Rename a stage, and of an open one change its chance and its patience; no deal is rewritten."""
    stage = _found(session, Stage, stage_id)
    written = one_line(form.name)
    with at_field("name"):
        stage.name = "" if written == stage_name(stage.key) else written
    if stage.kind.is_open:
        form.require_sound()
        stage.probability, stage.quiet_days = form.probability, form.quiet_days


def _fill(record: Base, form: BusinessForm | TaxForm) -> None:
    """Set every field of a form on its record; a text that is too long names its field."""
    for field in fields(form):
        with at_field(field.name):
            setattr(record, field.name, getattr(form, field.name))


def _added(session: Session, record: Base) -> int:
    session.add(record)
    session.flush()
    return record.id


def _found(session: Session, kind: type[EntityT], record_id: int) -> EntityT:
    record = session.get(kind, record_id)
    if record is None:
        raise NotFound(name=f"#{record_id}")
    return record
