"""Who may do what: the owner, a therapist, a locum, and a person who may only read."""

from __future__ import annotations

import base64
import inspect
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from rmt_notes.clinical.health_history import HistoryReview
from rmt_notes.clinical.intake_sheet import IntakeDraft, IntakeSheet
from rmt_notes.clinical.practice import Practitioner, Provider
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore, Refused, WrongPassphrase, tables
from tests.db.record_samples import PASSPHRASE, Hands, client

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
THEIRS = "two patient geese wander"
READER = Practitioner(id="b" * 32, name="Rita Reader", designation="", role="read_only")
LOCUM = Practitioner(id="c" * 32, name="Leo Locum", role="locum")

READS = {
    "attached", "attachments", "audit_page", "audit_rows", "backup_counts", "backups", "chart", "client",
    "client_file", "find_clients", "finding_history", "habits", "last_change", "new_id", "next_file_number", "now",
    "practice", "practitioner", "practitioners", "printable", "providers", "safety", "search_notes", "sign_ins",
    "signing_fingerprint", "similar_clients", "unsigned", "verify", "visit_rows", "visits_on",
}  # fmt: skip
"""What gives back something and changes nothing."""
OWN = {"back_up", "backup_job", "change_passphrase", "check_passphrase", "close", "log", "log_backup", "log_restore"}
"""What everybody does for themselves: it leaves the record as it was."""
DOORS = {"create", "exists", "open", "open_restored", "open_with_recovery", "restore"}
"""What makes or opens a store."""


