"""A business of the sample's deals and quotes and of many contacts besides, built once and kept."""

import datetime as dt
import os
import random
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from deskcrm.crm import Crm, undoable
from deskcrm.domain.people import Address, Contact, Email, Phone, Role, written_name
from deskcrm.domain.text import fold
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.sample.usecases import load_sample
from deskcrm.storage.database import SCHEMA_VERSION
from deskcrm.storage.recorder import insert_all

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)

GIVEN = [
    "Lucía", "Marta", "Reza", "Jonas", "Aylin", "Paul", "Sofia", "Hana", "Tom", "Elena",
    "Miguel", "Nora", "Omid", "Ana", "Ben", "Irina", "Łukasz", "Мария", "Иван", "Елена", "رضا",
    "مریم", "Zoë", "Søren", "Chloé", "Björn", "François", "Thomas", "Giulia", "Kenji", "Amara",
    "Ngozi", "Oluwaseun", "Priya", "Arjun", "Mei", "Wei", "Yusuf", "Fatma", "Anders", "Ingrid",
    "Pedro", "João", "Beatriz", "Carlos", "Diego",
]  # fmt: skip
FAMILY = [
    "Fernández", "Ivanova", "Karimi", "Weber", "Demir", "Nkemelu", "Rossi", "Kimura", "Okafor",
    "Petrova", "Santos", "Lindqvist", "Rahimi", "Kovač", "Carter", "Todorova", "Müller",
    "Иванов", "Петрова", "کریمی", "احمدی", "Łukasiewicz", "Sørensen", "Dubois", "Tanaka",
    "Okonkwo", "Sharma", "Patel", "Chen", "Wang", "Yılmaz", "Kaya", "Larsson", "Hansen",
    "Silva", "Oliveira", "Costa", "García", "Martínez", "López", "Schmidt", "Schneider",
    "Fischer", "Novák", "Horváth", "Popescu", "Papadopoulos", "O'Connor", "Smith",
]  # fmt: skip
TRADES = [
    "Studio", "Tischlerei", "Ltd", "GmbH", "Arkitekter", "Bakery", "ООД", "شرکت", "Surf",
    "Dental", "Cycles", "Design",
]  # fmt: skip
CITIES = [
    "Sofia", "Shiraz", "Santander", "Köln", "Izmir", "Lagos", "Torino", "Osaka", "Leeds",
    "Plovdiv", "Porto", "Malmö",
]  # fmt: skip


def kept_folder() -> Path:
    """Return the folder that keeps what the benchmarks build."""
    return Path(tempfile.gettempdir()) / f"deskcrm-bench-{os.getuid()}"


def installed_environment() -> dict[str, str]:
    """Return an environment whose Python keeps compiled modules, as an installed program has them."""
    never = "PYTHONDONTWRITEBYTECODE"
    kept = {name: value for name, value in os.environ.items() if name != never}
    return {
        "QT_QPA_PLATFORM": "offscreen",
        **kept,
        "PYTHONPYCACHEPREFIX": str(kept_folder() / "compiled"),
    }


def profile(many: int, *, fresh: bool = False) -> Path:
    """Return the folder of a profile with so many contacts, built if it is not there."""
    folder = kept_folder() / f"{many}-contacts-schema-{SCHEMA_VERSION}"
    done = folder / "complete"
    if fresh or not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("deskcrm.sqlite*"):
            old.unlink()
        crm = Crm.open(folder / "deskcrm.sqlite")
        crm.do(load_sample, today=NOW.date(), render=render_quote)
        crm.do(fill, many)
        crm.tidy()
        crm.close()
        done.touch()
    return folder


@undoable("fill")
def fill(session: Session, many: int) -> None:
    """Add invented contacts in several scripts, each with an e-mail, a phone, an address, a role."""
    dice = random.Random(7)
    people = [(dice.choice(GIVEN), dice.choice(FAMILY)) for _number in range(many)]
    whole = [written_name(given=given, family=family) for given, family in people]
    keys = insert_all(
        session,
        Contact,
        [
            {
                "uid": f"bench-{number}",
                "kind": "person",
                "name": name,
                "sort_name": fold(name),
                "given_name": given,
                "family_name": family,
                "created": NOW,
                "updated": NOW,
            }
            for number, (name, (given, family)) in enumerate(zip(whole, people, strict=True))
        ],
    )
    emails = [
        f"{fold(f).replace(' ', '')}{key}@{fold(g)}.example"
        for key, (g, f) in zip(keys, people, strict=True)
    ]
    insert_all(
        session,
        Email,
        [
            {"contact_id": key, "label": "Work", "value": value, "key": value}
            for key, value in zip(keys, emails, strict=True)
        ],
    )
    numbers = [f"+34942{dice.randrange(10**6):06}" for _key in keys]
    insert_all(
        session,
        Phone,
        [
            {"contact_id": key, "label": "Mobile", "value": f"{n[:3]} {n[3:6]} {n[6:]}", "e164": n}
            for key, n in zip(keys, numbers, strict=True)
        ],
    )
    insert_all(
        session,
        Address,
        [
            {
                "contact_id": key,
                "city": dice.choice(CITIES),
                "street": f"Calle {dice.randrange(999)}",
            }
            for key in keys
        ],
    )
    insert_all(
        session,
        Role,
        [
            {
                "person_id": key,
                "organization_name": f"{family} {dice.choice(TRADES)}",
                "title": "Owner",
            }
            for key, (_given, family) in zip(keys, people, strict=True)
        ],
    )
