"""Opens a file of contacts by what is in it: vCards, a ZIP of vCards, or a table as CSV."""

from pathlib import Path

from deskcrm.features.exchange.csv_file import NotCsv, file_bytes, parse_csv
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.reader import read_contacts
from deskcrm.features.exchange.vcard_file import looks_like_cards, packed_cards
from deskcrm.features.exchange.vcard_reader import read_cards
from deskcrm.jobs import Progress


def read_file(
    path: Path, *, country: str = "", order: Order | None = None, progress: Progress | None = None
) -> Incoming:
    """Read what a file brings; raise a CrmError that says what is wrong with it.

    `country` is where phone numbers without a prefix belong if nothing beside them says; `order`
    decides dates that a table leaves open.
    """
    data = file_bytes(path)
    if data.startswith(b"PK\x03\x04"):
        packed = packed_cards(data, name=path.name)
        if packed is None:
            raise NotCsv(name=path.name)
        data = packed
    if looks_like_cards(data):
        return read_cards(data, name=path.name, country=country, progress=progress)
    table = parse_csv(data, name=path.name)
    return read_contacts(table, country=country, order=order, progress=progress)
