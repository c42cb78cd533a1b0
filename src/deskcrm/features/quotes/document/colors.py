"""Colors made from a business's accent: dark enough to read, light enough to lie under text."""

import re

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_PLAIN_ACCENT = "#3B5BDB"
_READABLE = 4.5
"""The least contrast of small text with its ground, as WCAG 2 asks."""
TEXT, WHITE = "#1B1F27", "#FFFFFF"


def accent_of(color: str) -> str:
    """Return the accent if it is a color, else the program's own."""
    return color if _HEX.fullmatch(color) else _PLAIN_ACCENT


def ink(accent: str) -> str:
    """Return the accent, darkened until it can be read on white.

    >>> ink("#FFD400") != "#FFD400"
    True
    """
    shade = accent
    for step in range(1, 21):
        if contrast(shade, WHITE) >= _READABLE:
            break
        shade = mixed(accent, TEXT, step / 20)
    return shade


def tint(accent: str, share: float = 0.08) -> str:
    """Return a light ground in the color of the accent."""
    return mixed(WHITE, accent, share)


def upon(ground: str) -> str:
    """Return the color of text on a ground: white where that can be read."""
    if contrast(ground, WHITE) >= _READABLE:
        return WHITE
    return max((TEXT, WHITE), key=lambda color: contrast(ground, color))


def contrast(one: str, other: str) -> float:
    """Return how far two colors are apart to the eye: 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return a color with a `share` (0 to 1) of another in it."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in parts)


def _parts(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
