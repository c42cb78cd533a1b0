"""The encoding of a file is told by what real names and places look like in it."""

import pytest

from deskcrm.features.exchange.decoding import decoded

GERMAN = "Jürgen Müller;Köln\nGöran Weiß;Düsseldorf\nKäthe Schröder;Würzburg\n"
SPANISH = "José García;Málaga\nIñigo Muñoz;Cádiz\nRaúl López;León\nBegoña Ibáñez;A Coruña\n"
FRENCH = "Zoé Lefèvre;Orléans\nFrançois Bréton;Besançon\nHélène Dubois;Nîmes\n"
NORDIC = "Bjørn Ås;Tromsø\nSøren Kjær;Århus\nÅsa Öberg;Malmö\n"
IRISH = "Sean O’Brien;Cork\nDavid D’Arcy;Dublin\nAnna’s Kitchen;Galway\n"
PORTUGUESE = "João Conceição;São Paulo\nInês Araújo;Évora\n"
POLISH = "Łukasz Żółć;Łódź\nAgnieszka Wójcik;Poznań\nZbigniew Ślęzak;Gdańsk\n"
CZECH = "Jiří Dvořák;Plzeň\nTereza Šťastná;Hradec Králové\n"
CROATIAN = "Miloš Horvat;Niš\nNataša Kovač;Zagreb\nŽeljko Đurić;Čakovec\n"
BULGARIAN = "Мария Иванова;София\nГеорги Стоянов;Велико Търново\n"
RUSSIAN = "Елена Щукина;Нижний Новгород\nПётр Ёлкин;Орёл\n"
PERSIAN = "رضا كريمى;شيراز\nنسرين احمدى;تهران\n"
JAPANESE = "田中 明;大阪市\nサトウ ユウ;横浜市\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((encoding, text) for encoding in ("cp1252", "mac_roman")
          for text in (GERMAN, SPANISH, FRENCH, NORDIC, IRISH, PORTUGUESE)),
        *(("cp1250", text) for text in (POLISH, CZECH, CROATIAN)),
        *(("cp1251", text) for text in (BULGARIAN, RUSSIAN)),
        ("cp1256", PERSIAN),
        ("shift_jis", JAPANESE),
        *((encoding, text) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
          for text in (GERMAN, BULGARIAN)),
    ],
)  # fmt: skip
def test_names_are_read_as_they_were_written(encoding: str, text: str) -> None:
    assert decoded(f"Name;City\n{text}".encode(encoding))[0] == f"Name;City\n{text}"


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "name",
    ["Jörg Köhler", "María Díaz", "José Pérez", "François Noël", "Søren Ås", "Jürgen Groß"],
)
def test_one_name_is_enough(encoding: str, name: str) -> None:
    text = f"Name,Email\n{name},a@example.com\n"
    assert decoded(text.encode(encoding))[0] == text


def test_names_in_capitals_are_read_as_they_were_written() -> None:
    text = "Name;City\nJOSÉ GARCÍA;MÁLAGA\nJÜRGEN MÜLLER;KÖLN\n"
    for encoding in ("cp1252", "mac_roman"):
        assert decoded(text.encode(encoding))[0] == text
