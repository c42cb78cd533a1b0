"""What bringing in 100,000 rows costs beside the bare rows of it, and how much memory it takes.

The baseline reads the same CSV with the `csv` module, writes the same records with `executemany` into a
file of the same tables and indexes, and has triggers keep both search indexes, in one transaction. Ours also
guesses what the columns are, tries everything out first, compares each row with everybody, and can be undone.
"""

import csv
import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from deskcrm.crm import Crm
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.plan import Verdict, plan_import
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.storage.database import connect
from people import CITIES, FAMILY, GIVEN, NOW, TRADES

MANY = 100_000
TIME_BAR, MEMORY_BAR = 4.0, 400

HEADER = [
    "First Name", "Last Name", "Company", "Job Title", "E-mail Address", "E-mail 2 Address", "Mobile Phone",
    "Business Phone", "Business Street", "Business City", "Business State", "Business Postal Code",
    "Business Country", "Web Page", "Birthday", "Categories", "Notes", "Language", "Shoe size", "Allergies",
]  # fmt: skip


BLANK = [
    "prefix", "additional_names", "suffix", "nickname", "phonetic_given_name", "phonetic_additional_names",
    "phonetic_family_name", "file_as", "tax_id", "time_zone", "source",
]  # fmt: skip
"""What none of the rows says of a contact."""


def main() -> int:
    """Measure both in processes of their own, print, and return 1 if a bar is missed."""
    if len(sys.argv) > 1:
        work = {"ours": ours, "bare": bare}[sys.argv[1]]
        print(json.dumps(work(Path(sys.argv[2]))))
        return 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_file(folder / "people.csv")
        told = {which: run(which, folder) for which in ("bare", "ours")}
    ratio = round(told["ours"]["seconds"] / told["bare"]["seconds"], 2)
    print(
        json.dumps(
            {"import": {**told, "ratio": ratio, "bar": TIME_BAR, "memory_bar_mb": MEMORY_BAR}}
        )
    )
    return int(ratio > TIME_BAR or told["ours"]["peak_mb"] > MEMORY_BAR)


def run(which: str, folder: Path) -> dict[str, float]:
    """Return what a process of its own measured."""
    given = [sys.executable, __file__, which, str(folder)]
    ended = subprocess.run(given, check=True, capture_output=True, text=True)
    return json.loads(ended.stdout)  # type: ignore[no-any-return] # as it was written above


def write_file(path: Path) -> None:
    """Write the rows, as a program of twenty columns exports them."""
    dice = random.Random(11)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(MANY):
            given, family = dice.choice(GIVEN), dice.choice(FAMILY)
            writer.writerow([
                given, family, f"{family} {dice.choice(TRADES)}", "Owner", f"p{number}@x{number % 997}.example",
                f"{number}@home.example" if number % 3 == 0 else "", f"+34942{number:06}",
                f"+35988{number:07}" if number % 4 == 0 else "", f"Calle {number % 999}", dice.choice(CITIES),
                "", f"{number % 90000:05}", "España", f"https://x{number}.example" if number % 5 == 0 else "",
                f"19{60 + number % 40}-0{1 + number % 9}-1{number % 9}", "client;web" if number % 6 == 0 else "",
                "Met at the fair." if number % 2 else "", "es", str(36 + number % 10), "",
            ])  # fmt: skip


def ours(folder: Path) -> dict[str, float]:
    """Try the file out, bring it in, and say how long both took and how much memory."""
    crm = Crm.open(folder / "ours" / "deskcrm.sqlite")
    start = perf_counter()
    incoming = crm.ask(lambda _session: read_file(folder / "people.csv"))
    tried = crm.ask(plan_import, incoming)
    planned = perf_counter() - start
    done = crm.do(import_contacts, incoming, now=NOW)
    seconds = perf_counter() - start
    crm.close()
    assert tried.count(Verdict.NEW) == done.count(Verdict.NEW) == MANY
    return {"seconds": round(seconds, 2), "dry_run_s": round(planned, 2), "peak_mb": peak_mb()}


def bare(folder: Path) -> dict[str, float]:
    """Write the rows with nothing around them."""
    path = folder / "bare" / "deskcrm.sqlite"
    Crm.open(path).close()
    connection = connect(path)
    for name in ("search_prefix", "search_inside"):
        connection.execute(
            f"CREATE TRIGGER bare_{name} AFTER INSERT ON search_entry BEGIN INSERT INTO {name}(rowid, name, words)"
            " VALUES (new.id, new.name, new.words); END"
        )
    start = perf_counter()
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    connection.execute("BEGIN IMMEDIATE")
    insert_bare(connection, rows)
    connection.commit()
    seconds = perf_counter() - start
    connection.close()
    return {"seconds": round(seconds, 2), "peak_mb": peak_mb()}


def insert_bare(connection: Any, rows: list[list[str]]) -> None:
    moment = "2026-11-21T09:00:00.000000Z"
    emails, phones = count(), count()
    many = connection.executemany

    def insert(table: str, columns: str, values: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns.split(",")))
        many(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)

    blanks = ("",) * len(BLANK)
    insert(
        "contact",
        f"id, uid, kind, name, sort_name, given_name, family_name, birthday, language, note, custom, created, updated, {', '.join(BLANK)}",
        (
            (n, f"u{n}", "person", f"{r[0]} {r[1]}", f"{r[0]} {r[1]}".lower(), r[0], r[1], r[14], r[17], r[16],
             json.dumps({"Shoe size": r[18]}), moment, moment, *blanks)
            for n, r in enumerate(rows, 1)
        ),
    )  # fmt: skip
    insert("email", "id, contact_id, label, value, key, position", (
        (next(emails) + 1, n, "", r[at], r[at].lower(), at - 4)
        for n, r in enumerate(rows, 1) for at in (4, 5) if r[at]
    ))  # fmt: skip
    insert("phone", "id, contact_id, label, value, e164, position", (
        (next(phones) + 1, n, "Mobile", r[at], r[at], at - 6)
        for n, r in enumerate(rows, 1) for at in (6, 7) if r[at]
    ))  # fmt: skip
    insert(
        "address",
        "id, contact_id, label, street, extended, po_box, city, region, postal_code, country, formatted, position",
        (
            (n, n, "Work", r[8], "", "", r[9], r[10], r[11], r[12], "", 0)
            for n, r in enumerate(rows, 1)
        ),
    )
    insert("link", "contact_id, label, value, position", (
        (n, "", r[13], 0) for n, r in enumerate(rows, 1) if r[13]
    ))  # fmt: skip
    insert(
        "role",
        "id, person_id, organization_name, title, department, position",
        ((n, n, r[2], r[3], "", 0) for n, r in enumerate(rows, 1)),
    )
    insert("tag", "id, name, key", [(1, "client", "client"), (2, "web", "web")])
    insert("contact_tag", "contact_id, tag_id", (
        (n, tag) for n, r in enumerate(rows, 1) if r[15] for tag in (1, 2)
    ))  # fmt: skip
    insert("search_entry", "id, name, words", (
        (4 * n, f"{r[0]} {r[1]}".lower(), " ".join(r[2:14]).lower() + r[16].lower())
        for n, r in enumerate(rows, 1)
    ))  # fmt: skip


def peak_mb() -> int:
    """Return the most memory this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
