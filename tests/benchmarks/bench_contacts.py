"""How fast contacts are listed and found at 100,000 of them: ratios against named baselines.

`python tests/benchmarks/bench_contacts.py` prints them; the file is built once in the temporary
folder (`--fresh` builds it anew).
"""

import argparse
import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from deskcrm.crm import Crm, undoable
from deskcrm.domain.people import Address, Contact, Email, Phone, Role, written_name
from deskcrm.domain.text import fold
from deskcrm.features.contacts.queries.rows import ContactFilter, Group, contact_rows, group_counts
from deskcrm.storage.database import connect
from deskcrm.storage.recorder import insert_all

MANY = 100_000
PAGE = 50
"""So many rows are asked for at each keystroke."""
SEARCH_BAR, LIST_BAR = 2.0, 1.6
NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)

GIVEN = [
    "Lucía",
    "Marta",
    "Reza",
    "Jonas",
    "Aylin",
    "Paul",
    "Sofia",
    "Hana",
    "Tom",
    "Elena",
    "Miguel",
    "Nora",
    "Omid",
    "Ana",
    "Ben",
    "Irina",
    "Łukasz",
    "Мария",
    "Иван",
    "Елена",
    "رضا",
    "مریم",
    "Zoë",
    "Søren",
    "Chloé",
    "Björn",
    "François",
    "Thomas",
    "Giulia",
    "Kenji",
    "Amara",
    "Ngozi",
    "Oluwaseun",
    "Priya",
    "Arjun",
    "Mei",
    "Wei",
    "Yusuf",
    "Fatma",
    "Anders",
    "Ingrid",
    "Pedro",
    "João",
    "Beatriz",
    "Carlos",
    "Diego",
]
FAMILY = [
    "Fernández",
    "Ivanova",
    "Karimi",
    "Weber",
    "Demir",
    "Nkemelu",
    "Rossi",
    "Kimura",
    "Okafor",
    "Petrova",
    "Santos",
    "Lindqvist",
    "Rahimi",
    "Kovač",
    "Carter",
    "Todorova",
    "Müller",
    "Иванов",
    "Петрова",
    "کریمی",
    "احمدی",
    "Łukasiewicz",
    "Sørensen",
    "Dubois",
    "Tanaka",
    "Okonkwo",
    "Sharma",
    "Patel",
    "Chen",
    "Wang",
    "Yılmaz",
    "Kaya",
    "Larsson",
    "Hansen",
    "Silva",
    "Oliveira",
    "Costa",
    "García",
    "Martínez",
    "López",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Novák",
    "Horváth",
    "Popescu",
    "Papadopoulos",
    "O'Connor",
    "Smith",
]
TRADES = [
    "Studio",
    "Tischlerei",
    "Ltd",
    "GmbH",
    "Arkitekter",
    "Bakery",
    "ООД",
    "شرکت",
    "Surf",
    "Dental",
    "Cycles",
    "Design",
]
CITIES = [
    "Sofia",
    "Shiraz",
    "Santander",
    "Köln",
    "Izmir",
    "Lagos",
    "Torino",
    "Osaka",
    "Leeds",
    "Plovdiv",
    "Porto",
    "Malmö",
]


