"""The manual names every field that a column can become, and every program that is known."""

import re
from pathlib import Path

from deskcrm.features.exchange.presets import PRESETS
from deskcrm.features.exchange.targets import NAMES, read_target

PAGE = Path(__file__).parents[3] / "docs" / "manual" / "importing.md"


def test_the_manual_names_every_field_and_every_program() -> None:
    named = set(re.findall(r"`([^`\n]+)`", PAGE.read_text("utf-8")))
    assert set(NAMES) - named == set()
    assert set(PRESETS) - named == set()


def test_the_mapping_in_the_manual_can_be_used() -> None:
    for target in re.findall(r'": "([^"]+)"', PAGE.read_text("utf-8")):
        read_target(target)
