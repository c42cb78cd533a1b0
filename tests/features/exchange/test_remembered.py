"""What was decided on the columns of a file is there for the next file with the same columns."""

from pathlib import Path

from deskcrm.features.exchange.place import NOTE, SKIPPED, phone
from deskcrm.features.exchange.remembered import remember, remembered
from deskcrm.settings import Settings

COLUMNS = ("Name", "Handy", "Shoe size")


def test_a_decision_is_kept_for_files_with_the_same_columns(tmp_path: Path) -> None:
    remember(Settings(tmp_path / "s.json"), COLUMNS, {"Handy": phone("Work"), "Shoe size": SKIPPED})
    again = Settings.load(tmp_path / "s.json")
    assert remembered(again, COLUMNS) == {"Handy": phone("Work"), "Shoe size": SKIPPED}
    assert remembered(again, ("name", "HANDY", "Shoe  size")) is not None
    assert remembered(again, (*COLUMNS, "Hat size")) is None


def test_a_column_that_keeps_its_name_is_a_decision_too() -> None:
    settings = Settings()
    remember(settings, COLUMNS, {"Handy": None})
    assert remembered(settings, COLUMNS) == {"Handy": None}


def test_deciding_nothing_forgets_what_was_decided() -> None:
    settings = Settings()
    remember(settings, COLUMNS, {"Shoe size": NOTE})
    remember(settings, COLUMNS, {})
    assert remembered(settings, COLUMNS) is None
    assert settings.get("exchange/mappings") is None


def test_the_oldest_of_more_than_fifty_is_forgotten() -> None:
    settings = Settings()
    for number in range(51):
        remember(settings, ("Name", f"Column {number}"), {"Name": NOTE})
        # A decision on the second file again makes it the newest.
        remember(settings, ("Name", "Column 1"), {"Name": NOTE})
    assert remembered(settings, ("Name", "Column 0")) is None
    assert remembered(settings, ("Name", "Column 1")) is not None
    assert remembered(settings, ("Name", "Column 50")) is not None


def test_settings_that_somebody_broke_remember_nothing() -> None:
    for broken in ("x", ["x"], [{"columns": 5}]):
        assert remembered(Settings(values={"exchange/mappings": broken}), COLUMNS) is None  # type: ignore[dict-item] # broken on purpose
    settings = Settings()
    remember(settings, COLUMNS, {"Handy": NOTE})
    kept = settings.get("exchange/mappings")
    assert isinstance(kept, list)
    assert isinstance(kept[0], dict)
    kept[0]["map"] = {"Handy": "shoe"}
    assert remembered(settings, COLUMNS) is None
