"""A real encrypted record and a real worker for the screens' tests, with a small practice in it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rmt_notes.clinical.assessment import Impression, PostureFinding, RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.client import Client, Contact
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.practice import Practice, Practitioner
from rmt_notes.clinical.signing import missing
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.db import Kdf, RecordStore, RecordTrouble, keys, opening
from rmt_notes.db.keys import Opened
from rmt_notes.db.lock import RecordLock
from rmt_notes.db.session import local_clock
from tests.whole_intake import whole_client, whole_history
from tools.waiting import let_run

PASSPHRASE = "maple river quiet lantern"
PRACTICE = Practice(
    name="Riverside Massage", address="12 Mill Street, Guelph ON", phone="519-555-0142", jurisdiction="ON"
)
PRACTITIONER = Practitioner(id="a" * 32, name="N. Example", registration_number="T000", role="owner")
AMELIE, EMILE, EMILIE = "1" * 32, "2" * 32, "3" * 32


def noon(days: int = 0, hour: int = 10, minute: int = 0) -> datetime:
    """A time of day, so many days before today, in the computer's zone."""
    day = date.today() - timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute).astimezone()


def make_client(key: str, number: int, first: str, last: str, born: date | None, **more: Any) -> Client:
    """An invented client."""
    return Client(id=key, file_number=number, first_name=first, last_name=last, born=born, **more)


CLIENTS = (
    make_client(
        AMELIE,
        412,
        "Amélie",
        "Tremblay",
        date(1980, 3, 14),
        pronouns="she/her",
        phone="519-555-0107",
        email="amelie@example.ca",
        address="4 Oak Lane, Guelph ON",
        postal_code="N1H 3A1",
        language="English",
        emergency=Contact(name="Luc Tremblay", relation="husband", phone="519-555-0108"),
        stated=("physician=none", "mobility=none"),
    ),
    make_client(EMILE, 413, "Emile", "Tremblay", date(1951, 7, 2), phone="519-555-0119"),
    make_client(EMILIE, 414, "Émilie", "Tremblay", date(1951, 7, 2), preferred_name="Em", phone="519-555-0120"),
)


def settings_of(technique: str) -> tuple[Setting, ...]:
    """The settings that the catalogue requires, each with its first possible value."""
    filled = []
    for parameter in catalogue().techniques[technique].parameters:
        if not parameter.required and parameter.key != "pressure":
            continue
        value: Any = "as found"
        if parameter.kind in ("choice", "scale") and parameter.choices:
            value = parameter.choices[0].key
        elif parameter.kind in ("integer", "number", "scale"):
            value = 3
        elif parameter.kind == "flag":
            value = True
        elif parameter.kind == "list":
            value = (parameter.choices[0].key,) if parameter.choices else ("as found",)
        filled.append(Setting(parameter.key, value))
    return tuple(filled)


def note_of(pain: int, after: int | None, extension: float, tilt: str, score: float | None, *techniques: str) -> Note:
    """A short invented note about low back pain."""
    lumbar = Place("low_back", "bilateral")
    return Note(
        subjective=Subjective(
            health_changes="no",
            red_flags="none",
            complaint="Low back pain",
            places=(lumbar,),
            onset="Two months ago, after moving house",
            pain_now=pain,
            pain_best=max(0, pain - 3),
            pain_worst=min(10, pain + 1),
            aggravating="sitting over 40 minutes",
            easing="walking",
            function="cannot sit through a film",
        ),
        objective=Objective(
            posture=(PostureFinding(view="lateral", landmark="pelvis", value="anterior_tilt", severity=tilt),),
            range_of_motion=(RangeOfMotion(movement="lumbar.extension", active=extension),),
            tests=(SpecialTest(test="thomas", result="positive", side="right"),),
            outcomes=() if score is None else (OutcomeScore(measure="rmdq", score=score),),
        ),
        treatment=Treatment(
            techniques=tuple(
                TechniqueApplied(
                    technique=key,
                    places=(lumbar,),
                    structures=("erector_spinae",),
                    minutes=15,
                    settings=settings_of(key),
                )
                for key in techniques
            ),
            position="prone",
            lubricant="lotion",
            skin_response="none",
            pain_after=after,
            draping_explained=True,
            response="settled",
        ),
        assessment=Assessment(impressions=(Impression(key="nslbp_chronic"),), change="improved"),
    )


@dataclass
class Practised:
    """A record with its worker. `settle` waits until every question has its answer."""

    folder: Path
    worker: Any
    settle: Callable[[], None]
    recovery_code: str
    do: Callable[[Callable[[RecordStore], Any]], Any]


@pytest.fixture
def look(qapp: Any) -> None:
    """The program's own look, light and for touch."""
    from rmt_notes.ui import theme

    theme.apply(qapp, "light", "touch", 1.0)


@pytest.fixture
def empty_worker(qtbot: Any, look: None) -> Iterator[Any]:
    """A worker without a record, as at the unlock screen."""
    from rmt_notes.ui.worker import Worker

    worker = Worker()
    yield worker
    worker.close()


