"""What DeskCRM can do: one package each, named here once, in sidebar order."""

FEATURES = (
    "followups",
    "contacts",
    "pipeline",
    "quotes",
    "revenue",
    "mail",
    "exchange",
    "backup",
    "business",
    "catalog",
    "fields",
    "history",
)
