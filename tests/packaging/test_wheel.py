"""The wheel brings all that an installed program needs beside its Python files."""

import subprocess
import sys
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
    resources = catalogs.ROOT / "resources"
    kept = {path.relative_to(resources) for path in resources.rglob("*") if path.is_file()}
    assert kept
    assert {f"deskcrm/resources/{path.as_posix()}" for path in kept} <= names
    assert not [name for name in names if name.startswith(("tests/", "src/"))]
