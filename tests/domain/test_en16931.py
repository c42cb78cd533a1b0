"""The example invoices of EN 16931 come out to the cent when their figures are entered as quotes."""

from decimal import Decimal

import pytest

from deskcrm.domain.recount import check_totals
from deskcrm.domain.totals import TaxCategory, totals
from domain.en16931_examples import EXAMPLES, Example


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.names[0])
def test_an_example_comes_out_line_by_line_and_tax_by_tax(example: Example) -> None:
    result = totals(example.figures)
    check_totals(example.figures, result)
    assert tuple(str(line.net) for line in result.lines) == example.lines
    assert {(tax.category, tax.rate, str(tax.base), str(tax.tax)) for tax in result.tax} == {
        (TaxCategory(category), Decimal(rate), base, tax)
        for category, rate, base, tax in example.taxes
    }
    assert len(result.tax) == len(example.taxes)
    printed = (result.net, result.tax_total, result.gross, result.payable)
    assert tuple(map(str, printed)) == (example.net, example.tax, example.gross, example.payable)


def test_every_example_is_there() -> None:
    assert len({name for example in EXAMPLES for name in example.names}) == 19
