"""Fills an empty profile with the sample business: the writes."""

import datetime as dt
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deskcrm.crm import final
from deskcrm.domain.activities import Activity, ActivityKind, FollowUp, Repeat
from deskcrm.domain.business import Business
from deskcrm.domain.catalog import CatalogItem, TaxRate
from deskcrm.domain.deals import Deal, Stage
from deskcrm.domain.people import Address, Contact, ContactTag, Email, Phone, Role, Tag
from deskcrm.domain.totals import Adjustment, TaxCategory
from deskcrm.errors import CrmError
from deskcrm.features.quotes.drafts import LineDraft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.usecases import (
    accept_quote,
    add_quote,
    decline_quote,
    save_draft,
    send_quote,
)
from deskcrm.features.quotes.view import QuoteView
from deskcrm.i18n import mark
from deskcrm.paths import resources

Render = Callable[[QuoteView], bytes]

_MONTHS: Final = 24
_QUOTED_MONTHS: Final = 12
"""Work of the last year was quoted; of the year before only the deals are known."""

_CURRENCIES: Final = {"United Kingdom": "GBP", "Nigeria": "USD", "Japan": "JPY"}
_YEN: Final = 160


class NotEmpty(CrmError):
    """Somebody's own business, which the sample must not mix with."""

    sentence = mark(
        "The sample business loads into an empty profile only. Nothing was changed; add --temp-profile to look at it."
    )


def require_empty(session: Session) -> None:
    """Raise NotEmpty if the profile holds anybody or anything."""
    for entity in (Contact, Deal):
        if session.scalar(select(func.count()).select_from(entity)):
            raise NotEmpty


@final(mark("load the sample business"))
def load_sample(session: Session, *, today: dt.date, render: Render) -> None:
    """Fill the profile with the sample business as it would stand `today`; `render` makes the PDFs."""
    require_empty(session)
    told = tomllib.loads((resources() / "sample" / "business.toml").read_text("utf-8"))
    _describe_business(session, told)
    people = list(_people(session, told["people"]["rows"], today))
    for referrer, came in told["people"]["referrals"]:
        people[came - 1].referred_by_id = people[referrer - 1].id
    story = _Story(session, today, people, told, render)
    story.tell_past()
    story.tell_present()
    session.flush()


def _describe_business(session: Session, told: dict[str, Any]) -> None:
    business = session.get_one(Business, 1)
    for name, value in told["business"].items():
        setattr(business, name, value)
    business.logo = (resources() / "sample" / "logo.png").read_bytes()
    for rate in session.scalars(select(TaxRate)):
        session.delete(rate)
    session.add_all(
        TaxRate(
            name=rate["name"],
            category=TaxCategory(rate["category"]),
            rate=Decimal(rate["rate"]),
            reason=rate.get("reason", ""),
            position=position,
        )
        for position, rate in enumerate(told["rates"])
    )
    session.add_all(
        CatalogItem(
            name=item["name"],
            description=item["description"],
            unit=item["unit"],
            unit_price=Decimal(item["price"]),
            currency=business.currency,
        )
        for item in told["items"]
    )
    session.flush()


def _people(session: Session, rows: Sequence[str], today: dt.date) -> Iterator[Contact]:
    tags: dict[str, Tag] = {}
    for number, row in enumerate(rows):
        (given, family, firm, title, city, country, language, source, email, phone, words) = (
            row.split("|")
        )
        met = _moment(today - dt.timedelta(days=700 - 17 * number), 10)
        person = Contact(
            given_name=given,
            family_name=family,
            language=language,
            source=source,
            created=met,
            updated=met,
            emails=[Email(label="Work", value=email)],
            phones=[Phone(label="Mobile", value=phone, e164=phone.replace(" ", ""))],
            addresses=[Address(label="Work", city=city, country=_country_name(country, language))],
        )
        if firm:
            person.roles.append(Role(organization_name=firm, title=title))
        person.rename()
        for word in filter(None, re.split(r"[,،]\s*", words)):
            if word not in tags:
                tags[word] = Tag(name=word)
                session.add(tags[word])
                session.flush()
            person.tags.append(ContactTag(tag_id=tags[word].id))
        session.add(person)
        session.flush()
        yield person


