"""Contacts: find people and organizations, see all about them, add, edit, tag, delete, log what happened."""
