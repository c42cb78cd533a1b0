"""Brings a file of items into the catalog, in one step that one undo takes back."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from deskcrm.crm import undoable
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.custom import FieldOwner
from deskcrm.features.catalog.incoming import CatalogFile
from deskcrm.features.catalog.plan import CatalogPlan, plan_catalog
from deskcrm.features.catalog.usecases import fill
from deskcrm.features.fields.queries import fields_of
from deskcrm.i18n import mark
from deskcrm.jobs import Progress, Silent


@undoable(mark("import catalog"))
def import_catalog(
    session: Session, file: CatalogFile, progress: Progress | None = None
) -> CatalogPlan:
    """Add and change what a file says, leave out its refused rows; return what was done with each.

    The plan is made anew in the same transaction, so that what was changed since a preview counts.
    Changed prices change no quote.
    """
    progress = progress or Silent()
    plan = plan_catalog(session, file, progress)
    own = fields_of(session, FieldOwner.ITEM)
    wanted = select(CatalogItem).options(
        selectinload(CatalogItem.prices), selectinload(CatalogItem.texts)
    )
    known = {item.id: item for item in session.scalars(wanted)}
    for done, row in enumerate(plan.rows, 1):
        if done % 100 == 0:
            progress.report(done, len(plan.rows))
        if row.form is None or (row.item_id is not None and not row.changed):
            continue
        item = CatalogItem() if row.item_id is None else known[row.item_id]
        fill(item, row.form, own)
        item.archived = row.archived
        session.add(item)
    return plan
