"""What counts as revenue: accepted quotes, and won deals that no accepted quote stands for."""

import enum
from functools import cache

from sqlalchemy import CTE, and_, exists, func, literal, select, union_all

from deskcrm.domain.deals import Deal, Stage, StageKind
from deskcrm.domain.quotes import BOUGHT, Quote


class Source(enum.StrEnum):
    """What kind of record an income comes from."""

    QUOTE = "quote"
    DEAL = "deal"


@cache
def income() -> CTE:
    """Return every income as (kind, id, day, amount, currency, contact_id, deal_id).

    The very same each time, so that one statement may name it more than once.
    A quote counts with its net total on the day it was accepted; a won deal with its value on the
    local day it was closed, unless one of its quotes was accepted: then the quotes stand for it.
    """
    accepted = and_(Quote.state.in_(BOUGHT), Quote.decided_on.is_not(None))
    quotes = select(
        literal(Source.QUOTE.value).label("kind"),
        Quote.id.label("id"),
        Quote.decided_on.label("day"),
        Quote.net.label("amount"),
        Quote.currency.label("currency"),
        Quote.contact_id.label("contact_id"),
        Quote.deal_id.label("deal_id"),
    ).where(accepted)
    deals = (
        select(
            literal(Source.DEAL.value),
            Deal.id,
            func.date(Deal.closed, "localtime"),
            Deal.value,
            Deal.currency,
            Deal.contact_id,
            Deal.id,
        )
        .join(Stage, Stage.id == Deal.stage_id)
        .where(
            Stage.kind == StageKind.WON,
            Deal.closed.is_not(None),
            ~exists().where(Quote.deal_id == Deal.id, accepted),
        )
    )
    return union_all(quotes, deals).cte("income")
