"""The commands without a window, over a real record: what a script gets, what a person reads, and every exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from rmt_notes import i18n, settings
from rmt_notes.__main__ import main
from rmt_notes.cli.outcome import DAMAGED, DISK, DONE, IN_USE, LOCKED_OUT, MISUSED, NO_RECORD, PROBLEMS, REFUSED
from rmt_notes.clinical import codec, interchange
from rmt_notes.clinical.record import Draft, WholeRecord
from rmt_notes.clinical.visit import NoteVersion
from rmt_notes.db import Kdf, RecordStore
from tests.export import sample_pages as sample
from tests.export.reading import extract

WORDS = "lake stone river birch"


def signed(version: NoteVersion) -> NoteVersion:
    """The version as the store would hand it out, with the hash of what it says."""
    version = codec.from_plain(NoteVersion, codec.to_plain(version))
    return replace(version, content_hash=codec.content_hash(replace(version, content_hash="")))


def whole() -> WholeRecord:
    """One client; a signed visit, and two more on one later day, both drafts."""
    client_id, first, second, third = ("c" * 32, "1" * 32, "2" * 32, "3" * 32)
    person = replace(sample.PRACTITIONER, id="p" * 32, role="owner")
    visit = sample.visit(id=first, client_id=client_id, practitioner_id=person.id, number=1)
    later = visit.started_at + timedelta(days=7)
    drafts = [
        replace(
            visit, id=each, started_at=later + timedelta(hours=hours), entered_at=later, number=number, state="draft"
        )
        for each, hours, number in ((second, 0, 2), (third, 3, 3))
    ]
    version = replace(sample.version(sample.RICH_NOTE), id="f" * 32, visit_id=first, practitioner_id=person.id)
    return WholeRecord(
        practice=sample.PRACTICE,
        practitioners=(person,),
        clients=(replace(sample.CLIENT, id=client_id, provider_ids=()),),
        visits=(visit, *drafts),
        versions=(signed(version),),
        drafts=tuple(Draft(visit_id=each.id, note=sample.SMALL_NOTE, saved_at=later) for each in drafts),
    )


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(settings.HOME, str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", WORDS)
    before = i18n.current()
    yield
    i18n.choose(before)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record, made once; tests that write take a copy."""
    folder = tmp_path_factory.mktemp("made") / "record"
    record = whole()
    store, _code = RecordStore.create(folder, WORDS, record.practice, record.practitioners[0], kdf=Kdf.cheap)
    with store:
        store.import_record(record)
    return folder


@pytest.fixture
def record(made: Path, tmp_path: Path) -> Path:
    """A copy of the record for one test."""
    import shutil

    return Path(shutil.copytree(made, tmp_path / "record"))


