"""The structure of a PDF: what the parts of its pages are, in the order they are read aloud."""

from typing import Any

from reportlab.pdfbase import pdfdoc

ARTIFACT = "/Artifact BMC"
"""Begins what is only to be seen: rules, grounds, what stands on every page."""
END = "EMC"


class Tags:
    """The tagged parts of one document; each is one piece of one page."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, int, int, str]] = []
        self._pages: dict[int, list[int]] = {}

    def begin(self, kind: str, page: int, told: str = "") -> str:
        """Note a part ("P", "H1", "Figure") and return the operator it begins with.

        `told` is what is said of a part that is not text.
        """
        on_page = self._pages.setdefault(page, [])
        number = len(on_page)
        on_page.append(len(self._parts))
        self._parts.append((kind, page, number, told))
        return f"/{kind} <</MCID {number}>> BDC"

    def write(self, document: Any) -> None:
        """Add the structure to a reportlab document whose pages are all drawn."""
        if not self._parts:
            return
        root, whole, by_page = (_place(document, name) for name in ("root", "whole", "by page"))
        places = [_place(document, str(i)) for i in range(len(self._parts))]
        pages = [document.Reference(page).format(document).decode() for page in document.Pages]
        for place, (kind, page, number, told) in zip(places, self._parts, strict=True):
            alternative = f"/Alt {_text(told)}" if told else ""
            content = f"/S /{kind} /P {whole} /Pg {pages[page]} /K {number} {alternative}"
            _fill(document, place, f"<</Type /StructElem {content}>>")
        kids = " ".join(places)
        _fill(document, whole, f"<</Type /StructElem /S /Document /P {root} /K [{kids}]>>")
        listed = " ".join(
            f"{page} [{' '.join(places[part] for part in parts)}]"
            for page, parts in sorted(self._pages.items())
        )
        _fill(document, by_page, f"<</Nums [{listed}]>>")
        told = f"/K {whole} /ParentTree {by_page} /ParentTreeNextKey {len(pages)}"
        _fill(document, root, f"<</Type /StructTreeRoot {told}>>")
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = "<</Marked true>>"
        for number, page in enumerate(document.Pages):
            page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = number
            page.Tabs = pdfdoc.PDFName("S")


def _place(document: Any, name: str) -> str:
    """Return the reference to an object that is written later."""
    reference: str = document.Reference(b"", f"tag {name}").format(document).decode()
    return reference


def _fill(document: Any, reference: str, content: str) -> None:
    """Write the object of a reference."""
    number = int(reference.split(maxsplit=1)[0])
    document.idToObject[document.numberToId[number]] = content.encode("latin-1")


def _text(text: str) -> str:
    coded = f"\ufeff{text}".encode("utf-16-be").hex()
    return f"<{coded}>"