@dataclass(slots=True)
class _Story:
    """What happened to the sample business, told from two years ago until today."""

    session: Session
    today: dt.date
    people: list[Contact]
    told: dict[str, Any]
    render: Render
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - a story, not a secret
    stages: dict[str, Stage] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stages = {stage.key: stage for stage in self.session.scalars(select(Stage))}

    def tell_past(self) -> None:
        """Tell of the work won and lost, month by month; the season makes some months better."""
        titles, values = self.told["past"]["titles"], self.told["past"]["values"]
        job = 0
        for back in range(_MONTHS, -1, -1):
            month = _month(self.today, back)
            growth = 1 + Decimal(_MONTHS - back) / 60
            for _turn in range(2 + (month.month in {3, 5, 6, 9, 10}) + (job % 5 == 0)):
                day = month + dt.timedelta(days=self.chance.randrange(2, 27))
                job += 1
                if day >= self.today - dt.timedelta(days=1):
                    continue
                person = self.people[self.chance.randrange(len(self.people)) * (job % 7 > 1)]
                value = (values[job % len(values)] * growth / 10).quantize(Decimal(1)) * 10
                title = titles[(job * 5) % len(titles)]
                self._job(
                    person, title, value, day, won=job % 3 != 2, quoted=back <= _QUOTED_MONTHS
                )

    def _job(
        self, person: Contact, title: str, value: Decimal, day: dt.date, *, won: bool, quoted: bool
    ) -> None:
        currency = _CURRENCIES.get(person.addresses[0].country, "EUR")
        if currency == "JPY":
            value *= _YEN
        begun = day - dt.timedelta(days=self.chance.randrange(9, 45))
        deal = self._deal(person, title, value, currency, begun, "new")
        steps = ["contacted", "qualified", "proposal"][: 3 if won else self.chance.randrange(1, 4)]
        for number, step in enumerate(steps, 1):
            deal.enter(
                self.stages[step], at=_moment(begun + (day - begun) * number / 4, 9 + number)
            )
        self._talk(person, deal, begun + (day - begun) / 2)
        if quoted and len(steps) == 3:
            sent = begun + (day - begun) * 3 / 4
            quote = self._quote(person, deal, sent)
            if won:
                accept_quote(self.session, quote, on=day, now=_moment(day, 15))
            else:
                decline_quote(self.session, quote, on=day, reason="", now=_moment(day, 15))
        if won:
            if not quoted:
                deal.enter(self.stages["won"], at=_moment(day, 15))
        else:
            reasons = self.told["past"]["lost_reasons"]
            deal.lose(self.stages["lost"], reason=self.chance.choice(reasons), at=_moment(day, 15))

    def tell_present(self) -> None:
        """Tell of the deals on the board, their next steps, and the quotes that wait."""
        for row in self.told["recent"]["rows"]:
            number, title, value, back = row.split("|")
            day = self.today - dt.timedelta(days=int(back))
            self._job(
                self.people[int(number) - 1], title, Decimal(value), day, won=True, quoted=True
            )
        for number, person in enumerate(self.people * 3):
            self._talk(person, None, self.today - dt.timedelta(days=2 + number * 13 % 230))
        for row in self.told["open"]["rows"]:
            number, title, value, stage, entered, quiet, step, close = row.split("|")
            person = self.people[int(number) - 1]
            begun = self.today - dt.timedelta(days=int(entered) + 6)
            deal = self._deal(person, title, Decimal(value), "EUR", begun, "new")
            deal.expected_close = self.today + dt.timedelta(days=int(close))
            if stage != "new":
                deal.enter(
                    self.stages[stage], at=_moment(self.today - dt.timedelta(days=int(entered)), 11)
                )
            self._talk(person, deal, self.today - dt.timedelta(days=int(quiet)))
            if step:
                self._follow_up(title, person, deal, int(step))
        self._monthly_check_in(self.people[8])
        self._offer_present()

    def _offer_present(self) -> None:
        deals = {
            deal.title: deal
            for deal in self.session.scalars(select(Deal).where(Deal.closed.is_(None)))
        }
        for title, back in (
            ("Каталог 2027", 28),
            ("وب‌سایت آتلیه", 6),
            ("Booking site, phase 2", 9),
            ("Shop audit", 40),
        ):
            deal = deals[title]
            person = next(p for p in self.people if p.id == deal.contact_id)
            stage = deal.stage
            self._quote(person, deal, self.today - dt.timedelta(days=back))
            # Sending moved it to Proposal; the talk about it then went back.
            deal.enter(stage, at=_moment(self.today - dt.timedelta(days=back), 15))
        for title in ("Clinic intranet", "Portfolio site"):
            deal = deals[title]
            person = next(p for p in self.people if p.id == deal.contact_id)
            self._quote(person, deal, self.today, send=False)

    def _deal(
        self, person: Contact, title: str, value: Decimal, currency: str, begun: dt.date, stage: str
    ) -> Deal:
        at = _moment(begun, 9)
        deal = Deal(
            title=title,
            contact_id=person.id,
            currency=currency,
            value=value,
            source=person.source,
            created=at,
            position=self.chance.randrange(100),
        )
        deal.enter(self.stages[stage], at=at)
        self.session.add(deal)
        self.session.flush()
        return deal

    def _quote(self, person: Contact, deal: Deal, day: dt.date, *, send: bool = True) -> int:
        now = _moment(day, 14)
        quote = add_quote(self.session, contact_id=person.id, deal_id=deal.id, today=day, now=now)
        draft = quote_draft(self.session, quote)
        save_draft(self.session, quote, replace(draft, lines=self._lines(deal, draft.currency)))
        if send:
            send_quote(self.session, quote, today=day, now=now, render=self.render)
        return quote

    def _lines(self, deal: Deal, currency: str) -> tuple[LineDraft, ...]:
        """Divide a deal's value into lines that come to it, and offer a care plan beside them."""
        rate = self.session.scalars(select(TaxRate).order_by(TaxRate.position)).first()
        assert rate is not None

        def line(text: str, quantity: str, unit: str, price: Decimal, **more: Any) -> LineDraft:
            return LineDraft(
                description=text,
                quantity=Decimal(quantity),
                unit=unit,
                unit_price=price,
                price_base_quantity=Decimal(1),
                tax=rate.tax,
                tax_reason="",
                discounts=more.pop("discounts", ()),
                charges=(),
                optional=more.pop("optional", False),
            )

        hourly = Decimal(13600) if currency == "JPY" else Decimal(85)
        hours = int(deal.value * 2 / 3 / hourly)
        rest = deal.value - hours * hourly
        care = Decimal(7800) if currency == "JPY" else Decimal(49)
        return (
            line(f"{deal.title}\nDesign and building", str(hours), "h", hourly),
            line("Preparation and handover", "1", "", rest),
            line(
                "Care plan, first year",
                "12",
                "month",
                care,
                optional=True,
                discounts=(Adjustment(percent=Decimal(5), amount=None),),
            ),
        )

    def _talk(self, person: Contact, deal: Deal | None, day: dt.date) -> None:
        calls, notes = self.told["talk"]["calls"], self.told["talk"]["notes"]
        call = self.chance.random() < 0.6
        self.session.add(
            Activity(
                kind=ActivityKind.CALL if call else ActivityKind.NOTE,
                at=_moment(day, 10 + self.chance.randrange(7), self.chance.randrange(60)),
                text=self.chance.choice(calls if call else notes),
                minutes=self.chance.randrange(4, 40) if call else None,
                contact_id=person.id,
                deal_id=deal.id if deal else None,
            )
        )

    def _follow_up(self, title: str, person: Contact, deal: Deal, days: int) -> None:
        times = (dt.time(10), dt.time(14, 30), None)
        self.session.add(
            FollowUp(
                title=title,
                contact_id=person.id,
                deal_id=deal.id,
                due_on=self.today + dt.timedelta(days=days),
                due_at=times[deal.id % 3],
                created=_moment(self.today - dt.timedelta(days=5), 9),
            )
        )

    def _monthly_check_in(self, person: Contact) -> None:
        self.session.add(
            FollowUp(
                title="Monthly check-in",
                contact_id=person.id,
                due_on=self.today,
                due_at=None,
                repeat=Repeat.MONTHLY,
                starts_on=self.today,
                created=_moment(self.today - dt.timedelta(days=40), 9),
            )
        )


def _country_name(code: str, language: str) -> str:
    """Return a country's name as people write it there."""
    from babel import Locale

    return str(Locale.parse(language).territories[code])


def _moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.UTC)


def _month(today: dt.date, back: int) -> dt.date:
    """Return the first day of the month that was `back` months ago."""
    months = today.year * 12 + today.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)
