"""Writes contacts as vCard 3.0, which every program reads, or 4.0, in which nothing is lost."""

import datetime as dt
import enum
import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from deskcrm.domain.people import ContactKind
from deskcrm.features.exchange.card import Card, Picture, Postal
from deskcrm.features.exchange.queries import cards, contact_ids
from deskcrm.features.exchange.vcard_words import ALIASES, EXACT, OWN, TEXTS, TYPES
from deskcrm.files import replacing
from deskcrm.jobs import Progress, Silent

_FOLD: Final = 75
"""So many octets a line may have (RFC 6350, 3.2)."""
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": "\\n"})
_CARETS: Final = str.maketrans({"^": "^^", "\n": "^n", '"': "^'", "\r": ""})
_IN_3: Final = {name: alias for alias, name in ALIASES.items()}


class Version(enum.StrEnum):
    """A version of the format."""

    V3 = "3.0"
    V4 = "4.0"


def export_vcards(
    session: Session,
    path: Path,
    ids: Sequence[int] | None = None,
    *,
    version: Version,
    progress: Progress | None = None,
) -> int:
    """Write contacts to a file, all without `ids`; return how many. Raise FileProblem.

    The file is written whole or not at all.
    """
    progress = progress or Silent()
    ids = contact_ids(session) if ids is None else ids
    with replacing(path) as fresh, fresh.open("wb") as file:
        for done, (_key, card) in enumerate(cards(session, ids), 1):
            if done % 200 == 0:
                progress.report(done, len(ids))
            file.write(written_card(card, version))
    return len(ids)


