"""Fields of the user's own for contacts, organizations, deals and catalog items: add, rename, order, delete."""
