"""Kills an import again and again: `python tests/benchmarks/kill_import.py --rows 20000 --times 20`."""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from killing import kill_imports


def main() -> int:
    """Print what each killed import left; return 1 if one left half of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        outcomes = kill_imports(Path(folder), rows=given.rows, times=given.times, seed=given.seed)
        for outcome in outcomes:
            ended = "killed" if outcome.killed else "ended "
            print(f"{ended} after {outcome.after:6.2f} s: {outcome.contacts} contacts, sound")
            wrong += outcome.contacts not in {None, 0, given.rows}
    print("all or none, every time" if not wrong else f"{wrong} times neither all nor none")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
