"""One client's screen, over a real record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.finding import Clearance, Decision, Finding
from rmt_notes.clinical.health_history import Allergies, Answer, HealthHistory
from rmt_notes.clinical.record import VisitRow
from rmt_notes.ui.places import Chart, ClientPlace, EditClient, Intake, NewVisit, Preview
from rmt_notes.ui.screens.client import ClientScreen
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.visit_rows import timeline_row
from rmt_notes.ui.worker import Changes
from tests.ui.conftest import AMELIE, EMILE, PRACTITIONER, chart_visit, noon, note_of

PACEMAKER = "b" * 32


def rows_in(widget):
    return [row for each in widget.findChildren(KeyValue) if not each.isHidden() for row in each.rows()]


@pytest.fixture
def screen(qtbot, practised):
    made = ClientScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def show(screen, practised, place=None):
    screen.show_place(place or ClientPlace(AMELIE))
    practised.settle()
    QApplication.processEvents()  # new rows come into sight with the next turn of the event loop


@pytest.fixture
def treated(practised):
    """Three signed visits, a draft and a pacemaker found between the second and the third."""

    def fill(store):
        first = chart_visit(store, AMELIE, note_of(8, 7, 8, "marked", 13, "effleurage"), noon(60), kind="initial")
        second = chart_visit(store, AMELIE, note_of(7, 5, 10, "marked", None, "deep_tissue"), noon(40))
        third = chart_visit(store, AMELIE, note_of(5, 3, 12, "moderate", 8, "deep_tissue"), noon(14))
        finding = Finding(
            id=PACEMAKER,
            client_id=AMELIE,
            key="pacemaker_device",
            state="confirmed",
            recorded_at=noon(30),
            practitioner_id=PRACTITIONER.id,
            detail="left chest",
        )
        store.record_finding(finding)
        store.decide(
            Decision(
                id=store.new_id(),
                client_id=AMELIE,
                finding_id=PACEMAKER,
                choice="modify",
                decided_at=noon(30),
                practitioner_id=PRACTITIONER.id,
                how="No cupping",
                reason="Asked the clinic",
            )
        )
        store.record_clearance(
            Clearance(
                id=store.new_id(),
                client_id=AMELIE,
                finding_keys=("pacemaker_device",),
                clinician="Dr Okafor",
                received_on=noon(25).date(),
                valid_until=date.today() + timedelta(days=90),
                recorded_at=noon(25),
                practitioner_id=PRACTITIONER.id,
                techniques=("GEN",),
                max_pressure=3,
            )
        )
        draft = store.start_visit(AMELIE, "follow_up", noon(0), 60).id
        return first, second, third, draft

    return practised.do(fill)


def test_identity_and_alerts_stand_above_every_tab(practised, screen, treated):
    show(screen, practised)
    bar = screen._bar
    assert bar.name() == "Amélie Tremblay"
    assert "born 14 March 1980" in bar.accessibleName()
    assert "file 0412" in bar.accessibleName()
    for tab in ("visits", "health", "identity"):
        show(screen, practised, ClientPlace(AMELIE, tab))
        assert bar.isVisible()
        assert any("cupping" in alert.text for alert in bar._alerts)
    assert screen.title() == "Client"  # no client words in the window's title


def test_visits_stand_newest_first_with_the_clearance_between(practised, screen, treated):
    first, second, third, draft = treated
    show(screen, practised)
    rows = screen._visits.rows()
    assert [row.visit_id for row in rows] == [draft, third, "", second, first]
    assert rows[2].rest == "clearance received"
    assert screen._visits.current() == third  # the newest that says something
    assert rows[1].figures == "5 → 3"


def test_what_changed_names_pain_movement_and_safety(qtbot, practised, screen, treated):
    first, _second, third, _draft = treated
    show(screen, practised)
    assert screen._visits.compared() == first
    table = screen._changes.table()
    spoken = table.accessibleDescription()
    assert "Pain: 8 before, 7 after, then 5 before, 3 after. −3 · meaningful" in spoken
    assert "Lumbar extension: 8° of 25°, then 12° of 25°. +4°" in spoken
    assert "RMDQ: 13 of 24, then 8 of 24. −5 · meaningful" in spoken
    assert "Safety: none known, then Pacemaker" in spoken
    assert "Thomas" not in spoken  # unchanged
    differing = table.row_count()
    qtbot.mouseClick(screen._changes._all, Qt.MouseButton.LeftButton)
    assert table.row_count() > differing
    assert screen._visits.current() == third


def test_any_two_signed_visits_can_be_compared(practised, screen, treated):
    _first, second, _third, _draft = treated
    show(screen, practised)
    screen._changes.compared.emit(second)
    practised.settle()
    assert screen._visits.compared() == second
    assert "then 5 before, 3 after. −2 · meaningful" in screen._changes.table().accessibleDescription()


def test_a_draft_is_not_compared_for_what_it_does_not_say_yet(practised, screen, treated):
    first, _second, third, draft = treated
    show(screen, practised)
    compared = screen._changes.table().accessibleDescription()
    screen._visits.set_rows(screen._visits.rows(), draft)
    screen._ask_detail()
    practised.settle()
    assert screen._visits.current() == draft
    assert screen._visits.compared() == first
    assert screen._changes.table().accessibleDescription() == compared


def test_walking_the_list_by_keys_shows_each_visit_and_enter_opens_it(qtbot, practised, screen, treated):
    _first, second, _third, _draft = treated
    show(screen, practised)
    screen.focus_first()
    qtbot.waitUntil(screen._visits.hasFocus)
    qtbot.keyClick(screen._visits, Qt.Key.Key_Down)  # the clearance
    qtbot.waitUntil(lambda: not screen._quiet.isActive())
    practised.settle()
    assert screen._event.isVisible()
    assert not screen._visit.isVisible()
    qtbot.keyClick(screen._visits, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not screen._quiet.isActive())
    practised.settle()
    assert screen._visit.visit_id() == second
    assert ("Pain", "7 before, 5 after") in screen._visit._rows.rows()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen._visits, Qt.Key.Key_Return)
    assert gone.args == [Chart(second)]


def test_the_whole_note_unfolds_and_the_pages_are_one_tap_away(qtbot, practised, screen, treated):
    _first, _second, third, _draft = treated
    show(screen, practised)
    few = len(screen._visit._rows.rows())
    qtbot.mouseClick(screen._visit._whole, Qt.MouseButton.LeftButton)
    assert len(screen._visit._rows.rows()) > few
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._visit._preview, Qt.MouseButton.LeftButton)
    assert gone.args == [Preview(third)]
    assert gone.args[0].back == ClientPlace(AMELIE)


def test_the_pain_course_takes_signed_visits_and_marks_meaningful_change(practised, screen, treated):
    show(screen, practised)
    points = screen._trend.points()
    assert [(point.first, point.second, point.meaningful) for point in points] == [
        (8, 7, False),
        (7, 5, False),
        (5, 3, True),
    ]


def test_an_alert_leads_to_its_finding_with_decision_and_clearance(qtbot, practised, screen, treated):
    show(screen, practised)
    screen._bar.alert_pressed.emit(PACEMAKER)
    assert screen._tabs.current() == "health"
    assert screen._health.row_of(PACEMAKER) is not None
    rows = dict(rows_in(screen._health))
    assert rows["Detail"] == "left chest"
    assert rows["Decision"].startswith("Modify. No cupping. Asked the clinic · ")
    assert rows["Pressure"] == "3 of 5 at most"
    assert rows["Allows"].startswith("General")


def test_a_finding_without_decision_asks_for_one(qtbot, practised, screen):
    finding = Finding(
        id=PACEMAKER,
        client_id=AMELIE,
        key="osteoporosis_mild",
        state="suspected",
        recorded_at=noon(1),
        practitioner_id=PRACTITIONER.id,
    )
    practised.do(lambda store: store.record_finding(finding) or True)
    show(screen, practised, ClientPlace(AMELIE, "health"))
    button = next(each for each in screen._health.findChildren(Button) if each.words() == "Decide")
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert gone.args == [Intake(AMELIE)]


def test_health_history_versions_are_read_one_by_one(qtbot, practised, screen):
    def fill(store):
        for number, reason in ((1, "Neck pain"), (2, "Back pain")):
            store.keep_health_history(
                HealthHistory(
                    id=f"{number:032x}",
                    client_id=AMELIE,
                    number=number,
                    taken_at=noon(90 - number * 30),
                    practitioner_id=PRACTITIONER.id,
                    reason_for_care=reason,
                    allergies=Allergies(answer="no"),
                    groups=(Answer(key="injury", answer="no"), Answer(key="today_unwell", answer="declined")),
                )
            )
        return True

    practised.do(fill)
    show(screen, practised, ClientPlace(AMELIE, "health"))
    qtbot.waitUntil(lambda: ("Reason for care", "Back pain") in rows_in(screen._health))
    rows = dict(rows_in(screen._health))
    assert rows["Allergies"] == "none known"
    assert rows["No"] == "Recent injury"
    assert rows["Declined"] == "Unwell today"
    screen._versions.setFocus()
    qtbot.keyClick(screen._versions, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: ("Reason for care", "Neck pain") in rows_in(screen._health))


def test_consents_are_listed_with_what_is_missing(practised, screen):
    def fill(store):
        for number, elements in enumerate((ELEMENTS, ELEMENTS[:3])):
            store.record_consent(
                Consent(
                    id=f"{number:032x}",
                    client_id=AMELIE,
                    kind="assessment_and_treatment",
                    given_at=noon(number),
                    practitioner_id=PRACTITIONER.id,
                    elements=elements,
                )
            )
        return True

    practised.do(fill)
    show(screen, practised, ClientPlace(AMELIE, "health"))
    texts = [label.text() for label in screen._health.consents.findChildren(QLabel) if label.text()]
    assert texts.count("Consent to assessment and treatment") == 2
    assert texts.count("Not all six points were discussed.") == 1


def test_a_release_that_is_too_old_is_told_and_can_be_withdrawn(qtbot, practised, screen):
    from tools.user import User

    old = Consent(
        id="a" * 32,
        client_id=AMELIE,
        kind="release",
        given_at=noon(220),
        practitioner_id=PRACTITIONER.id,
        recipient="Dr. Okafor",
        details="progress letter",
    )
    practised.do(lambda store: (store.record_consent(old), True))
    show(screen, practised, ClientPlace(AMELIE, "health"))
    words = "This release is older than 6 months: ask again before anything is sent."
    assert words in [label.text() for label in screen._health.consents.findChildren(QLabel)]
    user = User(screen, lambda: not practised.worker.is_idle())
    user.press("Withdraw: Consent to release information: Dr. Okafor")
    user.type_into("What was done then", "nothing more is sent")
    user.press("Record the withdrawal")
    user.settle()
    kept = practised.do(lambda store: store.safety(AMELIE)).consents[0]
    assert kept.withdrawals[0].done == "nothing more is sent"


def test_a_letter_on_file_can_be_saved_again(qtbot, practised, screen, tmp_path):
    pdf = b"%PDF-1.7\n%%EOF\n"
    paper = practised.do(lambda store: store.attach(AMELIE, "clearance_letter", "scan.pdf", pdf))
    show(screen, practised, ClientPlace(AMELIE, "health"))
    with qtbot.waitSignal(screen._health.papers.wanted) as wanted:
        screen._health.papers.findChild(Button).click()
    assert wanted.args == [paper.id]
    screen._papers.save_to(tmp_path / "copy.pdf", pdf)
    practised.settle()
    assert (tmp_path / "copy.pdf").read_bytes() == pdf
    for dialog in screen.findChildren(QFileDialog):
        dialog.close()


def test_identity_says_what_was_declined_and_what_nobody_asked(qtbot, practised, screen):
    show(screen, practised, ClientPlace(EMILE, "identity"))
    rows = dict(rows_in(screen._identity))
    assert rows["Phone"] == "519-555-0119"
    assert rows["E-mail"] == "not asked yet"
    show(screen, practised, ClientPlace(AMELIE, "identity"))
    assert dict(rows_in(screen._identity))["Primary physician"] == "none"
    with qtbot.waitSignal(screen.gone) as gone:
        screen._identity.edited.emit()
    assert gone.args == [EditClient(AMELIE)]


def test_a_new_client_sees_an_empty_list_with_one_button(qtbot, practised, screen):
    show(screen, practised)
    assert screen._empty.isVisible()
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.mouseClick(screen._empty.button(), Qt.MouseButton.LeftButton)
    assert gone.args == [NewVisit(AMELIE)]


def test_a_look_alike_on_file_is_an_alert(practised, screen):
    show(screen, practised, ClientPlace(EMILE))
    alert = screen._bar._alerts[0]
    assert alert.text == "Similar name on file"
    assert "0414" in alert.description


def test_nothing_of_the_client_before_stays_in_sight(practised, screen, treated):
    show(screen, practised)
    screen.show_place(ClientPlace(EMILE))
    assert screen._bar.name() == ""
    assert screen._visits.rows() == ()
    practised.settle()
    assert screen._bar.name() == "Emile Tremblay"
    assert not any("cupping" in alert.text for alert in screen._bar._alerts)


def test_a_change_elsewhere_is_shown_at_once_and_the_chosen_visit_stays(qtbot, practised, screen, treated):
    _first, second, _third, _draft = treated
    show(screen, practised)
    screen._visits.choose(second)
    answers: list[object] = []
    practised.worker.ask(
        practised.worker,
        lambda store: store.start_visit(AMELIE, "follow_up", noon(0, 15)),
        answers.append,
        changes=Changes(frozenset({"visits"}), AMELIE),
    )
    qtbot.waitUntil(lambda: len(screen._visits.rows()) == 6)
    practised.settle()
    assert screen._visits.current() == second


def test_a_narrow_window_keeps_name_alerts_and_buttons_whole(qtbot, practised, screen, treated):
    screen.resize(800, 600)
    show(screen, practised)
    assert screen._new.width() >= screen._new.minimumSizeHint().width()
    assert screen._bar._pills.isVisible()
    assert screen._bar.height() < 260


# -- versions of the health history -----------------------------------------------------------------------------------


def histories(practised, *kinds):
    """Versions of the history, so many days apart, the first 400 days ago."""

    def fill(store):
        for number, items in enumerate(kinds):
            store.keep_health_history(
                HealthHistory(
                    id=f"{number + 5}" * 32,
                    client_id=AMELIE,
                    taken_at=noon(400 - 100 * number),
                    practitioner_id=PRACTITIONER.id,
                    groups=(Answer(key="heart_circulation", answer="yes" if items else "no"),),
                    items=tuple(Answer(key=key, answer="yes") for key in items),
                )
            )

    practised.do(fill)


def test_any_two_versions_of_the_history_are_compared_in_words(screen, practised):
    histories(practised, (), ("pacemaker_device",), ("pacemaker_device", "varicose_veins"))
    show(screen, practised, ClientPlace(AMELIE, "health"))
    card = screen._health.changes
    assert card.isVisible()
    assert [line.key for line in card.lines()] == ["varicose_veins"]
    combo = card.earlier.editor()
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_End)
    assert [(line.kind, line.key) for line in card.lines()] == [
        ("added", "pacemaker_device"),
        ("added", "varicose_veins"),
    ]
    assert card.table.row_count() == 2
    assert "Varicose veins" in card.table.accessibleDescription()
    QTest.keyClick(card.later.editor(), Qt.Key.Key_End)
    assert "same version twice" in card.words.text()


def test_one_version_has_nothing_to_compare_with(screen, practised):
    histories(practised, ())
    show(screen, practised, ClientPlace(AMELIE, "health"))
    assert not screen._health.changes.isVisible()


def test_the_yearly_review_is_called_for_and_leads_to_the_intake(screen, practised):
    histories(practised, ())
    show(screen, practised, ClientPlace(AMELIE, "health"))
    assert "over a year ago" in screen._health.due._words.text()
    went = []
    screen.gone.connect(went.append)
    QTest.mouseClick(screen._health.due._action, Qt.MouseButton.LeftButton)
    assert went == [Intake(AMELIE)]


def test_an_intake_half_done_is_told_where_the_history_is_read(screen, practised):
    from rmt_notes.clinical.intake import new_sheet
    from rmt_notes.clinical.intake_sheet import IntakeDraft

    start = new_sheet(AMELIE, noon().date())
    draft = IntakeDraft(
        client_id=AMELIE, sheet=replace(start, goals="Walk"), start=start, begun_at=noon(), saved_at=noon()
    )
    practised.do(lambda store: store.keep_intake_draft(draft))
    show(screen, practised, ClientPlace(AMELIE, "health"))
    assert screen._health.begun.isVisible()
    assert "not kept yet" in screen._health.begun._words.text()
    assert screen._intake.text() == "Go on with the intake"


def test_a_visit_in_the_list_names_a_method_by_the_therapists_credentials_and_keeps_its_pain_apart():
    row = VisitRow(
        id="v",
        client_id="c",
        client_name="Ada",
        file_number=1,
        number=2,
        kind="follow_up",
        state="amended",
        started_at=noon(),
        entered_at=noon(),
        complaint="Low back pain",
        pain_before=5,
        pain_after=3,
        techniques=("art", "iastm"),
    )
    plain, own = timeline_row(row), timeline_row(replace(row, credentials=("art_credential",)))
    assert plain.done == "Active soft-tissue release, IASTM"
    assert own.done == "ART, IASTM"
    assert (own.summary, own.figures) == ("Low back pain", "5 → 3")
    assert "Low back pain · 5 → 3 · ART, IASTM" in own.spoken
