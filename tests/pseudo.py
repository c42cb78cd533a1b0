"""A language made for testing: English that is longer, accented and in brackets, so that what stays plain shows."""

import gettext
import re

OPEN, CLOSE = "⟦", "⟧"

_ACCENTED = str.maketrans(
    "aceilnorsuyzACEILNORSUYZ",
    "áçéíļñóřšúýžÁÇÉÍĻÑÓŘŠÚÝŽ",
)
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_LONGER = 0.4
_FILLING = "éxtra löng "


def pseudo(text: str) -> str:
    """Return a text two fifths longer, between brackets; what is in braces stays as it is."""
    if not text.strip():
        return text
    parts = _PLACEHOLDER.split(text)
    parts[::2] = [part.translate(_ACCENTED) for part in parts[::2]]
    letters = sum(len(part) for part in parts[::2])
    more = round(letters * _LONGER)
    filling = (_FILLING * (more // len(_FILLING) + 1))[:more]
    return f"{OPEN}{''.join(parts)}{filling.rstrip()}{CLOSE}"


class PseudoTexts(gettext.NullTranslations):
    """A catalog that has a translation for everything that asks for one."""

    def gettext(self, message: str) -> str:
        """Return the pseudo-translation of a text."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the pseudo-translation of the form for `n`."""
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - its signature
        """Return the pseudo-translation of a text, whatever it is about."""
        return pseudo(message)


def outside(text: str) -> str:
    """Return what of a text did not come out of the catalog."""
    kept, depth = [], 0
    for letter in text:
        depth += letter == OPEN
        kept.append(" " if depth else letter)
        depth -= letter == CLOSE
    return "".join(kept)
