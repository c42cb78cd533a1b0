"""Draws the figures of any quote there could be, for rules that hold for all of them."""

import dataclasses
from decimal import Decimal

from hypothesis import strategies as st

from deskcrm.domain.money import unit
from deskcrm.domain.totals import Adjustment, Figures, Line, Period, Tax, TaxCategory


def standard(rate: str) -> Tax:
    """A tax that is charged."""
    return Tax(TaxCategory.S, Decimal(rate))


RATES = ("0", "5", "7", "10", "19", "20", "21", "23", "5.5", "7.7", "25.5")
TAXES = st.one_of(
    st.sampled_from(RATES).map(standard),
    st.sampled_from(TaxCategory).map(lambda category: Tax(category, Decimal(0))),
)
QUANTITIES = st.decimals(-20, 200, places=3, allow_nan=False)
PRICES = st.decimals(0, 5000, places=4, allow_nan=False)
PERCENTS = st.decimals(0, 100, places=2, allow_nan=False)
AMOUNTS = st.decimals(0, 300, places=3, allow_nan=False)


def adjustments(taxes: st.SearchStrategy[Tax | None]) -> st.SearchStrategy[tuple[Adjustment, ...]]:
    """Discounts or charges, two at most."""
    one = st.one_of(
        st.builds(Adjustment, percent=PERCENTS, tax=taxes),
        st.builds(Adjustment, amount=AMOUNTS, tax=taxes),
    )
    return st.lists(one, max_size=2).map(tuple)


@st.composite
def any_quote(draw: st.DrawFn) -> Figures:
    """The figures of any quote."""
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD", "BGN", "CLF"]))
    taxes = draw(st.lists(TAXES, min_size=1, max_size=3, unique=True))
    some_tax = st.sampled_from(taxes)
    lines = st.builds(
        Line,
        description=st.just("Work"),
        quantity=QUANTITIES,
        unit=st.just("h"),
        unit_price=PRICES,
        price_base_quantity=st.sampled_from([Decimal(1), Decimal(3), Decimal(100), Decimal("0.7")]),
        tax=some_tax,
        discounts=adjustments(st.none()),
        charges=adjustments(st.none()),
        optional=st.booleans(),
        alternative=st.booleans(),
        period=st.sampled_from(Period),
    )
    coin = st.integers(1, 20).map(lambda count: count * unit(currency))
    document = adjustments(st.none() | some_tax)
    return Figures(
        currency=currency,
        prices_include_tax=draw(st.booleans()),
        # The first line is always there, so that there is something to share a discount over.
        lines=(
            dataclasses.replace(draw(lines), optional=False, alternative=False, period=Period.ONCE),
            *draw(st.lists(lines, max_size=5)),
        ),
        discounts=draw(document),
        charges=draw(document),
        prepaid=draw(AMOUNTS),
        cash_rounding=draw(st.none() | coin),
    )
