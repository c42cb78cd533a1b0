"""Opens contacts by what is in a file: vCards, a ZIP or a folder of vCards, or a table as CSV or XLSX."""

from collections.abc import Mapping
from pathlib import Path

from deskcrm.features.exchange.csv_file import NotCsv, file_bytes, parse_csv
from deskcrm.features.exchange.dates import Order
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.own_fields import OwnFields
from deskcrm.features.exchange.place import Place
from deskcrm.features.exchange.presets import Preset
from deskcrm.features.exchange.reader import read_contacts
from deskcrm.features.exchange.vcard_file import looks_like_cards
from deskcrm.features.exchange.vcard_pack import Pack, folder_of_cards, zip_of_cards
from deskcrm.features.exchange.vcard_reader import read_cards
from deskcrm.features.exchange.xlsx_file import is_workbook, parse_xlsx
from deskcrm.jobs import Progress


def read_file(
    path: Path,
    *,
    country: str = "",
    order: Order | None = None,
    preset: Preset | None = None,
    chosen: Mapping[str, Place | None] | None = None,
    own: OwnFields | None = None,
    progress: Progress | None = None,
) -> Incoming:
    """Read what a file or a folder brings; raise a CrmError that says what is wrong with it.

    `country` is where phone numbers without a prefix belong if nothing beside them says; `order`
    decides dates that a table leaves open; `preset` and `chosen` say what its columns mean, and
    `own` how those of the user's own fields are read.
    """
    if _is_folder(path):
        return _read_pack(folder_of_cards(path), country, progress)
    data = file_bytes(path)
    if data.startswith(b"PK\x03\x04") and is_workbook(data):
        table = parse_xlsx(data, name=path.name)
    elif data.startswith(b"PK\x03\x04"):
        pack = zip_of_cards(data, name=path.name)
        if not pack.files:
            raise NotCsv(name=path.name)
        return _read_pack(pack, country, progress)
    elif looks_like_cards(data):
        return read_cards(data, name=path.name, country=country, progress=progress)
    else:
        table = parse_csv(data, name=path.name)
    return read_contacts(
        table,
        country=country,
        order=order,
        preset=preset,
        chosen=chosen,
        own=own,
        progress=progress,
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # What is wrong with the place is said where it is read.
        return False


def _read_pack(pack: Pack, country: str, progress: Progress | None) -> Incoming:
    return read_cards(
        *pack.files, name=pack.name, others=pack.others, country=country, progress=progress
    )
