"""What keeps a note from being signed, in the chart: a warning takes its reason there, an answer missing from the
intake leads to the intake, and a health history that was begun is not forgotten."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rmt_notes.clinical.consent import ELEMENTS, Consent
from rmt_notes.clinical.health_history import YES
from rmt_notes.clinical.intake import new_sheet
from rmt_notes.clinical.intake_sheet import IntakeDraft
from rmt_notes.clinical.signing import BLOCKS, WARNS, Missing
from rmt_notes.clinical.visit import Note
from rmt_notes.ui import places
from rmt_notes.ui.screens.chart.missing_panel import MissingPanel
from rmt_notes.ui.widgets.buttons import Button
from tests.ui.conftest import AMELIE, EMILE, chart_visit, noon, note_of

LATE = Missing(key="V17", level=WARNS, section="visit", sentence="More than 24 hours have passed.", field="signed_at")
NAMELESS = Missing(key="C1", level=BLOCKS, section="client", sentence="The full name is missing.", field="last")


def test_a_warning_takes_its_reason_in_the_list_typed_or_in_one_press(qtbot, look):
    panel = MissingPanel()
    qtbot.addWidget(panel)
    panel.show()
    told: list[tuple[Missing, str]] = []
    panel.reasoned.connect(lambda one, reason: told.append((one, reason)))
    panel.set_missing([LATE, NAMELESS], Note())
    assert panel.field(NAMELESS) is None, "what blocks takes no reason"
    field = panel.field(LATE)
    QTest.keyClicks(field.editor(), "No")
    note = Note().with_reason("V17", LATE.about, LATE.sentence, "No")
    panel.set_missing([LATE, NAMELESS], note)
    assert panel.field(LATE) is field, "the caret stays while it is typed"
    QTest.keyClicks(field.editor(), " time")
    assert told[-1] == (LATE, "No time")
    panel.set_missing([LATE], note)
    ready = next(button for button in panel.findChildren(Button) if button.text() == "Written down on paper first")
    QTest.mouseClick(ready, Qt.MouseButton.LeftButton)
    assert told[-1] == (LATE, "Written down on paper first")


def test_a_late_note_is_signed_with_its_reason_which_stays_in_the_version(practised, screen, user):
    def begin(store):
        chart_visit(store, AMELIE, note_of(6, 4, 15, "mild", None, "deep_tissue"), noon(9), kind="initial")
        visit = chart_visit(store, AMELIE, note_of(5, 3, 18, "mild", None, "deep_tissue"), noon(4), draft=True)
        store.record_consent(
            Consent(
                id=store.new_id(),
                client_id=AMELIE,
                kind="assessment_and_treatment",
                given_at=noon(4),
                practitioner_id=store.practitioner.id,
                visit_id=visit,
                elements=ELEMENTS,
            )
        )
        return visit

    visit = practised.do(begin)
    screen.show_place(places.Chart(visit))
    user.settle()
    screen._sign()
    user.settle()
    assert practised.do(lambda store: store.chart(visit)).versions == ()
    assert {one.level for one in screen._missing()} == {WARNS}
    (late,) = [one for one in screen._missing() if one.key == "V17"]
    QTest.keyClicks(screen._column._missing.field(late).editor(), "The power was out")
    screen._sign()
    user.settle()
    (version,) = practised.do(lambda store: store.chart(visit)).versions
    assert [(each.key, each.reason) for each in version.note.passed] == [("V17", "The power was out")]


def test_what_the_intake_left_open_leads_there_and_back(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(EMILE, "initial", noon(), 60))
    went: list[places.Place] = []
    screen.gone.connect(went.append)
    screen.show_place(places.Chart(visit.id))
    user.settle()
    gaps = {(one.key, one.field): one for one in screen._missing()}
    screen._lead_to(gaps[("C4", "emergency_name")])
    screen._lead_to(gaps[("C9", "")])
    identity, intake = went
    assert identity == places.EditClient(EMILE)
    assert (identity.at, identity.back) == ("emergency_name", places.Chart(visit.id))
    assert intake == places.Intake(EMILE, visit.id)


def test_a_health_history_begun_and_not_kept_is_the_first_alert_and_leads_back_to_it(practised, screen, user):
    def begin(store):
        visit = store.start_visit(AMELIE, "follow_up", noon(), 60)
        sheet = new_sheet(AMELIE, noon().date())
        store.keep_intake_draft(
            IntakeDraft(
                client_id=AMELIE,
                sheet=replace(sheet.with_group("urgent_signs", YES)),
                start=sheet,
                begun_at=store.now(),
                saved_at=store.now(),
            )
        )
        return visit.id

    visit = practised.do(begin)
    went: list[places.Place] = []
    screen.gone.connect(went.append)
    screen.show_place(places.Chart(visit))
    user.settle()
    user.press("Health history begun, not kept")
    assert went == [places.Intake(AMELIE, visit)]
