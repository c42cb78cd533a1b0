"""Revenue as CSV: one row for each accepted quote and won deal, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from deskcrm.domain.income import Source
from deskcrm.domain.money import round_money
from deskcrm.features.exchange.write import harmless
from deskcrm.features.revenue.queries.months import Entry
from deskcrm.i18n import _


def csv_of(entries: Sequence[Entry]) -> bytes:
    """Return the entries as a file; each amount stands beside its currency, nothing is added up."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    kinds = {Source.QUOTE: _("Quote"), Source.DEAL: _("Deal")}
    titles = (
        _("Date"), _("Kind"), _("Number"), _("Title"), _("Client"), _("Source"), _("Net amount"),
        _("Currency"),
    )  # fmt: skip
    writer.writerow(map(harmless, titles))
    for entry in entries:
        amount = format(round_money(entry.amount, entry.currency), "f")
        cells = (
            entry.day.isoformat(), kinds[entry.kind], entry.number, entry.title, entry.client,
            entry.source, amount, entry.currency,
        )  # fmt: skip
        writer.writerow(map(harmless, cells))
    # The mark tells spreadsheets that this is UTF-8.
    return b"\xef\xbb\xbf" + file.getvalue().encode()
