"""Documents on paper, without window or database: fonts, text in any script, pages."""
