"""Mails with a sent quote, read back as a mail program reads them."""

import datetime as dt
import email
from dataclasses import replace
from decimal import Decimal
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from deskcrm.crm import Crm
from deskcrm.errors import CrmError
from deskcrm.features.mail.eml import NotAnAddress, Unresolved, eml_name, mailto, quote_eml
from deskcrm.features.mail.queries import Mailbox, QuoteLetter, quote_letter
from deskcrm.features.quotes.queries import sent_pdf
from deskcrm.i18n import LANGUAGES
from quoting import sent_quote

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
LETTER = QuoteLetter(
    number="Q-2026-0042",
    heading="",
    title="Booking site",
    language="en",
    valid_until=dt.date(2026, 12, 21),
    payable=Decimal("5824.34"),
    currency="EUR",
    recipient=Mailbox("Lucía Fernández", "lucia@ola.example"),
    sender=Mailbox("Atelier Marin", "hello@marin.example"),
    signature=("Ana Marin", "Atelier Marin"),
    pdf=b"%PDF-1.7 the sent one",
)
HEADERS = {
    "x-unsent",
    "date",
    "from",
    "to",
    "subject",
    "content-language",
    "mime-version",
    "content-type",
}


def read(draft: bytes) -> EmailMessage:
    message = email.message_from_bytes(draft, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert isinstance(body, EmailMessage)
    return str(body.get_content()).replace("\r\n", "\n")


def attached(message: EmailMessage) -> tuple[str | None, bytes]:
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    content = part.get_content()
    assert isinstance(content, bytes)
    return part.get_filename(), content


def test_the_draft_says_who_writes_to_whom_about_what() -> None:
    message = read(quote_eml(LETTER, now=NOW))
    assert {name.lower() for name in message} == HEADERS
    assert message["X-Unsent"] == "1"
    assert message["From"] == "Atelier Marin <hello@marin.example>"
    assert message["To"] == "Lucía Fernández <lucia@ola.example>"
    assert message["Subject"] == "Quote Q-2026-0042 · Booking site"
    assert message["Date"].datetime == NOW
    assert attached(message) == ("Q-2026-0042 Booking site.pdf", LETTER.pdf)
    assert text_of(message).strip() == (
        "Dear Lucía Fernández,\n\n"
        "attached is our quote Q-2026-0042 for “Booking site” over €5,824.34.\n"
        "It is valid until 21 Dec 2026.\n\n"
        "If anything is unclear, just answer this mail.\n\n"
        "Kind regards\n\nAna Marin\nAtelier Marin"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_is_written_in_the_customers_language(language: str) -> None:
    message = read(quote_eml(replace(LETTER, language=language, title="Сайт سایت"), now=NOW))
    assert message["Content-Language"] == language
    assert "Сайт سایت" in message["Subject"]
    assert "Сайт سایت" in text_of(message)
    assert attached(message)[0] == "Q-2026-0042 Сайт سایت.pdf"
    assert ("۵" in text_of(message)) is (language == "fa")


def test_every_line_is_short_and_ascii_as_mail_travels() -> None:
    draft = quote_eml(replace(LETTER, title="سایت رزرو " * 40), now=NOW)
    assert draft.isascii()
    assert max(map(len, draft.split(b"\r\n"))) <= 998
    assert b"\n" not in draft.replace(b"\r\n", b"")


def test_a_mail_without_names_is_still_polite() -> None:
    bare = replace(
        LETTER, title="", sender=Mailbox("", ""), recipient=Mailbox("a@b.example", "a@b.example")
    )
    message = read(quote_eml(bare, now=NOW))
    assert message["From"] is None
    assert message["Subject"] == "Quote Q-2026-0042"
    assert text_of(message).startswith("Good day,\n\nattached is our quote Q-2026-0042 over ")


NASTY = st.text(
    st.sampled_from("ab\r\n\0\t\u2028\u0085:;<>\"'@,.\\/=?ا\u202eé𝄞 "), min_size=1, max_size=40
)


@given(NASTY, NASTY, NASTY)
@settings(deadline=None)
def test_no_text_can_write_a_header_or_leave_its_folder(
    title: str, name: str, heading: str
) -> None:
    evil = replace(
        LETTER,
        title=title + "\r\nBcc: all@evil.example",
        heading=heading,
        recipient=Mailbox(name + "\nX-Evil: 1", "lucia@ola.example"),
        sender=Mailbox(name, "hello@marin.example"),
    )
    message = read(quote_eml(evil, now=NOW))
    assert {header.lower() for header in message} == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["lucia@ola.example"]
    for file in (attached(message)[0], eml_name(evil)):
        assert file is not None
        assert Path(file).name == file
        assert ".." not in file


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@", "@b", "a b@c.example", "a@b.example\r\nBcc: x@y.example", "a@b,c@d", "é@x.example",
     "<a@b.example>", "a\0@b.example", "a@" + "x" * 70 + ".example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_a_sentence(address: str) -> None:
    nobody = Mailbox("Nobody", address)
    for letter in (replace(LETTER, recipient=nobody), replace(LETTER, sender=nobody)):
        if letter.sender.address or letter.recipient.address != LETTER.recipient.address:
            with pytest.raises(NotAnAddress, match="of Nobody is not an e-mail address"):
                quote_eml(letter, now=NOW)
    with pytest.raises(NotAnAddress):
        mailto(nobody)


def test_a_domain_of_another_script_travels_in_ascii() -> None:
    message = read(quote_eml(replace(LETTER, recipient=Mailbox("", "a@пример.example")), now=NOW))
    assert message["To"] == "a@xn--e1afmkfd.example"


def test_a_link_to_an_address_brings_nothing_else() -> None:
    assert mailto(Mailbox("L", "l+1@ola.example")) == "mailto:l%2B1@ola.example"
    assert mailto(Mailbox("L", "l?bcc=x&y@ola.example")) == "mailto:l%3Fbcc%3Dx%26y@ola.example"


@pytest.mark.parametrize("text", ["Dear {{name}}", "{{7*7}}", "{% if x %}", "a {{\nb }}"])
def test_nothing_leaves_with_an_unresolved_placeholder(text: str) -> None:
    for letter in (
        replace(LETTER, title=text),
        replace(LETTER, recipient=replace(LETTER.recipient, name=text)),
        replace(LETTER, heading=text),
    ):
        with pytest.raises(Unresolved, match=r"The mail would say “\{"):
            quote_eml(letter, now=NOW)


def test_what_looks_like_a_format_is_plain_text() -> None:
    odd = "100 % {name} %(total)s <b>"
    message = read(quote_eml(replace(LETTER, title=odd), now=NOW))
    assert odd in text_of(message)
    assert odd in message["Subject"]


def test_the_very_pdf_that_was_sent_is_attached(crm: Crm, today: dt.date) -> None:
    quote = sent_quote(crm)
    letter = crm.ask(quote_letter, quote, today=today)
    assert attached(read(quote_eml(letter, now=NOW)))[1] == crm.ask(sent_pdf, quote).pdf
    assert (letter.language, letter.recipient.address) == ("es", "lucia@ola.example")


@given(st.text(max_size=30), st.text(max_size=300))
@settings(deadline=None)
def test_any_address_is_written_to_or_refused(name: str, address: str) -> None:
    try:
        draft = quote_eml(replace(LETTER, recipient=Mailbox(name, address)), now=NOW)
    except CrmError:
        return
    assert len(read(draft)["To"].addresses) == 1
