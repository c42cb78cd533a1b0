"""Copy the business to a safe place, put a copy back, and check that the file is sound."""
