"""vCards: read from every program, written for every program, and exact in version 4.0."""

import contextlib
import datetime as dt
import io
import re
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PIL import Image

from builders import NOW, add, contact
from deskcrm.crm import Crm
from deskcrm.domain.people import ContactKind
from deskcrm.domain.text import keepable, one_line
from deskcrm.errors import CrmError
from deskcrm.features.exchange.card import (
    Card,
    Day,
    Labelled,
    Number,
    Picture,
    Position,
    Postal,
    Said,
)
from deskcrm.features.exchange.csv_file import NotCsv, TooLarge
from deskcrm.features.exchange.formats import Format, export
from deskcrm.features.exchange.incoming import Incoming
from deskcrm.features.exchange.opening import read_file
from deskcrm.features.exchange.plan import Verdict
from deskcrm.features.exchange.usecases import import_contacts
from deskcrm.features.exchange.vcard_pack import BrokenArchive, NoCards
from deskcrm.features.exchange.vcard_reader import read_cards
from deskcrm.features.exchange.vcard_words import EXACT
from deskcrm.features.exchange.vcard_write import Version, written_card
from exchanging import all_cards, photo, rich_business


def read(text: str | bytes) -> Incoming:
    data = text.encode() if isinstance(text, str) else text
    return read_cards(data, name="x.vcf", country="ES")


def only(text: str | bytes) -> Card:
    """The one card of a file."""
    (arrival,) = read(text).arrivals
    return arrival.card


