"""The wheel brings all that an installed program needs beside its Python files."""

import configparser
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import catalogs
from deskcrm.i18n import LANGUAGES, SOURCE_LANGUAGE


def test_the_wheel_holds_the_compiled_translations_and_the_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=catalogs.ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for language in set(LANGUAGES) - {SOURCE_LANGUAGE}:
        assert f"deskcrm/translations/{language}/LC_MESSAGES/deskcrm.mo" in names
    for language in catalogs.languages(catalogs.DOCUMENTS):
        assert f"deskcrm/translations/{language}/LC_MESSAGES/documents.mo" in names
    resources = catalogs.ROOT / "resources"
    kept = {path.relative_to(resources) for path in resources.rglob("*") if path.is_file()}
    assert kept
    assert {f"deskcrm/resources/{path.as_posix()}" for path in kept} <= names
    assert not [name for name in names if name.startswith(("tests/", "src/"))]
    shared = {name.partition(".data/data/")[2] for name in names}
    assert "share/applications/deskcrm.desktop" in shared
    assert "share/icons/hicolor/scalable/apps/deskcrm.svg" in shared


def test_the_desktop_entry_starts_the_program_and_speaks_every_language() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(catalogs.ROOT / "packaging" / "deskcrm.desktop", encoding="utf-8")
    program = entry["Desktop Entry"]
    scripts = tomllib.loads((catalogs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert program["Exec"] in scripts["project"]["scripts"]
    for language in set(LANGUAGES) - {SOURCE_LANGUAGE}:
        assert program[f"GenericName[{language}]"]
        assert program[f"Comment[{language}]"]
