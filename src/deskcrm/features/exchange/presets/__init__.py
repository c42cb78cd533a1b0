"""How other programs name the columns of their contact exports, where that differs from what a name says.

A program is recognized by columns that only its exports have together. Its header rows are public
facts: what each program writes when it is asked to export contacts as CSV.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from deskcrm.errors import CrmError
from deskcrm.features.exchange.place import Place, plain_name
from deskcrm.features.exchange.presets import business, mail, outlook
from deskcrm.i18n import mark


@dataclass(frozen=True, slots=True)
class Preset:
    """The export of one program."""

    key: str
    """How the command line calls it."""
    name: str
    """How people call it."""
    marks: tuple[frozenset[str], ...]
    """The columns by which it is known, as they are compared; one of the groups is enough."""
    places: Mapping[str, Place | None]
    """The field of each column that its name alone would not tell; None keeps it under its name."""
    days: frozenset[str] = frozenset()
    """The columns of dates that are kept under their own names."""

    def known_by(self, names: Collection[str]) -> int:
        """Return by how many of these columns the program is known; 0 if it is not."""
        return max((len(marks) for marks in self.marks if marks <= set(names)), default=0)


def _presets() -> dict[str, Preset]:
    found: dict[str, Preset] = {}
    for key, (name, marks, places) in {
        **mail.PRESETS,
        **outlook.PRESETS,
        **business.PRESETS,
    }.items():
        plain = {plain_name(column): place for column, place in places.items()}
        groups = (marks, *business.ALSO.get(key, ()))
        days = mail.DAYS.get(key, ()) or business.DAYS.get(key, ())
        found[key] = Preset(
            key,
            name,
            tuple(frozenset(map(plain_name, group)) for group in groups),
            plain,
            frozenset(map(plain_name, days)),
        )
    return found


PRESETS: Final[Mapping[str, Preset]] = _presets()
"""Every program that is known, by its key."""


class UnknownProgram(CrmError):
    """A program whose exports are not known."""

    sentence = mark("“{text}” is not a program that is known. There are: {names}.")


def preset_named(text: str) -> Preset:
    """Return a program by its key; raise UnknownProgram."""
    if text not in PRESETS:
        raise UnknownProgram(text=text, names=", ".join(sorted(PRESETS)))
    return PRESETS[text]


def find_preset(columns: Collection[str]) -> Preset | None:
    """Return the program whose export has these columns: the one that is known by the most of them."""
    names = {plain_name(column) for column in columns}
    best = max(PRESETS.values(), key=lambda preset: preset.known_by(names))
    return best if best.known_by(names) else None
