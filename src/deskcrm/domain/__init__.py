"""What a CRM is: its nouns and their rules, free of windows and files."""
