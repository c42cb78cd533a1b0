"""Sets up everything `make run` and `make test` need, with nothing but Python; does nothing when all is there."""

import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        f"DeskCRM needs Python 3.11 or newer, and this is {sys.version_info[0]}.{sys.version_info[1]}; "
        "please name a newer one, such as: make run PYTHON=python3.12"
    )

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = Path("packaging", "constraints.txt")
INPUTS = (Path("pyproject.toml"), CONSTRAINTS, Path("packaging", "bootstrap.py"))
"""The files that decide what is installed: when one changes, the next run installs again."""

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt asks of Linux even without a display: each library and its Debian package."""

WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
"""What it asks beside those for a real window."""

UNFINISHED = "unfinished"
"""What the stamp says while packages are being installed."""


class SetupError(Exception):
    """What keeps the set-up from going on, as one sentence for the person at the terminal."""


def main() -> None:
    """Set up this folder, or end with one sentence and exit code 1."""
    try:
        with only_one_at_a_time(ROOT / "pyproject.toml"):
            install_packages(missing_packages())
            install_environment(Environment(ROOT))
            compile_translations(Environment(ROOT))
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped; the next run goes on from here.")


# ── what the system must have ────────────────────────────────────────────────────────────────────


def missing_packages() -> list[str]:
    """Return the Debian packages this system still lacks for `venv` and for Qt."""
    packages = [] if can_make_environments() else [f"python3.{sys.version_info.minor}-venv"]
    if sys.platform == "linux":
        wanted = QT_LIBRARIES | (WINDOW_LIBRARIES if has_display(os.environ) else {})
        packages += [package for name, package in wanted.items() if not loads(name)]
    return packages


def can_make_environments() -> bool:
    """Say whether this Python can make a `.venv` with pip; Debian's cannot without python3-venv."""
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def has_display(environment: Mapping[str, str]) -> bool:
    """Say whether a window could be shown."""
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def loads(library: str) -> bool:
    """Say whether the system's loader finds a shared library, wherever it is kept."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(
    packages: list[str], still_missing: Callable[[], list[str]] = missing_packages
) -> None:
    """Install Debian packages where that is possible and allowed; otherwise say what to type."""
    if not packages:
        return
    by_hand = f"sudo apt-get update && sudo apt-get install -y {shlex.join(packages)}"
    if not shutil.which("apt-get"):
        raise SetupError(
            "This system lacks what the Debian packages "
            f"{', '.join(packages)} hold; please install the same from your system's packages."
        )
    prefix = administrator()
    if prefix is None:
        raise SetupError(f"Some system libraries are missing; please run: {by_hand}")
    say(f"Installing system libraries: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # A broken third-party source fails the update though what we need may be listed all the same.
    subprocess.run([*apt, "update"], check=False)
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(install, stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0 or still_missing():
        raise SetupError(f"Some system libraries could not be installed; please run: {by_hand}")


def administrator() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where that is not allowed."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


# ── the environment in .venv ─────────────────────────────────────────────────────────────────────


class Environment:
    """The `.venv` of one source folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "set-up"

    def is_sound(self) -> bool:
        """Say whether it was made here, by this Python, and no installation into it was cut off."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}."
        try:
            made_by = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8")
            pip = (self.folder / "bin" / "pip").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return False
        return (
            f"version = {version}" in made_by
            and str(self.python) in pip
            and os.access(self.python, os.X_OK)
            and self.stamped() != UNFINISHED
        )

    def stamped(self) -> str:
        """Return what the stamp says, nothing if there is none."""
        try:
            return self.stamp.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def fingerprint(self) -> str:
        """Return a digest of all that decides what is installed."""
        digest = hashlib.sha256()
        for path in INPUTS:
            digest.update((self.root / path).read_bytes())
        return digest.hexdigest()


def install_environment(environment: Environment) -> None:
    """Make the `.venv` and install the pinned versions, unless that was done and nothing has changed."""
    sound, fingerprint = environment.is_sound(), environment.fingerprint()
    if sound and environment.stamped() == fingerprint:
        return
    if not sound:
        say(f"Making {environment.folder}")
        run([sys.executable, "-m", "venv", "--clear", str(environment.folder)])
    say("Installing the pinned packages (the first time takes a minute or two)")
    environment.stamp.write_text(UNFINISHED, encoding="utf-8")
    exit_code = install(environment)
    if exit_code > 0:
        # pip takes back what it cannot finish, so the next run may build on what is there.
        # When pip or we are killed, it cannot: the stamp stays, and all is made anew.
        environment.stamp.unlink()
    if exit_code != 0:
        raise SetupError(
            "The packages could not be installed; if the network was away, run this again."
        )
    environment.stamp.write_text(fingerprint, encoding="utf-8")


def install(environment: Environment) -> int:
    """Install this project, editable, with its tools, in the pinned versions; return pip's exit code."""
    # Both names, because since 25.3 pip no longer applies the first to what builds a package;
    # relative, because pip splits these settings at spaces.
    pins = {"PIP_CONSTRAINT": str(CONSTRAINTS), "PIP_BUILD_CONSTRAINT": str(CONSTRAINTS)}
    pip = [str(environment.python), "-m", "pip", "--disable-pip-version-check", "-qq"]
    return subprocess.run(
        [*pip, "install", "--editable", ".[dev]"],
        cwd=environment.root,
        env=os.environ | pins,
        check=False,
    ).returncode


def compile_translations(environment: Environment) -> None:
    """Compile the catalogs whose translation is newer than what was compiled from it."""
    stale = list(stale_catalogs(environment.root / "translations"))
    if stale:
        catalogs = environment.root / "packaging" / "catalogs.py"
        run([str(environment.python), str(catalogs), "compile", *map(str, stale)])


def stale_catalogs(folder: Path) -> Iterator[Path]:
    """Yield each .po file that has no .mo beside it or an older one."""
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            yield po


# ── talking to the system ────────────────────────────────────────────────────────────────────────


def say(sentence: str) -> None:
    """Tell the person at the terminal what takes its time."""
    print(sentence, file=sys.stderr, flush=True)


def run(command: list[str]) -> None:
    """Run a program to its end; where it fails, its own words stand above our sentence."""
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupError(f"This failed: {shlex.join(command)}")


@contextmanager
def only_one_at_a_time(path: Path) -> Iterator[None]:
    """Let a second set-up of the same folder wait for the first."""
    if importlib.util.find_spec("fcntl") is None:
        yield  # Windows, where make is rare and two at once rarer
        return
    import fcntl

    with path.open("rb") as locked:
        fcntl.flock(locked, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
