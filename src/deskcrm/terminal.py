"""The command line's side of a feature: where commands are added, and how they open, print and report."""

import argparse
import datetime as dt
import gc
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from deskcrm.errors import CrmError, FileProblem, Unreadable
from deskcrm.i18n import _, mark
from deskcrm.paths import Paths

if TYPE_CHECKING:
    from deskcrm.crm import Crm


class NotJson(CrmError):
    """A file that holds no JSON."""

    sentence = mark("{name} is not JSON that can be read: {reason}.")


Run = Callable[["Terminal", argparse.Namespace], None]


class Bar:
    """A progress bar on standard error, drawn only where somebody looks."""

    def __init__(self, title: str, stream: IO[str] | None = None) -> None:
        self._title = title
        self._stream = stream or sys.stderr
        self._shown = -1

    def report(self, done: int, total: int) -> None:
        """Draw how far the work has come."""
        percent = 100 * done // total if total else 100
        if percent == self._shown or not self._stream.isatty():
            return
        self._shown = percent
        end = "\n" if percent >= 100 else ""
        self._stream.write(f"\r{self._title} {'█' * (percent // 4):<25} {percent:>3} %{end}")
        self._stream.flush()


@dataclass(slots=True)
class Terminal:
    """One run of the program on the command line, on one profile."""

    paths: Paths
    out: IO[str] = field(default_factory=lambda: sys.stdout)
    _crm: "Crm | None" = None

    @property
    def crm(self) -> "Crm":
        """The business, opened when a command first asks for it."""
        if self._crm is None:
            # Looking for garbage again and again while modules load takes a sixth of a short run.
            gc.set_threshold(100_000)
            from deskcrm.crm import Crm

            self.paths.create()
            self._crm = Crm.open(self.paths.database)
        return self._crm

    def close(self) -> None:
        """Let go of the business if it was opened."""
        if self._crm is not None:
            self._crm.close()
            self._crm = None

    def today(self) -> dt.date:
        """Return the local day."""
        return dt.datetime.now().astimezone().date()

    def now(self) -> dt.datetime:
        """Return this moment."""
        return dt.datetime.now(dt.UTC)

    def say(self, text: str) -> None:
        """Print a sentence."""
        print(text, file=self.out)

    def give(self, records: Any) -> None:
        """Print records as JSON; decimals and dates as strings."""
        text = json.dumps(records, ensure_ascii=False, indent=1, default=_plain)
        self.out.write(text + "\n")

    def save(self, name: str, data: bytes) -> None:
        """Write a file and say its name, or write to standard output if it is "-"."""
        from deskcrm.files import write_whole

        if name == "-":
            sys.stdout.buffer.write(data)
        else:
            write_whole(Path(name), data)
            self.say(name)

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print rows in columns under titles."""
        cells = [list(titles), *([_one_line(value) for value in row] for row in rows)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = (value.ljust(width) for value, width in zip(row, widths, strict=True))
            print("  ".join(padded).rstrip(), file=self.out)

    def bar(self, title: str) -> Bar:
        """Return a progress that draws on standard error."""
        return Bar(title)


class Commands:
    """Collects the commands of all features as `deskcrm GROUP NAME` or `deskcrm NAME`.

    With `only`, it makes the parsers of that one group or command: all of them take a fifth of a
    short run. `names` tells what there is at the top.
    """

    def __init__(
        self, parser: argparse.ArgumentParser, common: argparse.ArgumentParser, only: str = ""
    ) -> None:
        self.names: set[str] = set()
        self._only = only
        self._common = common
        self._unused = argparse.ArgumentParser(add_help=False, conflict_handler="resolve")
        self._top = parser.add_subparsers(metavar=_("COMMAND"), dest="command")
        self._groups: dict[str, Any] = {}

    def group(self, name: str, text: str) -> None:
        """Make the group `name`, described by `text`, unless another feature already did."""
        self.names.add(name)
        if name not in self._groups and self._only in {"", name}:
            parser = self._top.add_parser(name, help=text, description=text)
            self._groups[name] = parser.add_subparsers(
                metavar=_("COMMAND"), dest="subcommand", required=True
            )

    def add(
        self, name: str, text: str, run: Run, *, group: str | None = None, records: bool = False
    ) -> argparse.ArgumentParser:
        """Add a command; with `records` it takes --json. Return its parser for arguments."""
        first = group or name
        self.names.add(first)
        if self._only not in {"", first}:
            return self._unused
        place = self._groups[group] if group else self._top
        parser: argparse.ArgumentParser = place.add_parser(
            name, help=text, description=text, parents=[self._common]
        )
        if records:
            parser.add_argument("--json", action="store_true", help=_("print JSON"))
        parser.set_defaults(run=run)
        return parser


def read_day(text: str) -> dt.date:
    """Read a date as it is written in commands; raise Unreadable."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Unreadable(text=text[:40], expected=_("a date such as 2026-11-21")) from None


def read_json(name: str) -> Any:
    """Return the JSON of a file, "-" being standard input; raise FileProblem or NotJson."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise FileProblem(name=name, reason=reason or error) from error
    if name == "-":
        name = _("Standard input")
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except json.JSONDecodeError as error:
        place = _("{problem} in line {line}").format(problem=error.msg, line=error.lineno)
        raise NotJson(name=name, reason=place) from error
    except (ValueError, RecursionError) as error:
        raise NotJson(name=name, reason=_("it is no text in UTF-8, or too deep")) from error


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(value)


def _one_line(value: object) -> str:
    text = "" if value is None else str(value)
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"
