"""Damages a file as a failing disk would."""

from pathlib import Path


def damage(path: Path) -> None:
    """Overwrite a stretch in the middle of a file."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 3 * 4096] = b"\xa5" * 3 * 4096
    path.write_bytes(data)