@dataclass(frozen=True)
class Template:
    """A record with three clients and no visits, made once and copied for each test: its folder, its recovery code,
    and its keys. Making a record and stretching its passphrase are tested by the tests of those."""

    folder: Path
    recovery_code: str
    keys: Opened


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The record that is copied."""
    folder = tmp_path_factory.mktemp("practice") / "record"
    store, code = RecordStore.create(folder, PASSPHRASE, PRACTICE, PRACTITIONER, kdf=Kdf.cheap)
    with store:
        for client in CLIENTS:
            store.add_client(client)
    return Template(folder, code, keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE))


def open_with_keys(folder: Path, keys_at_hand: Opened) -> RecordStore:
    """A record, opened with its keys and so without stretching a passphrase."""
    start = opening.start(folder, RecordLock(folder), keys_at_hand, local_clock)
    return RecordStore._opened(folder, start, local_clock)


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Let the program run until a condition holds, looking every millisecond: an answer takes about as long."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        let_run(1)


def practise(worker: Any, qtbot: Any, template: Template, folder: Path) -> Practised:
    """A copy of the template, open in the worker."""
    shutil.copytree(template.folder, folder)
    opened: list[object] = []
    worker.open(worker, lambda: open_with_keys(folder, template.keys), opened.append, opened.append)
    until(lambda: bool(opened))

    def settle() -> None:
        until(worker.is_idle)

    def do(work: Callable[[RecordStore], Any]) -> Any:
        answers: list[Any] = []
        troubles: list[RecordTrouble] = []
        worker.ask(worker, work, answers.append, troubles.append)
        until(lambda: bool(answers or troubles))
        if troubles:
            raise troubles[0]
        return answers[0]

    return Practised(folder, worker, settle, template.recovery_code, do)


@pytest.fixture
def practised(empty_worker: Any, qtbot: Any, tmp_path: Path, template: Template) -> Practised:
    """An open record with three clients and no visits."""
    return practise(empty_worker, qtbot, template, tmp_path / "record")


def chart_visit(
    store: RecordStore, client: str, note: Note, started: datetime, *, kind: str = "follow_up", draft: bool = False
) -> str:
    """A visit with its note; signed through the rules unless it stays a draft."""
    from rmt_notes.clinical.consent import ELEMENTS, Consent
    from rmt_notes.clinical.plan import Goal, Plan

    visit = store.start_visit(client, kind, started, 60)
    full = replace(
        note,
        plan=Plan(
            stage="subacute",
            frequency="weekly, then every 2 weeks",
            next_visit=(started + timedelta(days=14)).date(),
            visits_planned=8,
            reassess_on=(started + timedelta(days=30)).date(),
            goals=(
                Goal(
                    text="Sit an hour",
                    measure="minutes",
                    baseline="30",
                    target="60",
                    by=(started + timedelta(days=60)).date(),
                ),
            ),
            advice="Walk daily",
            expected_outcome="less pain when sitting",
        ),
    )
    store.keep_draft(visit.id, full)
    take_in(store, client)
    if not draft:
        store.record_consent(
            Consent(
                id=store.new_id(),
                client_id=client,
                kind="assessment_and_treatment",
                given_at=started,
                practitioner_id=store.practitioner.id,
                visit_id=visit.id,
                elements=ELEMENTS,
            )
        )
        for gap in missing(store.chart(visit.id), store.now()):
            full = full.with_reason(gap.key, gap.about, gap.sentence, "Entered later")
        store.keep_draft(visit.id, full)
        store.sign(visit.id)
    return visit.id


def take_in(store: RecordStore, client: str) -> None:
    """What is asked of every client before a note can be signed; a health history on file stays the newest."""
    file = store.client_file(client)
    store.change_client(whole_client(file.client))
    if not file.histories:
        store.keep_health_history(whole_history(store.new_id(), client, noon(400), store.practitioner.id))


def type_words(editor: Any, words: str) -> None:
    """Type any characters; `QTest.keyClicks` aborts on those outside Latin-1."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    for sign in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(editor, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))


@pytest.fixture
def intake(practised: Practised, qtbot: Any) -> Any:
    """A therapist in front of the intake of an open record."""
    from tests.ui.intake_desk import Intake

    return Intake(practised, qtbot)


def shown_chart(practised: Practised, qtbot: Any, width: int = 1440) -> Any:
    """The chart's screen of an open record, without a visit yet."""
    from rmt_notes.ui.screens.chart import ChartScreen

    chart = ChartScreen(practised.worker)
    chart.resize(width, 900)
    qtbot.addWidget(chart)
    chart.show()
    chart.activateWindow()
    return chart


@pytest.fixture
def screen(practised: Practised, qtbot: Any) -> Any:
    """The chart's; the tests of other rooms have their own."""
    return shown_chart(practised, qtbot)


@pytest.fixture
def user(screen: Any, practised: Practised) -> Any:
    """A finger and a keyboard at the screen."""
    from tools.user import User

    return User(screen, lambda: not practised.worker.is_idle())