def written_card(card: Card, version: Version) -> bytes:
    """Return one contact as the bytes of its card."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_lines(card, version), "END:VCARD", ""]
    return b"\r\n".join(map(_folded, lines))


def _lines(card: Card, version: Version) -> Iterator[str]:
    exact = version is Version.V4
    yield f"PRODID:{EXACT if exact else '-//DeskCRM//EN'}"
    # In 4.0 a UID is an address unless it says that it is a text.
    yield f"UID{';VALUE=text' if exact else ''}:{_escaped(card.uid)}"
    if card.kind is ContactKind.ORGANIZATION:
        yield "KIND:org" if exact else "X-ABSHOWAS:COMPANY"
    yield f"FN:{_escaped(card.name)}"
    names = (card.family_name, card.given_name, card.additional_names, card.prefix, card.suffix)
    yield "N:" + ";".join(map(_escaped, names))
    for name, part in TEXTS.items():
        if text := getattr(card, part):
            yield f"{name if exact else _IN_3.get(name, name)}:{_escaped(text)}"
    for name, day in (("BDAY", card.birthday), ("ANNIVERSARY", card.anniversary)):
        if day:
            yield f"{name if exact else _IN_3.get(name, name)}:{_day(day, version)}"
    yield from _entries(card, version)
    if card.kind is ContactKind.ORGANIZATION and not card.roles and not exact:
        yield f"ORG:{_escaped(card.name)}"
    if card.tags:
        yield "CATEGORIES:" + ",".join(map(_escaped, card.tags))
    if exact:
        yield from _own(card)
    if card.updated:
        yield from _moment("REV", card.updated) if exact else [f"REV:{card.updated.isoformat()}"]


def _own(card: Card) -> Iterator[str]:
    """Give what only we read back."""
    for consent in card.consents:
        given = "yes" if consent.given else "no"
        yield f"{OWN}CONSENT;X-GIVEN={given};X-DAY={consent.day.isoformat()}:{_escaped(consent.source)}"
    for name, value in card.custom.items():
        said = json.dumps(value, ensure_ascii=False)
        yield f"{OWN}CUSTOM;X-NAME={_parameter(name)}:{_escaped(said)}"
    if card.created:
        yield from _moment("CREATED", card.created)


def _moment(name: str, moment: dt.datetime) -> Iterator[str]:
    """Give a moment as 4.0 writes it, and whole where that leaves out a part of a second."""
    plain = moment.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat()
    yield f"{name}:{plain.replace('-', '').replace(':', '')}Z"
    if moment.microsecond:
        yield f"{OWN}{name}:{moment.isoformat()}"


def _entries(card: Card, version: Version) -> Iterator[str]:
    """Give what there may be several of; an entry whose label no type says is in a group with it."""
    exact = version is Version.V4
    number = 0
    for name, label, params, value in (
        *(("EMAIL", email.label, "", _escaped(email.value)) for email in card.emails),
        *(
            (
                "TEL",
                phone.label,
                f";X-E164={_parameter(phone.e164)}" if exact and phone.e164 else "",
                _escaped(phone.value),
            )
            for phone in card.phones
        ),
        *(("ADR", postal.label, *_postal(postal, version)) for postal in card.addresses),
        *(("URL", link.label, "", _escaped(link.value)) for link in card.links),
    ):
        kind = _types(label)
        if label and not kind:
            number += 1
            yield f"item{number}.{name}{params}:{value}"
            yield f"item{number}.X-ABLABEL:{_escaped(label)}"
        else:
            yield f"{name}{kind}{params}:{value}"
    for role in card.roles:
        number += 1
        units = f";{_escaped(role.department)}" if role.department else ""
        yield f"item{number}.ORG:{_escaped(role.organization_name)}{units}"
        if role.title:
            yield f"item{number}.TITLE:{_escaped(role.title)}"
        if exact:
            for part, text in (
                ("SINCE", role.since.isoformat() if role.since else ""),
                ("UNTIL", role.until.isoformat() if role.until else ""),
                ("ORGANIZATION-UID", _escaped(role.organization_uid)),
            ):
                if text:
                    yield f"item{number}.{OWN}{part}:{text}"

    if card.photo:
        yield _photo(card.photo, version)
    for day in card.dates:
        number += 1
        yield f"item{number}.X-ABDATE:{_day(day.day, version)}"
        yield f"item{number}.X-ABLABEL:{_escaped(day.label)}"


def _photo(photo: Picture, version: Version) -> str:
    data = b64encode(photo.data).decode()
    if version is Version.V4:
        return f"PHOTO:data:{photo.media_type};base64,{data}"
    return f"PHOTO;ENCODING=b;TYPE={photo.media_type.rpartition('/')[2].upper()}:{data}"


def _postal(postal: Postal, version: Version) -> tuple[str, str]:
    """Return parameters and value of an address."""
    parts = (
        postal.po_box, postal.extended, postal.street, postal.city, postal.region,
        postal.postal_code, postal.country,
    )  # fmt: skip
    whole = postal.formatted if version is Version.V4 else ""
    return f";LABEL={_parameter(whole)}" if whole else "", ";".join(map(_escaped, parts))


def _types(label: str) -> str:
    """Return the TYPE that says a label, "" if none does."""
    words = label.split(" ")
    if label == "Fax":
        return ";TYPE=fax"
    if len(words) == 2 and words[1] == "Fax" and words[0] in TYPES:
        return f";TYPE={TYPES[words[0]]},fax"
    return f";TYPE={TYPES[label]}" if label in TYPES else ""


def _day(day: dt.date, version: Version) -> str:
    return day.strftime("%Y%m%d").rjust(8, "0") if version is Version.V4 else day.isoformat()


def _escaped(text: str) -> str:
    """Return a text that cannot end its property or begin another."""
    return text.translate(_ESCAPES) if text else ""


def _parameter(text: str) -> str:
    """Return a parameter's value in quotation marks, escaped as RFC 6868 says."""
    return f'"{text.translate(_CARETS)}"'


def _folded(line: str) -> bytes:
    """Return a line broken after 75 octets at most, never within a letter."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _FOLD:
        return data
    parts, start, room = [], 0, _FOLD
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end])
        start, room = end, _FOLD - 1
    return b"\r\n ".join([*parts, data[start:]])
