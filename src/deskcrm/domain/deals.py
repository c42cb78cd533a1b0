"""Deals: possible sales moving through stages, and what they were after each change."""

import datetime as dt
import enum
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deskcrm.domain.base import Amount, Base, choice, long_text, short_text
from deskcrm.errors import CrmError
from deskcrm.i18n import _, mark


class NegativeValue(CrmError):
    """A deal below nothing."""

    sentence = mark("The value of a deal cannot be less than zero.")


class WrongProbability(CrmError):
    """A probability that is none."""

    sentence = mark("A probability lies between 0 and 100 %.")


class DealIsClosed(CrmError):
    """A step that only an open deal can take."""

    sentence = mark("“{title}” is already closed. Move it back to an open stage first.")


class StageKind(enum.StrEnum):
    """What standing in a stage means."""

    LEAD = "lead"
    OPEN = "open"
    WON = "won"
    LOST = "lost"

    @property
    def is_open(self) -> bool:
        """Whether a deal in such a stage may still be won."""
        return self in OPEN_KINDS


OPEN_KINDS: Final = (StageKind.LEAD, StageKind.OPEN)
"""The kinds of stages in which a deal may still be won."""


class Stage(Base):
    """One column of the pipeline, with the chance of a deal that stands in it."""

    __tablename__ = "stage"

    name: Mapped[str] = short_text(mark("Stage"), most=100)
    """The user's name for it; empty means the usual one of `key`, in the window's language."""
    key: Mapped[str] = mapped_column(default="")
    kind: Mapped[StageKind] = mapped_column(choice(StageKind))
    position: Mapped[int]
    probability: Mapped[int]
    """Percent, given to deals that enter the stage; changing it rewrites no deal."""
    quiet_days: Mapped[int] = mapped_column(default=14)
    """After how many days without an activity a deal here counts as quiet."""


class Deal(Base):
    """A possible sale; a lead while its stage says so."""

    __tablename__ = "deal"
    __table_args__ = (
        Index("ix_deal_stage_id_position", "stage_id", "position"),
        {"sqlite_autoincrement": True},
    )

    title: Mapped[str] = short_text(mark("Title"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    position: Mapped[int] = mapped_column(default=0)
    """The order of cards within a stage, smallest on top."""
    value: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    currency: Mapped[str] = short_text(mark("Currency"), most=3)
    probability: Mapped[int] = mapped_column(default=0)
    probability_by_hand: Mapped[bool] = mapped_column(default=False)
    expected_close: Mapped[dt.date | None]
    source: Mapped[str] = short_text(mark("Source"))
    note: Mapped[str] = long_text(mark("Note"))
    lost_reason: Mapped[str] = short_text(mark("Reason"))
    created: Mapped[dt.datetime]
    closed: Mapped[dt.datetime | None] = mapped_column(index=True)
    custom: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The values of the user's own fields, by name."""

    stage: Mapped[Stage] = relationship()
    history: Mapped[list["DealChange"]] = relationship(
        cascade="all, delete-orphan", order_by="DealChange.at, DealChange.id"
    )

    @property
    def is_open(self) -> bool:
        """Whether the deal may still be won."""
        return self.stage.kind.is_open

    def enter(self, stage: Stage, *, at: dt.datetime) -> None:
        """Stand in `stage` from `at` on, with its chance unless one was set by hand."""
        self.stage = stage
        if not stage.kind.is_open:
            self.probability, self.probability_by_hand = stage.probability, False
        elif not self.probability_by_hand:
            self.probability = stage.probability
        self.closed = None if stage.kind.is_open else at
        if stage.kind is not StageKind.LOST:
            self.lost_reason = ""
        self.note_change(at=at)

    def lose(self, stage: Stage, *, reason: str, at: dt.datetime) -> None:
        """Close the deal as lost, in the stage for lost deals, for a reason."""
        self.enter(stage, at=at)
        self.lost_reason = reason

    def estimate(
        self, value: Decimal, currency: str, expected_close: dt.date | None, *, at: dt.datetime
    ) -> None:
        """Set what the deal may bring and when; raise NegativeValue below zero."""
        if value < 0:
            raise NegativeValue
        self.value, self.currency, self.expected_close = value, currency, expected_close
        self.note_change(at=at)

    def set_probability(self, percent: int | None) -> None:
        """Set the chance by hand, or with None return to the stage's."""
        if percent is not None and not 0 <= percent <= 100:
            raise WrongProbability
        self.probability_by_hand = percent is not None
        self.probability = self.stage.probability if percent is None else percent

    def note_change(self, *, at: dt.datetime) -> None:
        """Add to the history what the deal is from `at` on, unless nothing the pipeline measures changed."""
        last = self.history[-1] if self.history else None
        now = DealChange(
            at=at,
            stage_id=self.stage.id,
            value=self.value,
            currency=self.currency,
            expected_close=self.expected_close,
        )
        if last is None or last.measured != now.measured:
            self.history.append(now)


class DealChange(Base):
    """What a deal was from one moment on: stage, value and expected close."""

    __tablename__ = "deal_change"
    __table_args__ = (
        Index("ix_deal_change_deal_id_at", "deal_id", "at"),
        {"sqlite_autoincrement": True},
    )

    deal_id: Mapped[int] = mapped_column(ForeignKey("deal.id"))
    at: Mapped[dt.datetime]
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"))
    value: Mapped[Decimal] = mapped_column(Amount)
    currency: Mapped[str] = short_text(mark("Currency"), most=3)
    expected_close: Mapped[dt.date | None]

    @property
    def measured(self) -> tuple[int, Decimal, str, dt.date | None]:
        """Everything but the time."""
        return (self.stage_id, self.value, self.currency, self.expected_close)


STAGES = (
    ("new", StageKind.LEAD, 10, 7, mark("New")),
    ("contacted", StageKind.LEAD, 25, 14, mark("Contacted")),
    ("qualified", StageKind.OPEN, 50, 14, mark("Qualified")),
    ("proposal", StageKind.OPEN, 70, 7, mark("Proposal")),
    ("won", StageKind.WON, 100, 0, mark("Won")),
    ("lost", StageKind.LOST, 0, 0, mark("Lost")),
)
"""The stages a new business starts with: key, kind, probability in percent, quiet days, name."""


_USUAL_NAMES: Final = {key: name for key, _kind, _chance, _quiet, name in STAGES}


def stage_name(key: str, name: str = "") -> str:
    """Return what a stage is called: the user's name for it, else the usual one of its key."""
    return name or _(_USUAL_NAMES.get(key, key))


def default_stages() -> list[Stage]:
    """Make the stages of a new business."""
    return [
        Stage(key=key, kind=kind, probability=chance, quiet_days=quiet, position=position)
        for position, (key, kind, chance, quiet, _name) in enumerate(STAGES)
    ]
