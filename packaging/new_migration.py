"""Writes the migration that a file of the newest version needs to fit today's entities."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from deskcrm.storage.migrate import MIGRATIONS


def write(message: str, migrations: Path = MIGRATIONS) -> Path | None:
    """Write the next migration and return its file; None where the entities have not changed."""
    with TemporaryDirectory() as folder:
        config = Config()
        config.set_main_option("script_location", str(migrations))
        config.set_main_option("sqlalchemy.url", f"sqlite:///{folder}/newest.sqlite")
        command.upgrade(config, "head")
        newest = ScriptDirectory.from_config(config).get_current_head() or "0"
        script = command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=f"{int(newest) + 1:04}",
            process_revision_directives=drop_if_empty,
        )
    return Path(script.path) if script and not isinstance(script, list) else None


def drop_if_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Drop a migration that would do nothing."""
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


def main(message: str) -> None:
    """Write the migration and say what is left to do by hand."""
    path = write(message)
    if path is None:
        sys.exit("The entities are as the newest migration leaves them; nothing was written.")
    number = int(path.name[:4])
    print(f"{path}\nPlease read it, and set SCHEMA_VERSION to {number} in storage/database.py.")


if __name__ == "__main__":
    main(sys.argv[1])