def vcard(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def test_a_card_of_a_phone_is_read_with_its_labels() -> None:
    card = only(
        vcard(
            "N:Ivanova;Marta;Petrova;Dr.;",
            "FN:Dr. Marta Petrova Ivanova",
            "NICKNAME:Marti",
            "ORG:Северна Звезда;Дизайн",
            "TITLE:Owner",
            "EMAIL;type=INTERNET;type=HOME:marta@home.example",
            "EMAIL;type=INTERNET;type=WORK;type=pref:marta@work.example",
            "TEL;TYPE=CELL:600 11 22 33",
            "TEL;TYPE=WORK,FAX:+359 2 123 45 67",
            "item1.URL:https://marta.example/?a=1",
            "item1.X-ABLabel:_$!<HomePage>!$_",
            "ADR;TYPE=HOME:;;Calle 1\\n2º;Gijón;Asturias;33201;España",
            "BDAY:1984-03-09",
            "NOTE:one\\, two\\;\\nthree",
            "CATEGORIES:surf,good\\, old",
            "UID:urn:uuid:0a1b",
        )
    )
    assert (card.prefix, card.given_name, card.additional_names, card.family_name) == (
        "Dr.",
        "Marta",
        "Petrova",
        "Ivanova",
    )
    assert (card.name, card.nickname, card.uid) == ("Dr. Marta Petrova Ivanova", "Marti", "0a1b")
    assert card.roles == [Position("Северна Звезда", "Owner", "Дизайн")]
    assert card.emails == [
        Labelled("Work", "marta@work.example"),
        Labelled("Home", "marta@home.example"),
    ]
    assert card.phones == [
        Number("Mobile", "600 11 22 33", "+34600112233"),
        Number("Work Fax", "+359 2 123 45 67", "+35921234567"),
    ]
    assert card.links == [Labelled("HomePage", "https://marta.example/?a=1")]
    assert card.addresses == [
        Postal("Home", "Calle 1\n2º", "", "", "Gijón", "Asturias", "33201", "España")
    ]
    assert (card.birthday, card.note) == (dt.date(1984, 3, 9), "one, two;\nthree")
    assert card.tags == ["surf", "good, old"]
    assert card.custom == {}


def test_version_2_1_has_bare_types_soft_breaks_and_charsets() -> None:
    card = only(
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=ED=EE=E2=E0;=\r\n"
        b"=CC=E0=F0=F2=E0\r\n"
        b"TEL;CELL;PREF:0600 11 22 33\r\n"
        b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:first=0D=0A=\r\n"
        b"=C3=A9nd\r\n"
        b"END:VCARD\r\n"
    )
    assert (card.given_name, card.family_name) == ("Марта", "Иванова")
    assert card.phones[0].label == "Mobile"
    assert card.note == "first\nénd"


def test_a_fold_may_stand_inside_a_letter() -> None:
    data = vcard("N:;Жоро;;;", "FN:Жоро").encode()
    at = data.index("Жоро".encode()) + 1
    assert only(data[:at] + b"\r\n " + data[at:]).given_name == "Жоро"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_a_file_that_names_no_charset_is_read_by_what_it_is(encoding: str) -> None:
    text = vcard("N:Иванова;Марта;;;", "FN:Марта Иванова", "NOTE:Обажда се всеки петък следобед")
    assert only(text.encode(encoding)).name == "Марта Иванова"


def test_a_name_alone_is_parted_and_a_company_is_an_organization() -> None:
    first, second, third = (
        arrival.card
        for arrival in read(
            vcard("FN:Lucía Fernández", version="4.0")
            + vcard("FN:Ola Surf", "ORG:Ola Surf", "N:;;;;")
            + vcard("FN:Ola", "ORG:Ola Surf", "X-ABShowAs:COMPANY")
        ).arrivals
    )
    assert (first.given_name, first.family_name) == ("Lucía", "Fernández")
    assert (second.kind, second.name, second.roles) == (ContactKind.ORGANIZATION, "Ola Surf", [])
    assert (third.kind, third.name) == (ContactKind.ORGANIZATION, "Ola")


def test_what_has_no_field_is_kept_and_a_picture_is_named() -> None:
    incoming = read(
        vcard(
            "FN:Ana",
            "BDAY:--0412",
            "X-SKYPE:ana.s",
            "ROLE:Baker",
            "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg",
            " ABAQEA",
            "ORG:One",
            "ORG:Two",
        )
    )
    (arrival,) = incoming.arrivals
    assert arrival.card.custom == {"BDAY": "--0412", "X-SKYPE": "ana.s", "ROLE": "Baker"}
    assert [role.organization_name for role in arrival.card.roles] == ["One", "Two"]
    assert [(one.column, one.value, one.rows) for one in incoming.columns.left_out] == [
        ("PHOTO", "1 attachment", 1)
    ]


def test_the_day_of_a_phone_that_knows_no_year_gets_none() -> None:
    card = only(vcard("N:Ríos;Ana;;;", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12"))
    assert (card.birthday, card.custom) == (None, {"BDAY": "--0412"})


def test_the_preferred_comes_first_by_number_or_by_word() -> None:
    numbered = only(
        vcard(
            "FN:Ana",
            "EMAIL;PREF=20:c@x.example",
            "EMAIL:z@x.example",
            "EMAIL;PREF=3:b@x.example",
            "EMAIL;TYPE=pref:a@x.example",
            "LANG;PREF=2:en",
            "LANG;PREF=1:fr",
            version="4.0",
        )
    )
    assert [email.value[0] for email in numbered.emails] == ["a", "b", "c", "z"]
    assert (numbered.language, numbered.custom) == ("fr", {"LANG": "en"})


def test_a_second_value_of_what_there_is_one_of_is_kept_beside_the_fields() -> None:
    card = only(
        vcard("FN:Ana One", "FN:Ana Uno", "NICKNAME:A", "NICKNAME:B", "BDAY:19800101", "BDAY:19810101")
    )  # fmt: skip
    assert (card.name, card.nickname, card.birthday) == ("Ana One", "A", dt.date(1980, 1, 1))
    assert card.custom == {"NICKNAME": "B", "BDAY": "19810101", "FN": "Ana Uno"}


def test_a_label_that_is_no_type_of_ours_is_still_said() -> None:
    card = only(
        vcard(
            "FN:Ana",
            "EMAIL;TYPE=school:a@x.example",
            "TEL;TYPE=IPHONE,VOICE:600 11 22 33",
            "IMPP;X-SERVICE-TYPE=Skype;TYPE=HOME:skype:ana",
            "X-SOCIALPROFILE;TYPE=twitter:https://social.example/ana",
            "item1.X-ABRELATEDNAMES:Bob",
            "item1.X-ABLabel:_$!<Spouse>!$_",
            "item2.X-ABDATE:2010-06-01",
            "item2.X-ABLabel:_$!<Anniversary>!$_",
        )
    )
    assert (card.emails[0].label, card.phones[0].label) == ("School", "iPhone")
    assert [link.label for link in card.links] == ["Skype Home", "Twitter"]
    assert card.custom == {"X-ABRELATEDNAMES (Spouse)": "Bob"}
    assert card.anniversary == dt.date(2010, 6, 1)


@pytest.mark.parametrize(
    "lines",
    [
        ("ADR;TYPE=home:;;Calle 1;;;;", "LABEL;TYPE=home:Casa Ana\\nCalle 1"),
        ('ADR;TYPE=home;LABEL="Casa Ana\\nCalle 1":;;Calle 1;;;;',),
        ('ADR;TYPE=home;LABEL="Casa Ana^nCalle 1":;;Calle 1;;;;',),
    ],
)
def test_an_address_keeps_the_text_that_stands_beside_its_parts(lines: tuple[str, ...]) -> None:
    card = only(vcard("FN:Ana", *lines))
    assert card.addresses == [Postal("Home", "Calle 1", formatted="Casa Ana\nCalle 1")]


def test_an_organization_keeps_what_its_card_says_of_departments_and_titles() -> None:
    card = only(vcard("FN:Ola", "ORG:Ola Surf;Sales", "TITLE:Dealer", "X-ABShowAs:COMPANY"))
    assert (card.name, card.roles) == ("Ola", [])
    assert card.custom == {"ORG": "Ola Surf\nSales", "TITLE": "Dealer"}


def test_a_quotation_mark_that_is_never_closed_hides_nothing() -> None:
    card = only(vcard("FN:Ana", 'EMAIL;X-A="b:a@x.example'))
    assert [email.value for email in card.emails] == ["a@x.example"]


def test_a_card_without_an_end_is_refused_and_the_next_one_read() -> None:
    cut = vcard("FN:Cut", "EMAIL:cut@x.example").replace("END:VCARD\r\n", "")
    incoming = read(cut + vcard("FN:Whole") + cut)
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Whole"]
    assert [(one.row, one.name) for one in incoming.refused] == [(1, "Cut"), (3, "Cut")]
    assert "no end" in incoming.refused[0].reason


def test_a_card_within_a_card_is_not_taken_for_another() -> None:
    inner = vcard("FN:Agent", "EMAIL:agent@x.example", version="2.1").strip()
    card = only(vcard("N:Boss;Big", "AGENT:", *inner.split("\r\n"), "EMAIL:big@x.example"))
    assert card.name == "Big Boss"
    assert [email.value for email in card.emails] == ["big@x.example"]
    assert card.custom == {"AGENT": "FN: Agent\nEMAIL: agent@x.example"}


def test_a_card_cut_off_within_another_does_not_take_the_next_one_along() -> None:
    cut = "BEGIN:VCARD\r\nFN:Boss\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Agent\r\n"
    incoming = read(cut + vcard("FN:Whole"))
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Whole"]
    assert [refused.name for refused in incoming.refused] == ["Boss"]


@given(st.binary(max_size=200))
def test_whatever_stands_between_begin_and_end_is_no_crash(data: bytes) -> None:
    incoming = read(b"BEGIN:VCARD\nFN:Ana\n" + data + b"\nEND:VCARD\n")
    assert incoming.read >= 1


@pytest.mark.parametrize("charset", ["undefined", "punycode", "no-such", "ut\0f", "hex", ""])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    assert only(vcard(f"FN;CHARSET={charset}:a-!! Ана")).name == "a-!! Ана"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("item1.X-DESKCRM-SINCE:soon", {"X-DESKCRM-SINCE": "soon"}),
        ('X-DESKCRM-CUSTOM;X-NAME="deep":' + "[" * 200_000, {"deep": "[" * 200_000}),
        ('X-DESKCRM-CUSTOM;X-NAME="half":"\\\\ud800"', {"half": '"\\ud800"'}),
        ('X-DESKCRM-CUSTOM;X-NAME="none":null', {"none": None}),
        ("REV:yesterday", {}),
    ],
)
def test_a_card_of_ours_that_somebody_edited_is_still_read(line: str, kept: dict[str, str]) -> None:
    card = only(vcard(f"PRODID:{EXACT}", "UID:u1", "FN:Ana", "item1.ORG:Ola", line, version="4.0"))
    assert (card.name, card.custom) == ("Ana", kept)


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def archive(path: Path, **entries: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in entries.items():
            packed.writestr(name, text)
    return path


def test_a_zip_of_cards_is_read_whatever_their_names_say(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "all.zip",
        **{"../../a.vcf": vcard("FN:Ana"), "b.VCF": vcard("FN:Ben"), "read.txt": "no card"},
    )
    incoming = read_file(path)
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Ana", "Ben"]
    assert [(one.value, one.rows) for one in incoming.columns.left_out] == [("1 other file", 1)]
    assert [each.name for each in tmp_path.iterdir()] == ["all.zip"]


def test_a_folder_is_read_card_by_card_and_what_lies_beside_is_counted(tmp_path: Path) -> None:
    note = "NOTE:Обажда се всеки петък следобед"
    (tmp_path / "1.vcf").write_bytes(vcard("FN:Марта", note).encode("cp1251"))
    (tmp_path / "2.VCF").write_bytes(vcard("FN:Лили", note).encode())
    (tmp_path / "3.vcf").write_bytes(vcard("FN:Cut").encode().replace(b"END:VCARD\r\n", b""))
    (tmp_path / "4.vcf").write_bytes(b"\0\5\x16\7 no card at all")
    (tmp_path / "read me.txt").write_text("no card")
    (tmp_path / "deeper.vcf").mkdir()
    incoming = read_file(tmp_path)
    assert [arrival.card.name for arrival in incoming.arrivals] == ["Марта", "Лили"]
    assert [refused.name for refused in incoming.refused] == ["Cut"]
    (left_out,) = incoming.columns.left_out
    assert (incoming.name, left_out.column) == (tmp_path.name, tmp_path.name)
    assert left_out.value == "2 other files"


def test_a_folder_without_cards_says_so(tmp_path: Path) -> None:
    (tmp_path / "read me.txt").write_text("no card")
    with pytest.raises(NoCards, match="holds no vCards"):
        read_file(tmp_path)


def test_a_bomb_is_refused_and_so_is_a_broken_or_foreign_archive(tmp_path: Path) -> None:
    bomb = archive(tmp_path / "bomb.zip", **{"a.vcf": "A" * 50_000_000})
    with pytest.raises(TooLarge):
        read_file(bomb)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(bomb.read_bytes()[:200])
    with pytest.raises(BrokenArchive):
        read_file(broken)
    with pytest.raises(NotCsv):
        read_file(archive(tmp_path / "foreign.zip", **{"a.txt": "x"}))


def test_an_entry_without_a_name_is_another_file(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"?")
        archive.writestr("ana.vcf", b"BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n")
    assert [arrival.card.name for arrival in read_file(path).arrivals] == ["Ana"]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@given(spoiled=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_archive_is_read_or_refused_in_a_sentence(
    tmp_path: Path, method: int, spoiled: list[tuple[float, int]]
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.vcf", "".join(vcard(f"FN:Ana {n * n}") for n in range(30)))
    data = bytearray(packed.getvalue())
    for where, byte in spoiled:
        data[4 + int(where * (len(data) - 5))] = byte
    path = tmp_path / "spoiled.zip"
    path.write_bytes(data)
    with contextlib.suppress(CrmError):
        read_file(path)


def test_a_table_is_still_a_table(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("Name,E-mail\nAna,ana@x.example\n", "utf-8")
    assert [arrival.card.name for arrival in read_file(table).arrivals] == ["Ana"]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def exact_copy(crm: Crm, folder: Path) -> Crm:
    """A new business, filled from the vCard 4.0 export of another."""
    crm.ask(export, folder / "all.vcf", Format.VCARD4)
    other = Crm.open(folder / "other" / "deskcrm.sqlite")
    other.do(import_contacts, read_file(folder / "all.vcf"), now=NOW + dt.timedelta(days=9))
    return other


def test_version_4_brings_back_every_field_and_gives_the_same_bytes(
    crm: Crm, tmp_path: Path
) -> None:
    rich_business(crm)
    other = exact_copy(crm, tmp_path)
    assert all_cards(other) == all_cards(crm)
    other.ask(export, tmp_path / "again.vcf", Format.VCARD4)
    assert (tmp_path / "again.vcf").read_bytes() == (tmp_path / "all.vcf").read_bytes()
    other.close()


@pytest.mark.parametrize("form", [Format.VCARD3, Format.VCARD4])
def test_an_export_changes_nothing_where_it_came_from(
    crm: Crm, tmp_path: Path, form: Format
) -> None:
    rich_business(crm)
    crm.ask(export, tmp_path / "all.vcf", form)
    plan = crm.do(import_contacts, read_file(tmp_path / "all.vcf"), now=NOW)
    same = plan.count(Verdict.SAME)
    assert same == 5 if form is Format.VCARD4 else same >= 3
    assert plan.count(Verdict.NEW) == plan.count(Verdict.REFUSED) == 0


def test_version_3_says_what_other_programs_understand(crm: Crm, tmp_path: Path) -> None:
    (_key,) = crm.do(add, contact("Marta Ivanova", email="marta@x.example", organization="Звезда"))
    crm.ask(export, tmp_path / "all.vcf", Format.VCARD3)
    lines = (tmp_path / "all.vcf").read_bytes().decode().split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert {"FN:Marta Ivanova", "N:Ivanova;Marta;;;", "EMAIL;TYPE=work:marta@x.example"} <= set(
        lines
    )
    assert "item1.ORG:Звезда" in lines


def test_version_4_writes_moments_and_uids_as_the_standard_has_them(
    crm: Crm, tmp_path: Path
) -> None:
    crm.do(add, contact("Ana"))
    crm.ask(export, tmp_path / "all.vcf", Format.VCARD4)
    text = (tmp_path / "all.vcf").read_text("utf-8")
    assert re.search(r"^REV:\d{8}T\d{6}Z$", text, re.MULTILINE)
    assert re.search(r"^CREATED:\d{8}T\d{6}Z$", text, re.MULTILINE)
    assert re.search(r"^UID;VALUE=text:\S+$", text, re.MULTILINE)


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(one_line)
LABEL = st.sampled_from(["", "Home", "Work Fax", "Fax", "Mobile", "Skype Fax"]) | LINE
NAMED = LINE.filter(bool)
TEXT = st.text(max_size=120).map(keepable)
DAY = st.none() | st.dates()
MOMENT = st.datetimes(timezones=st.just(dt.UTC))


@st.composite
def any_card(draw: st.DrawFn) -> Card:
    """A card with any text in any field."""
    plain: dict[str, Any] = {
        name: draw(LINE)
        for name in ("prefix", "given_name", "additional_names", "family_name", "suffix", "nickname",
                     "phonetic_given_name", "file_as", "tax_id", "language", "time_zone", "source")
    }  # fmt: skip
    plain |= {name: plain[name][:30].strip() for name in ("language", "time_zone")}
    tags = draw(st.lists(NAMED, max_size=3, unique_by=str.casefold))
    card = Card(
        **plain,
        uid="u1",
        name=draw(NAMED),
        note=draw(TEXT),
        birthday=draw(DAY),
        anniversary=draw(DAY),
        created=draw(MOMENT),
        updated=draw(MOMENT),
        emails=draw(st.lists(st.builds(Labelled, LABEL, NAMED), max_size=2)),
        phones=draw(st.lists(st.builds(Number, LABEL, NAMED, st.sampled_from(["", "+3591"])), max_size=2)),
        links=draw(st.lists(st.builds(Labelled, LABEL, NAMED), max_size=2)),
        addresses=draw(st.lists(st.builds(Postal, LABEL, TEXT, LINE, LINE, NAMED, formatted=TEXT), max_size=2)),
        roles=draw(st.lists(st.builds(Position, NAMED, LINE, LINE, DAY, DAY), max_size=2)),
        tags=tags,
        dates=draw(st.lists(st.builds(Day, LINE, st.dates()), max_size=2)),
        consents=draw(st.lists(st.builds(Said, st.booleans(), st.dates(), LINE), max_size=2)),
        photo=draw(st.sampled_from([None, Picture("image/png", photo())])),
        custom=draw(st.dictionaries(NAMED, TEXT, max_size=2)),
    )  # fmt: skip
    if not any((card.given_name, card.family_name, card.additional_names, card.nickname)):
        card.given_name = card.name
    return card


@pytest.mark.parametrize(
    ("version", "head"),
    [
        ("2.1", "PHOTO;ENCODING=BASE64;JPEG:"),
        ("3.0", "PHOTO;ENCODING=b;TYPE=JPEG:"),
        ("4.0", "PHOTO:data:image/jpeg;base64,"),
    ],
)
def test_a_photo_in_a_card_becomes_the_photo(version: str, head: str) -> None:
    data = b64encode(photo("JPEG")).decode()
    folded = "\r\n ".join(data[at : at + 60] for at in range(0, len(data), 60))
    card = only(
        f"BEGIN:VCARD\r\nVERSION:{version}\r\nFN:Ana\r\n{head}{folded}\r\n\r\nEND:VCARD\r\n".encode()
    )
    assert card.photo is not None
    assert card.photo.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(card.photo.data)).size == (4, 3)
    assert card.custom == {}


def test_a_photo_elsewhere_is_not_fetched_and_one_that_is_none_is_counted() -> None:
    lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:Ana", "PHOTO;VALUE=uri:https://x.example/a.jpg",
             "PHOTO;ENCODING=b:bm8gcGljdHVyZQ==", "END:VCARD", ""]  # fmt: skip
    incoming = read_cards("\r\n".join(lines).encode(), name="x")
    card = incoming.arrivals[0].card
    assert card.photo is None
    assert card.custom == {"PHOTO": "https://x.example/a.jpg"}
    assert [one.column for one in incoming.columns.left_out] == ["PHOTO"]


def test_labelled_days_are_days_to_remember() -> None:
    lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:Ana", "item1.X-ABDATE:2011-05-07",
             "item1.X-ABLABEL:First job", "item2.X-ABDATE:soon", "END:VCARD", ""]  # fmt: skip
    card = only("\r\n".join(lines).encode())
    assert card.dates == [Day("First job", dt.date(2011, 5, 7))]
    assert card.custom == {"X-ABDATE": "soon"}


@given(any_card())
def test_any_card_survives_the_way_through_version_4(card: Card) -> None:
    data = written_card(card, Version.V4)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    back = only(data)
    back.custom.pop("FN", None)
    assert back == card


@given(any_card())
def test_no_text_begins_a_property_of_its_own(card: Card) -> None:
    text = "\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:evil"
    card.note = card.name = card.nickname = text
    card.custom = {text: text}
    card.emails = [Labelled(text, text)]
    card.dates = [Day(text, dt.date(2020, 1, 1))]
    card.consents = [Said(True, dt.date(2020, 1, 1), text)]
    for version in Version:
        data = written_card(card, version)
        assert read_cards(data, name="x").read == 1
        assert io.BytesIO(data).read().count(b"\r\nEND:VCARD\r\n") == 1
