"""Texts in the user's language and, beside it, in a document's: gettext catalogs by language."""

import gettext
from functools import cache
from pathlib import Path

SOURCE_LANGUAGE = "en"
DOCUMENTS = "documents"
"""The domain of the texts that stand on documents, for languages that the window does not speak."""
LANGUAGES = {"en": "English", "bg": "Български", "es": "Español", "fa": "فارسی"}
"""The complete catalogs, each under its own name, English being the source."""

PERSIAN_CALENDAR = "fa-u-ca-persian"
DOCUMENT_LANGUAGES = {
    **LANGUAGES,
    PERSIAN_CALENDAR: "فارسی (هجری شمسی)",
    "de": "Deutsch",
    "fr": "Français",
}
"""What documents can be written in, more than the window speaks."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "ckb"})
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = SOURCE_LANGUAGE


def catalogs_folder() -> Path:
    """Return the folder of compiled catalogs: in the package when installed, else in the source tree."""
    here = Path(__file__).resolve()
    packaged = here.parent / "translations"
    return packaged if packaged.is_dir() else here.parents[2] / "translations"


@cache
def texts(code: str) -> gettext.NullTranslations:
    """Return the catalog of language `code`; English, the source, for one that has none."""
    if base(code) == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    domain = "deskcrm" if base(code) in LANGUAGES else DOCUMENTS
    return gettext.translation(domain, str(catalogs_folder()), [code, base(code)], fallback=True)


def use_language(code: str) -> None:
    """Make `code` (such as "es" or "pt_BR") the language of the window and the command line."""
    global _current, _language
    _current, _language = texts(code), code


def language() -> str:
    """Return the code of the language in use."""
    return _language


def base(code: str) -> str:
    """Return the language of a code without its region: "pt" of "pt_BR"."""
    return code.replace("-", "_").split("_")[0].lower()


def is_rtl(code: str) -> bool:
    """Say whether a language is written from right to left."""
    return base(code) in _RIGHT_TO_LEFT


def _(text: str) -> str:
    """Return `text` in the language in use."""
    return _current.gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """Return the form of the text that fits the number `n`."""
    return _current.ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """Return `text` as it is said in `context`, where one word has several meanings."""
    return _current.pgettext(context, text)


def mark(text: str) -> str:
    """Mark a text for translators where it is written; it is translated where it is shown."""
    return text
