"""What a user does with texts used again and again: templates to begin quotes with, and snippets."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from deskcrm import i18n
from deskcrm.crm import undoable
from deskcrm.domain.business import Business
from deskcrm.domain.catalog import CatalogItem
from deskcrm.domain.text import fold, one_line
from deskcrm.domain.wording import QuoteTemplate, Snippet
from deskcrm.errors import CrmError, NotFound, Required
from deskcrm.features.quotes.drafts import QuoteDraft
from deskcrm.features.quotes.queries import quote_draft
from deskcrm.features.quotes.template_json import template_from_json, template_to_json
from deskcrm.features.quotes.usecases import add_quote, save_draft
from deskcrm.i18n import _, mark

NamedT = TypeVar("NamedT", QuoteTemplate, Snippet)

_SHOWN = 80


class NameTaken(CrmError):
    """A second template or snippet of one name."""

    sentence = mark("There is one called “{name}” already. Choose another name.")


class NotEmpty(CrmError):
    """A template for a quote in which something stands already."""

    sentence = mark("This quote has lines already. Begin a new one from the template instead.")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A template or a snippet as a line of its list."""

    id: int
    name: str
    summary: str
    """Of a template how it begins, of a snippet its text."""
    lines: int = 0


# Reading.


def template_rows(session: Session, text: str = "", *, limit: int = 1_000) -> tuple[NamedRow, ...]:
    """Return the templates by name, those whose names have all words of `text`."""
    found = session.scalars(select(QuoteTemplate).order_by(QuoteTemplate.key)).all()
    wanted = fold(text).split()
    return tuple(
        NamedRow(
            template.id,
            template.name,
            one_line(str(template.draft.get("title") or ""))[:_SHOWN],
            len(template.draft.get("lines") or ()),
        )
        for template in found
        if all(word in template.key for word in wanted)
    )[:limit]


def snippet_rows(session: Session) -> tuple[NamedRow, ...]:
    """Return the snippets by name, with their texts."""
    found = session.scalars(select(Snippet).order_by(Snippet.key))
    return tuple(NamedRow(snippet.id, snippet.name, snippet.text) for snippet in found)


# Templates.


@undoable(mark("save template"))
def save_template(session: Session, name: str, quote_id: int) -> int:
    """Keep a quote as a template under a name, in place of one called so; return its id."""
    draft = template_to_json(quote_draft(session, quote_id))
    name = _named(name)
    template = _called(session, QuoteTemplate, name)
    if template is None:
        template = QuoteTemplate(key=fold(name))
        session.add(template)
    template.name, template.draft = name, draft
    session.flush()
    return template.id


@undoable(mark("rename template"))
def rename_template(session: Session, template_id: int, name: str) -> None:
    """Give a template another name; raise NameTaken if another is called so."""
    _rename(session, _found(session, QuoteTemplate, template_id), name)


@undoable(mark("delete template"))
def delete_template(session: Session, template_id: int) -> None:
    """Delete a template; quotes that began with it stay as they are."""
    session.delete(_found(session, QuoteTemplate, template_id))


@undoable(mark("add quote"))
def begin_from_template(
    session: Session,
    template_id: int,
    *,
    contact_id: int | None = None,
    deal_id: int | None = None,
    today: dt.date,
    now: dt.datetime,
) -> int:
    """Begin a quote that says what a template says, for a contact, a deal, or nobody yet."""
    quote_id = add_quote(session, contact_id=contact_id, deal_id=deal_id, today=today, now=now)
    usual = quote_draft(session, quote_id)
    save_draft(session, quote_id, _begun(session, template_id, usual))
    return quote_id


@undoable(mark("use template"))
def use_template(session: Session, quote_id: int, template_id: int) -> None:
    """Let an empty draft say what a template says; its customer, deal and date stay."""
    usual = quote_draft(session, quote_id)
    if usual.lines:
        raise NotEmpty
    save_draft(session, quote_id, _begun(session, template_id, usual))


def _begun(session: Session, template_id: int, usual: QuoteDraft) -> QuoteDraft:
    """Return the draft of a template for the quote that `usual` is."""
    content = template_from_json(_found(session, QuoteTemplate, template_id).draft)
    language = content.draft.language
    if usual.contact_id is not None or i18n.base(language) not in i18n.LANGUAGES:
        language = usual.language
    begun = content.begin(
        date=usual.date,
        valid_days=session.get_one(Business, 1).valid_days,
        language=language,
        contact_id=usual.contact_id,
    )
    known = set(session.scalars(select(CatalogItem.id)))
    lines = tuple(
        line if line.catalog_item_id in known else replace(line, catalog_item_id=None)
        for line in begun.lines
    )
    return replace(begun, deal_id=usual.deal_id, title=usual.title or begun.title, lines=lines)


# Snippets.


@undoable(mark("add snippet"))
def add_snippet(session: Session, name: str, text: str) -> int:
    """Add a text to put into quotes and return its id; raise NameTaken."""
    snippet = Snippet()
    _rename(session, snippet, name)
    snippet.text = _written(text)
    session.add(snippet)
    session.flush()
    return snippet.id


@undoable(mark("edit snippet"))
def edit_snippet(session: Session, snippet_id: int, name: str, text: str) -> None:
    """Change a snippet; texts that it was put into stay as they are."""
    snippet = _found(session, Snippet, snippet_id)
    _rename(session, snippet, name)
    snippet.text = _written(text)


@undoable(mark("delete snippet"))
def delete_snippet(session: Session, snippet_id: int) -> None:
    """Delete a snippet; texts that it was put into keep its words."""
    session.delete(_found(session, Snippet, snippet_id))


def _rename(session: Session, record: NamedT, name: str) -> None:
    name = _named(name)
    other = _called(session, type(record), name)
    if other is not None and other is not record:
        raise NameTaken(name=name, field="name")
    record.name, record.key = name, fold(name)


def _named(name: str) -> str:
    name = one_line(name)
    if not fold(name):
        raise Required(field="name", label=_("Name"))
    return name


def _written(text: str) -> str:
    if not text.strip():
        raise Required(field="text", label=_("Text"))
    return text


def _called(session: Session, kind: type[NamedT], name: str) -> NamedT | None:
    with session.no_autoflush:
        return session.scalars(select(kind).where(kind.key == fold(name))).one_or_none()


def _found(session: Session, kind: type[NamedT], record_id: int) -> NamedT:
    record = session.get(kind, record_id)
    if record is None:
        raise NotFound(name=f"#{record_id}")
    return record
