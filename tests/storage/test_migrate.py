"""Files of older versions: brought up to date, with a backup made before."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select
from sqlalchemy.orm import Session

from builders import add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import Contact
from deskcrm.domain.quotes import LineKind, Quote
from deskcrm.domain.totals import Period
from deskcrm.storage import database, migrate
from deskcrm.storage.database import SCHEMA_VERSION, Database, check, connect, open_database


def schema(path: Path) -> dict[str, object]:
    """What a file's tables are made of; Alembic's own is left out, and the order of constraints."""
    connection = connect(path, read_only=True)
    try:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'alembic%'"
        ).fetchall()
        return {
            name: (
                " ".join(sql.split()) if "VIRTUAL" in sql else "AUTOINCREMENT" in sql,
                connection.execute(f"PRAGMA table_info('{name}')").fetchall(),
                {row[2:] for row in connection.execute(f"PRAGMA foreign_key_list('{name}')")},
                {
                    (unique, tuple(connection.execute(f"PRAGMA index_info('{index}')")))
                    for _number, index, unique, *_rest in connection.execute(
                        f"PRAGMA index_list('{name}')"
                    )
                },
            )
            for name, sql in tables
        }
    finally:
        connection.close()


def migrated(path: Path, to: str = "head") -> Path:
    """An empty file taken through the migrations."""
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.set_main_option("sqlalchemy.url", f"sqlite:///{path}")
    command.upgrade(config, to)
    return path


def test_all_migrations_together_make_the_schema_of_a_new_file(tmp_path: Path) -> None:
    open_database(tmp_path / "new.sqlite").close()
    assert schema(migrated(tmp_path / "migrated.sqlite")) == schema(tmp_path / "new.sqlite")


def test_there_is_a_migration_for_every_version() -> None:
    versions = sorted(path.name[:4] for path in (migrate.MIGRATIONS / "versions").glob("0*.py"))
    assert versions == [f"{number:04}" for number in range(1, SCHEMA_VERSION + 1)]


def test_an_older_file_is_backed_up_and_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deskcrm.sqlite"
    old = Crm.open(path)
    old.do(add, contact("Marta Ivanova"))
    old.close()
    folder = next_version(tmp_path, SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    monkeypatch.setattr(database, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    opened = open_database(path)
    assert opened.schema_version() == SCHEMA_VERSION + 1
    assert names(opened) == ["Marta Ivanova"]
    opened.close()

    (backup,) = tmp_path.glob("*-before-*.sqlite")
    check(backup)
    assert names(Database(backup)) == ["Marta Ivanova"]


def test_tables_that_are_made_anew_keep_their_rows_and_what_points_to_them(tmp_path: Path) -> None:
    path = migrated(tmp_path / "deskcrm.sqlite", "0003")
    older = connect(path)
    older.executescript(
        f"""
        PRAGMA application_id = {database.APPLICATION_ID};
        PRAGMA user_version = 3;
        INSERT INTO quote (id, title, heading, state, currency, language, prices_include_tax, date,
            valid_until, introduction, terms, prepaid, net, payable, created, decision_note)
        VALUES (7, 'Site', '', 'sent', 'EUR', 'en', 0, '2026-11-01', '2026-12-01', '', '', '0',
            1000000, 1210000, '2026-11-01T09:00:00.000000Z', '');
        INSERT INTO quote_line (quote_id, position, description, quantity, unit, unit_price,
            price_base_quantity, tax_category, tax_rate, tax_reason, optional)
        VALUES (7, 0, 'Design', '1', '', '100', '1', 'S', '21', '', 0);
        INSERT INTO sent_quote (quote_id, data, pdf, sha256) VALUES (7, '{{}}', x'25', 'f');
        """
    )
    older.close()
    opened = open_database(path)
    with opened.read() as session:
        quote = session.get_one(Quote, 7)
        (line,) = quote.lines
        assert (line.kind, line.period, line.taken) == (LineKind.ITEM, Period.ONCE, False)
        assert quote.document is not None
        assert quote.document.sha256 == "f"
    opened.close()
    check(path)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deskcrm.sqlite"
    Crm.open(path).close()
    before = schema(path)
    folder = next_version(tmp_path, SCHEMA_VERSION + 1, then="raise RuntimeError('half way')")
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    monkeypatch.setattr(database, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    with pytest.raises(RuntimeError, match="half way"):
        open_database(path)
    assert schema(path) == before


def next_version(tmp_path: Path, number: int, then: str = "pass") -> Path:
    """The program's migrations and one more, which adds a table."""
    folder = tmp_path / "migrations"
    versions = folder / "versions"
    versions.mkdir(parents=True)
    for source in (*migrate.MIGRATIONS.glob("*.*"), *migrate.MIGRATIONS.glob("versions/0*.py")):
        target = folder / source.relative_to(migrate.MIGRATIONS)
        target.write_bytes(source.read_bytes())
    (versions / f"{number:04}_next.py").write_text(
        f"""from alembic import op
revision = "{number:04}"
down_revision = "{number - 1:04}"
def upgrade() -> None:
    op.execute("CREATE TABLE next_thing (id INTEGER PRIMARY KEY)")
    {then}
""",
        "utf-8",
    )
    return folder


def names(opened: Database) -> list[str]:
    with opened.read() as session:
        assert isinstance(session, Session)
        return list(session.scalars(select(Contact.name)))
