"""Names of files for quotes."""

from deskcrm.files import safe_name


def file_name(number: str | None, title: str, suffix: str) -> str:
    """Return a file's name made of a quote's number and title.

    >>> file_name("Q-2026-0042", "Booking site", ".pdf")
    'Q-2026-0042 Booking site.pdf'
    """
    joined = " ".join(part for part in (number or "", title) if part)
    return safe_name(joined, suffix, otherwise="quote")
