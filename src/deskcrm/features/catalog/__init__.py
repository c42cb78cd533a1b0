"""Keep what the business sells again and again, ready to be put on a quote."""
