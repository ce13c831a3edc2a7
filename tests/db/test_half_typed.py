"""Forms that were begun: what is typed and not saved waits in the record."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rmt_notes.clinical.attachment import seal
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.finding import Clearance
from rmt_notes.clinical.half_typed import NEW_CLIENT, HalfClearance, IdentityDraft, Letter
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.interchange import from_json, to_json
from rmt_notes.clinical.practice import Provider
from rmt_notes.db import RecordTrouble
from rmt_notes.db.errors import Refused
from tests.db.record_samples import client


def test_an_identity_that_is_typed_waits_until_it_is_saved_or_given_up(store: Any) -> None:
    who = client(store)
    typed = replace(who, last_name="Tang-Roy")
    draft = IdentityDraft(key=who.id, client=typed, saved_at=store.now(), born_text="14 Mar", stated=("phone=none",))
    store.keep_identity_draft(draft)
    store.keep_identity_draft(replace(draft, provider=Provider(id="p", name="Dr New")))
    found = store.identity_draft(who.id)
    assert (found.client, found.born_text, found.stated) == (typed, "14 Mar", ("phone=none",))
    assert found.provider.name == "Dr New"
    assert store.client_file(who.id).client == who, "nothing is saved by it"
    assert "Tang-Roy" not in str(store.audit_rows(who.id))
    store.discard_identity_draft(who.id)
    store.discard_identity_draft(who.id)
    assert store.identity_draft(who.id) is None
    assert store.verify().ok


def test_a_new_client_has_one_draft_and_belongs_to_nobody(store: Any) -> None:
    nobody = Client(id="", file_number=0, first_name="Noor", last_name="")
    store.keep_identity_draft(IdentityDraft(key=NEW_CLIENT, client=nobody, saved_at=store.now()))
    store.keep_identity_draft(
        IdentityDraft(key=NEW_CLIENT, client=replace(nobody, last_name="Haddad"), saved_at=store.now())
    )
    assert store.identity_draft(NEW_CLIENT).client.last_name == "Haddad"
    assert store.find_clients("Haddad") == ()
    assert [each.key for each in store.export_record().identities] == [NEW_CLIENT]
    with pytest.raises(RecordTrouble):
        store.keep_identity_draft(IdentityDraft(key="9" * 32, client=nobody, saved_at=store.now()))


def test_a_clearance_that_is_being_typed_waits_with_the_intake(store: Any) -> None:
    who = client(store)
    sheet = new_sheet(who.id, date(2026, 3, 9))
    typed = HalfClearance(finding_keys=("anticoagulant",), until="next we", limits="light only", max_pressure=2)
    store.keep_intake_draft(
        IntakeDraft(
            client_id=who.id, sheet=sheet, start=sheet, begun_at=store.now(), saved_at=store.now(), clearance=typed
        )
    )
    assert store.client_file(who.id).intake.clearance == typed


def test_the_letter_of_a_clearance_that_is_typed_waits_encrypted_and_goes_with_it(store: Any) -> None:
    content = b"%PDF-1.7\nPressure two or less\n%%EOF\n"
    who, sheet = client(store), new_sheet("", date(2026, 3, 9))
    letter = Letter(name="haddad.pdf", size=len(content), sha256=seal(content))
    typed = HalfClearance(finding_keys=("anticoagulant",), letter=letter)
    sheet = replace(sheet, client_id=who.id)
    draft = IntakeDraft(
        client_id=who.id, sheet=sheet, start=sheet, begun_at=store.now(), saved_at=store.now(), clearance=typed
    )
    store.keep_intake_draft(draft, content)
    store.keep_intake_draft(replace(draft, sheet=replace(sheet, goals="Sleep")))
    assert store.client_file(who.id).intake.clearance.letter == letter
    assert store.attachments(who.id) == (), "nothing is in the client's papers before it is recorded"
    assert "haddad" not in str(store.audit_rows(who.id))
    whole = store.export_record()
    assert [base64.b64decode(each.content) for each in whole.waiting_letters] == [content]
    assert from_json(to_json(whole)).waiting_letters == whole.waiting_letters
    assert store.verify().ok
    clearance = Clearance(
        id="c" * 32,
        client_id=who.id,
        finding_keys=("anticoagulant",),
        clinician="Dr Haddad",
        received_on=store.now().date(),
        valid_until=store.now().date(),
        recorded_at=store.now(),
        practitioner_id=store.practitioner.id,
    )
    store.record_clearance(clearance, letter)
    paper = store.safety(who.id).clearances[0].attachment_id
    assert store.attached(paper)[1] == content
    store.discard_intake_draft(who.id)
    assert store.export_record().waiting_letters == ()
    with pytest.raises(Refused, match="Attach it again"):
        store.record_clearance(replace(clearance, id="d" * 32), letter)
    store.keep_intake_draft(draft)
    assert store.client_file(who.id).intake.clearance.letter is None, "a letter that is not there holds nothing up"
    assert store.verify().ok
