"""What programs that read aloud are told of a document."""

import datetime as dt
import re
from typing import Any

import pdfs
from deskcrm.paper.flow import Cell, Row, Slice, paginate
from deskcrm.paper.sheet import About, Sheet
from deskcrm.paper.text import Style, one_line

BODY = Style(10.0)


def sheet() -> Sheet:
    return Sheet(About("Title", "Author", "", "en", dt.date(2026, 11, 21)), tags=True)


def elements(data: bytes) -> list[dict[str, Any]]:
    """Return the parts of a document in the order they are read."""
    root = pdfs.reader(data).root_object["/StructTreeRoot"].get_object()
    whole = root["/K"].get_object()  # type: ignore[index] # a dictionary
    assert whole["/S"] == "/Document"
    return [kid.get_object() for kid in whole["/K"]]


def document(*kinds: str) -> bytes:
    made = sheet()
    for place, kind in enumerate(kinds):
        with made.tagged(kind):
            made.text(one_line(f"Text {place}", BODY), 50, 700 - 20 * place)
    made.text(one_line("1 / 1", BODY), 50, 20)
    made.rule(50, 500, 30, "#000000")
    made.next_page()
    return made.finish()


def test_parts_are_told_in_the_order_they_are_drawn() -> None:
    data = document("H1", "P", "H2", "P")
    assert [part["/S"] for part in elements(data)] == ["/H1", "/P", "/H2", "/P"]
    assert [part["/K"] for part in elements(data)] == [0, 1, 2, 3]
    root = pdfs.reader(data).root_object
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index] # a dictionary


def test_each_page_leads_back_to_its_parts() -> None:
    made = sheet()
    for shown in range(3):
        with made.tagged():
            made.text(one_line(f"Page {shown}", BODY), 50, 700)
        made.next_page()
    data = made.finish()
    reader = pdfs.reader(data)
    tree = reader.root_object["/StructTreeRoot"].get_object()["/ParentTree"]  # type: ignore[index]
    listed = dict(zip(tree["/Nums"][::2], tree["/Nums"][1::2], strict=True))
    for number, page in enumerate(reader.pages):
        assert int(str(page["/StructParents"])) == number
        (part,) = listed[number]
        assert part.get_object()["/Pg"].get_object() == page


def test_what_is_only_to_be_seen_is_no_part() -> None:
    drawn = pdfs.operators(document("P"))
    assert drawn.count("/Artifact BMC") == 2
    assert drawn.count("BDC") + drawn.count("BMC") == drawn.count("EMC")
    outside = re.sub(r"/\w+ (<<[^>]*>> BDC|BMC).*?EMC", "", drawn, flags=re.DOTALL)
    assert "Tj" not in outside


def test_a_heading_that_is_repeated_is_read_once() -> None:
    made = sheet()
    heading = next(Row([Cell(50, [one_line("Head", BODY)])], kind="H2").slices())
    rows = [Slice(300, heading=heading)] * 4
    for page in paginate([heading, *rows], 700):
        for placed in page:
            placed.slice.draw(made, 750 - placed.below_top)
        made.next_page()
    data = made.finish()
    assert pdfs.text(data).count("Head") == 2
    assert len(elements(data)) == 1


def test_a_document_that_has_no_tags_claims_nothing_to_be_only_seen() -> None:
    made = Sheet(About("Title", "Author", "", "en", dt.date(2026, 11, 21)))
    with made.tagged("H1"):
        made.text(one_line("Title", BODY), 50, 700)
    made.rule(50, 500, 30, "#000000")
    made.next_page()
    data = made.finish()
    assert "BMC" not in pdfs.operators(data)
    assert "/StructTreeRoot" not in pdfs.reader(data).root_object


def test_a_document_without_parts_claims_none() -> None:
    made = sheet()
    made.next_page()
    assert "/StructTreeRoot" not in pdfs.reader(made.finish()).root_object
