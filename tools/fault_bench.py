"""What the fault campaigns stand on: a record to hurt, a way to open it fast, and children that are killed."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.visit import Note, Subjective
from rmt_notes.db import Kdf, RecordStore, keys, opening
from rmt_notes.db.keys import Opened
from rmt_notes.db.lock import RecordLock
from rmt_notes.db.session import local_clock

PASSPHRASE = "seven calm otters paddle"
CHILD_PATIENCE = 60.0


@dataclass(slots=True, kw_only=True)
class Result:
    """What a campaign found. `lost` counts what was acknowledged and is gone, `unseen` damage that was taken for
    health; `bites` whether the control, which must fail, did."""

    campaign: str
    tried: int
    lost: int = 0
    unseen: int = 0
    bites: bool = False
    control: str = ""
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0
    worked: float = 0.0

    def holds(self) -> bool:
        """Nothing lost, nothing unseen, and the campaign is known to bite."""
        return bool(self.tried) and not self.lost and not self.unseen and self.bites


class Skipped(Exception):
    """A campaign that this computer cannot run, with the sentence why."""


def words(number: int) -> Note:
    """A note that says which save it was, four pages long."""
    return Note(subjective=Subjective(complaint=f"saved {number}", notes=f"word{number} " * 400))


@dataclass(frozen=True, slots=True)
class Template:
    """A record made once, copied for every fault."""

    folder: Path
    opened: Opened
    visit: str

    def copy(self, place: Path) -> Path:
        """A copy of it."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder, place)
        return place


@contextmanager
def template(clients: int = 24) -> Iterator[Template]:
    """A record of invented clients with notes, in a temporary folder."""
    place = Path(tempfile.mkdtemp(prefix="rmt-notes-faults-"))
    try:
        folder = place / "template"
        practice, person = Practice(name="Elm Street Massage"), Practitioner(id="a" * 32, name="Nadia Example")
        store, _code = RecordStore.create(folder, PASSPHRASE, practice, person, kdf=Kdf.cheap)
        with store:
            visit = ""
            for number in range(1, clients + 1):
                client = Client(id=store.new_id(), file_number=number, first_name="Ida", last_name=f"Grey {number}")
                store.add_client(client)
                visit = store.start_visit(client.id, "follow_up", store.now()).id
                store.keep_draft(visit, words(0))
        opened = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE)
        yield Template(folder, opened, visit)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def open_fast(folder: Path, opened: Opened) -> RecordStore:
    """Open with the keys at hand: stretching the passphrase is no part of what is tried."""
    return RecordStore._opened(folder, opening.start(folder, RecordLock(folder), opened, local_clock), local_clock)


def kept(store: RecordStore, visit: str) -> int:
    """Which save the record holds."""
    return int(store.chart(visit).note.subjective.complaint.split()[1])


def kill_in_the_middle(
    act: Callable[[Callable[[int], None]], None], hand: random.Random, longest: float, *, reports: int = 1
) -> list[int]:
    """Run `act` in a child that reports numbers, kill it at a random moment after so many reports; gives back all it
    reported.

    The child is a fork of this process, which has no record open: starting a new Python each time would cost more than
    the campaign.
    """
    if not hasattr(os, "fork"):
        raise Skipped("This campaign needs fork, which this system does not have.")
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        try:
            act(lambda number: _report(outlet, number))
        finally:
            os._exit(3)  # whatever happened, the child may not run on in its parent's place
    os.close(outlet)
    told = b""
    try:
        if not select.select([inlet], [], [], CHILD_PATIENCE)[0]:
            raise RuntimeError("the child never reported")
        while told.count(b"\n") < reports and (piece := os.read(inlet, 65536)):
            told += piece
        time.sleep(hand.random() * longest)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    while piece := os.read(inlet, 65536):
        told += piece
    os.close(inlet)
    return [int(line) for line in told.split(b"\n") if line]


def _report(outlet: int, number: int) -> None:
    os.write(outlet, b"%d\n" % number)


def complain(sentence: str) -> None:
    """Say something beside the table."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
