"""Why the records cannot be opened, and the ways out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way out, such as restoring the last good backup; the records are opened again after it."""

    text: str
    run: Callable[[], object]


class CannotOpen(Exception):
    """The records cannot be opened, with the sentence to show and the ways out."""

    def __init__(self, sentence: str, remedies: Sequence[Remedy] = ()) -> None:
        super().__init__(sentence)
        self.remedies = tuple(remedies)
