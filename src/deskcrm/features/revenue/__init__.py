"""Revenue: what came of the work, month by month and client by client, and where it came from."""