def main() -> int:
    """Measure, print, and return 1 if a bar is missed."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--fresh", action="store_true", help="build the file anew")
    path = built(fresh=given.parse_args().fresh)
    crm = Crm.open(path)
    searching = measure_search(crm, path)
    chips = measure_chips(crm)
    crm.close()
    listing = measure_list(path)
    print(json.dumps({**searching, **chips, **listing}, indent=1))
    missed = searching["search_ratio"] > SEARCH_BAR or listing["list_ratio"] > LIST_BAR
    return int(missed)


def built(*, fresh: bool = False) -> Path:
    """Return the file of 100,000 contacts, built if it is not there."""
    folder = Path(tempfile.gettempdir()) / f"deskcrm-bench-{os.getuid()}"
    path = folder / "deskcrm.sqlite"
    done = folder / "complete"
    if fresh or not done.exists():
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            if old.is_file():
                old.unlink()
        crm = Crm.open(path)
        crm.do(fill, MANY)
        crm.close()
        done.touch()
    return path


@undoable("fill")
def fill(session: Session, many: int) -> None:
    """Add invented contacts in several scripts, each with an e-mail, a phone, an address, a role."""
    dice = random.Random(7)
    people = [(dice.choice(GIVEN), dice.choice(FAMILY)) for _number in range(many)]
    whole = [written_name(given=given, family=family) for given, family in people]
    keys = insert_all(
        session,
        Contact,
        [
            {
                "uid": f"bench-{number}",
                "kind": "person",
                "name": name,
                "sort_name": fold(name),
                "given_name": given,
                "family_name": family,
                "created": NOW,
                "updated": NOW,
            }
            for number, (name, (given, family)) in enumerate(zip(whole, people, strict=True))
        ],
    )
    emails = [
        f"{fold(f).replace(' ', '')}{key}@{fold(g)}.example"
        for key, (g, f) in zip(keys, people, strict=True)
    ]
    insert_all(
        session,
        Email,
        [
            {"contact_id": key, "label": "Work", "value": value, "key": value}
            for key, value in zip(keys, emails, strict=True)
        ],
    )
    numbers = [f"+34942{dice.randrange(10**6):06}" for _key in keys]
    insert_all(
        session,
        Phone,
        [
            {"contact_id": key, "label": "Mobile", "value": f"{n[:3]} {n[3:6]} {n[6:]}", "e164": n}
            for key, n in zip(keys, numbers, strict=True)
        ],
    )
    insert_all(
        session,
        Address,
        [
            {
                "contact_id": key,
                "city": dice.choice(CITIES),
                "street": f"Calle {dice.randrange(999)}",
            }
            for key in keys
        ],
    )
    insert_all(
        session,
        Role,
        [
            {
                "person_id": key,
                "organization_name": f"{family} {dice.choice(TRADES)}",
                "title": "Owner",
            }
            for key, (_given, family) in zip(keys, people, strict=True)
        ],
    )


def needles() -> list[str]:
    """Return 200 texts as people type them: beginnings, whole names, words, parts, numbers."""
    dice = random.Random(11)
    made = []
    for _number in range(40):
        given, family, city = dice.choice(GIVEN), dice.choice(FAMILY), dice.choice(CITIES)
        made += [
            given[: dice.randint(1, len(given))],
            f"{given} {family[: dice.randint(1, len(family))]}",
            fold(family),
            f"{family} {city[:3]}",
            dice.choice(
                (family[1:5], f"942{dice.randrange(1000):03}", f"942 {dice.randrange(100):02}")
            ),
        ]
    return made


def measure_search(crm: Crm, path: Path) -> dict[str, Any]:
    """Measure from the query to rows in hand, beside SQLite alone asked for the same rows."""
    texts = needles()
    today = NOW.date()
    bare = connect(path, read_only=True)
    for text in texts[:20]:
        crm.ask(contact_rows, ContactFilter(today=today, text=text), 0, PAGE)
        raw_rows(bare, text)
    ours: list[float] = []
    theirs: list[float] = []
    found = 0
    for text in texts:
        wanted = ContactFilter(today=today, text=text)
        rows = crm.ask(contact_rows, wanted, 0, PAGE)
        same = raw_rows(bare, text)
        if [row.id for row in rows] != [row[0] for row in same]:
            raise AssertionError(text)
        found += len(rows)
        ours.append(best_of(5, partial(crm.ask, contact_rows, wanted, 0, PAGE)))
        theirs.append(best_of(5, partial(raw_rows, bare, text)))
    bare.close()
    return {
        "search_median_ms": milliseconds(statistics.median(ours)),
        "search_p99_ms": milliseconds(percentile(ours, 99)),
        "raw_median_ms": milliseconds(statistics.median(theirs)),
        "raw_p99_ms": milliseconds(percentile(theirs, 99)),
        "search_ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
        "search_p99_ratio": round(percentile(ours, 99) / percentile(theirs, 99), 2),
        "rows_per_search": round(found / len(texts), 1),
    }


COLUMNS = """c.id, c.name,
  (SELECT organization_name FROM role WHERE person_id = c.id ORDER BY position LIMIT 1),
  (SELECT city FROM address WHERE contact_id = c.id ORDER BY position LIMIT 1),
  (SELECT max(at) FROM activity WHERE contact_id = c.id),
  (SELECT sum(value) FROM deal WHERE contact_id = c.id)"""
RAW = (
    (
        f"SELECT {COLUMNS} FROM search_entry e JOIN contact c ON c.id = e.id / 4"
        " WHERE e.name >= ? AND e.name < ? AND e.id % 4 = 0 ORDER BY e.name, e.id LIMIT ?"
    ),
    (
        f"SELECT {COLUMNS} FROM search_prefix e JOIN contact c ON c.id = e.rowid / 4"
        " WHERE search_prefix MATCH ? AND e.rowid % 4 = 0 ORDER BY e.rowid LIMIT ?"
    ),
    (
        f"SELECT {COLUMNS} FROM search_inside e JOIN contact c ON c.id = e.rowid / 4"
        " WHERE search_inside MATCH ? AND e.rowid % 4 = 0 ORDER BY e.rowid LIMIT ?"
    ),
)


def raw_rows(bare: Any, text: str) -> list[tuple[Any, ...]]:
    """Return the rows that SQLite's full-text search alone gives, in the same order."""
    rows: dict[int, tuple[Any, ...]] = {}
    for sql, facts in raw_queries(text):
        if len(rows) >= PAGE:
            break
        for row in bare.execute(sql, (*facts, PAGE)):
            rows.setdefault(row[0], row)
    return list(rows.values())[:PAGE]


