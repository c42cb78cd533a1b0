"""What is asked about quotes: lists and counts, one quote, and what an editor offers."""

from deskcrm.features.quotes.queries.choices import (
    CatalogChoice,
    ContactChoice,
    DealChoice,
    TaxChoice,
    catalog_choices,
    contact_choices,
    deal_choices,
    tax_choices,
    used_with,
)
from deskcrm.features.quotes.queries.listed import (
    QuoteRow,
    month_quotes,
    quote_counts,
    quote_rows,
    quotes_of,
)
from deskcrm.features.quotes.queries.record import (
    DamagedPdf,
    NotSent,
    QuoteHead,
    SentPdf,
    draft_view,
    find_quote,
    quote_draft,
    quote_head,
    quote_view,
    sent_pdf,
)

__all__ = [
    "CatalogChoice",
    "ContactChoice",
    "DamagedPdf",
    "DealChoice",
    "NotSent",
    "QuoteHead",
    "QuoteRow",
    "SentPdf",
    "TaxChoice",
    "catalog_choices",
    "contact_choices",
    "deal_choices",
    "draft_view",
    "find_quote",
    "month_quotes",
    "quote_counts",
    "quote_draft",
    "quote_head",
    "quote_rows",
    "quote_view",
    "quotes_of",
    "sent_pdf",
    "tax_choices",
    "used_with",
]
