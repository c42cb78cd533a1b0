"""The totals of a draft while it is being written: only what changed is computed anew."""

from dataclasses import replace

from deskcrm.domain.figures import Figures, Line, Tax
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.tally import Tally
from deskcrm.domain.totals import Totals, totals
from deskcrm.features.quotes.drafts import LineDraft, QuoteDraft


class LiveTotals:
    """Computes the totals of one draft after another, each mostly like the one before."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._lines: dict[int, tuple[LineDraft, Line]] = {}
        self._taxes: dict[Tax, Tax] = {}

    def of(self, draft: QuoteDraft) -> Totals:
        """Return what `totals` returns; raise what it raises."""
        return totals(self._figures(draft), self._tally)

    def _figures(self, draft: QuoteDraft) -> Figures:
        before, now = self._lines, dict[int, tuple[LineDraft, Line]]()
        lines = []
        for line in draft.lines:
            if line.kind is LineKind.ITEM:
                known = before.get(id(line))
                if known is None:
                    known = (line, self._line(line))
                now[id(line)] = known
                lines.append(known[1])
        self._lines = now  # The drafts are kept with their figures, so that no id is given twice.
        return Figures(
            currency=draft.currency,
            prices_include_tax=draft.prices_include_tax,
            lines=tuple(lines),
            discounts=draft.discounts,
            charges=draft.charges,
            prepaid=draft.prepaid,
            cash_rounding=draft.cash_rounding,
        )

    def _line(self, draft: LineDraft) -> Line:
        line = draft.figures
        return replace(line, tax=self._taxes.setdefault(line.tax, line.tax))
