"""The form for a clearance: the answer, the letter that came, and what it will not take."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rmt_notes.clinical.practice import Provider
from tools.user import User

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def form(qtbot, look):
    from rmt_notes.ui.widgets.clearance_form import ClearanceForm

    made = ClearanceForm(date.today())
    qtbot.addWidget(made)
    made.resize(760, 1200)
    made.set_findings(("bp_uncontrolled",), ("bp_uncontrolled",))
    made.set_providers((Provider(id="d", name="Dr Okafor"),), ("d",))
    made.show()
    return made


def fill(form) -> None:
    QTest.keyClicks(form.until.editor(), (date.today() + timedelta(days=60)).isoformat())


def test_p6_the_answer_needs_limits_or_says_that_there_are_none(form):
    said = []
    form.filled.connect(said.append)
    user = User(form)
    fill(form)
    user.press("Record the clearance")
    assert said == []
    assert "Write down the limits" in form._reply_problem.text()
    user.press("The answer: No restriction")
    user.press("Record the clearance")
    assert (said[0].reply, said[0].letter) == ("no_restriction", None)


def test_what_is_advised_against_lifts_nothing(form):
    said = []
    form.filled.connect(said.append)
    user = User(form)
    fill(form)
    QTest.mouseClick(form.techniques.chip("GEN"), Qt.MouseButton.LeftButton)
    user.press("The answer: Not advised")
    assert form.techniques.isHidden()
    user.press("Record the clearance")
    assert (said[0].reply, said[0].techniques, said[0].max_pressure) == ("not_advised", (), None)


def test_the_letter_is_looked_at_before_it_is_taken(form, tmp_path):
    said = []
    form.filled.connect(said.append)
    bad, good = tmp_path / "letter.pdf", tmp_path / "scan.pdf"
    bad.write_bytes(b"MZ this is a program")
    good.write_bytes(PDF)
    form.take_letter(bad)
    assert "Only PDF, PNG and JPEG" in form._letter_problem.text()
    form.take_letter(tmp_path / "nothing.pdf")
    assert "cannot be read" in form._letter_problem.text()
    form.take_letter(good)
    assert form._letter_problem.text() == ""
    fill(form)
    user = User(form)
    user.press("The answer: No restriction")
    user.press("Record the clearance")
    assert said[0].letter == ("scan.pdf", PDF)
