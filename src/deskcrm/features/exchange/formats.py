"""The formats in which contacts leave, and the one function that writes them all."""

import enum
from pathlib import Path

from sqlalchemy.orm import Session

from deskcrm.features.exchange.vcard_write import Version, export_vcards
from deskcrm.features.exchange.write import export_contacts
from deskcrm.jobs import Progress


class Format(enum.StrEnum):
    """What a file is for."""

    CSV = "csv"
    """For spreadsheets: no cell is a formula."""
    EXACT = "exact"
    """CSV with every field as it is, to be read back."""
    VCARD3 = "vcard3"
    VCARD4 = "vcard4"

    @property
    def suffix(self) -> str:
        """How its files' names end."""
        return ".vcf" if self in _VERSIONS else ".csv"


_VERSIONS = {Format.VCARD3: Version.V3, Format.VCARD4: Version.V4}


def export(session: Session, path: Path, form: Format, *, progress: Progress | None = None) -> int:
    """Write all contacts to a file, whole or not at all; return how many. Raise FileProblem."""
    if form in _VERSIONS:
        return export_vcards(session, path, version=_VERSIONS[form], progress=progress)
    return export_contacts(session, path, exact=form is Format.EXACT, progress=progress)
