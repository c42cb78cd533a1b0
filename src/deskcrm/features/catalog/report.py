"""Writes what an import of items did, or would do, as records for other programs and as lines for people."""

from collections.abc import Iterator
from typing import Any

from deskcrm import formats
from deskcrm.features.catalog.plan import CatalogPlan, Verdict
from deskcrm.i18n import _, ngettext


def as_records(plan: CatalogPlan, *, dry_run: bool) -> dict[str, Any]:
    """Return the whole report as plain values."""
    return {
        "read": len(plan.rows),
        **{verdict.value: plan.count(verdict) for verdict in Verdict},
        "rows": [
            {
                "row": row.row,
                "name": row.name,
                "verdict": row.verdict.value,
                "changed": list(row.changed),
                "reason": row.reason,
            }
            for row in plan.rows
        ],
        "left_out": list(plan.left_out),
        "dry_run": dry_run,
    }


def summary(plan: CatalogPlan, *, dry_run: bool = False) -> str:
    """Return what was done in one sentence."""
    counts = {verdict: formats.number(plan.count(verdict)) for verdict in Verdict}
    parts = [
        words.format(count=counts[verdict])
        for verdict, words in (
            (Verdict.NEW, _("{count} new")),
            (Verdict.CHANGED, _("{count} changed")),
            (Verdict.SAME, _("{count} already there")),
            (Verdict.REFUSED, _("{count} refused")),
        )
        if plan.count(verdict)
    ]
    read = ngettext("{count} row read", "{count} rows read", len(plan.rows))
    what = _("{read}: {parts}.") if parts else _("{read}.")
    number = formats.number(len(plan.rows))
    done = what.format(read=read.format(count=number), parts=", ".join(parts))
    return _("{done} Nothing was written yet.").format(done=done) if dry_run else done


def left_out(plan: CatalogPlan) -> str:
    """Say which columns bring nothing; "" if all do."""
    if not plan.left_out:
        return ""
    return _("Columns left out: {names}.").format(names=", ".join(plan.left_out))


def lines(plan: CatalogPlan) -> Iterator[str]:
    """Yield a line for each row that deserves a look, and one for the columns that are left out."""
    for row in plan.rows:
        if row.verdict is Verdict.REFUSED:
            yield _("Row {row}, {name}: refused. {reason}").format(
                row=row.row, name=row.name or "–", reason=row.reason
            )
        elif row.verdict is Verdict.CHANGED:
            yield _("Row {row}, {name}: changes {fields}").format(
                row=row.row, name=row.name, fields=", ".join(row.changed)
            )
    if plan.left_out:
        yield left_out(plan)
