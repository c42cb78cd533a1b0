"""Follow possible sales from the first word to won or lost, and see what moves."""
