"""Clients by what they brought, and how much of it comes from the best of them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from deskcrm.domain.income import income
from deskcrm.domain.people import Contact
from deskcrm.features.revenue.income import during, within
from deskcrm.features.revenue.periods import EVER, Span
from deskcrm.features.revenue.value import ClientWord, Purchases, words


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who paid, and what they are worth to the business."""

    id: int
    name: str
    amount: Decimal
    """In the period."""
    to_date: Purchases
    word: ClientWord


@dataclass(frozen=True, slots=True)
class Clients:
    """Everybody who ever paid in one currency, the most to date first."""

    rows: tuple[Client, ...]
    unnamed: Decimal
    """Revenue to date without a client, such as of one that was deleted."""

    @property
    def paid(self) -> tuple[Decimal, ...]:
        """What each client paid in the period, the most first."""
        return tuple(sorted((row.amount for row in self.rows if row.amount > 0), reverse=True))

    @property
    def best_count(self) -> int:
        """How many the best 20 % of those who paid in the period are, at least one."""
        return max(1, round(len(self.paid) / 5)) if self.paid else 0

    @property
    def best_share(self) -> int | None:
        """What the best 20 % brought of the period's revenue, in whole percent; None of nothing."""
        paid = self.paid
        return round(sum(paid[: self.best_count]) * 100 / sum(paid)) if paid else None

    @property
    def average(self) -> Decimal | None:
        """What a client brought to date on average, in whole units; None without clients."""
        if not self.rows:
            return None
        total = sum((row.to_date.amount for row in self.rows), Decimal(0))
        return (total / len(self.rows)).quantize(Decimal(1))


def clients(session: Session, span: Span, currency: str, today: dt.date) -> Clients:
    """Return who ever paid in a currency and how much of it in a span, in one statement."""
    found = income()
    inside = case((during(found, span), found.c.amount), else_=0)
    rows = session.execute(
        select(
            found.c.contact_id,
            func.coalesce(Contact.name, ""),
            func.sum(inside, type_=found.c.amount.type),
            func.min(found.c.day),
            func.max(found.c.day),
            func.count(),
            func.sum(found.c.amount),
        )
        .outerjoin(Contact, Contact.id == found.c.contact_id)
        .where(within(found, EVER, currency))
        .group_by(found.c.contact_id)
    ).all()
    paying = [row for row in rows if row[0] is not None and row[6] > 0]
    history = [Purchases(*row[3:]) for row in paying]
    found_words = words(history, today)
    rated = [
        Client(row[0], row[1], row[2], bought, word)
        for row, bought, word in zip(paying, history, found_words, strict=True)
    ]
    rated.sort(key=lambda client: (-client.to_date.amount, client.name, client.id))
    unnamed = sum((row[6] for row in rows if row[0] is None), Decimal(0))
    return Clients(tuple(rated), unnamed)
