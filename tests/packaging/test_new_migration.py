"""A new migration: written when entities have changed, numbered, and not written when they have not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table

import new_migration
from deskcrm.domain.base import Base
from deskcrm.storage.migrate import MIGRATIONS


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """Return a copy of the migrations folder with no migration in it yet."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(MIGRATIONS / name, folder / name)
    return folder


@pytest.fixture
def new_entity() -> Iterator[str]:
    """Add a table to the schema for one test."""
    table = Table("shoe", Base.metadata, Column("id", Integer, primary_key=True))
    yield table.name
    Base.metadata.remove(table)


def test_the_first_makes_every_table_and_then_nothing_is_left_to_write(migrations: Path) -> None:
    first = new_migration.write("the beginning", migrations)
    assert first
    assert first.name == "0001_the_beginning.py"
    assert all(repr(name) in first.read_text() for name in ("contact", "deal", "quote"))
    assert new_migration.write("nothing new", migrations) is None


def test_the_next_holds_only_what_is_new(migrations: Path, request: pytest.FixtureRequest) -> None:
    new_migration.write("the beginning", migrations)
    request.getfixturevalue("new_entity")
    second = new_migration.write("add shoes", migrations)
    assert second
    assert second.name == "0002_add_shoes.py"
    text = second.read_text()
    assert "create_table('shoe'" in text
    assert "'contact'" not in text
