"""Files that are written whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskcrm.errors import FileProblem


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


def _umask() -> int:
    """Return which permissions the user keeps from new files; it cannot be read without setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
