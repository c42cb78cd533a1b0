"""A whole name taken apart into given and family name."""

import re

_FAMILY_FIRST = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+$")


def split_name(name: str) -> tuple[str, str]:
    """Return given and family name: the last word is the family's, but the first of 田中 明.

    >>> split_name("Lucía Fernández")
    ('Lucía', 'Fernández')
    """
    words = name.split()
    if len(words) < 2:
        return name.strip(), ""
    if all(_FAMILY_FIRST.match(word) for word in words):
        return " ".join(words[1:]), words[0]
    return " ".join(words[:-1]), words[-1]
