"""What is to be done, and when: follow-ups, and the page that says what today asks for."""
