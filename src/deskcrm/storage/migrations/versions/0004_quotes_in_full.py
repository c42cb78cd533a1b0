"""Quotes in full: sections, alternatives, recurring lines, payments, revisions, designs, and a richer catalog."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OURS = {"sqlite_autoincrement": True}
"""A table that is built anew keeps never giving an id twice."""


def upgrade() -> None:
    """Add the tables and columns; what was there before is all items, charged once."""
    op.create_table(
        "quote_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_template")),
        sa.UniqueConstraint("key", name=op.f("uq_quote_template_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "snippet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snippet")),
        sa.UniqueConstraint("key", name=op.f("uq_snippet_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "catalog_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("unit_price", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["catalog_item.id"], name=op.f("fk_catalog_price_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_price")),
        sa.UniqueConstraint("item_id", "currency", name=op.f("uq_catalog_price_item_id_currency")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "catalog_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["catalog_item.id"], name=op.f("fk_catalog_text_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_text")),
        sa.UniqueConstraint("item_id", "language", name=op.f("uq_catalog_text_item_id_language")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quote_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("percent", sa.Text(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_payment_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_payment")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("quote_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_payment_quote_id"), ["quote_id"], unique=False)

    with op.batch_alter_table("attachment", schema=None, table_kwargs=_OURS) as batch_op:
        batch_op.add_column(sa.Column("quote_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_attachment_quote_id"), ["quote_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_quote_id"), "quote", ["quote_id"], ["id"]
        )

    with op.batch_alter_table("business", schema=None, table_kwargs=_OURS) as batch_op:
        batch_op.add_column(sa.Column("registration", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("follow_up_days", sa.Integer(), nullable=False, server_default="7")
        )
        batch_op.add_column(sa.Column("design", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("paper", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("electronic", sa.Boolean(), nullable=False, server_default="0")
        )
    _drop_defaults("business", "registration", "follow_up_days", "design", "paper", "electronic")

    with op.batch_alter_table("catalog_item", schema=None, table_kwargs=_OURS) as batch_op:
        batch_op.add_column(sa.Column("cost", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("category", sa.Text(), nullable=False, server_default=""))
    _drop_defaults("catalog_item", "category")

    with op.batch_alter_table("quote", schema=None, table_kwargs=_OURS) as batch_op:
        batch_op.add_column(sa.Column("revises_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("design", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("paper", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_quote_revises_id"), ["revises_id"], unique=False)
        batch_op.create_index("ix_quote_date", ["date"], unique=False)
        batch_op.create_index(
            "ix_quote_currency_state",
            ["currency", "state", "valid_until", "payable"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_quote_revises_id"), "quote", ["revises_id"], ["id"]
        )
    _drop_defaults("quote", "design", "paper", "revision")

    with op.batch_alter_table("quote_line", schema=None, table_kwargs=_OURS) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum("item", "section", "text", name="linekind", native_enum=False, length=20),
                nullable=False,
                server_default="item",
            )
        )
        batch_op.add_column(
            sa.Column("alternative", sa.Boolean(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column(
                "period",
                sa.Enum("once", "month", "year", name="period", native_enum=False, length=20),
                nullable=False,
                server_default="once",
            )
        )
        batch_op.add_column(sa.Column("cost", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("hides_prices", sa.Boolean(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("catalog_item_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.create_index(
            batch_op.f("ix_quote_line_catalog_item_id"), ["catalog_item_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_quote_line_catalog_item_id"), "catalog_item", ["catalog_item_id"], ["id"]
        )
    _drop_defaults("quote_line", "kind", "alternative", "period", "hides_prices", "taken")


def _drop_defaults(table: str, *columns: str) -> None:
    """Take back the values that the rows of before were filled with: new rows bring their own."""
    with op.batch_alter_table(table, schema=None, table_kwargs=_OURS) as batch_op:
        for column in columns:
            batch_op.alter_column(column, server_default=None)
