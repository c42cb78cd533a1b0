"""How fast 100,000 contacts leave: the exact CSV beside the `csv` module writing the same cells, and vCards.

`python tests/benchmarks/bench_exchange.py` prints the ratios.
"""

import csv
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deskcrm.crm import Crm
from deskcrm.features.exchange.formats import Format, export
from people import profile

MANY = 100_000
EXACT_BAR, VCARD_BAR = 3.0, 1.5


def main() -> int:
    """Measure, print, and return 1 if a bar is missed."""
    crm = Crm.open(profile(MANY) / "deskcrm.sqlite")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        exact = seconds(lambda: crm.ask(export, place / "exact.csv", Format.EXACT))
        with (place / "exact.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        bare = seconds(lambda: write_bare(place / "bare.csv", rows))
        vcard = {
            form.value: seconds(lambda form=form: crm.ask(export, place / "all.vcf", form))  # type: ignore[misc] # bound at once
            for form in (Format.VCARD3, Format.VCARD4)
        }
    crm.close()
    said = {
        "bare_csv_s": round(bare, 2),
        "exact_s": round(exact, 2),
        "exact_ratio": round(exact / bare, 2),
        **{f"{name}_s": round(time, 2) for name, time in vcard.items()},
        "vcard_ratio": round(max(vcard.values()) / exact, 2),
    }
    print(json.dumps(said, indent=1))
    return int(said["exact_ratio"] > EXACT_BAR or said["vcard_ratio"] > VCARD_BAR)


def write_bare(path: Path, rows: list[list[str]]) -> None:
    """Write cells as the standard library does, with nothing around it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes, the shorter of two runs."""
    times = []
    for _round in range(2):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
