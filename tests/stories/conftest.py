"""What the stories share: somebody at the window, and the sample business, loaded once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from conftest import TODAY
from deskcrm.crm import Crm
from deskcrm.features.quotes.document import render_quote
from deskcrm.features.sample.usecases import load_sample
from storytelling import Story


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample business in a file that nobody writes to."""
    path = tmp_path_factory.mktemp("sample") / "deskcrm.sqlite"
    crm = Crm.open(path)
    crm.do(load_sample, today=TODAY, render=render_quote)
    crm.close()
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Crm]:
    """The sample business, open, to do with as one likes."""
    path = tmp_path / "profile" / "deskcrm.sqlite"
    path.parent.mkdir()
    shutil.copy(sample_file, path)
    opened = Crm.open(path)
    yield opened
    opened.close()


@pytest.fixture
def story(qtbot: QtBot, crm: Crm, capsys: pytest.CaptureFixture[str]) -> Story:
    """Somebody at a window over records that are empty yet."""
    return Story(qtbot, crm, capsys)
