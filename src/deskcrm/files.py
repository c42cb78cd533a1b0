"""Files and folders that are written whole or not at all, under names that are never a path."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from deskcrm.errors import FileProblem

_UNSAFE = re.compile(
    r"""(?:[\x00-\x1f\x7f-\x9f<>:"/\\|?*\ufffd\u200e\u200f\u202a-\u202e\u2066-\u2069]|\.\.)+"""
)
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""Names that Windows keeps for devices, whatever follows after a dot."""
_MOST_BYTES = 120
"""Room for a suffix and a folder below the limits of every file system."""


def safe_name(text: str, suffix: str = "", *, otherwise: str) -> str:
    """Return a name for a file or folder: readable everywhere, and never a path.

    What some system takes for a folder, a drive, a wildcard or a change of direction becomes a
    dash; where nothing is left, the name is `otherwise`.

    >>> safe_name("A: B?", ".pdf", otherwise="quote")
    'A- B.pdf'
    """
    safe = " ".join(_UNSAFE.sub("-", text).split())
    short = safe.encode(errors="ignore")[:_MOST_BYTES].decode(errors="ignore")
    name = short.strip(" .-") or otherwise
    return (f"{otherwise} {name}" if _DEVICE.fullmatch(name) else name) + suffix


def write_whole(path: Path, data: bytes) -> None:
    """Write a file; raise FileProblem, whereupon what stood there is as it was."""
    with replacing(path) as fresh:
        fresh.write_bytes(data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give an empty file that takes the place of `path` once all is in it; raise FileProblem.

    It is made under a name nobody can foresee and moved into place: a link that stands there is
    replaced, never followed.
    """
    fresh: Path | None = None
    try:
        if "\0" in str(path):
            raise FileProblem(name=str(path).replace("\0", "?"), reason=os.strerror(errno.EINVAL))
        if path.exists() and not path.is_file():
            wrong = errno.EISDIR if path.is_dir() else errno.EINVAL
            raise FileProblem(name=path, reason=os.strerror(wrong))
        handle, name = tempfile.mkstemp(prefix=".deskcrm-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        fresh = Path(name)
        fresh.chmod(0o666 & ~_umask())
        yield fresh
        with fresh.open("rb+") as written:
            os.fsync(written.fileno())
        fresh.replace(path)
    except OSError as error:
        raise FileProblem(name=path, reason=error.strerror or error) from error
    finally:
        if fresh is not None:
            fresh.unlink(missing_ok=True)


@dataclass(slots=True)
class NewFolder:
    """A folder being filled: `fresh` is where its files go, `place` where it stands in the end."""

    fresh: Path
    place: Path


@contextmanager
def new_folder(parent: Path, name: str) -> Iterator[NewFolder]:
    """Give an empty folder that appears in `parent` once all is in it; raise FileProblem.

    Where the name is taken, the folder is called "name (2)" and so on: nothing is replaced.
    """
    fresh: Path | None = None
    try:
        fresh = Path(tempfile.mkdtemp(prefix=".deskcrm-", dir=parent))
        fresh.chmod(0o777 & ~_umask())
        folder = NewFolder(fresh, parent / name)
        yield folder
        names = (name if number == 1 else f"{name} ({number})" for number in count(1))
        folder.place = next(
            place for place in (parent / each for each in names) if not os.path.lexists(place)
        )
        fresh.rename(folder.place)
    except OSError as error:
        raise FileProblem(name=parent, reason=error.strerror or error) from error
    finally:
        if fresh is not None:
            shutil.rmtree(fresh, ignore_errors=True)


def _umask() -> int:
    """Return which permissions the user keeps from new files; it cannot be read without setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
