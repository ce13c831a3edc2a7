"""How the program does under load: `python3 run.py load [--clients N] [--keep FOLDER] [--soak MINUTES] [--json]`.

A record of 20,000 clients and about 200,000 visits with a million audit entries is made (some minutes; `--keep` makes
it once and uses it again), and everything that waits for it is measured. `--soak` uses the real window so many minutes
instead and watches memory, open files and the log.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tools import load_record
from tools.bench import Figure, machine, percentile, say, table, timed

ROOT = Path(__file__).resolve().parent.parent
SEARCHED = ("marhol", "brander", "705-555-01", "galand moor", "ton ri", "412")


def main(arguments: list[str]) -> int:
    """Measure and print. The exit code does not depend on the figures."""
    parser = argparse.ArgumentParser(prog="run.py load", description=__doc__)
    parser.add_argument("--clients", type=int, default=20_000, help="size of the record (default 20000)")
    parser.add_argument("--keep", type=Path, help="make the record here, or use the one that is here")
    parser.add_argument("--soak", type=float, default=0, help="minutes of steady work in the real window")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="rmt-notes-load-") as place:
        os.environ["RMT_NOTES_HOME"] = place
        folder = options.keep or Path(place) / "record"
        load = Load(folder)
        load.prepare(options.clients, Path(place))
        found = load.soak(options.soak) if options.soak else load.measure()
    if options.json:
        print(json.dumps([{**asdict(each), "reached": each.reached} for each in found], indent=1))
    else:
        print(table(found))
        print(machine())
    return 0


class Load:
    """One large record and what was measured on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[Figure] = []

    def prepare(self, clients: int, place: Path) -> None:
        """Make the record unless it is there."""
        from rmt_notes import sample
        from rmt_notes.db import RecordStore

        if RecordStore.exists(self.folder):
            return
        small = place / "sample"
        small.mkdir()
        sample.build(small, today=date.today())
        begun = time.perf_counter()
        with RecordStore.open(small, sample.PASSPHRASE) as store:
            visits = load_record.build(self.folder, store, clients)
        say(f"a record of about {clients} clients and {visits} visits, made in {time.perf_counter() - begun:.0f} s")

    def add(self, name: str, seconds: float, **more: Any) -> None:
        """Note one figure, taken in seconds, told in milliseconds or in seconds."""
        factor = 1 if more.get("unit") == "s" else 1000
        self._note(Figure(name=name, measured=seconds * factor, **more))

    def _note(self, figure: Figure) -> None:
        say(f"{figure.name}: {figure.measured:.1f} {figure.unit} {figure.note}")
        self.found.append(figure)

    def spread(self, name: str, times: list[float], most: float | None = None, note: str = "") -> None:
        """The middle, the 95th of a hundred, which has to be reached, and the slowest."""
        said = f"middle {statistics.median(times) * 1000:.1f}, slowest {max(times) * 1000:.0f}, {len(times)} tries"
        self.add(f"{name}, 95 of 100", percentile(times, 95), most=most, note=f"{said}{note}")

    def measure(self) -> list[Figure]:
        """Everything, in order."""
        from rmt_notes.db import RecordStore, files

        hand = random.Random(7)
        begun = time.perf_counter()
        store = RecordStore.open(self.folder, load_record.PASSPHRASE)
        self.add("Opening the record, the passphrase's stretching included", time.perf_counter() - begun, most=2000)
        with store:
            visits = [
                row[0]
                for row in store._connection().exec_driver_sql("SELECT id FROM visit ORDER BY seq DESC LIMIT 20000")
            ]
            store._connection().rollback()
            size = (self.folder / files.RECORD).stat().st_size / 1e6
            entries = store._trail.head.number
            self.found.append(
                Figure(name="Size of the record file", measured=size, unit="MB", note=f"{entries} entries")
            )
            self._search(store, hand, visits)
            visit = store.start_visit(store.chart(visits[0]).client.id, "follow_up", store.now()).id
            hold = _Saves(store, visit)
            self.spread("Keeping a draft", hold.many(300), 50)
            self._audit(store, hold)
            self._beside(store, hold)
            self._parts()
        self._lock()
        self._note(Figure(name="Most memory of this measurement", measured=_most_memory(), unit="MB", most=400))
        return self.found

    def _search(self, store: Any, hand: random.Random, visits: list[str]) -> None:
        say("searching and opening")
        typed = [word[: length + 1] for word in SEARCHED for length in range(len(word))]
        rare = [f"zq{hand.randrange(1400):04x}" for _try in range(40)]
        usual = ["pain", "left shoulder", "low back", "sleep"] * 8
        some = hand.sample(visits, 120)
        clients = [store.chart(each).client.id for each in some[:60]]
        self.spread("Finding clients, each keystroke", _each(store.find_clients, typed), 50)
        self.spread("A rare word in all notes", _each(store.search_notes, rare), 100)
        self.spread("Usual words in all notes, the newest 50", _each(store.search_notes, usual), 100)
        self.spread("Reading a chart", _each(store.chart, some), 100)
        self.spread("A client's whole file", _each(store.client_file, clients), 100)
        self.spread("A day's visits", _each(store.visits_on, [store.now().date()] * 30), 100)
        self.spread("The newest audit entries", _each(store.audit_rows, [None] * 20))

    def _audit(self, store: Any, hold: _Saves) -> None:
        """What the audit entry costs of each save: the time inside its making and writing."""
        inside: list[float] = []
        append = store._trail.append

        def measured(*words: Any) -> Any:
            begun = time.perf_counter()
            try:
                return append(*words)
            finally:
                inside.append(time.perf_counter() - begun)

        store._trail.append = measured
        whole = hold.many(200)
        del store._trail.append
        share = statistics.median(inside) / statistics.median(whole)
        note = f"{share:.0%} of a save of {statistics.median(whole) * 1000:.1f} ms"
        self.add("The audit entry of a save, middle", statistics.median(inside), most=1, note=note)

    def _beside(self, store: Any, hold: _Saves) -> None:
        """Saving while a backup is made and while the record is checked."""
        for name, job, most in (
            ("a backup", store.backup_job(None), 30),
            ("a check of the whole record", store.check_job(), None),
        ):
            say(f"saving during {name}")
            results: list[Any] = []
            thread = threading.Thread(target=lambda job=job, results=results: results.append(job.run()))
            begun = time.perf_counter()
            thread.start()
            times = hold.until(lambda thread=thread: not thread.is_alive())  # type: ignore[misc]
            took = time.perf_counter() - begun
            assert results, f"{name} failed"
            self.spread(f"Keeping a draft during {name}", times, 50)
            self.add(f"{name[0].upper()}{name[1:]}, while saving goes on", took, unit="s", most=most)
            if name != "a backup" and not results[0].ok:
                raise RuntimeError(f"the record is not whole: {results[0].problems}")

    def _parts(self) -> None:
        """The parts of the check, one by one and undisturbed."""
        from rmt_notes.db import audit, checks, files, index_check, keys
        from rmt_notes.db import engine as driver

        opened = keys.open_with_passphrase(keys.read_vault(self.folder / files.VAULT), load_record.PASSPHRASE).keys()
        say("the parts of the check")
        self.add("Both checks of the file's pages, beside each other", self._pages(opened.database), unit="s", most=20)
        engine = driver.reading_engine(self.folder / files.RECORD, opened.database)
        with engine.connect() as connection:
            entries = int(connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() or 0)
            chain = timed(lambda: list(audit.broken_links(connection, opened.audit)))
            note = f"{entries} entries took {chain:.1f} s"
            self.add("The audit chain, per 200,000 entries", chain * 200_000 / entries, unit="s", most=5, note=note)
            for name, check in (
                ("Every signed version against its hash", checks.version_problems),
                ("Every row against what the trail says of it", checks.content_problems),
                ("Clients' and visits' columns against their bodies", checks.column_problems),
                ("Every derived row and the search index against the notes", index_check.index_problems),
            ):
                self.add(name, timed(lambda check=check: list(check(connection))), unit="s")  # type: ignore[misc]
        engine.dispose()

    def _pages(self, key: bytes) -> float:
        """Seconds for every page's own code and, on a second thread, for the structure, as the program looks at
        them."""
        from rmt_notes.db import files
        from rmt_notes.db.inspection import Structure
        from rmt_notes.db.raw_file import PageCodes, RawFile

        path = self.folder / files.RECORD
        file, codes = RawFile(path), PageCodes(key)

        def look() -> None:
            with Structure(path, key, lambda: None) as structure:
                for piece in file.pieces():
                    codes.look(piece)
                if codes.damaged or structure.problems():
                    raise RuntimeError("the record file is not whole")

        return timed(look)

    def _lock(self) -> None:
        """From the lock's key to the moment at which the process would become a fresh one, in the real window."""
        say("locking")
        for jobs, name in (("check_job", "a check"), ("backup_job", "a backup")):
            told = _probe("load_lock", str(self.folder), load_record.PASSPHRASE, jobs)
            self.add(f"Lock with unsaved words during {name}", float(told["seconds"]), most=1000)
            self._note(
                Figure(
                    name=f"Most memory of the program, {name} under way", measured=told["memory"], unit="MB", most=400
                )
            )

    def soak(self, minutes: float) -> list[Figure]:
        """Steady work in the real window."""
        say(f"{minutes:g} minutes in the window")
        told = _probe("load_soak", str(self.folder), load_record.PASSPHRASE, str(minutes * 60))
        count = f"{told['visits']:.0f} notes typed in {minutes:g} minutes, {told['each']:.1f} kB each"
        self.found += [
            Figure(name="Memory that was added", measured=told["grown"], unit="MB", most=50, note=count),
            Figure(name="Most memory of the program", measured=told["memory"], unit="MB", most=400),
            Figure(name="Open files that were added", measured=told["handles"], unit="files", most=0.5),
            Figure(name="The longest the log ever was", measured=told["log"], unit="MB", most=8),
        ]
        return self.found


