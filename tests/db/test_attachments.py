"""Papers in the record: kept whole, known by their content, never changed, taken along in the interchange file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rmt_notes.clinical.attachment import LARGEST, seal
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.interchange import from_json, to_json
from rmt_notes.db import Kdf, RecordStore, Refused
from tests.db.record_samples import client

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20 + b"\xff\xd9"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_paper_is_kept_and_given_back_whole(store, content, kind):
    who = client(store)
    paper = store.attach(who.id, "clearance_letter", "scan.anything", content)
    assert (paper.media_type, paper.size, paper.sha256) == (kind, len(content), seal(content))
    assert store.attached(paper.id) == (paper, content)
    assert store.safety(who.id).attachments == (paper,)
    assert [row.action for row in store.audit_rows(who.id, limit=2)] == ["view", "add"]
    assert store.verify().ok


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90 a program", b"%PDF-1.7 cut short", PNG[:20], b"\xff\xd8\xff", b"<html>%PDF-"]
)
def test_what_is_no_paper_is_refused_and_nothing_is_kept(store, content):
    who = client(store)
    with pytest.raises(Refused):
        store.attach(who.id, "clearance_letter", "letter.pdf", content)
    assert store.safety(who.id).attachments == ()


def test_a_paper_that_is_too_large_is_refused(store):
    who = client(store)
    with pytest.raises(Refused, match="10 MB"):
        store.attach(who.id, "clearance_letter", "letter.pdf", PDF + b" " * LARGEST)


def test_p6_a_clearance_comes_with_its_letter_or_not_at_all(store):
    who = client(store)
    values = {
        "id": store.new_id(),
        "client_id": who.id,
        "finding_keys": ("diabetes",),
        "clinician": "Dr. Example",
        "received_on": store.now().date(),
        "valid_until": store.now().date() + timedelta(days=90),
        "recorded_at": store.now(),
        "practitioner_id": store.practitioner.id,
    }
    with pytest.raises(Refused):
        store.record_clearance(Clearance(**values), ("letter.exe", b"MZ"))
    assert store.safety(who.id).clearances == ()
    store.record_clearance(Clearance(**values), ("letter.pdf", PDF))
    file = store.safety(who.id)
    assert file.clearances[0].attachment_id == file.attachments[0].id
    assert store.attached(file.attachments[0].id)[1] == PDF


def test_papers_travel_with_the_whole_record_and_damage_is_seen(store, tmp_path):
    who = client(store)
    paper = store.attach(who.id, "letter_sent", "urgent.pdf", PDF)
    whole = from_json(to_json(store.export_record()))
    folder = tmp_path / "other"
    other, _code = RecordStore.create(
        folder, "four plain words here", whole.practice, store.practitioner, kdf=Kdf.cheap
    )
    with other:
        bad = replace(whole.attachments[0], content=whole.attachments[0].content[::-1])
        with pytest.raises(Refused, match="damaged"):
            other.import_record(replace(whole, attachments=(bad,)))
        other.import_record(whole)
        assert other.attached(paper.id) == (paper, PDF)
        assert other.verify().ok
