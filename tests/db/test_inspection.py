"""The check of the whole record beside the store: saving goes on, what is wrong is found, and it can be called off."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import engine as driver
from rmt_notes.db.inspection import CheckStopped
from tests.db.record_samples import Hands, client


def test_a_check_beside_the_store_reads_one_state_while_saving_goes_on(full, full_folder, clock: Hands):
    visit = full.start_visit(client(full, "Nora", "Bell").id, "follow_up", clock())
    job = full.check_job()
    done: list[object] = []
    thread = threading.Thread(target=lambda: done.append(job.run()))
    thread.start()
    number = 0
    while thread.is_alive():
        number += 1
        full.keep_draft(visit.id, Note(subjective=Subjective(complaint=f"saved {number} {'x' * 4000}")))
    thread.join()
    assert number > 3, "nothing was saved while it looked"
    assert [(found.ok, found.problems) for found in done] == [(True, ())]  # type: ignore[attr-defined]
    full.keep_draft(visit.id, Note())
    assert (full_folder / "record.db-wal").stat().st_size == 0
    assert full.check_job().run() == full.verify()


def test_what_was_altered_is_found_by_both_checks_alike(full, full_folder, keys_at_hand):
    with closing(driver.plain_connection(full_folder / "record.db", keys_at_hand.keys().database)) as other:
        other.execute("UPDATE client SET body = replace(body, '19', '18')")
    beside = full.check_job().run()
    assert not beside.ok
    assert beside == full.verify()


def test_a_check_is_called_off_at_once(full):
    job = full.check_job()
    job.stop()
    with pytest.raises(CheckStopped):
        job.run()
