"""Take back what was done, do it again, and see what was done when."""
