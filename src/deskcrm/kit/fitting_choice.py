"""Choices with long words: countries, currencies, kinds of tax."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtWidgets import QComboBox

from deskcrm.kit.fields import ChoiceField

K = TypeVar("K")
_LETTERS = 8


class FittingChoice(ChoiceField[K]):
    """A choice that takes the width it is given, however long its words are."""

    def __init__(
        self, name: str, label: str, choices: Sequence[tuple[K, str]], value: K | None = None
    ) -> None:
        super().__init__(name, label, choices, value)
        self.edit.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.edit.setMinimumContentsLength(_LETTERS)
