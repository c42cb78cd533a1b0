"""What a keystroke costs in the editor of a quote with 1,000 lines, until its totals are shown.

Our own time: from the key, through reading the cell and computing every total, to the figures in the
totals box, the column of totals and what of the table is seen painted anew. The preview follows on a
thread of its own and is folded away here. Beside it, in the same run, one bare call of `totals`.

Both are measured as the time that the thread worked, which other programs on the machine do not lengthen
as much; the time on the wall clock is printed as well.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from deskcrm.crm import Crm
from deskcrm.domain.quotes import LineKind
from deskcrm.domain.totals import Period, Tax, TaxCategory, totals
from deskcrm.features.quotes.drafts import LineDraft, words_draft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.ui.cells import Cell
from deskcrm.features.quotes.ui.editor import QuoteEditor
from deskcrm.features.quotes.ui.page import QuotesPage
from deskcrm.features.quotes.usecases import add_quote, save_draft
from deskcrm.settings import Settings
from deskcrm.shell.app import Session, application
from deskcrm.shell.registry import load_features
from people import NOW

LINES, KEYS, SAVES, BAR = 1_000, 60, 5, 16.0


def main() -> int:
    """Measure, print, and return 1 if the bar is missed."""
    app = application()
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings", {"language": "en", "appearance": "light"})
        crm = Crm.open(Path(folder) / "deskcrm.sqlite")
        quote_id = quote_of(crm, LINES)
        session = Session(app, lambda: crm, settings, lambda: NOW, load_features())
        session.window.resize(1280, 800)
        session.show()
        settle(app)
        session.window.context.open("quote", quote_id)
        page = session.window.context.shell.current_page()
        assert isinstance(page, QuotesPage)
        editor = page.editor
        assert editor is not None
        editor.toggle_preview()
        settle(app)
        keys = typed_keys(app, editor)
        saves = [saved_in(app, editor, number) for number in range(SAVES)]
        assert editor.draft is not None
        figures = editor.draft.figures
        bare = [timed(lambda: totals(figures)) for _round in range(20)]
        editor.finish()
        session.window.close()
        crm.close()
    worked, wall = [each[0] for each in keys], [each[1] for each in keys]
    ours = round(1000 * median(worked), 2)
    said = {
        "lines": LINES,
        "ours_ms": ours,
        "bar_ms": BAR,
        "ours_p95_ms": round(1000 * sorted(worked)[int(0.95 * len(worked))], 2),
        "wall_ms": round(1000 * median(wall), 2),
        "bare_totals_ms": round(1000 * median(bare), 2),
        "ratio": round(median(worked) / median(bare), 2),
        "leave_and_save_ms": round(1000 * median(saves), 1),
    }
    print(json.dumps({"quote_editor": said}))
    return int(ours > BAR)


def typed_keys(app: QApplication, editor: QuoteEditor) -> list[tuple[float, float]]:
    """Return how long each key in a quantity took: of our own time, and on the wall clock."""
    table, found = editor.table, []
    row = next(n for n, line in enumerate(editor.lines.lines) if line.is_item and n > 5)
    table.choose(row, Cell.QUANTITY)
    table.edit(editor.lines.index(row, Cell.QUANTITY))
    settle(app)
    field = app.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "9")
    settle(app)
    for number in range(KEYS):
        before = editor.totals_box.total
        start, worked = perf_counter(), thread_time()
        if number % 2:
            QTest.keyClick(field, Qt.Key.Key_Backspace)
        else:
            QTest.keyClicks(field, str(1 + number % 8))
        app.processEvents()
        found.append((thread_time() - worked, perf_counter() - start))
        assert editor.totals_box.total != before, "the key changed no total"
    return found[5:]


def saved_in(app: QApplication, editor: QuoteEditor, number: int) -> float:
    """Return how long it takes to leave a cell: to save the quote and read it again."""
    table = editor.table
    table.choose(8, Cell.QUANTITY)
    table.edit(editor.lines.index(8, Cell.QUANTITY))
    settle(app)
    field = app.focusWidget()
    assert field is not None
    QTest.keyClicks(field, str(1 + number))
    app.processEvents()

    def leave() -> None:
        QTest.keyClick(field, Qt.Key.Key_Return)
        app.processEvents()

    return timed(leave)


def timed(work: Callable[[], Any]) -> float:
    """Return how long the thread worked at something."""
    start = thread_time()
    work()
    return thread_time() - start


def quote_of(crm: Crm, lines: int) -> int:
    """Save a draft of so many lines: in sections, some optional, with discounts."""
    quote_id = crm.do(add_quote, today=NOW.date(), now=NOW)
    draft = crm.ask(quote_draft, quote_id)
    crm.do(save_draft, quote_id, replace(draft, lines=tuple(line(n) for n in range(lines))))
    return quote_id


def line(number: int) -> LineDraft:
    """Return the line of a number: every fortieth a heading, some optional or monthly."""
    if number % 40 == 0:
        return words_draft(LineKind.SECTION, f"Part {number // 40 + 1}")
    return LineDraft(
        description=f"Item {number}",
        quantity=Decimal(1 + number % 7),
        unit="h",
        unit_price=Decimal(f"{10 + number % 90}.50"),
        price_base_quantity=Decimal(1),
        tax=Tax(TaxCategory.S, Decimal(20 if number % 3 else 10)),
        optional=number % 25 == 3,
        period=Period.MONTH if number % 50 == 7 else Period.ONCE,
    )


def settle(app: QApplication) -> None:
    """Let everything that waits happen."""
    until = perf_counter() + 0.3
    while perf_counter() < until:
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
