"""Personal preferences of one profile, typed, in one JSON file that is written whole or not at all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias, cast

Value: TypeAlias = str | int | float | bool | list["Value"] | dict[str, "Value"] | None
Appearance = Literal["system", "light", "dark"]


class Settings:
    """Preferences by name; what the file does not say has its default."""

    def __init__(self, path: Path | None = None, values: Mapping[str, Value] | None = None) -> None:
        self._path = path
        self._values: dict[str, Value] = dict(values or {})

    @classmethod
    def load(cls, path: Path) -> "Settings":
        """Read the file at `path`; one that is missing or unreadable means the defaults."""
        try:
            values = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            values = {}
        return cls(path, values if isinstance(values, dict) else {})

    def get(self, key: str, default: Value = None) -> Value:
        """Return what is set for `key`."""
        return self._values.get(key, default)

    def set(self, key: str, value: Value) -> None:
        """Keep `value` for `key`, on disk at once; None forgets it."""
        if self._values.get(key) == value:
            return
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        self._save()

    @property
    def language(self) -> str | None:
        """The window's language, or None for the system's."""
        return cast(str | None, self.get("language"))

    @language.setter
    def language(self, code: str | None) -> None:
        self.set("language", code)

    @property
    def appearance(self) -> Appearance:
        """Light, dark, or as the system says."""
        value = self.get("appearance", "system")
        return cast(Appearance, value) if value in {"system", "light", "dark"} else "system"

    @appearance.setter
    def appearance(self, value: Appearance) -> None:
        self.set("appearance", value)

    def _save(self) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), "utf-8")
            fresh.replace(self._path)
        except OSError:
            # A preference that cannot be kept (full or read-only disk) must not stop the work.
            return
