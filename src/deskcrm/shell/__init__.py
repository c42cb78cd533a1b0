"""The window that holds the features."""
