"""From figures in a file to a mail with the sent PDF, by the command line alone, in two scripts."""

import email
import hashlib
import json
import subprocess
import sys
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from pdfs import text

SPANISH = {
    "customer": {
        "name": "Lucía Fernández",
        "organization": "Ola Surf Escuela",
        "email": "lucia@ola.example",
        "language": "es",
        "address": {"street": "Paseo de Pereda 7", "postal_code": "39004", "city": "Santander"},
    },
    "title": "Página de reservas",
    "line": "Flujo de reserva con pagos",
}
PERSIAN = {
    "customer": {
        "name": "رضا کریمی",
        "organization": "آتلیه کریمی",
        "email": "reza@karimi.example",
        "language": "fa",
        "address": {"street": "خیابان ولیعصر", "city": "تهران"},
    },
    "title": "سایت رزرو",
    "line": "طراحی سایت",
}


class Profile:
    """A profile that only the command line touches, each command in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, *words: str) -> str:
        command = [sys.executable, "-m", "deskcrm", "--profile", str(self._folder), *words]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words))


def quote(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "currency": "EUR",
        "customer": told["customer"],
        "title": told["title"],
        "lines": [
            {"description": told["line"], "quantity": "32", "unit": "h", "unit_price": "85.00",
             "tax": {"category": "S", "rate": "21"}, "discounts": [{"percent": "5"}]},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("told", [SPANISH, PERSIAN], ids=["Spanish", "Persian"])
def test_a_quote_travels_from_a_file_to_the_customers_mail(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    profile = Profile(tmp_path / "profile")
    source, first, second, draft = (
        tmp_path / name for name in ("quote.json", "a.pdf", "b.pdf", "mail.eml")
    )
    source.write_text(json.dumps(quote(told)), encoding="utf-8")
    expected = profile.json("quotes", "totals", str(source))
    key = str(profile.json("quotes", "create", str(source))["id"])
    sent = profile.json("quotes", "send", key, "--json")
    assert sent["payable"] == expected["payable"] == "3126.64"

    profile.run("quotes", "pdf", sent["number"], str(first))
    profile.run("quotes", "pdf", key, str(second))
    pdf = first.read_bytes()
    assert hashlib.sha256(second.read_bytes()).digest() == hashlib.sha256(pdf).digest()
    page = text(pdf)
    for words in (told["title"], told["line"], told["customer"]["organization"], sent["number"]):
        assert words in page

    profile.run("quotes", "mail", sent["number"], "--eml", str(draft))
    message = email.message_from_bytes(draft.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].addr_spec == told["customer"]["email"]
    assert told["title"] in message["Subject"]
    (attachment,) = message.iter_attachments()
    assert attachment.get_content() == pdf
    assert attachment.get_filename() == f"{sent['number']} {told['title']}.pdf"

    profile.run("quotes", "accept", sent["number"])
    (row,) = profile.json("quotes", "list", "--json")
    assert (row["state"], row["net"]) == ("accepted", expected["net"])
