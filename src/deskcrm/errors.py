"""What may go wrong by the rules: each error words one sentence for the user."""

import re
from typing import Any, ClassVar, Final

from deskcrm.i18n import _, mark

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_MOST: Final = 200
"""So many letters of what was given are quoted in a sentence."""


class CrmError(Exception):
    """A broken rule; its text is one sentence that says what is wrong and what to do."""

    sentence: ClassVar[str] = mark("This is not possible.")

    def __init__(self, **facts: Any) -> None:
        super().__init__(*facts.values())
        self.facts = facts

    def __str__(self) -> str:
        return _(self.sentence).format(**{name: _told(fact) for name, fact in self.facts.items()})


def _told(fact: Any) -> Any:
    """Return a fact fit to stand in a sentence: on one line, not too long."""
    if not isinstance(fact, str):
        return fact
    line = _UNSEEN.sub(" ", fact).strip()
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"


class NotFound(CrmError):
    """A record that is not, or no longer, there."""

    sentence = mark("“{name}” was not found; it may have been deleted.")


class Required(CrmError):
    """A field that must not be left empty; `field` names the form's field."""

    sentence = mark("Please fill in “{label}”.")


class Unreadable(CrmError):
    """A text that should be a number, a date or the like and is not."""

    sentence = mark("“{text}” could not be read as {expected}.")


class TooLong(CrmError):
    """A text that is longer than its field can keep."""

    sentence = mark("“{label}” can hold {most} characters at most; this text has {length}.")


class FileProblem(CrmError):
    """A file that cannot be read or written, with the system's reason."""

    sentence = mark("The file {name} could not be used: {reason}.")
