"""How the totals come about, in words."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

from deskcrm import i18n
from deskcrm.__main__ import main
from deskcrm.domain.figures import Adjustment, Figures, Line, Period
from deskcrm.domain.payments import Part, PlanDoesNotAddUp
from deskcrm.domain.totals import totals
from deskcrm.features.quotes.explain import explanation, explanation_to_json, step_amount
from figuring import any_quote, standard


def line(description: str, price: str, rate: str = "21", quantity: str = "1") -> Line:
    return Line(description, Decimal(quantity), "h", Decimal(price), Decimal(1), standard(rate))


def told(figures: Figures, *payments: Part) -> list[str]:
    """Every step as one line."""
    return [
        f"{step.label}: {step.working} → {step_amount(step, figures.currency)}"
        for section in explanation(figures, payments)
        for step in section.steps
    ]


def test_rounding_is_said_with_the_exact_value() -> None:
    said = told(Figures("EUR", False, (line("Work", "95.38", "19", quantity="3.25"),)))
    assert said[0] == "1 · Work: 3.25 × 95.38 = 309.985, rounded → 309.99"
    assert said[-2] == "Tax 19%: 309.99 × 19% = 58.8981, rounded → 58.90"
    assert said[-1] == "Total: 309.99 + 58.90 → 368.89"


def test_a_shared_discount_says_what_each_tax_bears_and_where_the_cent_went() -> None:
    figures = Figures(
        "EUR",
        False,
        (line("A", "1", "19"), line("B", "1", "7"), line("C", "1", "0")),
        discounts=(Adjustment(amount=Decimal("0.10"), reason="Friends"),),
    )
    said = told(figures)
    assert "Friends: A fixed amount → −0.10" in said
    shares = [each for each in said if each.startswith("of it for")]
    assert shares == [
        "of it for Tax 19%: 0.10 × 1.00 ÷ 3.00 = 0.03333333…, and a cent left over → −0.04",
        "of it for Tax 7%: 0.10 × 1.00 ÷ 3.00 = 0.03333333…, rounded down → −0.03",
        "of it for Tax 0%: 0.10 × 1.00 ÷ 3.00 = 0.03333333…, rounded down → −0.03",
    ]


def test_prices_with_tax_are_divided_and_their_cents_spread() -> None:
    said = told(Figures("EUR", True, (line("A", "1.00"), line("B", "1.00"))))
    assert "Net at 21%: 2.00 ÷ 1.21 = 1.65289256…, rounded → 1.65" in said
    assert "Line 1 without tax · A: 1.00 ÷ 1.21 = 0.82644628…, and a cent left over → 0.83" in said
    assert "Line 2 without tax · B: 1.00 ÷ 1.21 = 0.82644628…, rounded down → 0.82" in said


def test_what_is_paid_coins_options_and_the_plan_are_explained() -> None:
    figures = Figures(
        "EUR",
        False,
        (line("A", "100.02", "0"), replace(line("B", "5", "0"), optional=True)),
        prepaid=Decimal(20),
        cash_rounding=Decimal("0.05"),
    )
    said = told(figures, Part("Deposit", percent=Decimal(30)), Part("Rest"))
    assert said[-5:] == [
        "Less what is paid already: 100.02 − 20.00 → 80.02",
        "Rounded to coins: 80.02 ÷ 0.05 = 1,600.4; the nearest whole number is 1,600 → 80.00",
        "With all options: The same steps, with every optional line counted → 85.00",
        "Deposit: 30% of 80.00 → 24.00",
        "Rest: What the other parts leave → 56.00",
    ]
    with pytest.raises(PlanDoesNotAddUp):
        explanation(figures, [Part("All", percent=Decimal(90))])


def test_what_is_not_counted_says_so() -> None:
    option = replace(line("Option", "5"), optional=True)
    other = replace(line("Other", "6"), alternative=True)
    said = told(Figures("EUR", False, (line("Work", "4"), option, other)))
    assert said[1] == "2 · Option · optional, not counted: 1 × 5.00 → 5.00"
    assert said[2] == "3 · Other · an alternative, not counted: 1 × 6.00 → 6.00"
    assert said[3] == "Sum of the lines: 4.00 → 4.00"


def test_what_comes_back_is_explained_by_itself() -> None:
    monthly = replace(line("Care", "50"), period=Period.MONTH)
    titles = [section.title for section in explanation(Figures("EUR", False, (monthly,)))]
    assert titles[-3:] == ["Each month · Lines", "Each month · Taxes", "Each month"]


def test_the_words_and_figures_are_in_the_users_language() -> None:
    i18n.use_language("es")
    said = told(Figures("EUR", False, (line("Trabajo", "95.38", "19", quantity="3.25"),)))
    assert said[0].startswith("1 · Trabajo: 3,25 × 95,38 = 309,985")


@given(any_quote())
@settings(max_examples=60)
def test_any_quote_can_be_explained_and_ends_with_its_totals(figures: Figures) -> None:
    result = totals(figures)
    steps = [step for section in explanation(figures) for step in section.steps]
    amounts = {step.amount for step in steps if step.is_result}
    wanted = [result.lines_entered, result.gross, result.payable, result.with_options]
    wanted += [each.entered for each in result.lines]
    wanted += [tax for group in result.tax for tax in (group.base, group.tax)]
    wanted += [each.gross for each in result.recurring]
    assert amounts.issuperset(wanted)
    json.dumps(explanation_to_json(explanation(figures)))


def test_the_command_line_explains_a_file_and_a_quote(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, profile = tmp_path / "quote.json", str(tmp_path / "profile")
    file.write_text(
        json.dumps(
            {
                "currency": "EUR",
                "lines": [
                    {"description": "Design", "quantity": "3.25", "unit_price": "95.38",
                     "tax": {"category": "S", "rate": "19"}}
                ],
                "payments": [{"label": "All"}],
            }
        )
    )  # fmt: skip
    assert main(["--profile", profile, "quotes", "explain", str(file)]) == 0
    printed = capfd.readouterr().out
    assert "  1 · Design: 3.25 × 95.38 = 309.985, rounded → 309.99 EUR\n" in printed
    assert main(["--profile", profile, "quotes", "create", str(file)]) == 0
    quote_id = str(json.loads(capfd.readouterr().out)["id"])
    assert main(["--profile", profile, "quotes", "explain", quote_id, "--json"]) == 0
    sections = json.loads(capfd.readouterr().out)
    first = sections[0]["steps"][0]
    assert (first["exact"], first["amount"]) == ("309.985", "309.99")
    assert sections[-1]["title"] == "Payment plan"
    assert main(["--profile", profile, "quotes", "explain", "99"]) == 1
