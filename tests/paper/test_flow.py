"""Where pages end."""

from deskcrm.paper.flow import Cell, Placed, Row, Slice, glued, paginate, space
from deskcrm.paper.text import Style, lines

BODY = Style(9.0, leading=10.0)


def heights(pages: list[list[Placed]]) -> list[list[float]]:
    return [[placed.slice.height for placed in page] for page in pages]


def test_slices_fill_pages_one_after_the_other() -> None:
    assert heights(paginate([Slice(40)] * 5, 100)) == [[40, 40], [40, 40], [40]]


def test_nothing_still_makes_a_page() -> None:
    assert paginate([], 100) == [[]]


def test_what_is_glued_moves_to_the_next_page_together() -> None:
    slices = [Slice(60), *glued([Slice(20), Slice(20), Slice(21)])]
    assert heights(paginate(slices, 100)) == [[60], [20, 20, 21]]


def test_what_is_glued_but_higher_than_a_page_is_parted() -> None:
    assert heights(paginate(glued([Slice(60)] * 3), 100)) == [[60], [60], [60]]


def test_a_heading_is_repeated_on_the_next_page_but_not_on_its_own() -> None:
    heading = Slice(10)
    slices = [heading, *[Slice(40, heading=heading)] * 4]
    assert heights(paginate(slices, 100)) == [[10, 40, 40], [10, 40, 40]]


def test_space_is_dropped_where_a_page_begins_or_ends() -> None:
    assert heights(paginate([Slice(95), space(20), Slice(50)], 100)) == [[95], [50]]
    assert heights(paginate([Slice(95), space(20)], 100)) == [[95]]


def test_a_short_row_stays_whole() -> None:
    row = Row([Cell(0, lines("a\nb\nc", BODY, 100))], above=5, below=5)
    assert [part.height for part in row.slices()] == [40]


def test_a_long_row_is_cut_with_two_lines_at_either_end() -> None:
    row = Row([Cell(0, lines("\n".join("abcdefgh"), BODY, 100))], above=5, below=5)
    assert [part.height for part in row.slices()] == [25, 10, 10, 10, 10, 25]
