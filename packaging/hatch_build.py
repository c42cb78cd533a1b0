"""Puts the compiled translations and the resources into the wheel; a wheel's user has no source tree."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WithTranslationsAndResources(BuildHookInterface[Any]):
    """The build hook; an editable install needs neither, it finds both in the source tree."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogs and name what goes into the wheel beside the Python files."""
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run(
            [sys.executable, str(root / "packaging" / "catalogs.py"), "compile"], check=True
        )
        for mo in sorted((root / "translations").glob("*/LC_MESSAGES/*.mo")):
            inside = Path("deskcrm", mo.relative_to(root))
            build_data["force_include"][str(mo)] = inside.as_posix()
        build_data["force_include"][str(root / "resources")] = "deskcrm/resources"
