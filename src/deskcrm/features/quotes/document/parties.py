"""The two sides of a quote as they stand on paper: names, addresses, numbers they are known by."""

from collections.abc import Iterator

from deskcrm.features.quotes.document.tax_ids import tax_id_words
from deskcrm.features.quotes.document.wording import Wording
from deskcrm.features.quotes.view import PartyView, QuoteView
from deskcrm.paper.text import Line, Style


class Parties:
    """Sender and customer of one quote."""

    def __init__(self, view: QuoteView, wording: Wording) -> None:
        self._view = view
        self._wording = wording

    def lines(self, party: PartyView, name: Style, rest: Style, room: float) -> list[Line]:
        """Return a party's lines, its name first."""
        found = self._wording.lines(party.name, name, room)
        for text in (party.person, *self.address(party), self.tax_id(party), party.registration):
            found += self._wording.lines(text, rest, room)
        return found

    def address(self, party: PartyView) -> Iterator[str]:
        """Yield the lines of an address; a country is named where it is not the other side's too."""
        *before, last = party.address or ("",)
        yield from before
        if party.country and last.strip().upper() == party.country.upper():
            is_abroad = party.country.upper() != self._view.sender.country.upper()
            last = self._wording.language.country(party.country) if is_abroad else ""
        yield last

    def tax_id(self, party: PartyView) -> str:
        """Return a tax number under the name it has where the party is; empty without one."""
        number = party.tax_id.strip()
        if not number:
            return ""
        name, text = tax_id_words(number, party.country, self._wording.code)
        return f"{name} {number}" if name else self._wording.say(text).format(number=number)


def contacts(sender: PartyView) -> Iterator[tuple[str, str]]:
    """Yield how to reach the sender: what is printed, and what a click opens."""
    if sender.phone:
        number = "".join(c for c in sender.phone if c.isdecimal() or c == "+")
        yield sender.phone, f"tel:{number}"
    if sender.email:
        yield sender.email, f"mailto:{sender.email}"
    if sender.website:
        known = sender.website.lower().startswith(("https://", "http://"))
        yield sender.website, sender.website if known else f"https://{sender.website}"
