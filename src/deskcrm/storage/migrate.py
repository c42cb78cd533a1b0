"""Brings a file's schema up to date with Alembic, after a checked backup; imported only when needed."""

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from deskcrm.storage import database as schema, search
from deskcrm.storage.backup import back_up

if TYPE_CHECKING:
    from deskcrm.storage.database import Database

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(database: "Database") -> Path:
    """Run the migrations a file has not seen, in one transaction; return the backup made before."""
    version = database.schema_version()
    backup = database.path.with_name(f"{database.path.stem}-before-{version + 1:04}.sqlite")
    back_up(database.path, backup)
    with database.rebuild() as session:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = session.connection()
        command.stamp(config, f"{version:04}")
        command.upgrade(config, "head")
        # What is searched, and how it is folded, may differ from version to version.
        search.rebuild(session.connection())
        session.connection().exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION:d}")
        if session.connection().exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise schema.Damaged(name=database.path.name)
        session.commit()
    return backup
