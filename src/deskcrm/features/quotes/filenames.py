"""Names of files for quotes: readable everywhere, and never a path."""

import re

_UNSAFE = re.compile(
    r"""(?:[\x00-\x1f\x7f-\x9f<>:"/\\|?*\ufffd\u200e\u200f\u202a-\u202e\u2066-\u2069]|\.\.)+"""
)
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that Windows keeps for devices, whatever follows after a dot."""
_MOST_BYTES = 120
"""Room for a suffix and a folder below the limits of every file system."""


def file_name(number: str | None, title: str, suffix: str) -> str:
    """Return a file's name made of a quote's number and title.

    What some system takes for a folder, a drive, a wildcard or a change of direction becomes a dash.

    >>> file_name("Q-2026-0042", "Booking site", ".pdf")
    'Q-2026-0042 Booking site.pdf'
    """
    joined = " ".join(part for part in (number or "", title) if part)
    safe = " ".join(_UNSAFE.sub("-", joined).split())
    short = safe.encode()[:_MOST_BYTES].decode(errors="ignore")
    name = short.strip(" .-") or "quote"
    return (f"quote {name}" if _DEVICE.fullmatch(name) else name) + suffix
