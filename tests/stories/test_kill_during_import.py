"""An import that is killed leaves a sound file that holds all of it or none."""

from pathlib import Path

from killing import kill_imports


def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    whole, *killed = kill_imports(tmp_path, rows=2000, times=5, seed=7)
    assert (whole.killed, whole.contacts) == (False, 2000)
    assert any(outcome.killed for outcome in killed)
    for outcome in killed:
        assert outcome.contacts in {None, 0, 2000}
