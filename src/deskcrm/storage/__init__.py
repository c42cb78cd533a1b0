"""The business on disk: one SQLite file, the recorder of changes, undo, and search."""
