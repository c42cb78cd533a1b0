"""The figures as CSV, read back."""

import csv
import datetime as dt
import io

from deskcrm.crm import Crm
from deskcrm.features.revenue.periods import EVER
from deskcrm.features.revenue.queries.months import entries_of
from deskcrm.features.revenue.spreadsheet import csv_of
from earning import accepted, won

DAY = dt.date(2026, 9, 4)


def rows(crm: Crm) -> list[dict[str, str]]:
    data = csv_of(crm.ask(entries_of, EVER, ""))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_income_has_its_row(crm: Crm) -> None:
    crm.do(accepted, DAY, "1200", "Олена Шевченко", number="Q-2026-0007", title="Каталог, печат")
    crm.do(won, DAY - dt.timedelta(days=1), "90000", title="Shop", currency="JPY", source="Fair")
    assert rows(crm) == [
        {
            "Date": "2026-09-04", "Kind": "Quote", "Number": "Q-2026-0007",
            "Title": "Каталог, печат", "Client": "Олена Шевченко", "Source": "",
            "Net amount": "1200.00", "Currency": "EUR",
        },
        {
            "Date": "2026-09-03", "Kind": "Deal", "Number": "", "Title": "Shop",
            "Client": "Ola Surf", "Source": "Fair", "Net amount": "90000", "Currency": "JPY",
        },
    ]  # fmt: skip


def test_no_cell_is_a_formula(crm: Crm) -> None:
    crm.do(accepted, DAY, "1", "=1+1", title="@SUM(A1)")
    (row,) = rows(crm)
    assert (row["Client"], row["Title"]) == ("'=1+1", "'@SUM(A1)")


def test_without_income_only_the_titles_are_left(crm: Crm) -> None:
    assert rows(crm) == []
