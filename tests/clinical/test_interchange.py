"""The interchange file: the same bytes out, in and out again; what does not fit is refused with its line."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmt_notes import resources
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.client import Client, Contact, Reminder
from rmt_notes.clinical.codec import content_hash, from_plain, to_plain
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.health_history import Allergies, Answer, HealthHistory, HistoryReview
from rmt_notes.clinical.interchange import FORMAT, FORMAT_VERSION, BadRecord, from_json, to_json
from rmt_notes.clinical.interchange_schema import schema, schema_text
from rmt_notes.clinical.json_lines import BadJson, line_of, loads
from rmt_notes.clinical.practice import Practice, Practitioner, Provider
from rmt_notes.clinical.record import Draft, WholeRecord
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from tests.clinical.charts import FIRST_NOTE, FOLLOW_UP_NOTE, START, consent, decision, finding


def a_record() -> WholeRecord:
    """A small practice with one of everything."""
    note = from_plain(Note, to_plain(FIRST_NOTE))
    unsigned = NoteVersion(
        id="v1",
        visit_id="visit",
        number=1,
        note=note,
        started_at=START,
        minutes=60,
        kind="initial",
        signed_at=START,
        practitioner_id="p",
        signed_name="N. Example, RMT",
        registration_number="T000",
    )
    version = replace(unsigned, content_hash=content_hash(unsigned))
    visit: dict[str, Any] = {"client_id": "client", "practitioner_id": "p", "started_at": START, "entered_at": START}
    return WholeRecord(
        practice=Practice(name="Clinique <Épinette> & fils", address='1 rue\n"Principale"'),
        practitioners=(Practitioner(id="p", name="N. Example", registration_number="T000"),),
        providers=(Provider(id="okafor", name="Dr A. Okafor"),),
        clients=(
            Client(
                id="client",
                file_number=1,
                first_name="Амелія",
                last_name="陈",
                born=date(1979, 3, 14),
                emergency=Contact(name="J. Tang", relation="spouse"),
                provider_ids=("okafor",),
                reminders=(Reminder(text="ring the side door", clinical=False),),
            ),
            Client(id="other", file_number=2, first_name="Graham", last_name="Oyelaran"),
        ),
        histories=(
            HealthHistory(
                id="h1",
                client_id="client",
                taken_at=START,
                practitioner_id="p",
                allergies=Allergies(answer="no"),
                items=(Answer(key="surgery_recent", answer="yes", places=(Place("low_back", "left"),)),),
            ),
        ),
        reviews=(
            HistoryReview(
                id="r1", client_id="client", history_id="h1", reviewed_on=date(2026, 3, 9), practitioner_id="p"
            ),
        ),
        findings=(finding("diabetes", visit_id="visit"),),
        decisions=(decision("diabetes"),),
        clearances=(
            Clearance(
                id="c1",
                client_id="client",
                finding_keys=("surgery_recent",),
                clinician="Dr A. Okafor",
                recorded_at=START,
                received_on=date(2026, 3, 1),
                valid_until=date(2026, 9, 1),
                practitioner_id="p",
            ),
        ),
        consents=(consent(),),
        visits=(
            Visit(id="visit", kind="initial", minutes=60, number=1, state="signed", **visit),
            Visit(id="visit2", kind="follow_up", number=2, **visit),
        ),
        versions=(version,),
        drafts=(Draft(visit_id="visit2", note=from_plain(Note, to_plain(FOLLOW_UP_NOTE)), saved_at=START),),
    )


RECORD = a_record()
TEXT = to_json(RECORD)


def edited(*path: str | int, value: Any) -> str:
    """The file with one value replaced, as somebody with an editor would."""
    document = json.loads(TEXT)
    place = document["record"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)


def test_out_in_and_out_again_gives_the_same_bytes() -> None:
    assert from_json(TEXT) == RECORD
    assert to_json(from_json(TEXT)) == TEXT
    assert TEXT.endswith("}\n")
    assert "陈" in TEXT


def test_the_order_of_names_and_the_line_breaks_do_not_matter() -> None:
    document = json.loads(TEXT)
    assert from_json(json.dumps(dict(reversed(document.items())))) == RECORD
    assert from_json("\ufeff" + TEXT) == RECORD


def test_an_empty_record_is_a_record() -> None:
    assert from_json(to_json(WholeRecord())) == WholeRecord()


def test_the_schema_is_the_one_in_the_resources() -> None:
    assert resources.text("schema", "record.schema.json") == schema_text(), "run: python -m tools.schema"


def test_the_schema_accepts_what_is_written_and_refuses_what_is_refused() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    check = jsonschema.Draft202012Validator(schema())
    check.validate(json.loads(TEXT))
    for bad in (
        edited("clients", 0, "file_number", value="1"),
        edited("clients", 0, "nickname", value="Mo"),
        edited("visits", 0, "kind", value="party"),
        edited("histories", 0, "items", 0, "places", 0, "side", value="port"),
        edited("versions", 0, "note", "subjective", "pain_now", value=True),
    ):
        assert not check.is_valid(json.loads(bad))
        with pytest.raises(BadRecord):
            from_json(bad)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("clients", 0, "file_number"), "1", "whole number"),
        (("clients", 0, "born"), "14/3/1979", "date"),
        (("clients", 0, "nickname"), "Mo", "not a field"),
        (("visits", 0, "started_at"), "2026-03-09T10:00:00", "zone"),
        (("visits", 0, "kind"), "party", "kind of visit"),
        (("versions", 0, "note", "subjective", "pain_now"), 3.5, "whole number"),
        (("findings", 0, "client_id"), "nobody", "not in the file"),
        (("decisions", 0, "finding_id"), "nothing", "not in the file"),
        (("visits", 1, "id"), "visit", "used twice"),
        (("clients", 1, "file_number"), 1, "file number"),
        (("versions", 0, "number"), 2, "follow each other"),
        (("versions", 0, "note", "subjective", "complaint"), "all well", "changed after it was signed"),
        (("drafts", 0, "visit_id"), "nothing", "not in the file"),
        (("clients", 0, "provider_ids"), ["stranger"], "not in the file"),
        (("findings", 0, "client_id"), "other", "another client"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line_and_place(path: tuple[Any, ...], value: Any, said: str) -> None:
    text = edited(*path, value=value)
    with pytest.raises(BadRecord) as caught:
        from_json(text)
    assert said in str(caught.value)
    line = text.splitlines()[caught.value.line - 1]
    of_the_whole = path[-1] in ("kind", "complaint") or path[0] == "findings"
    if not of_the_whole:  # a word out of a closed set is told with the object, a broken signature with its hash
        assert f'"{path[-1]}"' in line or str(value) in line, line
    assert caught.value.path.startswith("record.")


def test_a_missing_field_is_named() -> None:
    document = json.loads(TEXT)
    del document["record"]["clients"][1]["last_name"]
    with pytest.raises(BadRecord, match=r"record\.clients\[1\]\.last_name"):
        from_json(json.dumps(document, indent=1))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "ends too early"),
        ("[1, 2]", 1, "not a record"),
        ("{}", 1, "not a record"),
        ('{"format": "something"}', 1, "not a record"),
        ('{\n"a": 1,\n"a": 2}', 3, "given twice"),
        ('{\n"a": {"b": [1, {"c": 1,\n"c": 2}]}}', 3, "given twice"),
        ('{"a":\nNaN}', 2, "not a number"),
        ('{"a":\n-Infinity}', 2, "not a number"),
        ('{"a":\n1e999}', 2, "too large"),
        ('{"a":\n' + "9" * 400 + "}", 2, "too large"),
        ('{"a":\n' + "9" * 5000 + "}", 2, "too large"),
        ('{"a": 1\n"b": 2}', 2, "comma"),
        ('{"a": 1,\n}', 2, "name in quotation marks"),
        ('{"a" 1}', 1, "colon"),
        ('{"a": tru}', 1, "value"),
        ('{"a": "open', 1, "not closed"),
        ('{"a": "tab\there"}', 1, "not closed"),
        ('{"a":\n"\\ud83d"}', 2, "half a character"),
        ('{"a": 1}\n{"b": 2}', 2, "follows after the end"),
        ("[" * 100 + "]" * 100, 1, "nested"),
        ("[" * 100_000, 1, "nested"),
        ('{"a":' * 60 + "1" + "}" * 60, 1, "nested"),
    ],
)
def test_what_is_no_sound_json_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(BadRecord) as caught:
        from_json(text)
    assert (caught.value.line, said in str(caught.value)) == (line, True), str(caught.value)


@settings(max_examples=150, deadline=None)
@given(
    where=st.integers(min_value=0, max_value=len(TEXT) - 1),
    cut=st.integers(min_value=0, max_value=30),
    put=st.sampled_from(
        ["", '"', "{", "}", "[", "]", ",", ":", "NaN", "-", "9", "\\", "\\ud800", "\x00", "null", "true", "é"]
    ),
)
def test_a_damaged_file_is_refused_with_a_line_and_never_fails_otherwise(where: int, cut: int, put: str) -> None:
    text = TEXT[:where] + put + TEXT[where + cut :]
    try:
        line, reason = 1, to_json(from_json(text))
    except BadRecord as trouble:
        line, reason = trouble.line, trouble.reason
    assert 1 <= line <= text.count("\n") + 1
    assert reason


def test_a_file_of_a_newer_program_is_told_apart_from_damage() -> None:
    newer = TEXT.replace(f'"format_version": {FORMAT_VERSION}', f'"format_version": {FORMAT_VERSION + 1}')
    with pytest.raises(BadRecord, match="newer program"):
        from_json(newer)
    for wrong in ("0", "true", '"1"', "null"):
        with pytest.raises(BadRecord, match="version"):
            from_json(TEXT.replace(f'"format_version": {FORMAT_VERSION}', f'"format_version": {wrong}'))
    with pytest.raises(BadRecord, match="itself is missing"):
        from_json(json.dumps({"format": FORMAT, "format_version": 1}))
    with pytest.raises(BadRecord, match="not a part"):
        from_json(json.dumps({"format": FORMAT, "format_version": 1, "record": {}, "extra": 1}))


def test_escaped_pairs_are_characters_and_brackets_in_words_are_words() -> None:
    assert loads('["\\ud83d\\ude00", "[[[[{{{{"]') == ["\U0001f600", "[[[[{{{{"]
    assert loads('["' + "[" * 200 + '"]') == ["[" * 200]


def test_the_slow_reader_accepts_what_the_quick_one_accepts() -> None:
    for text in ("[]", "{}", "[[],{}]", '{"a":[1,2.5,-3e2,true,null,"x"],"b":{}}', TEXT, " \n [ 1 ,\n 2 ] \n"):
        assert loads(text) == json.loads(text)
        with pytest.raises(
            BadJson
        ) as caught:  # the planted second document is found at the very end, all before is sound
            loads(text + " 1")
        assert "follows" in caught.value.reason


def test_lines_are_found_by_path() -> None:
    text = '{\n "a": [\n  1,\n  {\n   "b": 2\n  }\n ]\n}'
    assert [line_of(text, path) for path in ("a", "a[0]", "a[1]", "a[1].b", "a[1].missing", "a[7]", "z")] == [
        2,
        3,
        4,
        5,
        4,
        2,
        1,
    ]


def test_a_long_record_is_written_and_read_quickly_enough() -> None:
    later = [
        replace(RECORD.visits[0], id=f"x{number}", started_at=START + timedelta(days=number)) for number in range(500)
    ]
    big = replace(RECORD, visits=(*RECORD.visits, *later))
    assert from_json(to_json(big)) == big


def test_the_programs_in_the_documentation_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads the page in ten years can run what it shows."""
    page = (resources.root().parent / "docs" / "interchange.md").read_text(encoding="utf-8")
    file = tmp_path / "record.json"
    file.write_text(TEXT, encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(programs) == 2
    for program in programs:
        with file.open(encoding="utf-8") as opened:
            exec(program.replace('open("record.json", encoding="utf-8")', "opened"), {"opened": opened})
    assert capsys.readouterr().out.splitlines() == [
        "visit 1 True",
        "2026-03-09T10:00:00-05:00 陈 Low back ache, 14 months",
    ]


def test_the_documentation_names_every_list_of_the_record() -> None:
    page = (resources.root().parent / "docs" / "interchange.md").read_text(encoding="utf-8")
    for field in fields(WholeRecord):
        assert f"`{field.name}`" in page
