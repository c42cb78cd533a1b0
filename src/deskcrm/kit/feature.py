"""What a feature tells the window about itself: pages, panels, commands, preferences.

Named tuples where a field is not called as a method of tuples: dataclasses, which write and compile
their methods when they are imported, would cost 3 ms more of the start.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskcrm.kit.context import Context
    from deskcrm.kit.live import Panel
    from deskcrm.kit.page import Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the window; `create` imports the page only when it is first shown."""

    id: str
    title: str
    icon: str
    create: Callable[["Context"], "Page"]
    count: Callable[["Context"], int] | None = None
    """What stands beside the page in the sidebar; asked again when `kinds` change."""
    kinds: frozenset[str] = frozenset()
    in_sidebar: bool = True


class PanelSpec(NamedTuple):
    """A part that a feature adds to the details of a record of another feature."""

    entity: str
    order: int
    create: Callable[["Context"], "Panel"]


class Command(NamedTuple):
    """Something the user can do: feeds menu, buttons, context menus, palette and shortcut list."""

    id: str
    text: str
    run: Callable[["Context"], object]
    icon: str = ""
    shortcut: str = ""
    menu: str = ""
    """"file", "edit", "record", "view" or "help"; "" keeps it out of the menu."""
    enabled: Callable[["Context"], bool] | None = None
    page: str = ""
    """The page it belongs to: its shortcut works there only; "" works everywhere."""
    on: str = ""
    """The kind of record it acts on, `context.target(kind)`; without one it is disabled."""
    order: int = 100
    in_palette: bool = True
    takes: tuple[str, ...] = ()
    """The ends of the names of files that it acts on, `context.files`; "/" stands for a folder."""


class Preference(NamedTuple):
    """A section of the Settings page."""

    id: str
    title: str
    create: Callable[["Context"], "QWidget"]
    order: int = 100


class Found(NamedTuple):
    """A record that the palette offers; opened through the feature that `opens` its kind."""

    kind: str
    id: int
    title: str
    subtitle: str = ""
    icon: str = ""


class Feature(NamedTuple):
    """All that one feature brings to the window."""

    name: str
    pages: tuple[PageSpec, ...] = ()
    panels: tuple[PanelSpec, ...] = ()
    commands: tuple[Command, ...] = ()
    preferences: tuple[Preference, ...] = ()
    opens: Mapping[str, Callable[["Context", int], None]] = MappingProxyType({})
    """How to open a record of a kind, such as {"quote": open_quote}."""
    find: Callable[["Context", str], Sequence[Found]] | None = None
    """The best few records for a text typed into the palette, best first."""
    started: Callable[["Context"], None] | None = None
    """Run once, when the records are open and the first page is shown."""
