"""Bring contacts in from CSV files of other programs, and take them away as CSV."""
