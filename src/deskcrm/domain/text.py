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
    folded = text.lower() if text.isascii() else text.translate(_FOLDED)
    return _BLANKS.sub(" ", folded).strip()


class _Folded(dict[int, str]):
    """What each letter becomes, found out when it is met first: letters fold one by one."""

    def __missing__(self, letter: int) -> str:
        alike = chr(letter).translate(_JOINERS).casefold().translate(_ALIKE)
        plain = "".join(
            str(unicodedata.digit(part)) if unicodedata.digit(part, -1) >= 0 else part
            for part in unicodedata.normalize("NFKD", alike)
            if not unicodedata.combining(part)
        )
        self[letter] = plain.translate(_ALIKE)
        return self[letter]


_FOLDED = _Folded()


_LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a",
    "ь": "y", "ю": "yu", "я": "ya", "ы": "y", "э": "e", "ё": "e", "і": "i", "ї": "yi", "є": "ye",
    "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
})  # fmt: skip
_PAIRS = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"))
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_READABLE = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff\u0400-\u045f]")


def latin(text: str) -> str:
    """Return a text in Cyrillic or Greek as it is written in Latin letters; "" for any other.

    Cyrillic follows the Bulgarian law on transliteration of 2009, Greek ELOT 743.

    >>> latin("Николай Стоянов"), latin("Παπαδόπουλος"), latin("Zoë")
    ('nikolay stoyanov', 'papadopoulos', '')
    """
    if text.isascii() or not _READABLE.search(text.casefold()):
        return ""
    plain = unicodedata.normalize("NFC", text.casefold())
    if _GREEK.search(plain):
        # Greek accents change no letter; but Cyrillic й is another letter than и.
        plain = fold(plain)
        for pair, sound in _PAIRS:
            plain = plain.replace(pair, sound)
    return fold(plain.translate(_LATIN))


def sounding(latin_text: str) -> str:
    """Return Latin letters with the spellings of one sound made the same: "Mariya" and "Maria".

    >>> sounding("mariya"), sounding("nikolay"), sounding("yulia")
    ('maria', 'nikolai', 'iulia')
    """
    return re.sub("i+", "i", latin_text.replace("y", "i").replace("w", "v"))


def digits(text: str) -> str:
    """Return only the digits of `text`, as ASCII."""
    return "".join(filter(str.isdigit, fold(text)))


def initials(name: str) -> str:
    """Return up to two letters that stand for a name: "LF" of "Lucía Fernández"."""
    words = [word for word in re.split(r"[\s\-]+", name) if word and word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:1].upper()
    return (words[0][0] + words[-1][0]).upper()
