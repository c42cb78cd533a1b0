"""Keeps the translations: collects the texts, brings them into every language, compiles the catalogs.

`catalogs.py update` renews translations/*.pot and every .po from the source;
`catalogs.py compile [FILE.po …]` writes the .mo beside each of them.

There are two domains: "deskcrm" has every text, "documents" what stands on documents alone, for the
languages that documents are written in and the window is not.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "translations"
PROGRAM, DOCUMENTS = "deskcrm", "documents"

KEYWORDS = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
"""The functions whose texts are translated, and which of their arguments are the texts."""

SOURCES = {
    PROGRAM: (("src", ("**.py", "python")), ("resources", ("**.j2", "jinja2"))),
    DOCUMENTS: (
        ("src/deskcrm/features/quotes/document", ("**.py", "python")),
        ("resources", ("**.j2", "jinja2")),
    ),
}
"""Where the texts of each domain stand, and how they are read there."""

PLURALS = {"fa": "nplurals=2; plural=(n > 1);"}
"""Plural rules as CLDR has them where Babel's own table differs."""

# Headers that would change from day to day or from tool to tool, and name no one.
_FLEETING = re.compile(
    rb'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|'
    rb'Last-Translator|Language-Team|Generated-By): .*\n(?:"[^:\n]*"\n)?',
    re.MULTILINE,
)


def template(domain: str) -> Path:
    """Return where the texts of a domain are kept, untranslated."""
    return FOLDER / f"{domain}.pot"


def collect(domain: str) -> Catalog:
    """Return every text of a domain."""
    catalog = Catalog(header_comment="# The texts of DeskCRM; `make translate` renews this file.")
    for folder, method in SOURCES[domain]:
        found = extract_from_dir(
            str(ROOT / folder),
            method_map=[method],
            options_map={"**.j2": {"silent": "false"}},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        )
        for _file, _line, message, comments, context in found:
            catalog.add(message, auto_comments=comments, context=context)
    catalog.fuzzy = False
    return catalog


def begin(language: str) -> Catalog:
    """Return an empty catalog of a language, with its plural rule."""
    catalog = Catalog(locale=language, header_comment="", fuzzy=False)
    rule = PLURALS.get(language, catalog.plural_forms)
    header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {rule}\\n"\n'
    return read_po(BytesIO(header.encode()), locale=language)


def renew(language: str, po: Path, texts: Catalog) -> Catalog:
    """Return the catalog of a language with exactly today's texts, keeping what is translated."""
    if po.exists():
        with po.open("rb") as file:
            catalog = read_po(file, locale=language)
    else:
        catalog = begin(language)
    catalog.update(texts, no_fuzzy_matching=True)
    catalog.header_comment = f"# {catalog.locale.english_name} texts of DeskCRM."
    catalog.fuzzy = False
    return catalog


def written(catalog: Catalog) -> bytes:
    """Return a catalog as the bytes of its file: sorted and undated, so that only texts change it."""
    file = BytesIO()
    write_po(file, catalog, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
    return _FLEETING.sub(b"", file.getvalue()).rstrip(b"\n") + b"\n"


def languages(domain: str) -> list[str]:
    """Return the languages that a domain is translated to."""
    from deskcrm.i18n import DOCUMENT_LANGUAGES, LANGUAGES, SOURCE_LANGUAGE, base

    if domain == PROGRAM:
        return sorted(set(LANGUAGES) - {SOURCE_LANGUAGE})
    return sorted(set(map(base, DOCUMENT_LANGUAGES)) - set(LANGUAGES))


def catalog_file(domain: str, language: str) -> Path:
    """Return where the catalog of a language is kept."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def update() -> None:
    """Write the templates and the catalogs of every language anew."""
    for domain in SOURCES:
        texts = collect(domain)
        template(domain).write_bytes(written(texts))
        for language in languages(domain):
            po = catalog_file(domain, language)
            catalog = renew(language, po, texts)
            po.parent.mkdir(parents=True, exist_ok=True)
            po.write_bytes(written(catalog))
            missing = [message for message in catalog if not is_translated(message)]
            print(f"{po.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} not translated")


def is_translated(message: Message) -> bool:
    """Say whether a text has its translation, in all plural forms."""
    forms = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(forms)


def compile_catalog(po: Path) -> Path:
    """Compile one .po into the .mo beside it, in one step as seen from outside, and return it."""
    mo = po.with_suffix(".mo")
    unfinished = po.with_suffix(".mo.new")
    with po.open("rb") as source, unfinished.open("wb") as target:
        write_mo(target, read_po(source, locale=po.parents[1].name))
    unfinished.replace(mo)
    return mo


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    match arguments:
        case ["update"]:
            update()
        case ["compile", *files]:
            chosen = map(Path, files) if files else FOLDER.glob("*/LC_MESSAGES/*.po")
            for po in chosen:
                compile_catalog(po)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
