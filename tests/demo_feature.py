"""A feature with two pages for tests of the kit and the shell; its records are made up here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from deskcrm.i18n import mark
from deskcrm.kit.context import Context
from deskcrm.kit.controls import Avatar, Button, FilterChips, Pill
from deskcrm.kit.feature import Command, Feature, Found, PageSpec
from deskcrm.kit.page import DetailPane, ListAndDetail, Page
from deskcrm.kit.parts import (
    Card,
    EmptyState,
    FactRow,
    Measure,
    MeasureStrip,
    ScrollColumn,
    SectionLabel,
    TaskCard,
    column,
    row,
)
from deskcrm.kit.record_table import RecordTable
from deskcrm.kit.table import Column, Sort, WindowedTableModel
from deskcrm.kit.text import ElidedText, Text
from deskcrm.kit.timeline import Happening, TimelineView


@dataclass(frozen=True, slots=True)
class Row:
    """One made-up contact."""

    id: int
    name: str
    company: str
    city: str
    last: str
    won: str


NAMES = (
    ("Marta Ivanova", "Северна Звезда ООД", "Sofia", "2 days ago", "€ 4,200"),
    ("Reza Karimi", "آتلیه کریمی", "Shiraz", "9 days ago", ""),
    ("Lucía Fernández", "Ola Surf Escuela", "Santander", "1 day ago", "€ 12,640"),
    ("Jonas Weber", "Weber Tischlerei", "Köln", "30 days ago", "€ 860"),
    ("Aylin Demir", "—", "Izmir", "4 days ago", ""),
    ("Paul Nkemelu", "Nkemelu & Sons", "Lagos", "61 days ago", ""),
    ("Sofia Rossi", "Forno Rossi", "Torino", "12 days ago", "€ 2,300"),
    ("<b>Bold</b> & Sons", "{{7*7}}", "=1+1", "3 days ago", ""),
)


class ContactsPage(Page):
    """A table beside details."""

    kinds = frozenset({"contact"})

    def __init__(self, context: Context, total: int = 1248) -> None:
        super().__init__(context, "Contacts")
        self.asked: list[tuple[int, int]] = []
        self.total = total
        self.chips = self.add_chips(
            FilterChips(
                [("all", "All 1,248"), ("clients", "Clients"), ("quiet", "No contact in 60 days")],
                "Which contacts",
                "clients",
            )
        )
        self.add_command("demo.import")
        self.add_command("demo.new", primary=True)
        self.model = WindowedTableModel(
            [
                Column[Row](
                    "Name", lambda r: r.name, id="name", width=186, avatar=True, sort="name"
                ),
                Column[Row]("Company", lambda r: r.company, id="company", stretch=True),
                Column[Row]("City", lambda r: r.city, id="city", width=101),
                Column[Row]("Last contact", lambda r: r.last, id="last", width=118, muted=True),
                Column[Row]("Won", lambda r: r.won, id="won", width=100, number=True, sort="won"),
            ],
            count=lambda: self.total,
            rows=self._rows,
        )
        self.table = RecordTable(self.model, "Contacts", settings=context.settings, key="demo")
        self.list = self.table
        self.detail = _detail(context)
        self.both = ListAndDetail(self.table, self.detail)
        self.body.addWidget(self.both, 1)
        self.table.opened.connect(lambda _id: self.both.reveal())
        self.reloads = 0

    def reload(self) -> None:
        """Ask anew."""
        self.reloads += 1
        self.model.reload()
        empty = EmptyState("contacts", "No contacts yet", "Everybody you work with lives here.",
                           Button("New contact", kind="primary"))  # fmt: skip
        self.show_empty(None if self.total else empty)

    def target(self, kind: str) -> int | None:
        """Return the current contact."""
        return self.table.current_id() if kind == "contact" else None

    def _rows(self, offset: int, limit: int, sort: Sort) -> Sequence[Row]:
        self.asked.append((offset, limit))
        numbers = range(offset, min(offset + limit, self.total))
        if sort.descending:
            numbers = range(self.total - 1 - offset, max(self.total - 1 - offset - limit, -1), -1)
        return [Row(number + 1, *NAMES[number % len(NAMES)]) for number in numbers]


def _detail(context: Context) -> DetailPane:
    pane = DetailPane()
    head = row(gap=10)
    head.addWidget(Avatar("Lucía Fernández"))
    words = column()
    words.addWidget(ElidedText("Lucía Fernández", size=16, strong=True))
    words.addWidget(ElidedText("Owner · Ola Surf Escuela", tone="muted"))
    head.addLayout(words, 1)
    pane.body.addLayout(head)
    buttons = row(gap=10)
    buttons.addWidget(Button("New quote", kind="primary"))
    for text in ("Log", "Follow up", "Mail"):
        buttons.addWidget(Button(text))
    buttons.addStretch(1)
    pane.body.addLayout(buttons)
    pane.body.addSpacing(4)
    pane.body.addWidget(SectionLabel("Details"))
    facts = column()
    facts.addWidget(FactRow("Mail", "lucia@olasurf.es"))
    facts.addWidget(FactRow("Phone", "+34 942 55 01 23"))
    facts.addWidget(FactRow("Language", "Español"))
    facts.addWidget(
        FactRow("Referred by", "Miguel Santos", opens=partial(context.open, "contact", 3))
    )
    pane.body.addLayout(facts)
    tags = row(gap=4)
    tags.addWidget(Pill("surf", "accent"))
    tags.addWidget(Pill("web", "accent"))
    tags.addWidget(Pill("top 20 %", "good"))
    tags.addStretch(1)
    pane.body.addLayout(tags)
    pane.body.addSpacing(4)
    pane.body.addWidget(SectionLabel("Open"))
    card = Card(opens=partial(context.open, "contact", 1), name="Booking site, phase 2")
    card.body.addWidget(ElidedText("Booking site, phase 2", strong=True))
    foot = row()
    foot.addWidget(Pill("Proposal · quiet for 9 days", "warn"))
    foot.addStretch(1)
    foot.addWidget(Text("€ 6,400", tabular=True))
    card.body.addLayout(foot)
    pane.body.addWidget(card)
    pane.body.addSpacing(8)
    pane.body.addWidget(SectionLabel("Timeline"))
    line = TimelineView()
    line.show_happenings([
        Happening("Quote Q-2026-0041 sent", "Yesterday 16:20 · € 6,400 · opened in mail", "Q-2026-0041"),
        Happening("Call, 12 min: wants Basque too", "Mon 10:05"),
        Happening("Quote Q-2026-0017 accepted", "3 Mar · € 6,240", "Q-2026-0017"),
        Happening("Lead added from google.csv", "11 Jan", "google.csv"),
    ])  # fmt: skip
    pane.body.addWidget(line)
    return pane


class TodayPage(Page):
    """Cards under each other, figures above."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Saturday, 21 November")
        self.add_button("New follow-up", lambda: None, primary=True)
        strip = MeasureStrip()
        strip.add(Measure("Open", "€ 39,750"))
        strip.add(Measure("Won this quarter", "€ 22,300", "good"))
        strip.set_end([Pill("3 quiet", "warn"), Pill("1 overdue", "bad")])
        self.body.addWidget(strip)
        scroll = ScrollColumn()
        self.body.addWidget(scroll, 1)
        from deskcrm.kit.controls import DoneRing

        scroll.body.addWidget(SectionLabel("Overdue"))
        scroll.body.addWidget(
            TaskCard("Call Jonas about the shop audit", "Weber Tischlerei · Qualified · € 2,500",
                     before=[DoneRing("Done: Call Jonas")], after=[Pill("2 days late", "bad"), Button("Snooze")])
        )  # fmt: skip
        scroll.body.addWidget(SectionLabel("Today"))
        for title, subtitle, when in (
            ("Send portfolio samples", "Nora Lindqvist · Contacted · € 4,500", "10:00"),
            ("Ask about the signed quote", "آتلیه کریمی · Proposal · € 3,000", "14:30"),
        ):
            scroll.body.addWidget(
                TaskCard(title, subtitle, before=[DoneRing(f"Done: {title}")],
                         beside_title=[Pill("every month")], after=[Pill(when, "accent"), Button("Snooze")])
            )  # fmt: skip

    def reload(self) -> None:
        """Show the same cards."""


