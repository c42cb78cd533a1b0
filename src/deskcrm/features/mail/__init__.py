"""Mail: write to contacts, and send quotes, with the user's own mail program."""
