"""Imports modules as Python does, without PySide's look into each of them."""

import builtins


def import_plainly() -> None:
    """Take PySide's import hook away, once PySide is there to have set it.

    The hook reads the source text of every module imported after PySide and keeps it in memory, to
    know which one may use `from __feature__ import snake_case`. None here does, and it would make
    SQLAlchemy, which is imported behind the painted window, load half as long again.
    """
    import PySide6  # noqa: F401 - sets the hook

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
