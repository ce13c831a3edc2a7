"""Figures of the program, each beside a floor measured in the same run: `python3 run.py bench [--json] [--clients N]`.

Measured, not asserted: a busy machine makes everything slow, and the floor with it. Every figure is the middle one of
several runs unless it says otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tools import bench_record

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7
COMMITS = 200
KEYS = 160


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line: what was measured, in milliseconds (`unit` where not), the floor beside it, and what is to be reached:
    `most` of the measured value or `most_ratio` to the floor."""

    name: str
    measured: float
    floor: float | None = None
    most: float | None = None
    most_ratio: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Measured to floor."""
        return self.measured / self.floor if self.floor else None

    @property
    def reached(self) -> bool | None:
        """Whether the figure is reached; None where none is set."""
        if self.most is None and self.most_ratio is None:
            return None
        over = self.most is not None and self.measured > self.most
        return not over and not (self.most_ratio is not None and (self.ratio or 0) > self.most_ratio)


def main(arguments: list[str]) -> int:
    """Measure everything and print it. The exit code does not depend on the figures."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--clients", type=int, default=2000, help="size of the record (default 2000)")
    options = parser.parse_args(arguments)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="rmt-notes-bench-") as place:
        os.environ["RMT_NOTES_HOME"] = place
        found = Bench(Path(place), options.clients).measure()
    if options.json:
        print(json.dumps([{**asdict(each), "ratio": each.ratio, "reached": each.reached} for each in found], indent=1))
    else:
        print(table(found))
        print(machine())
    return 0


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'':{width}}  {'measured':>10}  {'floor':>10}  {'ratio':>6}  to reach"]
    for figure in figures:
        floor = "" if figure.floor is None else f"{figure.floor:.1f} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        goal = ""
        if figure.reached is not None:
            limits = ([f"≤ {figure.most_ratio:g} × floor"] if figure.most_ratio else []) + (
                [f"≤ {figure.most:g} {figure.unit}"] if figure.most else []
            )
            goal = f"{', '.join(limits)}: {'reached' if figure.reached else 'MISSED'}"
        measured = f"{figure.measured:.1f} {figure.unit}"
        note = f"  ({figure.note})" if figure.note else ""
        lines.append(f"{figure.name:{width}}  {measured:>10}  {floor:>10}  {ratio:>6}  {goal}{note}")
    return "\n".join(lines)


def machine() -> str:
    """How busy the machine is: figures of a crowded one are slow, and so are their floors."""
    cores = os.cpu_count() or 1
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{cores} cores, load {load}"


