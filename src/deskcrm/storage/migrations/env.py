"""Runs migrations on the connection the program hands over; alone, it compares models and schema."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, TypeDecorator, create_engine, pool
from sqlcipher3 import dbapi2

from deskcrm.domain.base import Base
from deskcrm.storage import database

assert database.ENTITIES  # importing them fills the metadata


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write the trade's column types as what the database keeps: a migration outlives their code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def run(connection: Connection) -> None:
    """Migrate; SQLite's tables are rebuilt where it cannot alter them."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_plain_type,
        include_name=lambda name, kind, _parents: (
            kind != "table" or not str(name).startswith(("search_prefix", "search_inside"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(
        context.config.get_main_option("sqlalchemy.url") or "sqlite://",
        module=dbapi2,
        poolclass=pool.NullPool,
    )
    with engine.connect() as own:
        run(own)
        own.commit()