def test_the_whole_record_goes_out_to_standard_output(record: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    assert main(["export", "json", "--record", str(record)]) == DONE
    out, err = capfdbinary.readouterr()
    assert interchange.from_json(out.decode("utf-8")) == whole()
    assert err == b""


def test_export_import_export_gives_the_same_bytes(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    first, second, other = tmp_path / "one.json", tmp_path / "two.json", tmp_path / "new" / "record"
    assert main(["--record", str(record), "export", "json", "--out", str(first)]) == DONE
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", "another passphrase")
    assert main(["import", str(first), "--record", str(other)]) == DONE
    said = capsys.readouterr()
    assert "1 clients" in said.err or "clients" in said.err
    code = said.out.strip()
    assert len(code.replace("-", "").replace(" ", "")) >= 32
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", "another passphrase")
    assert main(["export", "json", "--record", str(other), "--out", str(second)]) == DONE
    assert first.read_bytes() == second.read_bytes()
    assert [each.name for each in other.parent.iterdir()] == ["record"]


def test_a_packet_goes_out_locked_and_comes_in_again_as_the_same_record(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    packet, plain, back = tmp_path / "practice.zip", tmp_path / "one.json", tmp_path / "two.json"
    assert main(["export", "json", "--record", str(record), "--out", str(plain)]) == DONE
    assert main(["export", "packet", "--record", str(record), "--out", str(packet)]) == LOCKED_OUT
    monkeypatch.setenv("RMT_NOTES_LOCK", "short")
    assert main(["export", "packet", "--record", str(record), "--out", str(packet)]) == REFUSED
    assert not packet.exists()
    monkeypatch.setenv("RMT_NOTES_LOCK", "lake stone river birch")
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", WORDS)
    assert main(["export", "packet", "--record", str(record), "--out", str(packet)]) == DONE
    assert "signed by" in capsys.readouterr().err
    other = tmp_path / "other"
    monkeypatch.setenv("RMT_NOTES_LOCK", "some other words here")
    assert main(["import", str(packet), "--record", str(other)]) == LOCKED_OUT
    key = tmp_path / "key"
    key.write_text("lake stone river birch\n")
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", WORDS)
    assert main(["import", str(packet), "--record", str(other), "--lock-file", str(key)]) == DONE
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", WORDS)
    assert main(["export", "json", "--record", str(other), "--out", str(back)]) == DONE
    assert back.read_bytes() == plain.read_bytes()


def test_a_chart_goes_out_whole_and_locked_where_it_is_asked_for(record: Path, tmp_path: Path):
    out, key = tmp_path / "chart.pdf", tmp_path / "key"
    key.write_text("lake stone river birch\n")
    number = str(sample.CLIENT.file_number)
    command = ["export", "chart", "--record", str(record), "--client", number, "--out", str(out)]
    assert main([*command, "--lock-file", str(key), "--to", "the client"]) == DONE
    assert b"/AESV3" in out.read_bytes()
    os.environ["RMT_NOTES_PASSPHRASE"] = WORDS
    assert main(command) == DONE
    assert "Copy of the chart" in extract(out.read_bytes())


def test_the_recovery_code_of_an_imported_record_opens_it(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path, other = tmp_path / "one.json", tmp_path / "other"
    main(["export", "json", "--record", str(record), "--out", str(path)])
    os.environ["RMT_NOTES_PASSPHRASE"] = WORDS
    capsys.readouterr()
    assert main(["import", str(path), "--record", str(other)]) == DONE
    with RecordStore.open_with_recovery(other, capsys.readouterr().out.strip(), "a fresh passphrase") as store:
        assert store.practitioner.name == "R. Example"


@pytest.mark.parametrize(("client", "visit"), [("412", "2026-11-08"), ("0412", "1" * 32), ("c" * 32, "2026-11-08")])
def test_a_note_goes_out_as_pdf(record: Path, tmp_path: Path, client: str, visit: str):
    path = tmp_path / "note.pdf"
    assert (
        main(["export", "pdf", "--record", str(record), "--client", client, "--visit", visit, "--out", str(path)])
        == DONE
    )
    text = " ".join(extract(path.read_bytes()).split())
    assert "TREMBLAY, Amélie" in text
    assert "R/O <C5 radiculopathy>" in text
    with RecordStore.open(record, WORDS) as store:
        assert [row.action for row in store.audit_rows() if row.action == "export"] == ["export"]


@pytest.mark.parametrize(
    ("client", "visit", "sentence"),
    [
        ("7", "2026-11-08", "There is no client with file number 7."),
        ("Tremblay", "2026-11-08", "neither a file number nor an id of a client"),
        ("412", "2026-11-09", "This client has no visit on 2026-11-09."),
        ("412", "8.11.2026", "neither a day like 2026-11-08 nor an id of a visit"),
        ("412", "2026-11-15", "There are 2 visits that day."),
        ("d" * 32, "2026-11-08", "This client has no visit"),
        ("9" * 30, "2026-11-08", "There is no client"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_written(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], client: str, visit: str, sentence: str
):
    path = tmp_path / "note.pdf"
    words = ["export", "pdf", "--record", str(record), "--client", client, "--visit", visit, "--out", str(path)]
    assert main(words) == REFUSED
    assert sentence in capsys.readouterr().err
    assert not path.exists()


def test_two_visits_on_a_day_are_told_by_their_ids_and_times(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    main(
        [
            "export",
            "pdf",
            "--record",
            str(record),
            "--client",
            "412",
            "--visit",
            "2026-11-15",
            "--out",
            str(tmp_path / "n"),
        ]
    )
    err = capsys.readouterr().err
    assert f"{'2' * 32}  10:00" in err
    assert f"{'3' * 32}  13:00" in err
    assert "remblay" not in err


def test_a_whole_record_is_told_with_its_numbers(record: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["verify", "--record", str(record)]) == DONE
    assert "The record is whole: 1 signed versions" in capsys.readouterr().out


def test_a_passphrase_is_read_from_a_file_before_the_environment(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "passphrase"
    path.write_bytes(f"\ufeff{WORDS}\r\nsecond line\n".encode())
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", "wrong")
    assert main(["verify", "--record", str(record), "--passphrase-file", str(path)]) == DONE


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xff", b"x" * 5000])
def test_a_file_that_holds_no_passphrase_is_told(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
):
    path = tmp_path / "passphrase"
    path.write_bytes(data)
    assert main(["verify", "--record", str(record), "--passphrase-file", str(path)]) == LOCKED_OUT
    assert str(path) in capsys.readouterr().err


def test_the_passphrase_does_not_stay_in_the_environment(record: Path):
    assert main(["verify", "--record", str(record)]) == DONE
    assert "RMT_NOTES_PASSPHRASE" not in os.environ


def test_a_wrong_passphrase_has_its_own_exit_code(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("RMT_NOTES_PASSPHRASE", "wrong")
    assert main(["verify", "--record", str(record)]) == LOCKED_OUT
    assert "passphrase" in capsys.readouterr().err


def test_without_a_passphrase_and_without_a_person_to_ask_it_stops(record: Path):
    words = [sys.executable, "-m", "rmt_notes", "verify", "--record", str(record)]
    without = {name: value for name, value in os.environ.items() if name != "RMT_NOTES_PASSPHRASE"}
    done = subprocess.run(words, capture_output=True, text=True, env=without, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == LOCKED_OUT
    assert "No passphrase: name a file with --passphrase-file, or set RMT_NOTES_PASSPHRASE." in done.stderr


def test_no_record_damage_and_a_second_program_are_told_apart(made: Path, record: Path, tmp_path: Path):
    assert main(["verify", "--record", str(tmp_path / "nothing")]) == NO_RECORD
    os.environ["RMT_NOTES_PASSPHRASE"] = WORDS
    with RecordStore.open(record, WORDS):
        assert main(["verify", "--record", str(record)]) == IN_USE
    with (record / "record.db").open("r+b") as file:
        file.write(b"\0" * 4096)
    os.environ["RMT_NOTES_PASSPHRASE"] = WORDS
    assert main(["verify", "--record", str(record)]) == DAMAGED


def test_problems_are_told_one_by_one_and_counted(record: Path, capsys: pytest.CaptureFixture[str]):
    with RecordStore.open(record, WORDS) as store, store._transaction() as connection:
        connection.exec_driver_sql("DELETE FROM technique_applied")
    assert main(["verify", "--record", str(record)]) == PROBLEMS
    said = capsys.readouterr()
    assert said.out == ""
    assert "The index of visit" in said.err
    assert "3 problems found. Nothing was changed." in said.err
    assert "remblay" not in said.err


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "line 1"),
        (b"{", "line"),
        (b'{"format": "else"}', "line 1"),
        (b"[" * 100_000, "line"),
        (b"\xff\xfe", "not UTF-8"),
        (
            json.dumps({"format": interchange.FORMAT, "format_version": 1, "record": {"colour": "red"}}).encode(),
            "colour",
        ),
    ],
)
def test_a_file_that_is_no_export_changes_nothing(
    record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, sentence: str
):
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    assert main(["import", str(path), "--record", str(record)]) == REFUSED
    assert sentence in capsys.readouterr().err
    assert main(["import", str(path), "--record", str(tmp_path / "fresh")]) == REFUSED
    assert not (tmp_path / "fresh").exists()


def test_what_is_already_there_is_refused_whole(record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "one.json"
    path.write_text(interchange.to_json(whole()), "utf-8")
    assert main(["import", str(path), "--record", str(record)]) == REFUSED
    assert capsys.readouterr().err.strip()
    with RecordStore.open(record, WORDS) as store:
        assert replace(store.export_record(), practice=sample.PRACTICE) == whole()


def test_a_refused_import_leaves_no_new_record_behind(tmp_path: Path):
    broken = replace(whole(), versions=(replace(whole().versions[0], content_hash="0" * 64),))
    path = tmp_path / "broken.json"
    path.write_text(interchange.to_json(broken), "utf-8")
    assert main(["import", str(path), "--record", str(tmp_path / "new")]) == REFUSED
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "home") == ["broken.json"]


def test_a_folder_with_other_things_in_it_is_not_made_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    path = tmp_path / "one.json"
    path.write_text(interchange.to_json(whole()), "utf-8")
    assert main(["import", str(path), "--record", str(tmp_path / "letters")]) == DISK
    assert "is not empty" in capsys.readouterr().err
    assert [each.name for each in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_files_that_cannot_be_read_or_written_have_their_exit_code(record: Path, tmp_path: Path):
    assert main(["import", str(tmp_path / "missing.json"), "--record", str(record)]) == DISK
    nowhere = tmp_path / "nowhere" / "x.json"
    assert main(["export", "json", "--record", str(record), "--out", str(nowhere)]) == DISK


@pytest.mark.parametrize(
    "words",
    [
        ["export"],
        ["export", "csv"],
        ["export", "pdf"],
        ["frobnicate"],
        ["verify", "--pass", "x"],
        ["import"],
        ["--passphrase", "x"],
    ],
)
def test_words_that_make_no_command_are_told(words: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == MISUSED
    assert "usage: rmt-notes" in capsys.readouterr().err


def test_help_names_every_command_and_every_exit_code(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("export", "import", "verify", "--sample", "--record", "RMT_NOTES_PASSPHRASE"))
    assert all(f"  {code}  " in out for code in range(9))


def test_commands_load_neither_the_window_nor_each_others_libraries(record: Path):
    script = (
        "import sys; from rmt_notes.__main__ import main; code = main(sys.argv[1:]);"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'PySide6', 'reportlab', 'alembic', 'pikepdf', 'pypdfium2', 'rapidfuzz', 'PIL'}), file=sys.stderr);"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "verify", "--record", str(record)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (DONE, "[]")


def test_a_reader_who_leaves_early_causes_no_report(record: Path):
    words = [sys.executable, "-m", "rmt_notes", "export", "json", "--record", str(record)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert b"Traceback" not in program.stderr.read()