done: list[str] = []
"""What the commands of this feature did."""


def _contacts(context: Context) -> Page:
    return ContactsPage(context)


def _find(_context: Context, text: str) -> Sequence[Found]:
    return [
        Found("contact", number, name, company, "user")
        for number, (name, company, *_rest) in enumerate(NAMES, 1)
        if text.casefold() in name.casefold()
    ]


def _open_contact(context: Context, contact_id: int) -> None:
    context.show_page("contacts", ContactsPage).table.select_row(contact_id - 1)


FEATURE = Feature(
    "demo",
    pages=(
        PageSpec("today", mark("Today"), "today", TodayPage, count=lambda _context: 5),
        PageSpec("contacts", mark("Contacts"), "contacts", _contacts, count=lambda _context: 1248),
    ),
    commands=(
        Command("demo.new", mark("New contact"), lambda _context: done.append("new"), icon="plus",
                shortcut="Ctrl+N", menu="record", page="contacts"),
        Command("demo.import", mark("Import"), lambda _context: done.append("import"), icon="import"),
        Command("demo.delete", mark("Delete"), lambda c: done.append(f"delete {c.target('contact')}"),
                icon="trash", shortcut="Del", menu="record", page="contacts", on="contact"),
    ),
    opens={"contact": _open_contact},
    find=_find,
    started=lambda context: context.shell.set_business("Atelier Marin"),
)  # fmt: skip
