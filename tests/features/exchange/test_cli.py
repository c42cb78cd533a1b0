"""`deskcrm contacts import` and `export`, as typed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deskcrm.__main__ import main

GOOGLE = str(Path(__file__).with_name("google.csv"))


@pytest.fixture
def profile(tmp_path: Path) -> str:
    return str(tmp_path / "profile")


def report(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


def test_the_report_says_what_became_of_everything(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = report(capsys, "--profile", profile, "contacts", "import", GOOGLE, "--json")
    assert (said["read"], said["new"], said["same"], said["dry_run"]) == (7, 7, 0, False)
    assert said["refused"] == []
    (alike,) = said["duplicates"]
    assert (alike["row"], alike["name"], alike["like"]) == (6, "Jose Garcia", "José García Núñez")
    assert said["columns"]["mapped"]["E-mail 2 - Value"] == "email.2.value"
    assert "Photo" in said["columns"]["kept"]
    assert said["columns"]["left_out"][0]["value"] == "* myContacts"
    assert "someday in May" in said["warnings"][0]["text"]


def test_a_dry_run_then_the_import_then_nothing_new(
    profile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--profile", profile, "contacts", "import", GOOGLE, "--json")
    assert report(capsys, *words, "--dry-run")["new"] == 7
    assert report(capsys, *words)["new"] == 7
    again = report(capsys, *words)
    assert (again["new"], again["same"], again["updated"]) == (0, 7, 0)


def test_undo_takes_the_whole_import_back(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--profile", profile, "contacts", "import", GOOGLE])
    assert main(["--profile", profile, "undo"]) == 0
    assert "Undid: import contacts." in capsys.readouterr().out
    said = report(capsys, "--profile", profile, "contacts", "import", GOOGLE, "--dry-run", "--json")
    assert said["new"] == 7


def test_an_exact_export_fills_an_empty_profile_with_the_same(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = str(tmp_path / "1.csv"), str(tmp_path / "2.csv")
    other = str(tmp_path / "other")
    main(["--profile", profile, "contacts", "import", GOOGLE])
    assert main(["--profile", profile, "contacts", "export", first, "--exact"]) == 0
    assert "Wrote 7 contacts" in capsys.readouterr().out
    main(["--profile", other, "contacts", "import", first])
    main(["--profile", other, "contacts", "export", second, "--exact"])
    assert Path(first).read_bytes() == Path(second).read_bytes()


def test_people_get_a_few_plain_lines(profile: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--profile", profile, "contacts", "import", GOOGLE])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "7 rows read: 7 new."
    assert any("likely the same as José García Núñez in row 3" in line for line in lines)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"", b"Item,Price\nMug,5\n", None])
def test_a_file_that_holds_no_contacts_is_one_sentence_and_changes_nothing(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    file = tmp_path / "x.csv"
    if content is not None:
        file.write_bytes(content)
    assert main(["--profile", profile, "contacts", "import", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "x.csv" in said.err
    assert len(said.err.splitlines()) == 1
    main(["--profile", profile, "undo"])
    assert capsys.readouterr().out == "There is nothing to undo.\n"


def test_the_order_of_dates_can_be_said(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text("Name,Birthday\nAna,03/04/1980\n")
    words = ("--profile", profile, "contacts", "import", str(tmp_path / "x.csv"), "--json")
    assert len(report(capsys, *words, "--dry-run")["warnings"]) == 1
    assert report(capsys, *words, "--day-first")["warnings"] == []


def test_the_command_runs_without_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from deskcrm.__main__ import main; "
        f"code = main(['--profile', {str(tmp_path)!r}, 'contacts', 'import', {GOOGLE!r}]); "
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def put(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def people(profile: str, capsys: pytest.CaptureFixture[str]) -> list[Any]:
    found: list[Any] = report(capsys, "--profile", profile, "contacts", "list", "--json")
    return found


def test_several_files_are_a_step_each(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = put(tmp_path, "a.csv", "Name,Email\nAna Kovač,ana@kovac.example\n")
    second = put(tmp_path, "b.vcf", "BEGIN:VCARD\r\nFN:Bo Lind\r\nEND:VCARD\r\n")
    said = report(capsys, "--profile", profile, "contacts", "import", first, second, "--json")
    assert [(one["file"], one["new"]) for one in said] == [(first, 1), (second, 1)]
    assert main(["--profile", profile, "undo"]) == 0
    assert [one["name"] for one in people(profile, capsys)] == ["Ana Kovač"]
    assert main(["--profile", profile, "contacts", "import", first, second]) == 0
    assert "a.csv:\n1 row read: 1 already there.\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("do", "counts", "cities"),
    [
        ("update", {"updated": 1, "left": 0, "new": 0}, [["Zagreb"]]),
        ("skip", {"updated": 0, "left": 1, "new": 0}, [[]]),
        ("add", {"updated": 0, "left": 0, "new": 1}, [[], ["Zagreb"]]),
    ],
)
def test_what_is_there_already_is_updated_left_or_added(
    profile: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    do: str,
    counts: dict[str, int],
    cities: list[list[str]],
) -> None:
    before = put(tmp_path, "a.csv", "Name,Email\nAna Kovač,ana@kovac.example\n")
    after = put(tmp_path, "b.csv", "Name,Email,City\nAna Kovač,ana@kovac.example,Zagreb\n")
    main(["--profile", profile, "contacts", "import", before])
    said = report(
        capsys, "--profile", profile, "contacts", "import", after, "--on-duplicate", do, "--json"
    )
    assert {name: said[name] for name in counts} == counts
    found = people(profile, capsys)
    assert [[one["city"] for one in contact["addresses"]] for contact in found] == cities


def test_a_mapping_says_what_columns_become(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(
        tmp_path,
        "a.csv",
        "Wer,Handy-Nr,Stadt,Code,Mag,Geheim\nAna Kovač,+385 91 234 5678,Zagreb,7,Tee,x\n",
    )
    wanted = put(
        tmp_path,
        "map.json",
        json.dumps(
            {
                "Wer": "name", "Handy-Nr": "phone.Mobile", "Stadt": "address.Work.city",
                "Code": "custom", "Mag": "tags", "Geheim": "skip",
            }
        ),
    )  # fmt: skip
    said = report(
        capsys, "--profile", profile, "contacts", "import", file, "--map", wanted, "--json"
    )
    assert said["columns"]["left_out"] == [
        {"column": "Geheim", "value": "", "rows": 1, "reason": "You left this column out."}
    ]
    (ana,) = people(profile, capsys)
    assert (ana["given_name"], ana["phones"][0]["label"]) == ("Ana", "Mobile")
    assert (ana["addresses"][0]["city"], ana["tags"]) == ("Zagreb", ["Tee"])
    assert ana["custom"] == {"Code": "7"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "map.json is no mapping of columns"),
        ('{"Wer": 7}', "map.json is no mapping of columns"),
        ('{"Wer": "shoe"}', "“shoe” is not a field that a column can become."),
        ("{", "map.json is not JSON"),
    ],
)
def test_a_mapping_that_is_none_changes_nothing(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = put(tmp_path, "a.csv", "Wer\nAna\n")
    wanted = str(Path(put(tmp_path, "map.json", text)))
    assert main(["--profile", profile, "contacts", "import", file, "--map", wanted]) == 1
    assert said in capsys.readouterr().err
    assert people(profile, capsys) == []


def test_a_program_can_be_named_and_one_that_is_unknown_is_refused(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", "First,Last,Home\nSam,Okoye,+234 803 123 4567\n")
    words = ("--profile", profile, "contacts", "import", file, "--preset")
    assert report(capsys, *words, "yahoo", "--json")["columns"]["mapped"]["Home"] == (
        "phone.Home.value"
    )
    assert main([*words, "lotus"]) == 1
    assert "There are: capsule, freshbooks, google" in capsys.readouterr().err


def test_refused_rows_are_written_with_their_reasons_to_be_mended_and_imported(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(tmp_path, "a.csv", 'Name,Email,City\nAna,a@b.example,Zagreb\n,,"Lost, town"\n')
    out = tmp_path / "refused.csv"
    words = ("--profile", profile, "contacts", "import")
    said = report(capsys, *words, file, "--refused", str(out), "--json")
    assert (said["new"], len(said["refused"])) == (1, 1)
    text = out.read_text("utf-8-sig")
    assert text.splitlines()[0] == "Name,Email,City,Reason"
    assert text.splitlines()[1].startswith(',,"Lost, town","A contact needs a name')
    out.write_text(text.replace(",,", "Nova,,"), "utf-8")
    assert report(capsys, *words, str(out), "--json")["new"] == 1


def test_fields_of_the_users_own_are_read_by_their_kinds(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--profile", profile, "fields", "add", "Member", "--kind", "yes-no"])
    main(["--profile", profile, "fields", "add", "Budget", "--kind", "money"])
    file = put(tmp_path, "a.csv", 'Name,Member,Budget\nAna,yes,"EUR 1,200"\nBo,perhaps,"1,5 EUR"\n')
    said = report(capsys, "--profile", profile, "contacts", "import", file, "--json")
    assert (said["new"], said["refused"]) == (2, [])
    assert [(one["row"], one["text"]) for one in said["warnings"]] == [
        (2, "“perhaps” does not fit the field “Member”; it was kept as text."),
        (2, "“1,5 EUR” does not fit the field “Budget”; it was kept as text."),
    ]
    assert [one["custom"] for one in people(profile, capsys)] == [
        {"Member": True, "Budget": "1200 EUR"},
        {"Member": "perhaps", "Budget": "1,5 EUR"},
    ]


def test_a_thousand_rows_twice_change_nothing_and_undo_restores_each_updated_row(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        f"Person {n},person{n}@people.example,+359 88 8{n:06},City {n % 7},tag {n % 5}"
        for n in range(1000)
    ]
    header = "Name,Email,Phone,City,Tags,Notes\n"
    first = put(tmp_path, "a.csv", header + "\n".join(f"{row}," for row in rows) + "\n")
    words = ("--profile", profile, "contacts", "import")
    assert report(capsys, *words, first, "--json")["new"] == 1000
    again = report(capsys, *words, first, "--json")
    assert (again["new"], again["updated"], again["same"]) == (0, 0, 1000)
    before = people(profile, capsys)
    noted = put(tmp_path, "b.csv", header + "\n".join(f"{row},new" for row in rows) + "\n")
    assert report(capsys, *words, noted, "--json")["updated"] == 1000
    assert {one["note"] for one in people(profile, capsys)} == {"new"}
    assert main(["--profile", profile, "undo"]) == 0
    assert people(profile, capsys) == before


def test_a_segment_leaves_with_the_columns_that_are_wanted(
    profile: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = put(
        tmp_path, "a.csv", "Name,Email,City,Boat\nAna,a@b.example,Split,x\nBo,b@b.example,Ulm,\n"
    )
    words = ("--profile", profile)
    assert main([*words, "contacts", "import", file]) == 0
    assert main([*words, "segments", "add", "Coast", "--where", "city=split"]) == 0
    out = tmp_path / "out.csv"
    export = (*words, "contacts", "export", str(out), "--segment", "coast", "--columns")
    assert main([*export, "emails,boat"]) == 0
    assert "Wrote 1 contact" in capsys.readouterr().out
    assert out.read_text("utf-8-sig").splitlines() == [
        "E-mail 1 - Label,E-mail 1 - Value,Boat",
        ",a@b.example,x",
    ]
    assert main([*export, "shoes"]) == 1
    assert "“shoes” is not a column of contacts." in capsys.readouterr().err
    cards = tmp_path / "out.vcf"
    assert (
        main([*words, "contacts", "export", str(cards), "--segment", "coast", "--format", "vcard4"])
        == 0
    )
    assert cards.read_text("utf-8").count("BEGIN:VCARD") == 1
