"""Does the main job on the sample business and leaves what a user would see: pages, a PDF, a CSV."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deskcrm import i18n
from deskcrm.terminal import Terminal

if TYPE_CHECKING:
    from deskcrm.crm import Crm
    from deskcrm.shell.window import MainWindow

LOOKS: Final = (("light", "en", "light"), ("dark", "en", "dark"), ("rtl", "fa", "light"))
"""The pictures' endings, with the language and the appearance they are taken in."""

SIZE: Final = (1280, 800)

_SETTLES: Final = 250
"""Milliseconds after which a page has drawn everything it has to show."""

_PREVIEWED: Final = 1200
"""Milliseconds after which an editor shows the pages of its document too."""

Act = Callable[["MainWindow"], object]


@dataclass(frozen=True, slots=True)
class Step:
    """One picture: its name, and what to do to see it."""

    name: str
    act: Act
    settles: int = _SETTLES


def tour(terminal: Terminal, out: Path) -> Iterator[Path]:
    """Write pictures of every page, a quote's PDF and the contacts' CSV to `out`; yield their paths."""
    out.mkdir(parents=True, exist_ok=True)
    yield from _documents(terminal, out)
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for ending, language, appearance in LOOKS:
        i18n.use_language(language)
        yield from _pictures(terminal, out, ending, language, appearance)


def _documents(terminal: Terminal, out: Path) -> Iterator[Path]:
    """Send the newest draft and write its PDF; write the contacts."""
    from deskcrm.domain.quotes import QuoteState
    from deskcrm.features.exchange.write import export_contacts
    from deskcrm.features.quotes.document import render_quote
    from deskcrm.features.quotes.queries import quote_rows, sent_pdf
    from deskcrm.features.quotes.usecases import send_quote

    crm, today = terminal.crm, terminal.today()
    drafts = crm.ask(quote_rows, states=frozenset({QuoteState.DRAFT}), today=today)
    for row in drafts[:1]:
        crm.do(send_quote, row.id, today=today, now=terminal.now(), render=render_quote)
        sent = crm.ask(sent_pdf, row.id)
        path = out / f"{sent.number}.pdf"
        path.write_bytes(sent.pdf)
        yield path
    path = out / "contacts.csv"
    crm.ask(export_contacts, path)
    yield path


def _pictures(
    terminal: Terminal, out: Path, ending: str, language: str, appearance: str
) -> Iterator[Path]:
    """Open the window in one look, go through its pages and take a picture of each."""
    from PySide6.QtCore import QPoint, QTimer
    from PySide6.QtGui import QCursor

    from deskcrm.settings import Settings
    from deskcrm.shell.app import Session, application, local_now
    from deskcrm.shell.registry import load_features

    app = application()
    settings = Settings(values={"language": language, "appearance": appearance})
    session = Session(app, lambda: terminal.crm, settings, local_now, load_features())
    window = session.window
    window.resize(*SIZE)
    taken: list[Path] = []
    steps = iter(_steps(terminal.crm, terminal.today()))

    def go_on() -> None:
        step = next(steps, None)
        if step is None:
            window.close()
            app.quit()
            return
        step.act(window)
        QTimer.singleShot(step.settles, window, partial(take, step))

    def take(step: Step) -> None:
        path = out / f"{step.name}-{ending}.png"
        if window.grab().save(str(path), "PNG"):
            taken.append(path)
        go_on()

    window.settled.connect(go_on)
    QCursor.setPos(QPoint(*SIZE))  # in a corner, where nothing lights up under it
    session.show()
    app.exec()
    session.deleteLater()
    yield from taken


def _steps(crm: "Crm", today: dt.date) -> list[Step]:
    """Return what there is to see, in the order of the sidebar."""
    from deskcrm.domain.quotes import QuoteState
    from deskcrm.features.contacts.queries.found import found_contacts
    from deskcrm.features.quotes.queries import quote_rows

    steps = [Step("today", _page("today")), Step("contacts", _page("contacts"))]
    for person in crm.ask(found_contacts, "Lucía", limit=1):
        steps[-1] = Step("contacts", _record("contact", person.id))
    steps += [
        Step("pipeline", _page("pipeline")),
        Step("review", _command("pipeline.review")),
        Step("quotes", _page("quotes")),
    ]
    for row in crm.ask(quote_rows, states=frozenset({QuoteState.DRAFT}), today=today)[:1]:
        steps.append(Step("quote", _record("quote", row.id), _PREVIEWED))
    return [*steps, Step("revenue", _page("revenue")), Step("settings", _page("settings"))]


def _page(page_id: str) -> Act:
    return lambda window: window.show_page(page_id)


def _record(kind: str, record_id: int) -> Act:
    return lambda window: window.open_record(kind, record_id)


def _command(command_id: str) -> Act:
    return lambda window: window.run(command_id)
