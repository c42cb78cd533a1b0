"""The rows that an import refused, as a file of the same columns with the reason behind them."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from deskcrm.features.exchange.plan import ImportPlan, Verdict
from deskcrm.files import write_whole
from deskcrm.i18n import _


def write_refused(path: Path, plan: ImportPlan) -> int:
    """Write the refused rows whole or not at all; return how many. Raise FileProblem.

    Once what is wrong is mended, the file can be imported as the first one was. Of a vCard, which
    has no columns, the name is told.
    """
    refused = list(plan.having(Verdict.REFUSED))
    table = plan.incoming.table
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(table.names if table else (_("Name"),)), _("Reason")])
    for decision in refused:
        cells: Sequence[str] = table.rows[decision.row - 1] if table else (decision.name,)
        width = len(table.names) if table else 1
        writer.writerow([*_fitted(cells, width), decision.reason])
    write_whole(path, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace"))
    return len(refused)


def _fitted(cells: Sequence[str], width: int) -> Iterator[str]:
    """Yield as many cells as there are columns; what stands beyond them is kept in the last."""
    yield from cells[: width - 1]
    yield from [""] * (width - 1 - len(cells))
    yield " ".join(cells[width - 1 :])
