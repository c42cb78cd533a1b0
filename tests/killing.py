"""Kills an import of contacts at a chosen moment and says what is left of it."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from deskcrm.crm import Crm
from deskcrm.domain.people import Contact
from deskcrm.storage.database import check

HEADER = (
    "First Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Address 1 - City,Address 1 - Country,Notes\n"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a killed import left: `contacts` is None if there is no file yet."""

    after: float
    """Seconds from its start to its end."""
    killed: bool
    """It was still running."""
    contacts: int | None


def write_contacts(path: Path, rows: int) -> Path:
    """Write a file of so many contacts."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(
            f"Person{n},Иванова {n % 997},Firm {n % 3000},Clients ::: * myContacts,* Work,"
            f"p{n}@x{n % 100}.example,Mobile,+35988{n:07},Sofia,Bulgaria,note {n}\n"
            for n in range(rows)
        )
    return path


def kill_imports(folder: Path, *, rows: int, times: int, seed: int) -> Iterator[Outcome]:
    """Import `rows` contacts, each time into a new profile, until `times` of them were killed.

    Each is killed at a random moment unless it ends before. The first run is not killed: it shows
    how long an import takes. Every file that is left must
    pass its check; Damaged is raised if one does not.
    """
    contacts = write_contacts(folder / "contacts.csv", rows)
    moments = random.Random(seed)
    whole = _run(folder / "whole", contacts, None)
    yield whole
    takes, killed = whole.after, 0
    for number in range(4 * times):
        # Later moments are likelier: that is when rows are written.
        outcome = _run(
            folder / f"killed-{number}", contacts, takes * (0.15 + 0.85 * moments.random() ** 0.7)
        )
        yield outcome
        killed += outcome.killed
        if killed == times:
            return
        if not outcome.killed:
            takes = min(takes, outcome.after)


def _run(profile: Path, contacts: Path, seconds: float | None) -> Outcome:
    words = ["-m", "deskcrm", "--profile", str(profile), "contacts", "import", str(contacts)]
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.returncode in {0, -9}, "the import failed by itself"
    return Outcome(time.monotonic() - start, process.returncode == -9, _left(profile))


def _left(profile: Path) -> int | None:
    """Check the file of a profile and count its contacts."""
    path = profile / "deskcrm.sqlite"
    if not path.exists() or path.stat().st_size == 0:
        return None
    check(path)
    crm = Crm.open(path)
    count = crm.ask(lambda session: session.scalar(select(func.count(Contact.id))))
    crm.close()
    check(path)
    return count
