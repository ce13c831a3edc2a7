"""Writing in the sample practice: what is kept, what is missing, what is barred."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rmt_notes.sample.people import key
from tests.journeys.conftest import Clinic


def test_an_unsigned_note_is_completed_by_its_list_and_signed(clinic: Clinic) -> None:
    user = clinic.user
    user.press("Unsigned")
    clinic.choose("Unsigned notes", "美玲")
    user.wait(lambda: user.sees("Sign and lock"), "the chart")
    user.press("Sign and lock")
    user.press("Go to: Record the pain after treatment, or why it was not asked.")
    user.press("Pain after: 2 of 10")
    user.press("Go to: Record how the client or the skin responded.")
    user.press("Response: feels looser")
    user.press("Go to: Record the clinical impression.")
    user.press("More: Clinical impression")
    user.type_into("Search: Clinical impression", "elbow")
    user.press("Add Lateral elbow tendon pain")
    user.press("Since the last visit: Improved")
    late = "Reason: More than 24 hours have passed since the visit; the note will show both times."
    if user.sees(late):  # the visit was yesterday afternoon: late, where the test runs in the evening
        user.type_into(late, "Written down on paper first")
    user.press("Sign and lock")
    user.wait(lambda: user.sees("Amend"), "the signed note")
    visit = clinic.ask(lambda store: store.client_file(key("陈美玲"))).visits[0]
    assert (visit.state, visit.pain_after) == ("signed", 2)
    note = clinic.ask(lambda store: store.chart(visit.id)).note
    assert [one.key for one in note.assessment.impressions] == ["lateral_epicondylalgia"]
    user.press("Unsigned")
    assert user.sees("Unsigned, 3 waiting")


def test_a_barred_technique_says_why(clinic: Clinic) -> None:
    clinic.choose("Visits of the day", "Amélie")
    clinic.user.wait(lambda: clinic.user.sees("Sign and lock"), "the chart")
    clinic.user.find("Sign and lock").setFocus(Qt.FocusReason.TabFocusReason)
    clinic.user.keys("Tab")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Clients", "behind the last control Tab begins at the top of the window"
    clinic.user.press("Cupping, not available")
    assert "pacemaker" in clinic.words().casefold()
    visit = clinic.ask(lambda store: store.client_file(key("Amélie Tremblay"))).visits[0]
    note = clinic.ask(lambda store: store.chart(visit.id)).note
    assert not any(applied.technique.startswith("cupping") for applied in note.treatment.techniques)


def test_after_an_emergency_nothing_can_be_added(clinic: Clinic) -> None:
    user = clinic.user
    clinic.find_client("oyelaran", "Graham Oyelaran")
    assert user.sees("No massage · deep vein thrombosis")
    user.press("New note")
    user.wait(lambda: user.sees("No treatment today"), "the urgent finding before the note")
    assert not user.sees("Complaint, in the client's words"), "the note waits for the answer"
    user.press("Sent to care, go on charting")
    for technique in ("Deep tissue", "Cupping", "ART", "IASTM"):
        assert user.sees(f"{technique}, not available"), technique


def test_typed_words_outlive_the_look_the_size_and_other_screens(clinic: Clinic) -> None:
    user = clinic.user
    words = "R/O <C5> & «tingling», 50 % — naïve"
    clinic.choose("Visits of the day", "Theo")
    user.wait(lambda: user.sees("Sign and lock"), "the chart")
    user.type_into("Complaint, in the client's words", words)
    user.keys("Ctrl+Shift+D")
    user.window.resize(1024, 700)
    user.press("Today")
    clinic.choose("Visits of the day", "Theo")
    user.wait(lambda: user.sees("Sign and lock"), "the chart again")
    editor = user.find("Complaint, in the client's words")
    assert getattr(editor, "toPlainText", lambda: "")() == words
    visit = clinic.ask(lambda store: store.client_file(key("Theo Nakamura"))).visits[0]
    assert clinic.ask(lambda store: store.chart(visit.id)).note.subjective.complaint == words


def test_what_was_entered_is_there_after_closing(clinic: Clinic) -> None:
    from rmt_notes import sample

    user = clinic.user
    clinic.choose("Visits of the day", "Noah")
    user.wait(lambda: user.sees("Sign and lock"), "the chart")
    user.press("Pain now, 0 to 10: 1 of 10")
    user.window.close()
    clinic.session.worker.close()
    with sample.open_or_build(clinic.folder) as store:
        visit = store.client_file(key("Noah Deschamps")).visits[0]
        assert store.chart(visit.id).note.subjective.pain_now == 1
