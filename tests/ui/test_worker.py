"""Between screens and store: one thread, answers in order, nothing told to the dead, the world's trouble as
sentences."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from rmt_notes.db import OwnFault, Refused
from rmt_notes.ui.autosave import Autosave
from rmt_notes.ui.worker import Changes


def test_an_intention_runs_away_from_the_screens_and_is_answered_on_their_thread(practised):
    seen: list[object] = []

    def work(store):
        seen.append(threading.current_thread())
        return store.next_file_number()

    practised.worker.ask(practised.worker, work, lambda number: seen.append((threading.current_thread(), number)))
    practised.settle()
    assert seen[0] is not threading.main_thread()
    assert seen[1] == (threading.main_thread(), 415)


def test_answers_come_in_the_order_of_the_questions(practised):
    order = []
    for number in range(20):
        practised.worker.ask(practised.worker, lambda _store, number=number: number, order.append)
    practised.settle()
    assert order == list(range(20))


def test_a_screen_that_is_gone_is_not_answered(practised):
    asker, answers = QObject(), []
    practised.worker.ask(asker, lambda _store: "late", answers.append)
    asker.deleteLater()
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(asker, QEvent.Type.DeferredDelete)
    practised.settle()
    assert answers == []


def test_the_worlds_trouble_reaches_the_asker_or_else_the_window(practised):
    told, heard = [], []
    practised.worker.troubled.connect(heard.append)

    def refuse(_store):
        raise Refused("The disk is full.")

    practised.worker.ask(practised.worker, refuse, None, told.append)
    practised.worker.ask(practised.worker, refuse)
    practised.settle()
    assert [str(trouble) for trouble in told] == ["The disk is full."]
    assert heard == ["The disk is full."]


def test_our_own_fault_is_not_swallowed(practised, qtbot):
    def stumble(_store):
        raise ZeroDivisionError

    told = []
    with qtbot.capture_exceptions() as faults:
        practised.worker.ask(practised.worker, stumble)
        practised.worker.ask(practised.worker, stumble, None, told.append)
        practised.settle()
    assert [kind for kind, _fault, _trace in faults] == [ZeroDivisionError, ZeroDivisionError]
    assert [type(trouble) for trouble in told] == [OwnFault]


def test_after_a_fault_of_our_own_in_a_save_the_words_are_held_and_saved_the_next_time(practised, qtbot):
    class Keeping(Autosave[str]):
        kept: list[str] = []

        def keep(self, store, newest):
            if newest == "one":
                raise ZeroDivisionError
            self.kept.append(newest)
            return store.now()

        def changes(self, newest):
            return Changes(frozenset())

    keeping = Keeping(practised.worker)
    said: list[str] = []
    keeping.failed.connect(said.append)
    with qtbot.capture_exceptions():
        keeping.change("one")
        keeping.keep_now()
        practised.settle()
    assert keeping.unsaved() == "one"
    assert said
    keeping.change("one and two")
    keeping.keep_now()
    practised.settle()
    assert not keeping.has_unsaved()
    assert keeping.kept == ["one and two"]


def test_changes_are_told_only_after_success(practised):
    heard = []
    practised.worker.changed.connect(heard.append)
    change = Changes(frozenset({"clients"}), "x")

    def refuse(_store):
        raise Refused("no")

    practised.worker.ask(practised.worker, refuse, None, lambda _trouble: None, changes=change)
    practised.worker.ask(practised.worker, lambda _store: None, changes=change)
    practised.settle()
    assert heard == [change]


def test_asking_without_an_open_record_is_refused(empty_worker):
    with pytest.raises(RuntimeError):
        empty_worker.ask(empty_worker, lambda store: store)
