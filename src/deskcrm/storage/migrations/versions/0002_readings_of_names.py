"""Readings of names: search entries of older files are made anew, which every upgrade does at its end.

The tables stay as they are.
"""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""
