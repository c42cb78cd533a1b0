"""The report on paper, read back."""

import datetime as dt

import pytest

import pdfs
from deskcrm import i18n
from deskcrm.crm import Crm
from deskcrm.features.revenue.document import render_revenue
from deskcrm.features.revenue.periods import Period
from deskcrm.features.revenue.queries.overview import overview
from earning import accepted, won


def fill(crm: Crm) -> None:
    crm.do(accepted, dt.date(2026, 9, 4), "1200.50", "Олена Шевченко")
    crm.do(won, dt.date(2025, 9, 4), "1000", "سارا احمدی", source="Referral")


def report(crm: Crm, today: dt.date, period: Period = Period.YEAR) -> bytes:
    return render_revenue(crm.ask(overview, today, period), today)


def test_the_report_says_what_the_page_says_on_one_sheet(crm: Crm, today: dt.date) -> None:
    fill(crm)
    (page,) = pdfs.page_texts(report(crm, today))
    for said in (
        "December 2025 to November 2026 · EUR", "€1,200.50", "+20%", "September 2026",
        "Олена Шевченко", "سارا احمدی", "new", "Not noted", "Made on 21 Nov 2026",
    ):  # fmt: skip
        assert said in page, said


def test_the_same_figures_make_the_same_bytes(crm: Crm, today: dt.date) -> None:
    fill(crm)
    assert report(crm, today) == report(crm, today)


def test_all_time_is_told_by_years(crm: Crm, today: dt.date) -> None:
    fill(crm)
    said = pdfs.text(report(crm, today, Period.ALL))
    assert "Revenue by year" in said
    assert "2025" in said
    assert "Against" not in said


@pytest.mark.parametrize("code", ["bg", "es", "fa"])
def test_the_report_speaks_the_windows_language(crm: Crm, today: dt.date, code: str) -> None:
    fill(crm)
    i18n.use_language(code)
    data = report(crm, today)
    assert str(pdfs.reader(data).root_object["/Lang"]) == code
    assert len(pdfs.page_texts(data)) == 1


def test_long_names_and_nothing_at_all_fit_too(crm: Crm, today: dt.date) -> None:
    assert len(pdfs.page_texts(report(crm, today))) == 1
    crm.do(accepted, dt.date(2026, 9, 4), "1", "Wörter" * 60)
    said = pdfs.text(report(crm, today))
    assert "WörterWörter" in said
    assert "…" in said
