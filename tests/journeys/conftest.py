"""The whole program on a copy of the sample practice, as it starts with `--sample`, and a user before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel

from rmt_notes.db import RecordStore
from tests.sample_record import copy_of_sample
from tools.user import User


@dataclass
class Clinic:
    """A running program. `ask` asks the record something, on its own thread; `user` does what fingers do."""

    session: Any
    user: User
    folder: Path

    def ask(self, work: Callable[[RecordStore], Any]) -> Any:
        answers: list[Any] = []
        self.session.worker.ask(self.session, work, answers.append)
        self.user.wait(lambda: bool(answers), "the record's answer")
        return answers[0]

    def words(self) -> str:
        """Everything that can be read on the screen now, or heard."""
        labels = [one.text() for one in self.user.everything(QLabel) if isinstance(one, QLabel)]
        return "\n".join([*labels, *(one.accessibleName() for one in self.user.everything())])

    def rows(self, name: str) -> list[str]:
        """What the rows of a list say, from the top; nothing while it is not there."""
        lists = (one for one in self.user.everything(QAbstractItemView) if one.accessibleName() == name)
        view = next(lists, None)
        if not isinstance(view, QAbstractItemView):
            return []
        model = view.model()
        said = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(row, 0).data(said) or "") for row in range(model.rowCount())]

    def choose(self, name: str, words: str) -> None:
        """Press a row of a list as soon as it is there."""
        self.user.wait(lambda: any(words in row for row in self.rows(name)), f"a row that says {words}")
        self.user.choose_row(name, words)

    def find_client(self, typed: str, name: str) -> None:
        """Open a client from the list of clients."""
        self.user.press("Clients")
        self.user.type_into("Search clients", typed)
        self.user.wait(lambda: name in "".join(self.rows("Clients")[:1]), f"{name} at the top")
        self.choose("Clients", name)
        self.user.wait(lambda: self.user.sees("New note"), "the client")


@pytest.fixture
def clinic(
    qapp: Any, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clinic]:
    """The program open on Today."""
    from rmt_notes import app as program
    from rmt_notes.settings import Preferences

    monkeypatch.setenv("RMT_NOTES_HOME", str(tmp_path / "home"))
    folder = copy_of_sample(tmp_path_factory, tmp_path / "home" / "data" / "sample")
    preferences = Preferences(theme="light")
    program.look(qapp, preferences)
    session = program.Session(qapp, preferences, folder, sample=True)
    monkeypatch.setattr(session._reporter, "install", lambda: None)  # a fault fails the test instead of being reported
    session.start()
    user = User(session.window, lambda: not session.worker.is_idle())
    user.wait(lambda: session.window.place() is not None, "the day")
    user.settle()
    yield Clinic(session, user, folder)
    session.window.close()
    session.worker.close()
    session.window.deleteLater()
    session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