@pytest.fixture(scope="session")
def others_template(full_template: tuple[Path, Hands, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with something of everything that knows a reader and a locum."""
    folder = Path(shutil.copytree(full_template[0], tmp_path_factory.mktemp("others") / "record"))
    with RecordStore.open(folder, PASSPHRASE, clock=full_template[1]) as store:
        store.add_practitioner(READER, PASSPHRASE, THEIRS)
        store.add_practitioner(LOCUM, PASSPHRASE, THEIRS + " off")
    return folder


@pytest.fixture
def others(others_template: Path, full_template: tuple[Path, Hands, str], tmp_path: Path, clock: Hands) -> Path:
    """The folder of a copy of it, closed."""
    clock.at = full_template[1].at
    return Path(shutil.copytree(others_template, tmp_path / "others"))


def bodies(store: RecordStore) -> dict[str, list[Any]]:
    """Every row of every table but the audit trail's."""
    with store._reading() as connection:
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in (*tables.Base.metadata.tables, "note_text", "client_text")
            if name != "audit"
        }


def writes(store: RecordStore) -> dict[str, Callable[[], object]]:
    """Every public way of changing something, ready to be called with what fits it."""
    whole = {name: list(rows) for name, rows in bodies(store).items()}
    who = store.find_clients()[0].id
    files = [store.client_file(row.id) for row in store.find_clients()]
    safeties = [file.safety for file in files]
    safety = next(each for each in safeties if each.decisions)
    visit = whole["visit"][0][1]
    draft = store.unsigned()[0].id
    sheet = IntakeSheet(id="8" * 32, client_id=who, answered_on=store.now().date())
    a_value = {
        "client": replace(store.client(who), last_name="Other"),
        "history": next(each for each in files if each.histories).histories[0],
        "review": HistoryReview(
            id="9" * 32, client_id=who, history_id=visit, reviewed_on=store.now().date(), practitioner_id=READER.id
        ),
        "finding": replace(safety.findings[0], detail="Other"),
        "finding_id": safety.findings[0].id,
        "decision": safety.decisions[0],
        "clearance": next(each for each in safeties if each.clearances).clearances[0],
        "consent": next(each for each in safeties if each.consents).consents[0],
        "consents": (),
        "provider": Provider(id="", name="Dr. Else"),
        "record": WholeRecord(),
        "action": "sign",
        "practice": replace(store.practice(), name="Other"),
        "practitioner": replace(READER, name="Else"),
        "note": replace(Note(), plan=replace(Note().plan, advice="x")),
        "draft": IntakeDraft(client_id=who, sheet=sheet, start=sheet, begun_at=store.now(), saved_at=store.now()),
        "client_id": who,
        "visit_id": draft,
        "practitioner_id": LOCUM.id,
        "passphrase": THEIRS,
        "own_passphrase": THEIRS,
        "their_passphrase": "another three words here",
        "path": store.folder / "out.jsonl",
        "started_at": store.now(),
        "kind": "follow_up",
        "reason": "Why not",
        "content": PNG,
        "name": "paper.png",
        "at": store.now(),
        "on": store.now().date(),
    }

    def call(name: str) -> Callable[[], object]:
        method = getattr(store, name)
        wanted = [
            each for each in inspect.signature(method).parameters.values() if each.default is inspect.Parameter.empty
        ]
        given = {each.name: a_value.get(each.name, visit) for each in wanted}
        return lambda: method(**given)

    public = {name for name, _each in inspect.getmembers(RecordStore) if not name.startswith("_")}
    return {name: call(name) for name in sorted(public - READS - OWN - DOORS)}


def test_a_reader_is_refused_by_every_way_of_changing_something(others, clock):
    with RecordStore.open(others, THEIRS, person=READER.id, clock=clock) as store:
        before, vault = bodies(store), (others / "vault.json").read_bytes()
        acts = writes(store)
        assert len(acts) > 25
        told = {}
        for name, act in acts.items():
            with pytest.raises(Refused) as refusal:
                act()
            told[name] = str(refusal.value)
        assert told == dict.fromkeys(acts, "You may read this record, not write in it.")
        assert bodies(store) == before
        assert (others / "vault.json").read_bytes() == vault
        assert not (others / "out.jsonl").exists()
        assert store.verify().ok


def test_below_every_intention_the_file_itself_refuses_a_reader(others, clock):
    with RecordStore.open(others, THEIRS, clock=clock) as store:
        before = bodies(store)
        statements = (
            "UPDATE client SET name = 'x'", "DELETE FROM draft", "INSERT INTO about VALUES ('a', 'b')",
            "DELETE FROM note_text", "UPDATE practitioner SET body = '{}'",
        )  # fmt: skip
        for statement in statements:
            with pytest.raises(Refused), store._transaction() as connection:
                connection.exec_driver_sql(statement)
        with pytest.raises(Refused), store._transaction() as connection:
            connection.execute(insert(tables.About), {"key": "x", "value": "y"})
        assert bodies(store) == before


def test_a_reader_reads_prints_locks_and_backs_up_under_their_own_name(others, clock):
    with RecordStore.open(others, THEIRS, clock=clock) as store:
        assert store.practitioner.name == "Rita Reader"
        signed = next(row.id for row in store.visits_on(store.now().date()) + store.unsigned())
        store.chart(signed)
        store.printable(signed, "print")
        store.back_up()
        store.change_passphrase(THEIRS, THEIRS + " far")
        store.log("lock", "record")
        mine = store.audit_rows(limit=5)
        assert [row.action for row in mine] == ["lock", "change_passphrase", "backup", "print", "view"]
        assert {row.practitioner_name for row in mine} == {"Rita Reader"}
        assert store.verify().ok


def test_a_locum_charts_and_does_not_administer(others, clock):
    with RecordStore.open(others, THEIRS + " off", clock=clock) as store:
        who = client(store, "Ida", "Grey")
        visit = store.start_visit(who.id, "initial", store.now(), 60)
        store.keep_draft(visit.id, Note())
        assert store.chart(visit.id).visit.practitioner_id == LOCUM.id
        acts = writes(store)
        for name in (
            "add_practitioner", "give_sign_in", "retire_practitioner", "change_practice", "new_recovery_code",
            "import_record", "export_record",
        ):  # fmt: skip
            with pytest.raises(Refused, match="owner"):
                acts[name]()
        with pytest.raises(Refused, match="owner"):
            store.change_practitioner(replace(store.practitioner, role="owner"))
        with pytest.raises(Refused, match="owner"):
            store.change_practitioner(replace(store.practitioner, until=clock.at.date() + timedelta(days=900)))
        store.change_practitioner(replace(store.practitioner, phone="519-555-0199"))


def test_after_the_last_day_the_record_opens_for_a_locum_no_more_and_says_so_in_the_trail(others, clock: Hands):
    last = clock.at.date() + timedelta(days=3)
    with RecordStore.open(others, PASSPHRASE, clock=clock) as store:
        store.change_practitioner(replace(LOCUM, until=last))
    clock.pass_by(days=3)
    with RecordStore.open(others, THEIRS + " off", clock=clock) as store:
        client(store, "Last", "Day")
        clock.pass_by(days=1)
        with pytest.raises(Refused, match="has ended"):
            client(store, "Past", "Midnight")
    with pytest.raises(Refused, match="has ended"):
        RecordStore.open(others, THEIRS + " off", clock=clock)
    with RecordStore.open(others, PASSPHRASE, clock=clock) as store:
        assert [row.practitioner_name for row in store.audit_rows(limit=9) if row.action == "unlock_refused"] == [
            "Leo Locum"
        ]
    clock.at -= timedelta(days=30)
    with pytest.raises(Refused, match="has ended"):  # turning the clock back gives no time
        RecordStore.open(others, THEIRS + " off", clock=clock)


def test_who_left_opens_nothing_and_their_name_stays(others, clock):
    with RecordStore.open(others, PASSPHRASE, clock=clock) as store:
        store.retire_practitioner(LOCUM.id)
        assert LOCUM.id not in store.sign_ins()
        assert [each.active for each in store.practitioners()] == [True, True, False]
        assert store.verify().ok
    with pytest.raises(WrongPassphrase):
        RecordStore.open(others, THEIRS + " off", clock=clock)
    with RecordStore.open(others, PASSPHRASE, clock=clock) as store:
        store.give_sign_in(LOCUM.id, PASSPHRASE, "back again for summer")
        rows = store.audit_rows(limit=9)
        assert {"retire", "give_sign_in"} <= {row.action for row in rows}
    RecordStore.open(others, "back again for summer", person=LOCUM.id, clock=clock).close()


def test_a_record_always_has_an_owner_and_nobody_shuts_themselves_out(full):
    with pytest.raises(Refused, match="has to own"):
        full.change_practitioner(replace(full.practitioner, role="therapist"))
    with pytest.raises(Refused, match="your own sign-in"):
        full.retire_practitioner(full.practitioner.id)
    with pytest.raises(WrongPassphrase):
        full.add_practitioner(READER, "not the owner's words", THEIRS)
    assert full.practitioners() == (full.practitioner,)


def test_names_stand_at_the_door_only_where_there_is_a_choice(full, full_folder):
    path = full_folder / "vault.json"
    assert b"Nadia" not in path.read_bytes()
    full.add_practitioner(READER, PASSPHRASE, THEIRS)
    assert set(json.loads(path.read_bytes())["names"].values()) == {"Nadia Example", "Rita Reader"}
    full.change_practitioner(replace(READER, name="Rita Reed"))
    assert set(json.loads(path.read_bytes())["names"].values()) == {"Nadia Example", "Rita Reed"}
    with pytest.raises(Refused, match="initial"):
        full.change_practitioner(replace(READER, name="nadia example"))
    full.retire_practitioner(READER.id)
    assert b"Nadia" not in path.read_bytes()


def test_the_passphrase_of_one_person_does_not_open_under_the_name_of_another(others, clock, tmp_path):
    with pytest.raises(WrongPassphrase):
        RecordStore.open(others, PASSPHRASE, person=READER.id, clock=clock)
    # Another name on the slot is another lock: the seal holds whose it is.
    copy = Path(shutil.copytree(others, tmp_path / "swapped"))
    text = (copy / "vault.json").read_text().replace(READER.id, "x" * 32).replace(LOCUM.id, READER.id)
    (copy / "vault.json").write_text(text)
    with pytest.raises(WrongPassphrase):
        RecordStore.open(copy, THEIRS + " off", clock=clock)
