"""The one thread that touches the store, a second one for pure work such as drawing a page, and two for what takes
minutes beside the store: a backup, a check of the whole record.

Screens ask, and are answered on the GUI thread; an answer to a screen that is gone is dropped. Nothing else in the
interface may hold the store.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from rmt_notes.ui.alive import is_alive

if TYPE_CHECKING:
    from pathlib import Path

    from rmt_notes.db import RecordStore, RecordTrouble

T = TypeVar("T")
COLLECT_EVERY_MS = 2000
LONGEST_WAIT = 0.5
"""Seconds that the end waits for what runs beside and was called off; a lock may not take longer than one."""
REST_MS = 4000
"""Quiet after the last letter, until the whole heap may be looked through."""
SWITCH_S = 0.0005


@dataclass(frozen=True, slots=True)
class Changes:
    """What kinds of things an intention changed (`clients`, `visits`, `safety`, `practice`), about whom, and who
    asked: the asker ignores its
    own echo."""

    kinds: frozenset[str]
    client_id: str = ""
    visit_id: str = ""
    asker: QObject | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    asker: QObject
    then: Callable[[Any], None] | None
    failed: Callable[[RecordTrouble], None] | None
    changes: Changes | None


class Worker(QObject):
    """Runs intentions on the store, one after the other, in the order in which they were asked."""

    changed = Signal(Changes)
    """`Changes`, after an intention that changed something was committed."""
    troubled = Signal(str)
    """A sentence of the world's (disk full, record damaged) that the asker did not take care of itself."""
    idle = Signal()
    """No question is waiting for an answer."""
    ending = Signal()
    """The record is about to be closed; whoever runs something long beside it calls it off."""
    _answered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: RecordStore | None = None
        self._record = ThreadPoolExecutor(1, thread_name_prefix="record")
        self._paper = ThreadPoolExecutor(1, thread_name_prefix="paper")
        self._beside = ThreadPoolExecutor(2, thread_name_prefix="beside")
        self._long: set[Future[Any]] = set()
        self._answers: SimpleQueue[tuple[_Question, Future[Any]]] = SimpleQueue()
        self._waiting = 0
        self._closed = False
        self._answered.connect(self._give_answers, Qt.ConnectionType.QueuedConnection)
        # A collection that starts on a worker thread would destroy Qt objects there; so it runs here, on the GUI
        # thread, only.
        gc.disable()
        self._collector = QTimer(self)
        self._collector.timeout.connect(self._collect)
        self._collector.start(COLLECT_EVERY_MS)
        self._since_typing = QElapsedTimer()
        # While an intention runs, the interface gets the interpreter back after this long, not after Python's 5 ms.
        sys.setswitchinterval(SWITCH_S)

    def is_open(self) -> bool:
        """Whether a record is open."""
        return self._store is not None

    def why_not_write(self) -> str:
        """Why nothing can be changed by whoever is signed in, in one sentence; empty where it can."""
        return self._store.why_not_write() if self._store is not None else ""

    def only_looks(self) -> bool:
        """Whether the record is open for reading only, so that nothing of it can be kept or backed up."""
        return self._store is not None and self._store.only_looks

    def is_idle(self) -> bool:
        """Whether every question has its answer."""
        return self._waiting == 0

    def open(
        self,
        asker: QObject,
        opener: Callable[[], RecordStore],
        then: Callable[[RecordStore], None],
        failed: Callable[[RecordTrouble], None],
    ) -> None:
        """Open a record (or create one) with `opener`, which runs on the record's thread; it is the store from then
        on."""

        def keep(store: RecordStore) -> None:
            self._store = store
            # What is loaded by now stays for good: the collector need not look at it again while somebody types.
            gc.collect()
            gc.freeze()
            then(store)

        self._put(self._record, opener, _Question(asker, keep, failed, None))

    def ask(
        self,
        asker: QObject,
        work: Callable[[RecordStore], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[RecordTrouble], None] | None = None,
        *,
        changes: Changes | None = None,
    ) -> None:
        """Run one intention on the store; `then` gets its answer, `failed` the world's trouble, both on the GUI thread.

        Raises:
            RuntimeError: when no record is open.
        """
        store = self._store
        if store is None:
            raise RuntimeError("no record is open")
        self._put(self._record, lambda: work(store), _Question(asker, then, failed, changes))

    def draw(
        self,
        asker: QObject,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[RecordTrouble], None] | None = None,
    ) -> None:
        """Run pure work that touches neither store nor widgets; nothing once the record is closed, for nobody hears the
        answer then (a pause in typing may end after it)."""
        if self._closed:
            return
        self._put(self._paper, job, _Question(asker, then, failed, None))

    def run_beside(
        self,
        asker: QObject,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[RecordTrouble], None] | None = None,
    ) -> None:
        """Run what may take minutes and touches neither the open store nor widgets. It is called off at `ending`."""
        future = self._put(self._beside, job, _Question(asker, then, failed, None))
        self._long.add(future)
        future.add_done_callback(self._long.discard)

    def wait_outside(
        self,
        asker: QObject,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[RecordTrouble], None] | None = None,
    ) -> None:
        """Run what waits for somebody outside the program, perhaps for ever: neither the store nor the end of the
        process waits for it."""
        future: Future[T] = Future()
        self._waiting += 1
        question = _Question(asker, then, failed, None)
        future.add_done_callback(lambda done: self._deliver(question, done))
        threading.Thread(target=_finished, args=(future, job), name="outside", daemon=True).start()

    def ask_and_wait(self, work: Callable[[RecordStore], T]) -> T:
        """Run one intention and wait for its answer: at the end of the process, when no event loop runs any more.

        Raises:
            RuntimeError: when no record is open.
            RecordTrouble: as the store says it.
        """
        store = self._store
        if store is None:
            raise RuntimeError("no record is open")
        return self._record.submit(lambda: work(store)).result()

    def close(self) -> None:
        """Finish what was asked, then close the record. Waits; used at the end of the process."""
        self.ending.emit()
        self._collector.stop()
        self._closed = True
        store, self._store = self._store, None
        if store is not None:
            self._record.submit(store.close).result()
        self._record.shutdown(wait=True)
        self._paper.shutdown(wait=True, cancel_futures=True)
        # Called off, they end within milliseconds; but one may be in the middle of reading the whole file.
        wait(set(self._long), timeout=LONGEST_WAIT)
        self._beside.shutdown(wait=False, cancel_futures=True)
        gc.enable()

    def finish(self, seconds: float = 5.0) -> None:
        """Wait until every intention asked so far has been carried out, so that closing the program loses nothing."""
        if self._store is not None:
            self._record.submit(lambda: None).result(timeout=seconds)
        self._give_answers()

    def _put(self, where: ThreadPoolExecutor, work: Callable[[], Any], question: _Question) -> Future[Any]:
        self._waiting += 1
        future = where.submit(work)
        future.add_done_callback(lambda done: self._deliver(question, done))
        return future

    def _deliver(self, question: _Question, done: Future[Any]) -> None:
        """On the worker's thread: hand the answer over."""
        self._answers.put((question, done))
        if is_alive(self):
            self._answered.emit()

    def _give_answers(self) -> None:
        while True:
            try:
                question, done = self._answers.get_nowait()
            except Empty:
                break
            self._waiting -= 1
            if not self._closed:  # after the end an answer would only ask the next question
                self._give(question, done)
        if self._waiting == 0:
            self.idle.emit()

    def _give(self, question: _Question, done: Future[Any]) -> None:
        # Loads SQLAlchemy: not at start, and long since loaded when an answer comes.
        from rmt_notes.db import OwnFault, RecordTrouble

        if done.cancelled():
            return
        fault = done.exception()
        if fault is None:
            self._tell_answer(question, done.result())
            return
        trouble = fault if isinstance(fault, RecordTrouble) else OwnFault()
        if question.failed is not None and is_alive(question.asker):
            # Of our own faults, too: who waits for an answer to a save would never save again.
            question.failed(trouble)
        elif trouble is fault:
            self.troubled.emit(str(trouble))
        if trouble is not fault:
            sys.excepthook(type(fault), fault, fault.__traceback__)  # and the next answer is given

    def _tell_answer(self, question: _Question, answer: Any) -> None:
        if question.then is not None and is_alive(question.asker):
            question.then(answer)
        if question.changes is not None:
            self.changed.emit(question.changes)

    def somebody_types(self) -> None:
        """Words are being typed: what takes longer waits for a pause."""
        self._since_typing.start()

    def _collect(self) -> None:
        typing = self._since_typing.isValid() and self._since_typing.elapsed() < REST_MS
        gc.collect(1 if typing else 2)