def raw_queries(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the full-text queries for a needle, as one would write them by hand."""
    folded = fold(text)
    yield RAW[0], (folded, folded + "\U0010ffff")
    words = "".join(letter if letter.isalnum() else " " for letter in folded).split()
    starts = " AND ".join(f'"{word}"*' for word in words)
    yield RAW[1], (f"name : ({starts})",)
    yield RAW[1], (starts,)
    number = folded.replace(" ", "")
    if number.isdigit() and len(number) >= 3:
        yield RAW[2], (f'words : "{number}"',)
    if all(len(part) >= 3 for part in folded.split()):
        yield RAW[2], (" AND ".join(f'"{part}"' for part in folded.split()),)


def measure_chips(crm: Crm) -> dict[str, Any]:
    """Measure what the page asks when it opens: the counts of its chips and its first rows."""
    today = NOW.date()
    counts = best_of(5, lambda: crm.ask(group_counts, today))
    deep = ContactFilter(today=today, group=Group.QUIET)
    return {
        "chip_counts_ms": milliseconds(counts),
        "first_rows_ms": milliseconds(
            best_of(5, lambda: crm.ask(contact_rows, ContactFilter(today=today), 0, 100))
        ),
        "last_rows_ms": milliseconds(
            best_of(5, lambda: crm.ask(contact_rows, ContactFilter(today=today), MANY - 100, 100))
        ),
        "quiet_rows_ms": milliseconds(best_of(5, lambda: crm.ask(contact_rows, deep, 0, 100))),
    }


def measure_list(path: Path) -> dict[str, Any]:
    """Measure `contacts list` from start to end beside the start of SQLAlchemy's ORM alone."""
    ours = [
        sys.executable, "-m", "deskcrm", "--profile", str(path.parent),
        "contacts", "list", "--limit", "20", "--json",
    ]  # fmt: skip
    theirs = [sys.executable, "-c", "import sqlalchemy.orm"]
    answer = subprocess.run(ours, check=True, capture_output=True, text=True).stdout
    if len(json.loads(answer)) != 20:
        raise AssertionError(answer)
    subprocess.run(theirs, check=True)
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _round in range(7):
        for name, command in (("ours", ours), ("theirs", theirs)):
            times[name].append(
                best_of(
                    1,
                    partial(subprocess.run, command, check=True, capture_output=True),
                )
            )
    mine, baseline = (statistics.median(times[name]) for name in ("ours", "theirs"))
    return {
        "list_ms": milliseconds(mine),
        "import_orm_ms": milliseconds(baseline),
        "list_ratio": round(mine / baseline, 2),
    }


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Return the shortest time of several runs, in seconds."""
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def percentile(times: list[float], percent: int) -> float:
    """Return the time that so many percent stay below."""
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def milliseconds(seconds: float) -> float:
    """Return seconds as milliseconds, short."""
    return round(seconds * 1000, 2)


if __name__ == "__main__":
    sys.exit(main())
