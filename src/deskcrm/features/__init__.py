"""What DeskCRM can do: one package each, named here once, in sidebar order."""

FEATURES = ("contacts", "pipeline", "quotes", "mail", "exchange", "backup", "history")
