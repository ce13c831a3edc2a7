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

from rmt_notes.clinical.practice import Practitioner
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.clinical.visit import Note
from rmt_notes.db import RecordStore, Refused, WrongPassphrase, tables
from rmt_notes.db.store import FOR_READERS
from tests.db.record_samples import PASSPHRASE, Hands, client

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
THEIRS = "two patient geese wander"
READER = Practitioner(id="b" * 32, name="Rita Reader", designation="", role="read_only")
LOCUM = Practitioner(id="c" * 32, name="Leo Locum", role="locum")


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


def test_a_reader_is_refused_every_intention_that_is_not_named_for_readers(others, clock):
    with RecordStore.open(others, THEIRS, person=READER.id, clock=clock) as store:
        before, files = bodies(store), {path.name: path.read_bytes() for path in others.glob("*.json")}
        intentions = {
            name: method
            for name, method in inspect.getmembers(store, inspect.ismethod)
            if not name.startswith("_") and name not in FOR_READERS
        }
        assert {"sign", "keep_draft", "add_client", "void_visit", "import_record", "attach"} <= set(intentions)
        assert len(intentions) > 30
        for name, intention in intentions.items():
            wanted = [
                each
                for each in inspect.signature(intention).parameters.values()
                if each.default is inspect.Parameter.empty
            ]
            with pytest.raises(Refused) as refusal:
                intention(**{each.name: None for each in wanted})
            assert str(refusal.value) == "You may read this record, not write in it.", name
        assert bodies(store) == before
        assert {path.name: path.read_bytes() for path in others.glob("*.json")} == files
        assert store.verify().ok


def test_what_is_named_for_readers_is_there(others):
    assert {name for name in FOR_READERS if not hasattr(RecordStore, name)} == set()


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
        theirs = THEIRS + " off"
        administering: tuple[Callable[[], object], ...] = (
            lambda: store.add_practitioner(replace(READER, id="d" * 32, name="Else"), theirs, "three words here too"),
            lambda: store.give_sign_in(READER.id, theirs, "three words here too"),
            lambda: store.retire_practitioner(READER.id),
            lambda: store.change_practice(replace(store.practice(), name="Other")),
            lambda: store.new_recovery_code(theirs),
            lambda: store.import_record(WholeRecord()),
            lambda: store.export_record(),
            lambda: store.export_audit(others / "out.jsonl"),
        )
        for act in administering:
            with pytest.raises(Refused, match="owner"):
                act()
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
