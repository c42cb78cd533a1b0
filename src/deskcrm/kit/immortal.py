"""Keeps None, True and False alive on Pythons where they can die."""

import sys

_PLENTY = 1 << 40


def keep_singletons() -> None:
    """Make sure that references lost to None, True and False never add up to their end.

    PySide 6.12 gives one back too many with each emitted signal, each slot and each empty value a
    model returns. From Python 3.12 on these objects are immortal; on 3.11 the program would be
    aborted after some hundreds of clicks ("none_dealloc", "bool_dealloc").
    """
    if sys.version_info < (3, 12):
        from ctypes import c_ssize_t

        for value in (None, True, False):
            c_ssize_t.from_address(id(value)).value += _PLENTY
