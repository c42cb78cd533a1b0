"""All that the features bring to the window, by id and by kind."""

from collections.abc import Iterable, Sequence
from importlib import import_module

from deskcrm.features import FEATURES
from deskcrm.kit.feature import Command, Feature, PageSpec, PanelSpec, Preference


def load_features(names: Iterable[str] = FEATURES) -> tuple[Feature, ...]:
    """Return the records of the features, in sidebar order."""
    return tuple(import_module(f"deskcrm.features.{name}.ui").FEATURE for name in names)


class Registry:
    """Answers what the features have: pages, commands, panels, preferences, doors to records."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.features = tuple(features)
        self.pages: dict[str, PageSpec] = {
            page.id: page for feature in features for page in feature.pages
        }
        self.commands: dict[str, Command] = {}
        for feature in features:
            for command in feature.commands:
                self.add(command)
        self.doors = {kind: door for feature in features for kind, door in feature.opens.items()}

    def add(self, command: Command) -> None:
        """Take in one more command; two of one id are a mistake."""
        if command.id in self.commands:
            raise ValueError(f"two commands are called {command.id}")
        self.commands[command.id] = command

    def sidebar(self) -> tuple[PageSpec, ...]:
        """Return the pages that stand in the sidebar, in order."""
        return tuple(page for page in self.pages.values() if page.in_sidebar)

    def panels(self, entity: str) -> tuple[PanelSpec, ...]:
        """Return what features add to a kind of record, in order."""
        found = [p for feature in self.features for p in feature.panels if p.entity == entity]
        return tuple(sorted(found, key=lambda panel: panel.order))

    def preferences(self) -> tuple[Preference, ...]:
        """Return the sections that features add to the Settings page, in order."""
        found = [section for feature in self.features for section in feature.preferences]
        return tuple(sorted(found, key=lambda section: section.order))

    def commands_on(self, kind: str) -> tuple[Command, ...]:
        """Return the commands that act on a kind of record, in order."""
        found = [command for command in self.commands.values() if command.on == kind]
        return tuple(sorted(found, key=lambda command: command.order))

    def commands_in(self, menu: str) -> tuple[Command, ...]:
        """Return the commands of one menu, in order."""
        found = [command for command in self.commands.values() if command.menu == menu]
        return tuple(sorted(found, key=lambda command: command.order))
