"""How long work talks to whoever waits for it, without Qt."""

from typing import Protocol


class Cancelled(Exception):
    """The user asked the work to stop; everything it did is rolled back."""


class Progress(Protocol):
    """Hears how far long work has come."""

    def report(self, done: int, total: int) -> None:
        """Note that `done` of `total` steps are ready; raise Cancelled if the work is to stop."""


class Silent:
    """A progress that nobody watches."""

    def report(self, done: int, total: int) -> None:
        """Note nothing."""
