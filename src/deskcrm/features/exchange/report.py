"""Writes what an import did, or would do, as records for other programs and as lines for people."""

from collections.abc import Iterator
from typing import Any

from deskcrm import formats
from deskcrm.features.exchange.plan import Decision, ImportPlan, Verdict
from deskcrm.i18n import _, ngettext


def as_records(plan: ImportPlan, *, dry_run: bool) -> dict[str, Any]:
    """Return the whole report as plain values."""
    columns = plan.incoming.columns
    return {
        "read": plan.incoming.read,
        "new": plan.count(Verdict.NEW),
        "updated": plan.count(Verdict.UPDATE),
        "same": plan.count(Verdict.SAME),
        "skipped": plan.count(Verdict.DUPLICATE),
        "left": plan.count(Verdict.LEFT),
        "duplicates": [_alike(decision) for decision in plan.alike],
        "updates": [
            {"row": d.row, "name": d.name, "changed": list(d.changed)}
            for d in plan.having(Verdict.UPDATE)
        ],
        "refused": [
            {"row": d.row, "name": d.name, "reason": d.reason} for d in plan.having(Verdict.REFUSED)
        ],
        "columns": {
            "mapped": {name: str(place) for name, place in columns.mapped.items()},
            "kept": list(columns.kept),
            "empty": list(columns.empty),
            "left_out": [
                {"column": one.column, "value": one.value, "rows": one.rows, "reason": one.reason}
                for one in columns.left_out
            ],
        },
        "warnings": [{"row": one.row, "text": one.text} for one in plan.incoming.remarks],
        "dry_run": dry_run,
    }


def summary(plan: ImportPlan, *, dry_run: bool = False) -> str:
    """Return what was done in one sentence."""
    counts = {verdict: plan.count(verdict) for verdict in Verdict}
    parts = [
        words.format(count=formats.number(counts[verdict]))
        for verdict, words in (
            (Verdict.NEW, _("{count} new")),
            (Verdict.UPDATE, _("{count} updated")),
            (Verdict.SAME, _("{count} already there")),
            (Verdict.DUPLICATE, _("{count} twice in the file")),
            (Verdict.LEFT, _("{count} left as they are")),
            (Verdict.REFUSED, _("{count} refused")),
        )
        if counts[verdict]
    ]
    read = ngettext("{count} row read", "{count} rows read", plan.incoming.read)
    what = _("{read}: {parts}.") if parts else _("{read}.")
    done = what.format(
        read=read.format(count=formats.number(plan.incoming.read)), parts=", ".join(parts)
    )
    return _("{done} Nothing was written yet.").format(done=done) if dry_run else done


def lines(plan: ImportPlan, *, most: int = 20) -> Iterator[str]:
    """Give what deserves a look, a line each; of each kind the first `most`."""
    columns = plan.incoming.columns
    if columns.kept:
        yield _("Kept under their own names: {columns}.").format(columns=", ".join(columns.kept))
    for one in columns.left_out:
        yield _("Left out: “{value}” in {column}. {reason}").format(
            value=one.value, column=one.column, reason=one.reason
        )
    refused = [(d.row, d.name, d.reason) for d in plan.having(Verdict.REFUSED)]
    remarks = [(one.row, one.text) for one in plan.incoming.remarks]
    yield from _first(
        [_("Row {row}, {name}: {likeness}").format(row=d.row, name=d.name, likeness=likeness(d))
         for d in plan.alike],
        most,
    )  # fmt: skip
    yield from _first(
        [_("Row {row}, {name}: refused. {reason}").format(row=r, name=n, reason=why)
         for r, n, why in refused],
        most,
    )  # fmt: skip
    yield from _first(
        [_("Row {row}: {text}").format(row=row, text=text) for row, text in remarks], most
    )
    if plan.incoming.undecided:
        yield _("Say --day-first or --month-first to read the dates in {columns}.").format(
            columns=", ".join(plan.incoming.undecided)
        )


def likeness(decision: Decision) -> str:
    """Return whom a row is likely the same as, and why, as a sentence."""
    like = decision.like
    if like is None:
        return ""
    if like.row is None:
        text = _("likely the same as {name}, who is already there ({reason}).")
    else:
        text = _("likely the same as {name} in row {row} ({reason}).")
    return text.format(name=like.name, row=like.row, reason=like.reason)


def _alike(decision: Decision) -> dict[str, Any]:
    like = decision.like
    assert like is not None
    return {
        "row": decision.row,
        "name": decision.name,
        "like": like.name,
        "like_row": like.row,
        "reason": like.reason,
        "imported": decision.verdict is Verdict.NEW,
    }


def _first(found: list[str], most: int) -> Iterator[str]:
    yield from found[:most]
    if len(found) > most:
        yield _("… and {count} more.").format(count=formats.number(len(found) - most))
