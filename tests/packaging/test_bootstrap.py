"""Setting up: what is missing is brought, what is there is left alone, what broke is mended."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap

SOURCE = Path(bootstrap.__file__)

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "tiny"
version = "1"
scripts = { tiny = "tiny:main" }
optional-dependencies = { dev = [] }
"""

BACKEND = '''
"""Builds an editable wheel with nothing but Python, so that the test needs no network."""

import zipfile


def build_editable(folder, config_settings=None, metadata_directory=None):
    info = "tiny-1.dist-info/"
    files = {
        "tiny.py": "def main(): print('it works')",
        info + "METADATA": "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\nProvides-Extra: dev\\n",
        info + "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        info + "entry_points.txt": "[console_scripts]\\ntiny = tiny:main\\n",
    }
    record = "".join(f"{name},,\\n" for name in [*files, info + "RECORD"])
    name = "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in {**files, info + "RECORD": record}.items():
            wheel.writestr(path, text)
    return name
'''


class Project:
    """A source folder with our bootstrap in it, small enough to set up offline."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, backend: str = BACKEND) -> None:
        """Write its files."""
        (self.root / "packaging").mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE, self.root / "packaging" / "bootstrap.py")
        (self.root / "packaging" / "constraints.txt").write_text("# nothing to pin\n")
        (self.root / "pyproject.toml").write_text(PROJECT)
        (self.root / "backend.py").write_text(backend)

    def start(self) -> subprocess.Popen[str]:
        """Start the set-up."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "packaging" / "bootstrap.py")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "DISPLAY"},
        )

    def set_up(self) -> tuple[int, str]:
        """Run the set-up; return its exit code and what it said."""
        running = self.start()
        said = running.communicate()[1]
        return running.returncode, said

    def is_sound_when_stamped(self, stamp: str) -> bool:
        """Say whether the next run would build on this environment if its stamp said so."""
        environment = bootstrap.Environment(self.root)
        before = environment.stamped()
        environment.stamp.write_text(stamp)
        try:
            return environment.is_sound()
        finally:
            environment.stamp.write_text(before)

    def program(self) -> str:
        """Return what the installed program prints."""
        return subprocess.check_output([self.root / ".venv" / "bin" / "tiny"], text=True).strip()


def test_a_folder_is_set_up_once_mended_after_a_break_and_anew_after_a_move(tmp_path: Path) -> None:
    project = Project(tmp_path / "a folder")
    project.write()

    both = [project.start(), project.start()]  # two at once: the second waits and finds all done
    said = [running.communicate()[1] for running in both]
    assert [running.returncode for running in both] == [0, 0], said
    assert sum("Making" in text for text in said) == 1
    assert project.program() == "it works"

    assert project.set_up() == (0, "")  # nothing to do, nothing to say
    assert project.is_sound_when_stamped(bootstrap.UNFINISHED) is False  # as a kill leaves it

    project.write(backend="raise OSError('the network is away')")
    (project.root / "pyproject.toml").write_text(PROJECT + "# changed\n")
    code, words = project.set_up()
    assert code == 1
    assert words.rstrip().endswith("if the network was away, run this again.")

    project.write()
    code, words = project.set_up()
    assert (code, "Making" in words) == (0, False)

    moved = Project(project.root.rename(tmp_path / "elsewhere"))
    code, words = moved.set_up()
    assert (code, "Making" in words) == (0, True)
    assert moved.program() == "it works"


def test_an_old_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    """The file is read to its end by a Python 3.7 before its first line runs."""
    text = SOURCE.read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))
    pretend = "import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", pretend, str(SOURCE)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("DeskCRM needs Python 3.11 or newer, and this is 3.9;")
    assert done.stderr.count("\n") == 1


# ── system libraries ─────────────────────────────────────────────────────────────────────────────