class Bench:
    """Prepares a record once, then measures group by group."""

    def __init__(self, place: Path, clients: int) -> None:
        self.place = place
        self.clients = clients
        self.found: list[Figure] = []
        self.record = place / "record"
        self.floor = place / "floor.db"

    def measure(self) -> list[Figure]:
        """Everything, in order."""
        for step in (
            self.prepare,
            self.start,
            self.store,
            self.rules,
            self.paper,
            self.interface,
            self.body,
            self.second_start,
        ):
            say(step.__name__.replace("_", " "))
            step()
        return self.found

    def add(self, name: str, measured: float, **more: Any) -> None:
        """Note one figure, in milliseconds where it is in seconds."""
        if more.get("unit", "ms") == "ms":
            measured *= 1000
            if more.get("floor") is not None:
                more["floor"] *= 1000
        self.found.append(Figure(name=name, measured=measured, **more))

    # -- preparing -------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """The sample practice, and a large record made from it."""
        from rmt_notes import sample
        from rmt_notes.db import RecordStore

        folder = self.place / "sample"
        folder.mkdir()
        begun = time.perf_counter()
        sample.build(folder, today=date.today())
        self.add("Sample practice built", time.perf_counter() - begun, most=10_000)
        with RecordStore.open(folder, sample.PASSPHRASE) as store:
            visits = bench_record.grow(self.record, store, self.clients)
        bench_record.floor_database(self.floor, self.clients)
        say(f"a record of {self.clients} clients and {visits} visits")

    # -- start -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """From nothing to the unlock screen, and on to the client list."""
        window, screen = in_turn(
            lambda: self.probe("bare-window")["painted"],
            lambda: self.probe("unlock-screen", str(self.record))["painted"],
        )
        self.add("Unlock screen painted, from process start", screen, floor=window, most_ratio=1.5)
        opened, cold, warm, stretch = in_turn(
            lambda: self.probe("bare-open", str(self.floor), bench_record.FLOOR_KEY)["opened"],
            lambda: self.client_list(0)["usable"],
            lambda: self.client_list(2)["since_enter"],
            self.stretching,
        )
        note = "without the stretching of the passphrase"
        self.add(
            "Client list usable, from process start, passphrase typed at once", cold - stretch, floor=opened, note=note
        )
        note += ", which was typed two seconds after the unlock screen"
        self.add("Client list usable, from Enter", warm - stretch, floor=opened, most_ratio=1.3, note=note)
        self.add("Stretching of the passphrase", stretch, note="on purpose: what a guess costs")

    def client_list(self, seconds: float) -> dict[str, Any]:
        """One run to the client list."""
        return self.probe("client-list", str(self.record), bench_record.PASSPHRASE, str(seconds))

    def stretching(self) -> float:
        """What the key stretching of the record takes."""
        from rmt_notes.db import Kdf

        return timed(lambda: Kdf.default.stretch("some words", b"0123456789abcdef"))

    def probe(self, *words: str) -> dict[str, Any]:
        """Run one measurement in a process of its own."""
        environment = {**os.environ, "BENCH_STARTED": repr(time.time())}
        command = [sys.executable, "-P", str(ROOT / "tools" / "bench_probe.py"), *words]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        if done.returncode or not done.stdout.strip():
            raise RuntimeError(f"the probe {words[0]} failed:\n{done.stderr[-2000:]}")
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return answer

    # -- the store -------------------------------------------------------------------------------------------------

    def store(self) -> None:
        """Draft commits, searching by keystroke, opening a chart's data."""
        from rmt_notes.db import RecordStore

        with RecordStore.open(self.record, bench_record.PASSPHRASE) as store:
            drafts = [row for row in store.unsigned() if row.complaint]
            chart = store.chart(drafts[0].id)
            self.visit_id = chart.visit.id
            times, body = [], 0
            for number in range(COMMITS):
                note = _typed(chart.note, number)
                times.append(timed(lambda note=note: store.keep_draft(chart.visit.id, note)))  # type: ignore[misc]
                body = len(repr(note))
            bare = self.bare_commits(body)
            self.add("Draft commit, middle", statistics.median(times), floor=statistics.median(bare))
            self.add("Draft commit, 95 of 100", percentile(times, 95), floor=percentile(bare, 95), most=50)
            finding = [timed(lambda text=text: store.find_clients(text)) for text in _keystrokes()]  # type: ignore[misc]
            self.add("Finding clients, a keystroke, middle", statistics.median(finding))
            self.add("Finding clients, a keystroke, slowest", max(finding))
            charts = [timed(lambda: store.chart(self.visit_id)) for _run in range(RUNS)]
            self.add("Reading a chart", statistics.median(charts))

    def bare_commits(self, length: int) -> list[float]:
        """Commits of a text of the same length in a bare encrypted file, with the same waiting for the disk."""
        from sqlcipher3 import dbapi2

        connection = dbapi2.connect(str(self.floor), isolation_level=None)
        connection.execute(f"PRAGMA key=\"x'{bench_record.FLOOR_KEY}'\"")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

        def commit(number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE draft SET body = ? WHERE id = 1", (str(number).ljust(length, "x"),))
            connection.execute("COMMIT")

        times = [timed(lambda number=number: commit(number)) for number in range(COMMITS)]  # type: ignore[misc]
        connection.close()
        return times

    # -- rules and paper -------------------------------------------------------------------------------------------

    def rules(self) -> None:
        """Ruling on every technique from twenty findings."""
        from rmt_notes.clinical.catalogue import catalogue
        from rmt_notes.clinical.contraindications import screen
        from rmt_notes.clinical.finding import Finding
        from rmt_notes.clinical.jurisdiction import jurisdiction
        from rmt_notes.db.session import local_clock

        book, rules, now = catalogue(), jurisdiction("ON"), local_clock()
        findings = tuple(
            Finding(id=key, client_id="c", key=key, state="confirmed", recorded_at=now, practitioner_id="p")
            for key in list(book.contraindications)[:20]
        )

        def whole() -> None:
            screening = screen(findings, (), now.date(), rules)
            screening.alerts()
            for technique in book.techniques:
                screening.ruling(technique)

        self.add("Twenty findings, every technique ruled on", middle(lambda: timed(whole), 25))

    def paper(self) -> None:
        """A one-visit page, against the same words on a bare canvas in the same typeface."""
        from rmt_notes.db import RecordStore
        from rmt_notes.export.pdf.soap_note import soap_note

        with RecordStore.open(self.record, bench_record.PASSPHRASE) as store:
            newest = store.find_clients(limit=40)
            rows = [row for client in newest for row in store.client_file(client.id).visits]
            longest = max(
                (row for row in rows if row.versions and row.kind == "initial"), key=lambda row: len(row.techniques)
            )
            printable = store.printable(longest.id)
        pdf = soap_note(printable)
        bare = _bare_page(pdf)
        floor, drawn = in_turn(lambda: timed(bare), lambda: timed(lambda: soap_note(printable)), runs=15)
        self.add("One-visit PDF", drawn, floor=floor, most_ratio=2.0, note=f"{len(pdf) / 1024:.0f} KiB")

    # -- the interface ---------------------------------------------------------------------------------------------

    def interface(self) -> None:
        """Opening a chart and typing in it, with the record saving itself meanwhile."""
        bare = self.probe("bare-typing", str(KEYS))
        ours = self.probe("typing", str(self.record), bench_record.PASSPHRASE, self.visit_id, str(KEYS))
        self.add("Opening the first chart, painted", ours["opening"][0])
        self.add("Opening a chart again, painted", statistics.median(ours["opening"][1:]))
        self.add("Opening the first chart, processor", ours["opening_cpu"][0])
        self.add("Opening a chart again, processor", statistics.median(ours["opening_cpu"][1:]))
        letters = ours["letters"]
        self.add(
            "A letter in 5,000, painted, 99 of 100, processor",
            letters["processor"],
            floor=bare["letters"]["processor"],
            most=16,
        )
        self.add(
            "A letter in 5,000, painted, 99 of 100, by the clock",
            letters["clock"],
            floor=bare["letters"]["clock"],
            most=16,
            note=f"{letters['met']} of {KEYS} met a save",
        )
        note = f"{ours['over_50_ms']} gaps over 50 ms of {ours['ticks']}; bare {bare['over_50_ms']} of {bare['ticks']}"
        self.add(
            "Longest hold of the interface while typing", ours["longest"], floor=bare["longest"], most=50, note=note
        )
        self.add("Hold of the interface, 999 of 1000", ours["p999"], floor=bare["p999"])

    def body(self) -> None:
        """The body chart: a press understood, sixty marks painted, the chart of a note made."""
        found = self.probe("body")
        self.add(
            "Body chart: a press understood",
            found["press"],
            most=1,
            note=f"slowest {found['worst_press'] * 1000:.2f} ms",
        )
        self.add("Body chart: painted after a change, 60 marks", found["changed"], floor=found["bare"], most=8)
        self.add("Body chart: painted again, 60 marks", found["again"], floor=found["bare"], most=8)
        self.add("Body chart of a note made", found["making"])
        self.add("Body chart: four figures read", found["reading"], note="away from the window, before the first chart")

    def second_start(self) -> None:
        """What `python3 run.py` adds to the program's own start, once everything is set up."""
        outer = getattr(sys, "_base_executable", sys.executable)
        through = [outer, str(ROOT / "run.py"), "--version"]
        direct = [sys.executable, "-P", "-m", "rmt_notes", "--version"]
        subprocess.run(through, cwd=ROOT, capture_output=True, check=True)
        longer, shorter = [], []
        for _run in range(9):
            longer.append(timed(lambda: subprocess.run(through, cwd=ROOT, capture_output=True, check=True)))
            shorter.append(timed(lambda: subprocess.run(direct, cwd=ROOT, capture_output=True, check=True)))
        added = statistics.median(longer) - statistics.median(shorter)
        self.add("Added by run.py to a second start", added, most=100)


def say(words: str) -> None:
    """Tell what is being done, beside the figures."""
    sys.stderr.write(f"{words} …\n")


def timed(work: Callable[[], object]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def middle(measure: Callable[[], float], runs: int = RUNS) -> float:
    """The middle one of several measurements."""
    return statistics.median(measure() for _run in range(runs))


def in_turn(*measures: Callable[[], float], runs: int = RUNS) -> list[float]:
    """The middle one of each, measured one after the other and over again, so that a busy minute meets all of them."""
    rounds = [[measure() for measure in measures] for _run in range(runs)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def percentile(values: list[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def _typed(note: Any, number: int) -> Any:
    from dataclasses import replace

    words = "Worse after sitting, eased by walking. " * 6
    return replace(note, subjective=replace(note.subjective, notes=f"{words}{'x' * (number % 40)} {number}"))


def _keystrokes() -> list[str]:
    words = ("marhol", "brander", "705-555-01", "1979", "galand moor", "ton ri", "412")
    return [word[: length + 1] for word in words for length in range(len(word))]


def _bare_page(pdf: bytes) -> Callable[[], bytes]:
    """A page with the same words and nothing else, in one of the typefaces of our pages."""
    import io

    from pypdf import PdfReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pages = [(page.extract_text() or "").splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]
    face = ROOT / "resources" / "fonts" / "Inter-Regular.ttf"
    pdfmetrics.registerFont(TTFont("bare", str(face)))

    def draw() -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out)
        for lines in pages:
            canvas.setFont("bare", 9)
            for number, line in enumerate(lines):
                canvas.drawString(40, 800 - 10 * number, line)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    return draw


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
