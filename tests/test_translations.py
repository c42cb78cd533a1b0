"""Every language is complete, and a translation keeps what its text promises."""

import gettext
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import catalogs
from deskcrm.i18n import DOCUMENT_LANGUAGES, LANGUAGES, base, texts as program_texts

TRANSLATED = [
    (domain, language) for domain in catalogs.SOURCES for language in catalogs.languages(domain)
]
"""Each domain with each language that it is translated to."""


@pytest.fixture(params=TRANSLATED, ids="-".join)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return read(*request.param)


def read(domain: str, language: str) -> Catalog:
    """Return the catalog of a language as it stands in its file."""
    with catalogs.catalog_file(domain, language).open("rb") as file:
        found = read_po(file, locale=language)
    found.domain = domain
    return found


def pairs(catalog: Catalog) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield each text's source forms and its translated forms."""
    for message in catalog:
        if message.id:
            yield forms(message.id), forms(message.string)


def forms(text: object) -> tuple[str, ...]:
    """Return the plural forms of a text, one for a text that has none."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("domain", catalogs.SOURCES)
def test_a_template_holds_exactly_the_texts_of_its_domain(domain: str) -> None:
    found = catalogs.template(domain).read_bytes()
    assert found == catalogs.written(catalogs.collect(domain))


def test_each_language_has_its_folder_and_no_other_is_there() -> None:
    files = {(path.stem, path.parents[1].name) for path in catalogs.FOLDER.glob("*/*/*.po")}
    assert files == set(TRANSLATED)


def test_every_language_of_the_window_and_of_documents_has_a_catalog() -> None:
    languages = {base(code) for code in (*LANGUAGES, *DOCUMENT_LANGUAGES)}
    assert languages == {"en", *(language for _, language in TRANSLATED)}


@pytest.mark.parametrize(("code", "total"), [("de", "Gesamtbetrag"), ("fr-CA", "Total")])
def test_a_language_of_documents_alone_has_the_texts_of_documents_alone(
    code: str, total: str
) -> None:
    found = program_texts(code)
    assert found.gettext("Total") == total
    assert found.gettext("Quote") != "Quote"
    assert found.gettext("Preferences") == "Preferences"


def test_every_text_is_translated(catalog: Catalog) -> None:
    assert [message.id for message in catalog if not catalogs.is_translated(message)] == []


def test_no_translation_is_a_guess(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_a_catalog_has_exactly_the_texts_of_the_template(catalog: Catalog) -> None:
    with catalogs.template(str(catalog.domain)).open("rb") as file:
        template = read_po(file)
    assert keys(catalog) == keys(template)
    assert list(catalog.obsolete) == []


def keys(catalog: Catalog) -> set[tuple[tuple[str, ...], str | None]]:
    """Return what tells the texts of a catalog apart."""
    return {(forms(message.id), message.context) for message in catalog if message.id}


def test_a_translation_names_the_same_facts(catalog: Catalog) -> None:
    differing = []
    for source, target in pairs(catalog):
        needed = set.intersection(*map(placeholders, source))
        allowed = set.union(*map(placeholders, source))
        if any(not needed <= placeholders(form) <= allowed for form in target):
            differing.append((source, target))
    assert differing == []


SCRIPTS = {"Cyrillic": re.compile("[А-я]"), "Arabic": re.compile("[\u0621-\u06cc]")}
WRITTEN_IN = {"bg": {"Cyrillic"}, "fa": {"Arabic"}}


def test_a_translation_is_written_in_the_letters_of_its_language(catalog: Catalog) -> None:
    foreign = [
        pattern
        for name, pattern in SCRIPTS.items()
        if name not in WRITTEN_IN.get(str(catalog.locale), set())
    ]
    for source, translated in pairs(catalog):
        for text in translated:
            strange = [letter for letters in foreign for letter in letters.findall(text)]
            assert set(strange) <= set("".join(source)), text


def test_a_translation_has_the_edges_of_its_text(catalog: Catalog) -> None:
    """A space, a colon of a form's label or an ellipsis is put together with what stands beside it."""
    differing = [
        (source, target)
        for source, target in pairs(catalog)
        if len({edges(form) for form in (*source, *target)}) > 1
    ]
    assert differing == []


def edges(text: str) -> tuple[bool, bool, bool]:
    """Return whether a text begins or ends with a space, and whether it ends in an ellipsis."""
    return text[:1].isspace(), text[-1:].isspace(), text.endswith("…")


def test_a_translation_brings_no_markup_of_its_own(catalog: Catalog) -> None:
    assert [
        target
        for source, target in pairs(catalog)
        if any("<" in form for form in target) and not any("<" in form for form in source)
    ] == []


@pytest.mark.parametrize(("domain", "language"), TRANSLATED)
def test_the_plural_rule_is_the_languages_own(domain: str, language: str) -> None:
    """CLDR says which numbers take the singular; the header must choose its first form for those."""
    catalog = read(domain, language)
    choose = gettext.c2py(catalog.plural_expr)
    cldr = Locale(language).plural_form
    assert catalog.num_plurals == 2
    assert [n for n in range(1000) if (choose(n) == 0) != (cldr(n) == "one")] == []


@pytest.mark.parametrize(("domain", "language"), TRANSLATED)
def test_a_catalog_compiles_and_answers_with_its_translations(
    domain: str, language: str, tmp_path: Path
) -> None:
    po = tmp_path / language / "LC_MESSAGES" / f"{domain}.po"
    po.parent.mkdir(parents=True)
    shutil.copy(catalogs.catalog_file(domain, language), po)
    catalogs.compile_catalog(po)
    texts = gettext.translation(domain, str(tmp_path), [language])
    messages = [message for message in read(domain, language) if message.id]
    assert [message.id for message in messages if not answers(texts, message)] == []


def answers(texts: gettext.NullTranslations, message: Message) -> bool:
    """Say whether compiled texts answer a message's text with its translation."""
    source, target = forms(message.id), forms(message.string)
    if len(source) > 1:
        return texts.ngettext(source[0], source[1], 1) == target[0]
    if message.context:
        return texts.pgettext(message.context, source[0]) == target[0]
    return texts.gettext(source[0]) == target[0]
