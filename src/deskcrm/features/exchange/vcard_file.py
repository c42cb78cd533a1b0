"""Reads vCard files as properties: encodings, folded lines, parameters and escapes of 2.1, 3.0 and 4.0.

The bytes are taken apart before they are decoded, as each line may name a charset of its own and a
fold may stand in the middle of a letter.
"""

import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from deskcrm.domain.text import keepable
from deskcrm.features.exchange.decoding import decoded

_LINE_END = re.compile(rb"\r\n|\n|\r")
_QUOTED_PRINTABLE = re.compile(rb"[;=:]quoted-printable[;:]", re.IGNORECASE)
_BEGIN = re.compile(rb"\s*begin\s*:\s*vcard\s*", re.IGNORECASE)
_END = re.compile(rb"\s*end\s*:\s*vcard\s*", re.IGNORECASE)
_CARET: Final = {"n": "\n", "^": "^", "'": '"'}
_BACKSLASH = re.compile(r"\\([nN,;:\\])")


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: `value` is decoded, but its escapes still stand."""

    name: str
    value: str
    group: str = ""
    params: dict[str, list[str]] = field(default_factory=dict)

    @property
    def types(self) -> list[str]:
        """What its TYPE says, in lower case."""
        return [
            word.strip().lower()
            for words in self.params.get("TYPE", ())
            for word in words.split(",")
        ]

    @property
    def is_binary(self) -> bool:
        """Whether the value is a file, packed as text."""
        return any(word.upper() in {"B", "BASE64"} for word in self.params.get("ENCODING", ()))

    @property
    def text(self) -> str:
        """The whole value as a text."""
        return unescaped(self.value)

    def parts(self, separator: str = ";") -> list[str]:
        """Return the texts between the separators."""
        return [unescaped(part) for part in split(self.value, separator)]


@dataclass(slots=True)
class RawCard:
    """The properties of one card; `is_whole` tells whether its end was found."""

    properties: list[Property] = field(default_factory=list)
    is_whole: bool = False
    awaits_another: bool = False
    """Whether a card that begins now is nested in this one: that of its agent, as 2.1 has it."""
    depth: int = 0
    """How many nested cards are open."""
    _inner: list[str] = field(default_factory=list)

    def add(self, one: Property) -> None:
        """Take a property, or a line of text if it stands in a nested card."""
        self.awaits_another = one.name == "AGENT" and not one.value.strip()
        if not self.depth:
            self.properties.append(one)
        elif one.name != "VERSION" and not one.is_binary and not self.awaits_another:
            self._inner.append(f"{one.name}: {one.text}")

    def enter(self) -> None:
        """Begin a nested card."""
        self.awaits_another = False
        self.depth += 1

    def leave(self) -> None:
        """End a nested card; the property that holds the outermost one gets what it says as a text."""
        self.awaits_another = False
        self.depth -= 1
        if not self.depth:
            text = "\n".join(self._inner).replace("\\", "\\\\")
            self.properties[-1] = replace(self.properties[-1], value=text)
            self._inner.clear()


def looks_like_cards(data: bytes) -> bool:
    """Say whether the bytes of a file begin a card."""
    return _BEGIN.match(_as_utf8(data[:2000]).lstrip(b"\xef\xbb\xbf")) is not None


def raw_cards(data: bytes) -> Iterator[RawCard]:
    """Give the cards in the bytes of a file."""
    plain = _as_utf8(data)
    otherwise = decoded(plain)[1]
    card: RawCard | None = None
    for line in _unfolded(plain):
        if _BEGIN.fullmatch(line):
            if card is not None and card.awaits_another:
                card.enter()
                continue
            if card is not None:
                yield card
            card = RawCard()
        elif card is None:
            continue
        elif not _END.fullmatch(line):
            if (one := _property(line, otherwise)) is not None:
                card.add(one)
        elif card.depth:
            card.leave()
        else:
            card.is_whole = True
            yield card
            card = None
    if card is not None:
        yield card


def picture_bytes(one: Property) -> bytes | None:
    """Return the file that a property holds; None where it only tells its address."""
    text = one.value
    if not one.is_binary:
        head, comma, text = text.partition(",")
        if not (comma and head.lower().startswith("data:") and head.lower().endswith(";base64")):
            return None
    try:
        return b64decode("".join(text.split()))
    except ValueError:
        return b""


def split(value: str, separator: str) -> list[str]:
    """Part a value where the separator is not escaped."""
    if "\\" not in value:
        return value.split(separator)
    parts, start, at = [], 0, 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
        elif value[at] == separator:
            parts.append(value[start:at])
            start = at + 1
        at += 1
    return [*parts, value[start:]]


def unescaped(text: str) -> str:
    """Return a text without its escapes."""
    if "\\" not in text:
        return text
    return _BACKSLASH.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def _as_utf8(data: bytes) -> bytes:
    """Return UTF-16 as UTF-8, anything else as it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    if b"\0" in data[:64]:
        # No letter of a vCard is a zero, but every other byte of UTF-16 is one.
        text, encoding = decoded(data)
        return text.encode() if encoding.startswith("utf-16") else data
    return data.removeprefix(b"\xef\xbb\xbf")


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Give whole lines: continued ones are joined, those of quoted-printable after a last "="."""
    parts: list[bytes] = []
    soft = False
    for line in _LINE_END.split(data):
        if parts and soft:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in {b" ", b"\t"}:
            parts.append(line[1:])
            continue
        else:
            if parts:
                yield b"".join(parts)
            parts = [line]
        soft = line.endswith(b"=") and _QUOTED_PRINTABLE.search(parts[0]) is not None
    if parts:
        yield b"".join(parts)


def _property(line: bytes, otherwise: str) -> Property | None:
    """Take a line apart; None for one that is no property."""
    head, value = _halves(line)
    if value is None:
        return None
    first, *rest = _outside_quotes(head, ";")
    group, _dot, name = first.strip().rpartition(".")
    if not re.fullmatch(r"[A-Za-z0-9\-]+", name):
        return None
    params: dict[str, list[str]] = {}
    for text in rest:
        key, equals, said = text.partition("=")
        key, said = (key.strip().upper(), said) if equals else ("TYPE", key)
        if not equals and said.strip().upper() in {"QUOTED-PRINTABLE", "BASE64"}:
            key = "ENCODING"
        params.setdefault(key, []).extend(map(_parameter, _outside_quotes(said, ",")))
    if "QUOTED-PRINTABLE" in (word.upper() for word in params.get("ENCODING", ())):
        value = quopri.decodestring(value)
    return Property(name.upper(), _text(value, params, otherwise), group.lower(), params)


def _halves(line: bytes) -> tuple[str, bytes | None]:
    """Return what stands before and after the first colon outside of quotation marks.

    Where a quotation mark is never closed, the first colon of all counts.
    """
    first = at = line.find(b":")
    while at >= 0 and line.count(b'"', 0, at) % 2:
        at = line.find(b":", at + 1)
    at = first if at < 0 else at
    return (line[:at].decode("utf-8", "replace"), line[at + 1 :]) if at >= 0 else ("", None)


def _outside_quotes(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    parts, quoted = [""], False
    for letter in text:
        if letter == '"':
            quoted = not quoted
        if letter == separator and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _parameter(text: str) -> str:
    """Return a parameter's value without quotation marks and escapes (RFC 6868)."""
    plain = text.strip().removeprefix('"').removesuffix('"')
    return re.sub(r"\^([n^\'])", lambda match: _CARET[match[1]], plain)


def _text(value: bytes, params: dict[str, list[str]], otherwise: str) -> str:
    for charset in (*params.get("CHARSET", ()), "utf-8", otherwise):
        try:
            return keepable(value.decode(charset))
        except (ValueError, LookupError):
            # A charset that nobody knows, or that does not fit; UnicodeError is a ValueError.
            continue
    return keepable(value.decode("utf-8", "replace"))
