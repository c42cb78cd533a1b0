"""The catalogs: texts are found where they stand, and nothing translated is lost on the way."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import catalogs


def catalog_of(*texts: str) -> Catalog:
    """Return a template with these texts."""
    catalog = Catalog(fuzzy=False)
    for text in texts:
        catalog.add(text)
    return catalog


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty source tree for the catalogs to read."""
    monkeypatch.setattr(catalogs, "ROOT", tmp_path)
    (tmp_path / "src").mkdir()
    (tmp_path / "resources" / "templates").mkdir(parents=True)
    return tmp_path


def test_texts_of_the_code_and_of_document_templates_are_collected(source: Path) -> None:
    (source / "src" / "page.py").write_text(
        'TITLE = mark("Quotes")\n'
        '_("Sent to {name}").format(name=name)\n'
        'ngettext("{n} quote", "{n} quotes", n)\n'
        'pgettext("verb", "Quote")\n'
        'texts("es").gettext("Valid until")\n'
        'print("not a text")\n'
    )
    (source / "resources" / "templates" / "letter.txt.j2").write_text(
        '{{ _("Dear {name},") }}{% trans %}Kind regards{% endtrans %}\n'
    )
    found = {message.id for message in catalogs.collect(catalogs.PROGRAM) if message.id}
    assert found == {
        "Quotes",
        "Sent to {name}",
        ("{n} quote", "{n} quotes"),
        "Quote",
        "Valid until",
        "Dear {name},",
        "Kind regards",
    }


def test_renewing_keeps_translations_adds_new_texts_and_drops_old_ones(tmp_path: Path) -> None:
    po = tmp_path / "deskcrm.po"
    first = catalogs.renew("es", po, catalog_of("Quote", "Invoice"))
    first["Quote"].string = "Presupuesto"
    po.write_bytes(catalogs.written(first))

    second = catalogs.renew("es", po, catalog_of("Quote", "Contact"))
    po.write_bytes(catalogs.written(second))

    text = po.read_text(encoding="utf-8")
    assert 'msgid "Quote"\nmsgstr "Presupuesto"' in text
    assert 'msgid "Contact"\nmsgstr ""' in text
    assert "Invoice" not in text


def test_a_catalog_file_changes_only_when_its_texts_do(tmp_path: Path) -> None:
    po = tmp_path / "deskcrm.po"
    po.write_bytes(catalogs.written(catalogs.renew("fa", po, catalog_of("Quote", "Contact"))))
    before = po.read_bytes()
    again = catalogs.written(catalogs.renew("fa", po, catalog_of("Contact", "Quote")))
    assert again == before
    assert b"Date" not in before
    assert b"Plural-Forms: nplurals=2; plural=(n > 1);" in before


def test_a_compiled_catalog_answers_in_its_language(tmp_path: Path) -> None:
    po = tmp_path / "bg" / "LC_MESSAGES" / "deskcrm.po"
    po.parent.mkdir(parents=True)
    catalog = catalogs.renew("bg", po, catalog_of("Quote"))
    catalog["Quote"].string = "Оферта"
    po.write_bytes(catalogs.written(catalog))
    catalogs.compile_catalog(po)
    assert gettext.translation("deskcrm", str(tmp_path), ["bg"]).gettext("Quote") == "Оферта"
    assert sorted(path.name for path in po.parent.iterdir()) == ["deskcrm.mo", "deskcrm.po"]


def test_a_command_line_that_asks_for_nothing_known_gets_the_usage() -> None:
    with pytest.raises(SystemExit, match=r"catalogs\.py update"):
        catalogs.main(["frobnicate"])
