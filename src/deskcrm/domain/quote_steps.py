"""What may stand against a step in the life of a sent quote."""

from deskcrm.errors import CrmError
from deskcrm.i18n import mark


class NotAnswered(CrmError):
    """An answer to take back where there is none."""

    sentence = mark("Only an acceptance or a refusal can be taken back.")


class InvoicedAlready(CrmError):
    """An acceptance that an invoice was built on."""

    sentence = mark("{number} has been invoiced. Take that back first, then its acceptance.")


class CannotVoid(CrmError):
    """A quote that can no longer, or not yet, be declared void."""

    sentence = mark("Only a quote that was sent and not accepted can be declared void.")


class CannotExtend(CrmError):
    """A new last day for a quote that waits for no answer."""

    sentence = mark("Only a quote that was sent and not yet answered can get a new last day.")


class NotLonger(CrmError):
    """A new last day that would take back what was promised."""

    sentence = mark("The quote is valid until {date} already. Choose a later day.")


class NotAccepted(CrmError):
    """An invoice for what nobody ordered."""

    sentence = mark("Only an accepted quote can be marked as invoiced.")


class NotInvoiced(CrmError):
    """An invoice to take back where there is none."""

    sentence = mark("This quote is not marked as invoiced.")


class CannotRevise(CrmError):
    """A revision of a quote that is not open to one."""

    sentence = mark(
        "Only a quote that was sent and not accepted can be revised. Copy it to offer something else."
    )
