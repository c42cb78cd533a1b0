"""What is asked about revenue; sums are made by the database, per currency, and never added across."""
