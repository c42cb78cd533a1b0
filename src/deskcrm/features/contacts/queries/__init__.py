"""What can be asked about contacts; each module answers one kind of question."""
