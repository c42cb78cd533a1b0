"""The formats in which contacts leave, and the one function that writes them all."""

import enum
from pathlib import Path

from sqlalchemy.orm import Session

from deskcrm.features.exchange.table import ALL, Choice
from deskcrm.features.exchange.vcard_write import Version, export_vcards
from deskcrm.features.exchange.write import export_contacts
from deskcrm.jobs import Progress


class Format(enum.StrEnum):
    """What a file is for."""

    CSV = "csv"
    """For spreadsheets: no cell is a formula."""
    EXACT = "exact"
    """CSV with every field as it is, to be read back."""
    XLSX = "xlsx"
    """A workbook of Excel."""
    VCARD3 = "vcard3"
    VCARD4 = "vcard4"

    @property
    def suffix(self) -> str:
        """How its files' names end."""
        if self is Format.XLSX:
            return ".xlsx"
        return ".vcf" if self in _VERSIONS else ".csv"

    @property
    def has_columns(self) -> bool:
        """Whether columns can be chosen: the others keep all there is."""
        return self in {Format.CSV, Format.XLSX}


_VERSIONS = {Format.VCARD3: Version.V3, Format.VCARD4: Version.V4}


def export(
    session: Session,
    path: Path,
    form: Format,
    choice: Choice = ALL,
    *,
    progress: Progress | None = None,
) -> int:
    """Write the contacts that are chosen to a file, whole or not at all; return how many.

    Raise FileProblem, UnknownColumn or TooLongForCell.
    """
    if form is Format.XLSX:
        from deskcrm.features.exchange.xlsx_write import export_workbook

        return export_workbook(session, path, choice, progress=progress)
    if form in _VERSIONS:
        return export_vcards(session, path, choice.ids, version=_VERSIONS[form], progress=progress)
    return export_contacts(session, path, choice, exact=form is Format.EXACT, progress=progress)
