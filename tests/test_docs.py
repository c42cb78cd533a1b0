"""What the documentation says is there is there: targets, commands, files, links, decisions, layers."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import deskcrm

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MADE_LATER = (".venv", "build", "dist")
"""Folders that a page may name though they are not in the repository."""


def named(pattern: str, pages: list[Path] = PAGES) -> set[str]:
    """Return what a pattern finds in the code of the pages: `spans`, fenced and indented blocks."""
    code = re.compile(r"^```.*?^```|^ {4}\S.*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
    return {
        found.group(1)
        for page in pages
        for span in code.findall(page.read_text(encoding="utf-8"))
        for found in re.finditer(pattern, span.strip("`"), re.MULTILINE)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_target_that_is_named_exists_and_every_one_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert named(r"\bmake ([a-z]+)\b") - targets == set()
    explained = named(r"\bmake ([a-z]+)\b", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
    assert targets - explained - {"setup", "help"} == set()


def test_every_target_says_in_the_help_what_it_does() -> None:
    said = subprocess.check_output(["make", "--no-print-directory", "help"], cwd=ROOT, text=True)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) - {"setup"}
    assert set(re.findall(r"^  make ([a-z]+) +\S", said, re.MULTILINE)) == targets


@cache
def help_of(command: tuple[str, ...]) -> str | None:
    """Return what the program says of a command, or None if it does not know it."""
    done = subprocess.run(
        [sys.executable, "-m", "deskcrm", *command, "--help"],
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        check=False,
    )
    return done.stdout if done.returncode == 0 else None


def commands() -> list[str]:
    """Return the command lines that the pages show."""
    return sorted(named(r"^\s*deskcrm( [^#\n]*)?$") - {None, ""})


def test_pages_show_commands() -> None:
    assert len(commands()) >= 3


@pytest.mark.parametrize("line", commands())
def test_every_command_line_that_is_shown_is_understood(line: str) -> None:
    words = line.split()
    command = tuple(word for word in words if re.fullmatch(r"[a-z]+", word))
    said = help_of(command)
    assert said is not None, f"deskcrm does not know:{line}"
    assert [word for word in words if word.startswith("--") and word not in said] == []


def test_every_file_that_is_named_exists() -> None:
    paths = named(r"(?<![\w/.])(\.?[\w-]+(?:/[\w.*-]+)+/?|[\w-]+\.(?:md|toml|py))(?![\w/(])")
    places = [ROOT, ROOT / "src", ROOT / "src" / "deskcrm"]
    places += [path for path in (ROOT / "src" / "deskcrm" / "features").iterdir() if path.is_dir()]
    assert [
        path
        for path in sorted(paths)
        if not path.startswith(MADE_LATER) and not any(any(place.glob(path)) for place in places)
    ] == []


def test_decisions_are_numbered_without_a_gap_and_say_their_number() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name.split("-")[0]) for path in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    for number, path in zip(numbers, decisions, strict=True):
        assert path.read_text(encoding="utf-8").startswith(f"# {number}. ")


def test_the_picture_of_the_layers_shows_every_module_and_no_other() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = page.split("```")[1]
    package = Path(deskcrm.__file__).parent
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    modules |= {path.parent.name for path in package.glob("*/__init__.py")}
    names = [re.split(r" {3,}", line.strip())[0] for line in picture.splitlines()]
    parts_of_a_feature = {"ui", "cli", "document", "usecases", "queries"}
    assert set(re.findall(r"\w+", " ".join(names))) - parts_of_a_feature == modules


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = project.split("\ndependencies = [")[1].split("]")[0]
    names = set(re.findall(r'^    "([\w-]+)', listed, re.MULTILINE)) - {"tzdata"}
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names) if name not in reasons.lower()] == []


def test_every_pin_is_of_one_exact_version() -> None:
    pins = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [
        pin for pin in pins if not pin.startswith("#") and not re.fullmatch(r"[\w.-]+==[\w.]+", pin)
    ] == []


def test_the_changelog_begins_with_this_version() -> None:
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", log, re.MULTILINE)
    assert newest
    assert newest.group(1) == deskcrm.__version__


def test_the_readme_fits_on_one_screen() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 50
