"""Reads the arguments; opens the window, or runs one command without ever importing Qt."""

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm import __version__, i18n
from deskcrm.errors import CrmError
from deskcrm.features import FEATURES
from deskcrm.i18n import _
from deskcrm.jobs import Cancelled
from deskcrm.paths import Paths, profile_in, temporary_profile, user_profile
from deskcrm.settings import Settings

if TYPE_CHECKING:
    from deskcrm.terminal import Terminal


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return 0, or 1 when something was refused. Wrong usage exits with 2."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    _say_anything()
    given, rest = _options().parse_known_args(words)
    paths = _profile(given)
    i18n.use_language(Settings.load(paths.settings).language or system_language())
    if not rest:
        return _open_window(paths, sample=given.sample_data)
    from deskcrm.terminal import Terminal

    chosen = _parser(rest[0]).parse_args(words)
    terminal = Terminal(paths)
    try:
        if given.sample_data:
            load_sample(terminal)
        chosen.run(terminal, chosen)
        sys.stdout.flush()
    except CrmError as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output (such as `head`) has enough; say nothing more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Cancelled, KeyboardInterrupt):
        print(_("Stopped. Nothing was changed."), file=sys.stderr)
        return 130
    finally:
        terminal.close()
    return 0


def _say_anything() -> None:
    """Write a letter that the terminal has not as its code, rather than stop at it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def system_language() -> str:
    """Return the language the system speaks to its user, by its environment or its locale."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "").split(".")[0]
        if value:
            return i18n.SOURCE_LANGUAGE if value in {"C", "POSIX"} else value
    import locale

    return (locale.getlocale()[0] or i18n.SOURCE_LANGUAGE).split(".")[0]


def load_sample(terminal: "Terminal") -> None:
    """Fill an empty profile with the sample business."""
    from deskcrm.features.sample.usecases import load_sample as fill, require_empty

    terminal.crm.ask(require_empty)
    from deskcrm.features.quotes.document import render_quote

    terminal.crm.do(fill, today=terminal.today(), render=render_quote)


def _options(*, default: object = None) -> argparse.ArgumentParser:
    """Make the options that hold for every command, before or after its name."""
    options = argparse.ArgumentParser(add_help=False, argument_default=default)
    place = options.add_mutually_exclusive_group()
    place.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("keep everything in this folder")
    )
    place.add_argument(
        "--temp-profile",
        action="store_true",
        default=default,
        help=_("start in a new, empty folder"),
    )
    options.add_argument(
        "--sample-data",
        action="store_true",
        default=default,
        help=_("show an invented business, in a new folder unless --profile names an empty one"),
    )
    return options


def _parser(first: str = "") -> argparse.ArgumentParser:
    """Make the parser of everything, or of all that begins with the command `first`."""
    from deskcrm.terminal import Commands

    only = "" if first.startswith("-") else first
    parser = argparse.ArgumentParser(
        prog="deskcrm",
        parents=[_options()],
        description=_("Opens the window; with a command, does one thing and ends."),
    )
    parser.add_argument("--version", action="version", version=f"DeskCRM {__version__}")
    commands = Commands(parser, _options(default=argparse.SUPPRESS), only)
    for name in FEATURES:
        module = f"deskcrm.features.{name}.cli"
        try:
            register = import_module(module).register
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
        else:
            register(commands)
    tour = commands.add("tour", _("make pictures and documents of every page"), _tour)
    tour.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("where to put them"))
    return parser if only in commands.names | {""} else _parser()


def _profile(given: argparse.Namespace) -> Paths:
    if given.profile:
        return profile_in(given.profile)
    # Invented records must never get among somebody's own.
    return temporary_profile() if given.temp_profile or given.sample_data else user_profile()


def _tour(terminal: "Terminal", given: argparse.Namespace) -> None:
    from deskcrm.shell.tour import tour

    for path in tour(terminal, given.out):
        terminal.say(str(path))


def _open_window(paths: Paths, *, sample: bool) -> int:
    # Looking for garbage while modules load costs a tenth of the start; the opened window does again.
    gc.disable()
    from deskcrm.shell.start import start

    return start(paths, sample=sample)


if __name__ == "__main__":
    sys.exit(main())
