"""Quotes: write, price, send and follow what was offered."""
