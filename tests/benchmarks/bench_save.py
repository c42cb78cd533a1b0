"""What saving one contact costs beside the bare rows of it: the rule of six.

The baseline writes the same rows with the driver alone, in one transaction of the same kind on the same
file; ours also checks the form, records the step for undo and brings the search index up to date.
"""

import json
import shutil
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from deskcrm.crm import Crm
from deskcrm.features.contacts.form import ContactForm, Labelled
from deskcrm.features.contacts.usecases import add_contact
from deskcrm.storage.database import connect
from people import NOW, profile

MANY = 100_000
ROUNDS = 200
BAR = 6.0


def main() -> int:
    """Measure, print, and return 1 if the bar is missed."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(profile(MANY) / "deskcrm.sqlite", folder))
        crm = Crm.open(path)
        for number in range(20):
            saved_in(crm, -number)
        ours = [saved_in(crm, number) for number in range(ROUNDS)]
        crm.close()
        bare = connect(path)
        bare.execute("PRAGMA synchronous = FULL")
        theirs = [timed(lambda n=n: save_bare(bare, n)) for n in range(ROUNDS)]
        bare.close()
    ratio = median(ours) / median(theirs)
    print(
        json.dumps(
            {
                "save": {
                    "contacts": MANY,
                    "ours_ms": round(1000 * median(ours), 2),
                    "bare_ms": round(1000 * median(theirs), 2),
                    "ratio": round(ratio, 2),
                    "bar": BAR,
                    "ours_p99_ms": round(1000 * sorted(ours)[int(0.99 * ROUNDS)], 2),
                }
            }
        )
    )
    return int(ratio > BAR)


def saved_in(crm: Crm, number: int) -> float:
    """Return how long a save took; the index is tidied between saves, as the window does when idle."""
    if number % 10 == 0:
        crm.tidy()
    return timed(lambda: save(crm, number))


def timed(work: Any) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def save(crm: Crm, number: int) -> None:
    form = ContactForm(
        given_name="Lucía",
        family_name=f"Fernández {number}",
        emails=(Labelled(f"lucia{number}@ola.example", "Work"),),
        phones=(Labelled(f"+34 942 55 {number:04}", "Work"),),
    )
    crm.do(add_contact, form, now=NOW)


def save_bare(bare: Any, number: int) -> None:
    bare.execute("BEGIN IMMEDIATE")
    at = "2026-11-21T09:00:00.000000Z"
    key = bare.execute(
        "INSERT INTO contact (uid, kind, name, sort_name, prefix, given_name, additional_names,"
        " family_name, suffix, nickname, phonetic_given_name, phonetic_additional_names,"
        " phonetic_family_name, file_as, tax_id, language, time_zone, source, note, custom, created,"
        " updated) VALUES (?, 'person', ?, ?, '', 'Lucía', '', ?, '', '', '', '', '', '', '', '', '',"
        " '', '', '{}', ?, ?)",
        (
            f"bare-{number}",
            f"Lucía Bare {number}",
            f"lucia bare {number}",
            f"Bare {number}",
            at,
            at,
        ),
    ).lastrowid
    bare.execute(
        "INSERT INTO email (contact_id, position, label, value, key) VALUES (?, 0, 'Work', ?, ?)",
        (key, f"bare{number}@ola.example", f"bare{number}@ola.example"),
    )
    bare.execute(
        "INSERT INTO phone (contact_id, position, label, value, e164) VALUES (?, 0, 'Work', ?, ?)",
        (key, f"+34 942 56 {number:04}", f"+3494256{number:04}"),
    )
    bare.execute("COMMIT")


if __name__ == "__main__":
    sys.exit(main())
