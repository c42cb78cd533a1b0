"""A mail with a sent quote, as an .eml draft for the user's own mail program."""

import datetime as dt
import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from deskcrm import formats, templates
from deskcrm.domain.text import one_line
from deskcrm.errors import CrmError
from deskcrm.features.contacts.form import looks_like_email
from deskcrm.features.mail.queries import Mailbox, QuoteLetter
from deskcrm.features.quotes.filenames import file_name
from deskcrm.i18n import mark, texts

_PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


class NotAnAddress(CrmError):
    """An address that no mail reaches."""

    sentence = mark("“{address}” of {name} is not an e-mail address. Correct it, then try again.")


class Unresolved(CrmError):
    """A text in which a name or the like was to be filled in and was not."""

    sentence = mark(
        "The mail would say “{placeholder}” to the customer. Replace it with what is meant, then try again."
    )


def quote_eml(letter: QuoteLetter, *, now: dt.datetime) -> bytes:
    """Return the draft of a mail with the sent PDF; raise NotAnAddress or Unresolved.

    No text can begin a header or leave its own: each is one line, and encoded.
    """
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["X-Unsent"] = "1"
    message["Date"] = now
    if letter.sender.address:
        message["From"] = _mailbox(letter.sender)
    message["To"] = _mailbox(letter.recipient)
    message["Subject"] = _header(_subject(letter))
    message.set_content(_body(letter))
    message.add_attachment(
        letter.pdf,
        maintype="application",
        subtype="pdf",
        filename=file_name(letter.number, letter.title, ".pdf"),
    )
    message["Content-Language"] = letter.language.replace("_", "-")
    return message.as_bytes()


def mailto(who: Mailbox) -> str:
    """Return the link that opens an empty mail to somebody; raise NotAnAddress.

    Only the address is in it, encoded, so that it can bring no subject or copy of its own.
    """
    return "mailto:" + quote(_mailbox(who).addr_spec, safe="@")


def eml_name(letter: QuoteLetter) -> str:
    """Return the name of the draft's file."""
    return file_name(letter.number, letter.title, ".eml")


def _subject(letter: QuoteLetter) -> str:
    heading = letter.heading or texts(letter.language).gettext("Quote")
    return _resolved(" · ".join(p for p in (f"{heading} {letter.number}", letter.title) if p))


def _body(letter: QuoteLetter) -> str:
    code = letter.language
    return _resolved(
        templates.fill(
            "mail/quote.txt.j2",
            code,
            name=letter.recipient.name if letter.recipient.name != letter.recipient.address else "",
            number=letter.number,
            title=letter.title,
            total=formats.money(letter.payable, letter.currency, exact=True, code=code),
            valid_until=formats.day(letter.valid_until, code=code),
            signature=letter.signature,
        )
    )


def _resolved(text: str) -> str:
    found = _PLACEHOLDER.search(text)
    if found is not None:
        raise Unresolved(placeholder=found[0][:60])
    return text


def _header(text: str) -> str:
    """Return a text as one line that keeps its direction to itself."""
    return one_line(_DIRECTION.sub("", text))


def _mailbox(who: Mailbox) -> Address:
    """Return an address for a header, its domain in ASCII; raise NotAnAddress."""
    name, _at, domain = who.address.strip().rpartition("@")
    wrong = NotAnAddress(address=who.address, name=who.name)
    if not (looks_like_email(who.address) and name.isascii()):
        raise wrong
    try:
        host = domain.encode("idna").decode("ascii")
        return Address(display_name=_header(who.name), username=name, domain=host)
    except (ValueError, IndexError, MessageError) as problem:
        raise wrong from problem
