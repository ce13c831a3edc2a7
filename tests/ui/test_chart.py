"""The chart of one visit: words are kept by themselves, what is missing leads to its field, signing locks, an
amendment is a new version."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from rmt_notes.clinical.body_mark import BodyMark
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import day as written_day
from rmt_notes.i18n import _
from rmt_notes.ui import places, theme
from rmt_notes.ui.screens.chart import ChartScreen
from rmt_notes.ui.screens.chart.sections import Sections
from rmt_notes.ui.screens.chart.side import SidePane
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.strip import Segment
from tests.clinical.charts import follow_up
from tests.ui.conftest import AMELIE, EMILE, PRACTITIONER, chart_visit, noon, note_of
from tests.whole_intake import whole_history


def open_chart(screen, user, visit_id):
    screen.show_place(places.Chart(visit_id))
    user.settle()


def saved_note(practised, visit_id) -> Note:
    return practised.do(lambda store: store.chart(visit_id)).note


def words_on(screen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_typed_words_are_on_the_disk_before_saved_is_said(practised, screen, user, qtbot):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.type_into("Complaint, in the client's words", "R/O <C5 radiculopathy> & tingling")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    assert saved_note(practised, visit.id).subjective.complaint == "R/O <C5 radiculopathy> & tingling"
    assert "Saved" in screen._footer.status.text()


def test_leaving_keeps_the_last_words_at_once(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.press("Pain now, 0 to 10: 4")
    screen.leave()
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    assert saved_note(practised, visit.id).subjective.pain_now == 4


def test_a_draft_opens_where_its_last_words_were_typed(practised, screen, user, qtbot):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.type_into("Complaint, in the client's words", "settled well")
    user.keys("Home")
    QTest.keyClicks(QApplication.focusWidget() or screen, "has ")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    another = ChartScreen(practised.worker)
    another.resize(1440, 900)
    qtbot.addWidget(another)
    screen.hide()
    another.show()
    another.activateWindow()
    open_chart(another, user, visit.id)
    writer = another.focusWidget()
    assert writer is not None
    QTest.keyClicks(writer, "indeed ")
    user.wait(lambda: not another.has_unsaved(), "the draft to be kept")
    assert saved_note(practised, visit.id).subjective.complaint == "has indeed settled well"


def test_what_is_missing_is_listed_and_leads_to_its_field(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    subjective = screen._rail.button("subjective")
    user.type_into("Complaint, in the client's words", "sore")
    assert subjective.accessibleName() == "Subjective, started"
    user.press("Sign and lock")
    assert "Record the pain now, 0 to 10." in words_on(screen)
    assert subjective.accessibleName() == "Subjective, started, 3 missing"
    assert QApplication.focusWidget().accessibleName().startswith("Go to: ")
    user.press("Go to: Record the pain now, 0 to 10.")
    user.press("Pain now, 0 to 10: 6")
    user.settle()
    assert "Record the pain now, 0 to 10." not in words_on(screen)
    assert subjective.accessibleName() == "Subjective, started, 2 missing"
    user.press("Red flags asked today: None found")
    user.press("Anything changed in your health since last time?: No")
    assert subjective.accessibleName() == "Subjective, filled"
    # The rail shows the section that is read: the one gone to, then the first whose head stands in the upper part.
    user.keys("Alt+5")
    assert screen._rail.current() == "plan"
    column, plan = screen._column, screen._column._sections["plan"]
    user.wait(lambda: not column._hand_rests.isActive(), "the page to rest")
    head = plan.mapTo(column.widget(), plan.rect().topLeft()).y()
    for share, read in ((0.3, "plan"), (0.5, "assessment")):
        column.verticalScrollBar().setValue(head - int(share * column.viewport().height()))
        assert screen._rail.current() == read
    user.press("How often: weekly")
    assert screen._rail.current() == "plan", "what is pressed is what is read"
    assert practised.do(lambda store: store.chart(visit.id)).versions == ()


def test_one_tap_records_consent_with_its_six_elements(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.press("Record: all six discussed, client agrees")
    consents = practised.do(lambda store: store.safety(AMELIE)).consents
    assert [(one.kind, len(one.elements), one.visit_id) for one in consents] == [
        ("assessment_and_treatment", 6, visit.id)
    ]


def test_a_signed_note_is_prose_and_an_amendment_is_a_new_version(practised, screen, user):
    visit_id = practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(1), kind="initial"
        )
    )
    open_chart(screen, user, visit_id)
    assert not user.sees("Complaint, in the client's words")
    assert "Low back pain" in words_on(screen)
    assert screen._column._seal.chip() == "Signed"
    user.keys("Alt+3")  # by keyboard, the words are reached section by section
    assert QApplication.focusWidget().accessibleName() == "Treatment"
    assert QApplication.focusWidget().isVisible()
    user.press("Amend")
    user.type_into("Reason", "The side was wrong")
    user.press("Begin the amendment")
    assert "reason: The side was wrong. The signed version stays as it is." in words_on(screen)
    user.type_into("Complaint, in the client's words", "Low back pain, right side")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    user.press("Give up the amendment")
    user.press("Go on amending")  # one press does not throw words away
    user.press("Sign the amendment")
    user.settle()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Preview")  # what one goes on with, not wherever Tab leads next
    chart = practised.do(lambda store: store.chart(visit_id))
    assert [version.number for version in chart.versions] == [1, 2]
    assert screen._column._seal.chip() == "Amended"
    assert "reason: The side was wrong." in screen._column._seal.text()
    assert "Low back pain, right side\nChanged; at the first signature: Low back pain\n" in words_on(screen)
    user.press("Show the original")
    assert "Low back pain, right side" not in words_on(screen)
    assert "no longer in force" in words_on(screen)
    user.press("Show the amended note")
    assert "Low back pain, right side" in words_on(screen)
    assert chart.versions[0].note.subjective.complaint == "Low back pain"
    assert chart.versions[1].note.subjective.complaint == "Low back pain, right side"
    assert chart.versions[1].reason == "The side was wrong"
    assert "The side was wrong" in words_on(screen)


def test_a_signature_just_given_can_be_taken_back_and_the_version_stays_in_sight(practised, screen, user):
    visit_id = practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(1), kind="initial"
        )
    )
    open_chart(screen, user, visit_id)
    user.press("Take the signature back (10 min)")
    user.settle()
    assert practised.do(lambda store: store.chart(visit_id)).visit.state == "draft"
    user.type_into("Complaint, in the client's words", "Low back pain, right side")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    user.press("Sign and lock")
    user.settle()
    said = words_on(screen)
    assert "signature withdrawn" in said
    assert "Version 2 · signed" in said
    practised.do(lambda store: store.printable(visit_id, "print"))
    open_chart(screen, user, visit_id)
    assert screen._footer._withdraw.isHidden()


def test_a_section_taken_over_blocks_signing_until_it_is_touched(practised, screen, user):
    practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(14), kind="initial"
        )
    )
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.press("Same as last time")
    user.press("Sign and lock")
    said = _("{section}: carried over from {day} and not yet reviewed.")
    assert said.format(section="Assessment", day=written_day(noon(14).date())) in words_on(screen)


def test_what_was_taken_over_stays_marked_when_the_chart_is_left_and_opened_again(practised, screen, user):
    last = practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(14), kind="initial"
        )
    )
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.press("Same as last time")
    user.press("Pain now, 0 to 10: 4")
    user.press("Assessment: mark as reviewed")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    other = practised.do(lambda store: store.start_visit(EMILE, "initial", noon(), 60))
    open_chart(screen, user, other.id)
    open_chart(screen, user, visit.id)
    assert screen._column.carried_sections() == ("subjective", "objective", "treatment", "plan")
    kept = {one.section: one for one in saved_note(practised, visit.id).carried}
    assert {one.visit_id for one in kept.values()} == {last}
    assert kept["assessment"].fields == ("impressions",)
    assert kept["assessment"].unread == ()
    assert kept["treatment"].unread == ("techniques.0", "position", "lubricant")


def test_the_rest_is_reviewed_with_one_press_only_after_all_of_it_was_in_sight(practised, screen, user):
    practised.do(
        lambda store: chart_visit(
            store, AMELIE, note_of(5, 3, 12, "mild", None, "deep_tissue"), noon(14), kind="initial"
        )
    )
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.press("Same as last time")
    every = user.find("Mark all as read and still true")
    bar = screen._column.verticalScrollBar()
    bar.setValue(bar.maximum())
    user.settle()
    assert not every.isEnabled()
    bar.setValue(0)
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + 400)
        user.settle()
    assert every.isEnabled()
    user.press("Mark all as read and still true")
    assert screen._column.carried_sections() == ()
    assert not user.sees("Mark all as read and still true")


def test_sections_still_to_be_shown_wait_while_somebody_types(qapp, qtbot):
    sections = Sections()
    sections.show(lambda _key, _section: None)
    sections.give_way()
    QApplication.processEvents()
    assert list(sections.ready()) == ["subjective"]
    sections.hurry()
    qtbot.waitUntil(lambda: len(sections.ready()) == 5)


def test_a_finding_recorded_elsewhere_shows_at_once(practised, screen, user):
    from rmt_notes.ui.worker import Changes

    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)

    def find(store):
        store.record_finding(
            Finding(
                id=store.new_id(),
                client_id=AMELIE,
                key="anticoagulant",
                state="confirmed",
                recorded_at=store.now(),
                practitioner_id=store.practitioner.id,
            )
        )

    practised.worker.ask(practised.worker, find, changes=Changes(frozenset({"safety"}), AMELIE))
    user.settle()
    assert any(
        "anticoagulant" in alert.text.lower() or "blood thinner" in alert.text.lower()
        for alert in screen._identity._alerts
    )


@pytest.mark.parametrize(("key", "section"), [("Alt+1", "subjective"), ("Alt+3", "treatment"), ("Alt+5", "plan")])
def test_alt_and_a_number_lead_to_the_section(practised, screen, user, key, section):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    open_chart(screen, user, visit.id)
    user.keys(key)
    from PySide6.QtWidgets import QApplication

    focused = QApplication.focusWidget()
    assert focused is not None
    assert screen._column._sections[section].isAncestorOf(focused)


def test_a_changed_theme_leaves_the_pane_beside_the_note_its_edges(qtbot):
    pane = SidePane()
    qtbot.addWidget(pane)
    pane.resize(372, 600)
    pane.show()
    pane.show_tab("safety")
    theme.apply(QApplication.instance(), "dark")
    try:
        qtbot.waitUntil(lambda: pane.safety.width() > 0)
        right = pane.safety.mapTo(pane, pane.safety.rect().topRight()).x()
        assert right < pane.width() - theme.metrics().space(4)
    finally:
        theme.apply(QApplication.instance(), "light")


def test_the_last_visit_is_told_in_short_and_whole_at_one_press_and_an_amended_one_says_so(qtbot):
    chart = follow_up()
    assert chart.previous is not None
    again = replace(chart.previous, number=2, reason="A word was missing")
    pane = SidePane()
    qtbot.addWidget(pane)
    pane.set_chart(replace(chart, previous=again))
    pane.show()

    def said() -> dict[str, str]:
        return dict(row for rows in pane.findChildren(KeyValue) if rows.isVisible() for row in rows.rows())

    assert [label.text() for label in pane.findChildren(Label) if "amended by" in label.text()]
    assert said()["Pain"] == "6 before, 4 after"
    assert said()["Treated"].startswith("Deep tissue 10 min")
    assert "Worse with" not in said()
    whole = next(button for button in pane.findChildren(Button) if button.words() == "Whole note")
    qtbot.mouseClick(whole, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said().get("Worse with", "").startswith("sitting over 40 min"))
    qtbot.mouseClick(whole, Qt.MouseButton.LeftButton)
    assert "Worse with" not in said()


def test_the_body_beside_the_note_says_whose_marks_it_shows_and_begins_with_the_last_visit(qtbot):
    def marked(note: Note, *regions: str) -> Note:
        marks = tuple(BodyMark(kind="ache", region=region, side="left", view="back") for region in regions)
        return replace(note, subjective=replace(note.subjective, marks=marks))

    chart = follow_up()
    assert chart.previous is not None
    last = replace(chart.previous, note=marked(chart.previous.note, "sacrum", "piriformis"))
    pane = SidePane()
    qtbot.addWidget(pane)
    pane.show()
    pane.show_tab("body")

    def said() -> str:
        return " ".join(text for rows in pane.findChildren(KeyValue) for _label, text in rows.rows())

    pane.set_body(chart.note, last, ())  # nothing of this visit yet: no choice to make
    assert [label.text() for label in pane.findChildren(Label) if label.text() == "23 February 2026 · 2 marks"]
    pane.set_body(marked(chart.note, "tfl"), last, ())
    assert said().startswith("Sacrum")
    this = next(each for each in pane.findChildren(Segment) if each.text() == "This visit · 1 mark")
    qtbot.waitUntil(this.isVisible)
    qtbot.mouseClick(this, Qt.MouseButton.LeftButton)
    assert "Sacrum" not in said()


def test_the_banner_of_a_new_note_reminds_of_the_yearly_review_and_leads_to_the_questions(practised, screen, user):
    asked = whole_history("6" * 32, AMELIE, noon(400), PRACTITIONER.id)
    practised.do(lambda store: store.keep_health_history(asked))
    visit = practised.do(lambda store: store.start_visit(AMELIE, "follow_up", noon(), 60))
    went = []
    screen.gone.connect(went.append)
    open_chart(screen, user, visit.id)
    user.press("Full health review due")
    assert went == [places.Intake(AMELIE, visit.id)]
    again = whole_history("7" * 32, AMELIE, noon(3), PRACTITIONER.id)
    practised.do(lambda store: store.keep_health_history(again))
    open_chart(screen, user, visit.id)
    assert not user.sees("Full health review due")


def test_a_yes_to_changed_health_leads_to_the_health_history_of_this_visit(practised, screen, user):
    visit = practised.do(lambda store: store.start_visit(AMELIE, "initial", noon(), 60))
    went = []
    screen.gone.connect(went.append)
    open_chart(screen, user, visit.id)
    assert [alert.text for alert in screen._identity._alerts] == ["No health history yet"]  # silence is not safety
    assert not user.sees("Bring the health history up to date")
    section = screen._column._sections.ready()["subjective"]
    user.press_widget(section._changes.segment("yes"))
    user.press("Bring the health history up to date")
    assert went == [places.Intake(AMELIE, visit.id)]
    screen.leave()
    user.settle()
    assert saved_note(practised, visit.id).subjective.health_changes == "yes"


def test_a_first_visit_shows_its_health_history_and_what_is_taken_over_waits_to_be_looked_at(practised, screen, user):
    def begin(store):
        said = {"reason_for_care": "Stiff neck since spring", "goals": "Drive without pain"}
        history = whole_history("h" * 32, EMILE, noon(), store.practitioner.id, **said)
        store.keep_health_history(history)
        return store.start_visit(EMILE, "initial", noon(), 60).id

    visit_id = practised.do(begin)
    open_chart(screen, user, visit_id)
    assert "Drive without pain" in words_on(screen)
    day = noon(21).date()  # charted three weeks late: what comes next is counted from the visit
    user.press("Unfold Visit")
    user.type_into("Date", day.isoformat())
    user.keys("Tab")
    user.press("Next visit: in 1 week")
    assert screen._note.plan.next_visit == day + timedelta(weeks=1)
    assert user.sees("Anything changed since the health history?: No")
    user.type_into("Complaint, in the client's words", "Headache")
    user.press("Use as complaint")
    assert QApplication.focusWidget().accessibleName() == "Complaint, in the client's words"
    user.press("Use as goal")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    note = saved_note(practised, visit_id)
    assert note.subjective.complaint == "Headache\nStiff neck since spring"  # what was typed stays
    assert [goal.text for goal in note.plan.goals] == ["Drive without pain"]
    assert [(one.section, one.visit_id, one.unread) for one in note.carried] == [
        ("subjective", "", ("complaint",)),
        ("plan", "", ("goals.0",)),
    ]
    told = [line.text for section in narrate(note) for line in section.lines if line.label == "Carried over"]
    assert all(words.startswith("in part from the health history of") for words in told)
    user.press("Mark as reviewed: Complaint, in the client's words")
    user.wait(lambda: not screen.has_unsaved(), "the draft to be kept")
    assert [one.unread for one in saved_note(practised, visit_id).carried] == [(), ("goals.0",)]
