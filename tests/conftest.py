"""What the tests share: a real business in a real file, and a clock that stands still."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from deskcrm import i18n
from deskcrm.crm import Crm

# A change is judged by the same examples each time; fresh ones are tried while it is made.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    """An open business with its stages and settings, but nothing done yet."""
    opened = Crm.open(tmp_path / "profile" / "deskcrm.sqlite")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use_language("en")
    yield
    i18n.use_language("en")
