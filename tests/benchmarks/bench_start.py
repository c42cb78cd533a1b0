"""How soon the window is painted, and usable, on 100,000 contacts: ratios against bare windows.

`python tests/benchmarks/bench_start.py` prints them; every start is a process of its own, the
four kinds take turns, and medians are compared. `--rounds` sets how many turns.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from people import installed_environment, profile

MANY = 100_000
PAINTED_BAR, USABLE_BAR = 1.6, 1.4

BARE = """
import sys, time
{first}
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, self.tell)

    def tell(self):
        print("painted", time.monotonic(), time.process_time(), flush=True)
        app.quit()

app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
"""A window with nothing in it, which tells when it is painted, as ours does."""

LAUNCH = str(Path(__file__).with_name("launch.py"))


def main() -> int:
    """Measure, print, and return 1 if a bar is missed."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=15)
    given.add_argument("--page", default="today", help="the page the window opens on")
    asked = given.parse_args()
    folder = profile(MANY)
    (folder / "settings.json").write_text(json.dumps({"window/page": asked.page}), "utf-8")
    commands = {
        "bare window": [sys.executable, "-c", BARE.format(first="")],
        "bare window + sqlalchemy.orm": [
            sys.executable, "-c", BARE.format(first="import sqlalchemy.orm"),
        ],
        "deskcrm": [sys.executable, LAUNCH, "--profile", str(folder)],
    }  # fmt: skip
    taken: dict[str, list[tuple[float, float]]] = {}
    for turn in range(asked.rounds + 1):
        for name, command in commands.items():
            for word, seconds in started(command).items():
                if turn:  # the first turn fills the disk's cache
                    taken.setdefault(f"{name}: {word}", []).append(seconds)
    medians = {
        name: tuple(statistics.median(column) for column in zip(*times, strict=True))
        for name, times in taken.items()
    }
    painted = [
        ours / bare
        for ours, bare in zip(
            medians["deskcrm: painted"], medians["bare window: painted"], strict=True
        )
    ]
    usable = [
        ours / bare
        for ours, bare in zip(
            medians["deskcrm: usable"],
            medians["bare window + sqlalchemy.orm: painted"],
            strict=True,
        )
    ]
    print(
        json.dumps(
            {
                "milliseconds (wall, cpu)": {
                    name: [round(1000 * seconds) for seconds in times]
                    for name, times in medians.items()
                },
                "painted_ratio (wall, cpu)": [round(ratio, 2) for ratio in painted],
                "usable_ratio (wall, cpu)": [round(ratio, 2) for ratio in usable],
            },
            indent=1,
        )
    )
    return int(painted[0] > PAINTED_BAR or usable[0] > USABLE_BAR)


def started(command: list[str]) -> dict[str, tuple[float, float]]:
    """Start a program; return what it tells: seconds since its start, and of CPU time, by word."""
    begin = time.monotonic()
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env=installed_environment(),
        timeout=60,
    )
    told = (line.split() for line in done.stdout.splitlines())
    return {word: (float(at) - begin, float(cpu)) for word, at, cpu in told}


if __name__ == "__main__":
    sys.exit(main())
