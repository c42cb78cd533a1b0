"""A business for tests of import and export: contacts that use every field there is."""

import datetime as dt
import io

from PIL import Image

from builders import NOW, add, contact, organization
from deskcrm.crm import Crm
from deskcrm.domain.belongings import Consent, ImportantDate, Photo
from deskcrm.domain.people import (
    Address,
    Contact,
    ContactTag,
    Email,
    Link,
    Phone,
    Role,
    Tag,
)
from deskcrm.features.exchange.card import Card
from deskcrm.features.exchange.queries import cards, contact_ids


def photo(kind: str = "PNG", colour: str = "#3B5BDB") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(out, kind)
    return out.getvalue()


def all_cards(crm: Crm) -> list[Card]:
    return crm.ask(lambda session: [card for _key, card in cards(session, contact_ids(session))])


def rich_business(crm: Crm) -> None:
    """Contacts that use every field there is."""
    ola = organization("Ola Surf Escuela", tax_id="ES-B123")
    (company,) = crm.do(add, ola)
    (tag, odd_tag) = crm.do(add, Tag(name="Clientes"), Tag(name='odd ::: "tag", yes'))
    miguel = contact("Miguel Ríos", email="miguel@rios.example")
    (sender,) = crm.do(add, miguel)
    lucia = Contact(
        prefix="Dra.", given_name="Lucía", additional_names="M.", family_name="Fernández", suffix="Jr.",
        nickname="Lu", phonetic_given_name="loo-SEE-ah", phonetic_additional_names="em",
        phonetic_family_name="fer", file_as="Fernández, L.", tax_id="X1", language="es",
        birthday=dt.date(1984, 3, 9), anniversary=dt.date(2010, 6, 1), time_zone="Europe/Madrid",
        source="Fair ::: 2025", note="=1+1\n'quoted', \"twice\"\n\n  end  ", custom={"Shoe": 38, "a": ["b"]},
        referred_by_id=sender, created=NOW, updated=NOW + dt.timedelta(days=1),
    )  # fmt: skip
    lucia.emails = [Email(label="* Work", value="a@x.example", position=0),
                    Email(label="", value="odd ::: one@x.example", position=1)]  # fmt: skip
    lucia.phones = [Phone(label="Mobile", value="0600 11 22 33", e164="+34600112233"),
                    Phone(label="Fax", value="ext. 7", e164="", position=1)]  # fmt: skip
    lucia.addresses = [
        Address(label="Home", street="Calle 1\n2º", extended="piso", po_box="9", city="Gijón",
                region="Asturias", postal_code="33201", country="España", formatted="all of it"),
        Address(label="Work", city="Oviedo", position=1),
    ]  # fmt: skip
    lucia.links = [Link(label="Blog", value="https://lu.example/?a=1,2"),
                   Link(label="", value="lu.example", position=1)]  # fmt: skip
    lucia.roles = [
        Role(organization_id=company, organization_name="Ola Surf Escuela", title="Owner",
             department="Board", since=dt.date(2019, 1, 1)),
        Role(organization_name="Ola Surf Escuela", title="once", until=dt.date(2018, 1, 1), position=1),
    ]  # fmt: skip
    lucia.tags = [ContactTag(tag_id=tag), ContactTag(tag_id=odd_tag)]
    lucia.dates = [ImportantDate(label="Wedding", day=dt.date(2011, 5, 7)),
                   ImportantDate(label="Anniversary", day=dt.date(2012, 5, 7), position=1)]  # fmt: skip
    lucia.consents = [Consent(given=True, day=dt.date(2025, 1, 2), source="a form; page 2"),
                      Consent(given=False, day=dt.date(2026, 1, 2), source="by phone")]  # fmt: skip
    lucia.photo = Photo(media_type="image/png", data=photo())
    lucia.rename()
    crm.do(add, lucia, contact("نسرین احمدی", organization="کافه باران"), contact("-2+3 @x"))
