"""What the features bring to the window fits together: ids, words, icons, keys, menus, doors."""

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

import deskcrm.features
from deskcrm.crm import Crm
from deskcrm.domain.base import Base
from deskcrm.features import FEATURES
from deskcrm.kit.feature import Command, Feature
from deskcrm.kit.page import Page
from deskcrm.paths import resources
from deskcrm.shell.commands import MENUS
from deskcrm.shell.registry import load_features
from windows import open_window

FOLDER = Path(deskcrm.features.__file__).parent
SINGLE_KEY = re.compile(r"[^+]+")
SHOWN_KINDS = frozenset({"contact", "deal", "quote", "quote_template", "follow_up"})
"""Kinds of records that have a place of their own in the window."""


@pytest.fixture(scope="module")
def features() -> tuple[Feature, ...]:
    return load_features()


@pytest.fixture(scope="module")
def commands(features: tuple[Feature, ...]) -> list[Command]:
    return [command for feature in features for command in feature.commands]


def test_every_package_with_a_window_or_a_command_line_is_named_once() -> None:
    packages = {
        path.name
        for path in FOLDER.iterdir()
        if (path / "__init__.py").exists()
        and ((path / "cli.py").exists() or (path / "ui" / "__init__.py").exists())
    }
    assert set(FEATURES) == packages
    assert len(FEATURES) == len(set(FEATURES))


def test_every_feature_says_what_a_user_can_do_in_it() -> None:
    for name in FEATURES:
        words = importlib.import_module(f"deskcrm.features.{name}").__doc__ or ""
        assert words.strip().endswith("."), name


def test_a_record_carries_the_name_of_its_package(features: tuple[Feature, ...]) -> None:
    assert tuple(feature.name for feature in features) == FEATURES


def test_ids_are_given_once(features: tuple[Feature, ...], commands: list[Command]) -> None:
    for ids in (
        [command.id for command in commands],
        [page.id for feature in features for page in feature.pages],
        [section.id for feature in features for section in feature.preferences],
        [kind for feature in features for kind in feature.opens],
    ):
        assert [name for name, times in Counter(ids).items() if times > 1] == []


def test_a_commands_id_begins_with_its_feature(features: tuple[Feature, ...]) -> None:
    assert [
        command.id
        for feature in features
        for command in feature.commands
        if not command.id.startswith(f"{feature.name}.")
    ] == []


def test_every_title_is_marked_for_translators(
    features: tuple[Feature, ...], commands: list[Command]
) -> None:
    marked = set(marked_texts())
    titles = [command.text for command in commands]
    titles += [page.title for feature in features for page in feature.pages]
    titles += [section.title for feature in features for section in feature.preferences]
    assert [title for title in titles if title not in marked] == []


def marked_texts() -> Iterator[str]:
    """Yield the texts in `mark("…")` anywhere in the features' windows."""
    for path in FOLDER.glob("*/ui/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = node.args[0] if node.args else None
                if node.func.id == "mark" and isinstance(given, ast.Constant):
                    yield str(given.value)


def test_every_icon_is_drawn(features: tuple[Feature, ...], commands: list[Command]) -> None:
    drawn = {path.stem for path in (resources() / "icons").glob("*.svg")}
    wanted = {command.icon for command in commands if command.icon}
    wanted |= {page.icon for feature in features for page in feature.pages}
    assert wanted - drawn == set()


def test_every_menu_is_one_of_the_windows(commands: list[Command]) -> None:
    assert {command.menu for command in commands} - {*MENUS, ""} == set()


def test_a_command_belongs_to_a_page_that_exists(
    features: tuple[Feature, ...], commands: list[Command]
) -> None:
    pages = {page.id for feature in features for page in feature.pages}
    assert {command.page for command in commands if command.page} - pages == set()


def test_every_shortcut_is_a_key_that_qt_knows(commands: list[Command]) -> None:
    assert [
        command.id
        for command in commands
        if command.shortcut and not QKeySequence(command.shortcut).toString()
    ] == []


def test_a_single_key_belongs_to_a_page(commands: list[Command]) -> None:
    """Elsewhere it would be a letter that cannot be typed."""
    assert [
        command.id
        for command in commands
        if SINGLE_KEY.fullmatch(command.shortcut) and not command.page
    ] == []


def test_no_key_means_two_things_on_one_page(qtbot: QtBot, crm: Crm) -> None:
    window = open_window(qtbot, crm)
    everything = window.registry.commands.values()
    for page_id in window.registry.pages:
        keys = Counter(
            QKeySequence(command.shortcut).toString()
            for command in everything
            if command.shortcut and command.page in {"", page_id}
        )
        assert [key for key, times in keys.items() if times > 1] == [], page_id


def test_what_a_command_or_panel_is_about_can_be_opened(
    features: tuple[Feature, ...], commands: list[Command]
) -> None:
    doors = {kind for feature in features for kind in feature.opens}
    assert doors == SHOWN_KINDS
    assert {command.on for command in commands if command.on} <= doors
    assert {panel.entity for feature in features for panel in feature.panels} <= doors


def test_pages_ask_again_for_kinds_that_exist(features: tuple[Feature, ...]) -> None:
    tables = set(Base.metadata.tables)
    kinds = {kind for feature in features for page in feature.pages for kind in page.kinds}
    assert kinds - tables == set()


def test_every_page_and_panel_can_be_made_on_an_empty_business(qtbot: QtBot, crm: Crm) -> None:
    window = open_window(qtbot, crm)
    for page_id in window.registry.pages:
        page = window.show_page(page_id)
        assert isinstance(page, Page)
        tables = set(Base.metadata.tables)
        assert page.kinds - tables == set(), page_id
    for feature in window.registry.features:
        for panel in feature.panels:
            made = panel.create(window.context)
            qtbot.addWidget(made)
            assert made.kinds - set(Base.metadata.tables) == set()
