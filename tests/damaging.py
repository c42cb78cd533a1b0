"""Damages a file as a failing disk would."""

from pathlib import Path


def damage(path: Path) -> None:
    """Overwrite the middle half of a file."""
    data = bytearray(path.read_bytes())
    quarter = len(data) // 4 // 4096 * 4096
    data[quarter : 3 * quarter] = b"\xa5" * 2 * quarter
    path.write_bytes(data)
