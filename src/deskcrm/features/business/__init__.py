"""The user's own business: who sends the quotes, which taxes, items and stages they work with."""