def _each(look: Callable[[Any], object], words: list[Any]) -> list[float]:
    return [timed(partial(look, word)) for word in words]


class _Saves:
    """A hand that keeps one draft again and again, a few words more each time, and measures each."""

    def __init__(self, store: Any, visit: str) -> None:
        self._store = store
        self._visit = visit
        self._note = store.chart(visit).note
        self._number = 0

    def many(self, count: int) -> list[float]:
        """So many."""
        return [self.one() for _save in range(count)]

    def until(self, done: Callable[[], bool]) -> list[float]:
        """As a hand types: three in a second, until something else is done."""
        times = []
        while not done():
            times.append(self.one())
            time.sleep(0.3)
        return times

    def one(self) -> float:
        """Keep it once; gives the seconds."""
        self._number += 1
        words = "Worse after sitting, eased by walking. " * (1 + self._number % 12)
        said = replace(self._note.subjective, notes=f"{words}{self._number}")
        note = replace(self._note, subjective=said)
        return timed(lambda: self._store.keep_draft(self._visit, note))


def _probe(name: str, *words: str) -> dict[str, Any]:
    """One measurement in a process of its own, with the real window."""
    command = [sys.executable, "-P", str(ROOT / "tools" / "load_probe.py"), name, *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"the probe {name} failed")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def _most_memory() -> float:
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
