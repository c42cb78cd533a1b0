"""How much memory the window needs with 100,000 contacts beside 100, its list scrolled about.

`python tests/benchmarks/bench_memory.py` prints both and their ratio; Linux only. Each figure is the
median of several processes, which take turns.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from people import installed_environment, profile

FEW, MANY = 100, 100_000
ROUNDS = 5
BAR = 1.2


def main() -> int:
    """Measure, print, and return 1 if the bar is missed."""
    folders = {many: profile(many) for many in (FEW, MANY)}
    taken: dict[int, list[int]] = {many: [] for many in folders}
    for _round in range(ROUNDS):
        for many, folder in folders.items():
            taken[many].append(resident(folder, many))
    few, most = (statistics.median(taken[many]) for many in (FEW, MANY))
    print(
        json.dumps(
            {
                f"{FEW} contacts, MiB": round(few / 1024, 1),
                f"{MANY} contacts, MiB": round(most / 1024, 1),
                "memory_ratio": round(most / few, 3),
            },
            indent=1,
        )
    )
    return int(most / few > BAR)


def resident(folder: Path, many: int) -> int:
    """Return the memory, in KiB, of a window on a profile after its list was scrolled."""
    (folder / "settings.json").write_text(json.dumps({"window/page": "contacts"}), "utf-8")
    answer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("scroll.py")), "--profile", str(folder)],
        check=True,
        capture_output=True,
        text=True,
        env=installed_environment(),
        timeout=60,
    ).stdout.split()
    used, rows = (int(word) for word in answer[-2:])
    if rows < many:
        raise AssertionError(rows)
    return used


if __name__ == "__main__":
    sys.exit(main())
