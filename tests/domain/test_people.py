"""Names are parted and joined as their script writes them."""

import pytest
from hypothesis import given, strategies as st

from deskcrm.domain.people import split_name, written_name


@pytest.mark.parametrize(
    ("name", "given_name", "family_name"),
    [
        ("Lucía Fernández", "Lucía", "Fernández"),
        ("Ana María Ruiz", "Ana María", "Ruiz"),
        ("Cher", "Cher", ""),
        ("田中 明", "明", "田中"),
        ("田中", "田中", ""),
        ("Akira 田中", "Akira", "田中"),
        ("", "", ""),
    ],
)
def test_the_family_comes_last_unless_the_script_puts_it_first(
    name: str, given_name: str, family_name: str
) -> None:
    assert split_name(name) == (given_name, family_name)


@given(
    st.sampled_from(["aбسñ", "田中明"]).flatmap(
        lambda script: st.lists(
            st.text(st.sampled_from(script), min_size=1), min_size=1, max_size=4
        )
    )
)
def test_a_name_that_was_parted_is_written_as_it_was(words: list[str]) -> None:
    given_name, family_name = split_name(" ".join(words))
    assert written_name(given=given_name, family=family_name) == " ".join(words)
