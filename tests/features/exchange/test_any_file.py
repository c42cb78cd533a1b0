"""Whatever a file holds, it is read or refused in a sentence; it never breaks the program."""

import csv
import io

import pytest
from hypothesis import example, given, settings, strategies as st

from deskcrm.errors import CrmError
from deskcrm.features.exchange.csv_file import parse_csv
from deskcrm.features.exchange.reader import read_contacts

COLUMNS = (
    "First Name", "Last Name", "Name", "UID", "Kind", "Birthday", "Created", "Custom", "Labels", "Tags",
    "E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Value", "Phone", "Address 1 - Formatted",
    "Address 1 - Country", "City", "Organization Name", "Organization Title", "Organization 2 - Since",
    "Custom Field 1 - Label", "Custom Field 1 - Value", "Notes", "Shoe size", "",
)  # fmt: skip
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.sampled_from([":::", "* myContacts", "* ::: ", "0/0/00", "31/12/1999", "12/31/1999", "{}", "[]",
                     '"', "'=1", "=1+1", "+359 88", "person", "organization", "null", "9" * 400]),
)  # fmt: skip


def outcome(data: bytes) -> str:
    """Return "read", or the sentence that refuses a file."""
    try:
        read_contacts(parse_csv(data, name="x.csv"))
    except CrmError as problem:
        return str(problem)
    return "read"


@given(st.binary(max_size=400))
@example(b'"')
@settings(deadline=None)
def test_any_bytes_are_contacts_or_a_sentence(data: bytes) -> None:
    assert outcome(data) == "read" or "x.csv" in outcome(data)


@pytest.mark.parametrize("own", ['{"a": "\\ud800"}', "[" * 200_000, '{"a": NaN}', "{"])
def test_own_fields_that_no_export_wrote_are_kept_as_text(own: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["UID", "Kind", "Name", "Custom"], ["u1", "person", "Ana", own]])
    (arrival,) = read_contacts(parse_csv(text.getvalue().encode(), name="x.csv")).arrivals
    assert arrival.card.custom == {"Custom": own}


@given(
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=10),
    st.lists(st.lists(CELLS, max_size=12), max_size=6),
)
@settings(deadline=None)
def test_any_cells_under_known_columns_are_contacts_or_refused_with_a_reason(
    columns: list[str], rows: list[list[str]]
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([[*columns, "Email"], *rows])
    data = text.getvalue().encode("utf-8", "replace")
    incoming = read_contacts(parse_csv(data, name="x.csv"), country="BG")
    assert all(arrival.card.name for arrival in incoming.arrivals)
    assert all(refusal.reason for refusal in incoming.refused)
