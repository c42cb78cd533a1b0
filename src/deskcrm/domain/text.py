"""Texts as people type them: cleaned to be kept, folded to be found."""

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_JOINERS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u00ad\u0640\ufeff"))
_ALIKE = str.maketrans({
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و",
    "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "’": "'", "‘": "'", "`": "'", "´": "'",
})  # fmt: skip


def keepable(text: str) -> str:
    """Return `text` fit to be kept: line ends made the same, unprintable characters made visible as �."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return `text` as one line without blanks around it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return " ".join(keepable(text).splitlines()).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` as it is searched: without case, accents, letter variants, or double blanks.

    Persian and Arabic letters that look alike become one, digits of every script become ASCII, and
    invisible joiners vanish, so that what is typed on one keyboard finds what came from another.
    """
    if text.isascii():
        return _BLANKS.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKD", text.translate(_JOINERS).casefold().translate(_ALIKE))
    plain = "".join(
        str(unicodedata.digit(letter))
        if letter.isdigit() and unicodedata.digit(letter, -1) >= 0
        else letter
        for letter in folded
        if not unicodedata.combining(letter)
    )
    return _BLANKS.sub(" ", plain.translate(_ALIKE)).strip()


def digits(text: str) -> str:
    """Return only the digits of `text`, as ASCII."""
    return "".join(letter for letter in fold(text) if letter.isdigit())


def initials(name: str) -> str:
    """Return up to two letters that stand for a name: "LF" of "Lucía Fernández"."""
    words = [word for word in re.split(r"[\s\-]+", name) if word and word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:1].upper()
    return (words[0][0] + words[-1][0]).upper()