class System:
    """A system of small programs standing first on the PATH, and what was asked of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.log.touch()

    def has(self, name: str, exit_code: int = 0, then: str = "") -> None:
        """Put a program on the path that notes its arguments, then runs `then`."""
        program = self.folder / name
        program.write_text(
            f'#!/bin/sh\necho "{name} $*" >> "{self.log}"\n{then}\nexit {exit_code}\n'
        )
        program.chmod(0o755)

    def asked(self) -> list[str]:
        """Return the commands in the order they were run."""
        return self.log.read_text().splitlines()


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    env = shutil.which("env")
    assert env
    (tmp_path / "env").symlink_to(env)
    monkeypatch.setenv("PATH", str(tmp_path))
    return System(tmp_path)


def be_root(monkeypatch: pytest.MonkeyPatch, *, root: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)


def nothing_missing() -> list[str]:
    return []


def test_nothing_missing_asks_nothing_of_the_system(system: System) -> None:
    system.has("apt-get")
    bootstrap.install_packages([])
    assert system.asked() == []


def test_root_installs_what_is_missing(
    system: System, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    be_root(monkeypatch, root=True)
    system.has("apt-get")
    bootstrap.install_packages(["libgl1", "libegl1"], nothing_missing)
    assert system.asked() == [
        "apt-get -qq update",
        "apt-get -qq install -y --no-install-recommends libgl1 libegl1",
    ]
    assert capfd.readouterr().err == "Installing system libraries: libgl1 libegl1\n"


def test_a_user_who_may_use_sudo_without_a_password_installs_too(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_root(monkeypatch, root=False)
    system.has("apt-get")
    system.has("sudo", then='[ "$2" = true ] || { shift; "$@"; }')
    bootstrap.install_packages(["libgl1"], nothing_missing)
    assert "apt-get -qq install -y --no-install-recommends libgl1" in system.asked()


def test_a_user_who_may_not_gets_the_exact_command(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_root(monkeypatch, root=False)
    system.has("apt-get")
    system.has("sudo", exit_code=1)
    with pytest.raises(bootstrap.SetupError) as caught:
        bootstrap.install_packages(["libgl1", "libegl1"], nothing_missing)
    assert str(caught.value) == (
        "Some system libraries are missing; please run: "
        "sudo apt-get update && sudo apt-get install -y libgl1 libegl1"
    )
    assert system.asked() == ["sudo -n true"]


def test_a_failed_installation_ends_with_the_command_to_try_by_hand(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_root(monkeypatch, root=True)
    system.has("apt-get", exit_code=100)
    with pytest.raises(bootstrap.SetupError, match="could not be installed; please run: sudo apt"):
        bootstrap.install_packages(["libgl1"], nothing_missing)


def test_an_installation_that_brought_nothing_is_not_believed(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_root(monkeypatch, root=True)
    system.has("apt-get")
    with pytest.raises(bootstrap.SetupError, match="could not be installed"):
        bootstrap.install_packages(["libgl1"], lambda: ["libgl1"])


def test_a_system_without_apt_is_told_what_to_look_for(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_root(monkeypatch, root=True)
    with pytest.raises(bootstrap.SetupError, match="libgl1, libegl1 hold"):
        bootstrap.install_packages(["libgl1", "libegl1"], nothing_missing)
    assert system.asked() == []


def test_libraries_of_a_window_are_wanted_only_where_there_is_a_display(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "loads", lambda _name: False)
    monkeypatch.setattr(bootstrap, "can_make_environments", lambda: True)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert bootstrap.missing_packages() == list(bootstrap.QT_LIBRARIES.values())
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "libxcb-cursor0" in bootstrap.missing_packages()


def test_a_python_that_cannot_make_environments_gets_its_own_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "loads", lambda _name: True)
    monkeypatch.setattr(bootstrap, "can_make_environments", lambda: False)
    assert bootstrap.missing_packages() == [f"python3.{sys.version_info.minor}-venv"]


def test_the_loader_is_asked_what_is_there() -> None:
    name = {"darwin": "libSystem.dylib"}.get(sys.platform, "libc.so.6")
    assert bootstrap.loads(name)
    assert not bootstrap.loads("libnobody-has-this.so.1")


# ── translations ─────────────────────────────────────────────────────────────────────────────────


def test_only_catalogs_older_than_their_translation_are_compiled(tmp_path: Path) -> None:
    for language, compiled_at in [("bg", 50), ("es", 150), ("fa", None)]:
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "deskcrm.po").touch()
        os.utime(folder / "deskcrm.po", (100, 100))
        if compiled_at is not None:
            (folder / "deskcrm.mo").touch()
            os.utime(folder / "deskcrm.mo", (compiled_at, compiled_at))
    stale = bootstrap.stale_catalogs(tmp_path)
    assert [po.relative_to(tmp_path).parts[0] for po in stale] == ["bg", "fa"]
