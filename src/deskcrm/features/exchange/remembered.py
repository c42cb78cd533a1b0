"""What the user decided on the columns of files, kept for the next file with the same columns."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from deskcrm.errors import CrmError
from deskcrm.features.exchange.place import Place, plain_name
from deskcrm.features.exchange.targets import read_mapping, target_name
from deskcrm.settings import Settings, Value

_KEY: Final = "exchange/mappings"
_MOST: Final = 50
"""So many kinds of file are remembered; the one that was decided on longest ago is forgotten first."""


def remembered(settings: Settings, columns: Sequence[str]) -> dict[str, Place | None] | None:
    """Return what was decided for files with these columns, or None."""
    for one in _kept(settings):
        if one.get("columns") == _shape(columns):
            try:
                return dict(read_mapping(one.get("map"), name=_KEY))
            except CrmError:
                return None
    return None


def remember(
    settings: Settings, columns: Sequence[str], chosen: Mapping[str, Place | None]
) -> None:
    """Keep a decision for the next file with these columns; an empty one forgets what was kept."""
    shape = _shape(columns)
    kept: list[Value] = [one for one in _kept(settings) if one.get("columns") != shape]
    if chosen:
        names: dict[str, Value] = {name: target_name(place) for name, place in chosen.items()}
        kept.append({"columns": shape, "map": names})
    settings.set(_KEY, kept[-_MOST:] or None)


def _kept(settings: Settings) -> list[dict[str, Value]]:
    kept = settings.get(_KEY)
    return [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []


def _shape(columns: Sequence[str]) -> str:
    """Return a short mark that only files with the same columns have."""
    return hashlib.sha256("\n".join(map(plain_name, columns)).encode()).hexdigest()[:32]
