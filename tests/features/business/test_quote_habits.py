"""The habits of the business's quotes: registration, follow-up, design, paper, electronic order."""

from dataclasses import replace

import pytest

from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.errors import CrmError
from deskcrm.features.business.form import UnknownLook, WrongFollowUpDays
from deskcrm.features.business.queries import business_view
from deskcrm.features.business.usecases import edit_business
from deskcrm.features.quotes.queries import quote_view
from quoting import draft_quote


def test_the_habits_are_kept_and_reach_the_quote(crm: Crm) -> None:
    form = replace(
        crm.ask(business_view),
        registration="Commercial register Varna, 203912345",
        follow_up_days=3,
        design="modern",
        paper="letter",
        electronic=True,
    )
    crm.do(edit_business, form)
    assert crm.ask(business_view) == form
    view = crm.ask(quote_view, draft_quote(crm), TODAY)
    assert view.sender.registration == "Commercial register Varna, 203912345"
    assert (view.design, view.paper, view.electronic) == ("modern", "letter", True)
    own = crm.ask(quote_view, draft_quote(crm, design="compact", paper="a4"), TODAY)
    assert (own.design, own.paper) == ("compact", "a4")


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"follow_up_days": -1}, WrongFollowUpDays, "follow_up_days"),
        ({"follow_up_days": 4000}, WrongFollowUpDays, "follow_up_days"),
        ({"design": "baroque"}, UnknownLook, "design"),
        ({"paper": "papyrus"}, UnknownLook, "paper"),
    ],
)
def test_a_habit_that_cannot_be_names_its_field(
    crm: Crm, wrong: dict[str, str | int], refusal: type[CrmError], field: str
) -> None:
    form = replace(crm.ask(business_view), **wrong)  # type: ignore[arg-type]
    with pytest.raises(refusal) as caught:
        crm.do(edit_business, form)
    assert caught.value.facts["field"] == field
    assert str(caught.value).endswith(".")