def _finished(future: Future[T], job: Callable[[], T]) -> None:
    """Run the job; its answer, or the world's trouble, is the future's. A fault of our own ends the thread, and the
    question goes without an answer."""
    from rmt_notes.db import RecordTrouble

    try:
        future.set_result(job())
    except RecordTrouble as trouble:
        future.set_exception(trouble)
    finally:
        future.cancel()  # where it has no answer yet


def who_signs_in(folder: Path) -> tuple[tuple[str, str], ...]:
    """Key and name of those who have a sign-in, by name, without loading the store. Empty where there is no choice:
    one person, or no key file that could be read (the opening says what is wrong with it)."""
    names = _key_file(folder).get("names")
    found = [(str(key), str(name)) for key, name in names.items()] if isinstance(names, dict) else []
    return tuple(sorted(found, key=lambda pair: pair[1].casefold())) if len(found) > 1 else ()


def who_opens_by_keyring(folder: Path) -> frozenset[str]:
    """The keys of those who let this computer's keyring in, without loading the store or asking any keyring."""
    slots = _key_file(folder).get("slots")
    found = [slot for slot in slots if isinstance(slot, dict)] if isinstance(slots, list) else []
    return frozenset(str(slot.get("person")) for slot in found if slot.get("kind") == "keyring")


def _key_file(folder: Path) -> dict[str, Any]:
    import json

    try:
        with (folder / "vault.json").open("rb") as file:
            vault = json.loads(file.read(65_536))
    except (OSError, ValueError, RecursionError):
        return {}
    return vault if isinstance(vault, dict) else {}


def record_folder_exists(folder: Path) -> bool:
    """Whether a record was made in this folder, without loading the store."""
    return any((folder / name).exists() for name in ("vault.json", "record.db", "restored-vault.json"))
