"""Names of files for quotes."""

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given, strategies as st

from deskcrm.features.quotes.filenames import file_name


@pytest.mark.parametrize(
    ("number", "title", "name"),
    [
        ("Q-2026-0042", "Booking site", "Q-2026-0042 Booking site.pdf"),
        ("2026/42", "A: B?", "2026-42 A- B.pdf"),
        ("Q-1", "../../etc/passwd", "Q-1 -etc-passwd.pdf"),
        (None, "سایت رزرو", "سایت رزرو.pdf"),
        (None, "", "quote.pdf"),
        (None, "...", "quote.pdf"),
        (None, "CON", "quote CON.pdf"),
        (None, "nul.txt", "quote nul.txt.pdf"),
        ("Q-1", "photo\u202egpj.exe", "Q-1 photo-gpj.exe.pdf"),
    ],
)
def test_a_name_is_readable(number: str | None, title: str, name: str) -> None:
    assert file_name(number, title, ".pdf") == name


@given(st.none() | st.text(max_size=50), st.text(max_size=600))
def test_no_name_is_a_path_or_too_long_for_a_disk(number: str | None, title: str) -> None:
    name = file_name(number, title, ".eml")
    assert Path(name).name == PureWindowsPath(name).name == name
    assert not name.startswith((".", " ", "-"))
    assert len(name.encode()) <= 255
