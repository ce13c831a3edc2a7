"""The sample practice: invented clients in a record of its own, never beside the real one's data.

It is built through the store's own intentions, as if it had been kept day by day, and opens without a question because
its passphrase is known. Deleting its folder resets it."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

from rmt_notes import resources
from rmt_notes.clinical import wordbook
from rmt_notes.db import DiskTrouble, Kdf, RecordStore
from rmt_notes.i18n import _
from rmt_notes.sample import (
    amelie,
    case_1,
    case_2,
    case_3,
    long_text,
    look_alikes,
    maintenance,
    many_names,
    minor,
    requests,
)
from rmt_notes.sample.diary import Diary, SampleClock
from rmt_notes.sample.people import PRACTICE, THERAPIST

PASSPHRASE = "sample practice, nothing secret"
"""Nothing in it is secret: every person is invented."""

OWN_WORDS = ("Fergus", "Guelph")
"""Words that the sample therapist taught the spelling."""

MARK = "sample.json"
"""Beside the record: for which day it was built, and how many audit entries it had then."""

LOOKING = frozenset({"unlock", "lock", "view", "preview", "print", "export", "clock_jump"})
"""Entries of the audit trail that change nothing."""


def build(folder: Path, *, today: date, until: datetime | None = None) -> None:
    """Make the sample practice in an empty folder, as it stands on a day. What would be entered after `until` is left
    out: the day goes on.

    Raises:
        RecordTrouble: the folder holds a record, or nothing can be written there.
    """
    diary = Diary()
    for case in (case_1, case_2, case_3):
        case.tell(diary)
    for story in (amelie, maintenance, minor, look_alikes, many_names, long_text, requests):
        story.tell(diary, today)
    clock = SampleClock(diary.first() - timedelta(minutes=30))
    store, _code = RecordStore.create(folder, PASSPHRASE, PRACTICE, THERAPIST, kdf=Kdf.cheap, clock=clock)
    with store:
        store.take_wordbook(wordbook.from_json(resources.text("wordbook", "starter.json")))
        for word in OWN_WORDS:
            store.add_own_word(word)
        diary.write(store, clock, until)
        entries = store.audit_rows(limit=1)[0].number
    mark = json.dumps({"day": today.isoformat(), "entries": entries})
    (folder / MARK).write_text(mark + "\n", encoding="utf-8")


def open_or_build(folder: Path) -> RecordStore:
    """Open the sample practice; build it where there is none yet, and anew where it shows an earlier day and nobody has
    entered anything since.

    Raises:
        RecordTrouble: it is open elsewhere, damaged, or nothing can be written there.
    """
    now = datetime.now().astimezone()
    if RecordStore.exists(folder):
        store = RecordStore.open(folder, PASSPHRASE)
        if not _is_stale(store, now.date()):
            return store
        store.close()
    _build_beside(folder, now)
    return RecordStore.open(folder, PASSPHRASE)


def _is_stale(store: RecordStore, today: date) -> bool:
    try:
        mark = json.loads((store.folder / MARK).read_text(encoding="utf-8"))
        day, entries = date.fromisoformat(mark["day"]), int(mark["entries"])
    except (OSError, ValueError, KeyError, TypeError):
        # Without its mark nobody knows what was entered: leave it as it is.
        return False
    if day == today:
        return False
    return all(row.action in LOOKING or row.number <= entries for row in store.audit_rows(limit=2000))


def _build_beside(folder: Path, now: datetime) -> None:
    """Build next to the place and move it there whole, so that a killed build leaves no half practice."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as undo:
            made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
            undo.callback(shutil.rmtree, made, ignore_errors=True)
            build(made, today=now.date(), until=now)
            shutil.rmtree(folder, ignore_errors=True)
            made.rename(folder)
            undo.pop_all()
    except OSError as error:
        raise DiskTrouble(
            _("The sample practice cannot be made: {reason}.").format(reason=error.strerror or error)
        ) from error
