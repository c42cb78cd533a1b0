"""Dates as files write them: the whole column says which number is the day."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from deskcrm.features.exchange.dates import Order, Undecided, no_date, order_of, read_date


@pytest.mark.parametrize(
    "text",
    ["1984-03-09", "19840309", "1984/03/09", "9.3.1984", "09.03.1984", "9 March 1984",
     "Mar 9, 1984", "۱۹۸۴-۰۳-۰۹", "1984-03-09T00:00:00"],
)  # fmt: skip
def test_what_can_be_read_in_one_way_is_read(text: str) -> None:
    assert read_date(text, None) == dt.date(1984, 3, 9)


def test_one_row_decides_the_order_of_its_whole_column() -> None:
    order = order_of(["03/04/1980", "25/12/1979"])
    assert order is Order.DAY_FIRST
    assert read_date("03/04/1980", order) == dt.date(1980, 4, 3)
    assert order_of(["03/04/1980", "12/25/1979"]) is Order.MONTH_FIRST


def test_a_column_that_proves_nothing_or_both_is_undecided() -> None:
    assert order_of(["03/04/1980", "05/06/1981"]) is None
    assert order_of(["25/12/1979", "12/25/1979"]) is None
    with pytest.raises(Undecided):
        read_date("03/04/1980", None)


@pytest.mark.parametrize(
    "text", ["someday", "--03-09", "31/02/1980", "1/2/84", "99/99/9999", "12:30"]
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_date(text, Order.DAY_FIRST)


@pytest.mark.parametrize("text", ["", "0/0/00", "0000-00-00", "00.00.0000", " "])
def test_zeros_are_no_birthday(text: str) -> None:
    assert no_date(text)


@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(Order))
def test_a_date_written_in_an_order_is_read_in_it(date: dt.date, order: Order) -> None:
    pattern = (
        "{0.day}/{0.month}/{0.year}" if order is Order.DAY_FIRST else "{0.month}/{0.day}/{0.year}"
    )
    assert read_date(pattern.format(date), order) == date
    assert read_date(date.isoformat(), order) == date
