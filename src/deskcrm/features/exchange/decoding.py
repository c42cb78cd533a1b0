"""Finds out in which encoding a text was written: by its mark, else by what its words look like."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LEGACY: Final = ("cp1252", "cp1251", "cp1250", "cp1256", "shift_jis", "mac_roman")
_LATIN: Final = ("cp1252", "cp1250", "mac_roman")
"""Encodings of the Latin alphabet: they differ in few letters, so words must tell."""

_WORD = re.compile(r"[^\W\d_]+")
_BEYOND = re.compile(r"[^\W\d_]*[^\x00-\x7f]+[^\W\d_]*")
_TOKEN = re.compile(r"[^\s,;|\"<>()@/]*[^\x00-\x7f][^\s,;|\"<>()@/]*")
_APOSTROPHES: Final = "’‘"
_VOWELS: Final = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåæøœąęůőűěãõëïÿıýă")
_WESTERN: Final = frozenset("äöüßáéíóúñàèìòùâêîôûçåæøãõëï")
_CENTRAL: Final = frozenset("łśżźćńąęóšžčřěůťďňýáéíúőűöüäßđășțţ")
_SAMPLE: Final = 256 * 1024


def decoded(data: bytes) -> tuple[str, str]:
    """Return a file's text and the encoding it was in."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace"), encoding
    # What is ASCII in UTF-16, commas at least, has a zero in every second byte.
    zeros = Counter(place % 2 for place, byte in enumerate(data[:2000]) if not byte)
    few = max(3, min(len(data), 2000) // 30)
    for half, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[half] > few and zeros[1 - half] <= few // 10:
            return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    best = min(_LEGACY, key=lambda name: _strangeness(sample.decode(name, "replace")))
    if best in _LATIN:
        best = min(_LATIN, key=lambda name: _unlikeliness(sample, name))
    return data.decode(best, "replace"), best


def _strangeness(text: str) -> int:
    """Count what no language writes: mixed scripts, words of accents alone, capitals or symbols inside."""
    odd = 20 * text.count("\ufffd")
    for match in _BEYOND.finditer(text):
        for word in _WORD.findall(match[0]):
            scripts = {_script(letter) for letter in word}
            odd += 3 * (len(scripts) - 1)
            accented = sum(letter > "\x7f" for letter in word)
            odd += accented if scripts == {"Latin"} and accented > max(4, len(word) // 2) else 0
            odd += sum(a.islower() and b.isupper() for a, b in pairwise(word))
        odd += 2 * sum(not letter.isalpha() for letter in match[0])
        # Half-width kana are what Shift-JIS makes of accented letters.
        odd += 2 * sum("\uff61" <= letter <= "\uff9f" for letter in match[0])
    return odd


def _script(letter: str) -> str:
    code = ord(letter)
    if code < 0x250:
        return "Latin"
    if 0x400 <= code < 0x530:
        return "Cyrillic"
    return "Arabic" if 0x600 <= code < 0x780 else "other"


def _unlikeliness(data: bytes, encoding: str) -> int:
    """Count what words in the Latin alphabet hardly ever look like, if they are read so."""
    text = data.decode(encoding, "replace")
    usual = _CENTRAL if encoding == "cp1250" else _WESTERN
    return sum(_oddity(match[0], usual) for match in _TOKEN.finditer(text))


def _oddity(token: str, usual: frozenset[str]) -> int:
    """Count what is odd about one word: strange letters, capitals or symbols inside, no vowel near."""
    odd = 20 * token.count("\ufffd")
    shouted = token.upper() == token
    for place, letter in enumerate(token):
        if letter <= "\x7f":
            continue
        before = token[place - 1].lower() if place else ""
        after = token[place + 1].lower() if place + 1 < len(token) else ""
        if not letter.isalpha():
            odd += _symbol(token, place)
            continue
        low = letter.lower()
        odd += 0 if low in usual else 1
        odd += 2 if place and letter.isupper() and not shouted and before.isalpha() else 0
        odd += int(low in "öüøå" and (before in _VOWELS or after in _VOWELS))
        if low not in _VOWELS and low != "ß":
            # A consonant with a mark, such as š, stands beside a vowel.
            alone = before.isalpha() and before not in _VOWELS and after not in _VOWELS
            odd += 2 * int(alone and after.isalpha())
    # A small letter before a capital: OíBrien.
    return odd + 2 * sum(
        a.islower() and b.isupper() and max(a, b) > "\x7f" for a, b in pairwise(token)
    )


def _symbol(token: str, place: int) -> int:
    """Return how odd a symbol is where it stands: inside a word, only an apostrophe is not."""
    left, right = token[:place], token[place + 1 :]
    if not (left and right and left[-1].isalpha() and right[0].isalpha()):
        return 0
    if token[place] in _APOSTROPHES and (len(left) <= 2 or right in {"s", "t", "S"}):
        return 0
    return 3
