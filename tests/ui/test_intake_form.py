"""The notice, and the form that is filled in elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rmt_notes.ui.screens.intake.notice import NoticeDialog
from tests.ui.conftest import AMELIE, EMILE
from tests.ui.intake_desk import GROUPS, Intake, click


def test_the_notice_is_shown_plainly_and_ticked_by_showing_it(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    click(pane.column.about.read)
    dialog = pane.findChild(NoticeDialog)
    assert dialog is not None
    click(dialog.button("shown"))
    assert pane.sheet.notice_given
    assert pane.column.about.notice.isChecked()


def test_a_form_is_made_filled_elsewhere_read_with_a_preview_and_kept_only_then(
    intake: Intake, qtbot: Any, tmp_path: Path
) -> None:
    import pikepdf

    pane = intake.open(AMELIE)
    blank, back = tmp_path / "form.pdf", tmp_path / "back.pdf"
    pane.forms.save_to(blank, pane._loaded, pane.sheet)
    intake.settle()
    assert "saved" in pane.column.returned.text()
    with pikepdf.open(blank) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "group.heart_circulation" or str(field.T) == "item.pacemaker_device":
                field.V = pikepdf.Name("/yes")
        document.save(back)
    pane.forms.read_from(back, pane._loaded, pane.sheet)
    intake.settle()
    preview = pane.forms.preview
    assert [(line.kind, line.key) for line in preview.lines] == [("added", "pacemaker_device")]
    assert not pane.is_touched()
    click(preview.button("take"))
    intake.settle()
    assert intake.card("pacemaker_device") is not None
    assert pane.sheet.method == "written"
    assert intake.practised.do(lambda store: store.client_file(AMELIE)).histories == ()


def test_a_form_of_another_client_is_refused_and_changes_nothing(intake: Intake, tmp_path: Path) -> None:
    pane = intake.open(EMILE)
    blank = tmp_path / "form.pdf"
    pane.forms.save_to(blank, pane._loaded, pane.sheet)
    intake.settle()
    other = intake.open(AMELIE)
    other.forms.read_from(blank, other._loaded, other.sheet)
    intake.settle()
    assert "another client" in other.column.returned.text()
    assert other.forms.preview is None
    assert not other.is_touched()


def test_a_question_is_left_out_for_one_client_and_taken_back(intake: Intake) -> None:
    pane = intake.open(AMELIE)
    questions = intake.questions
    click(questions.left_out.chip("pregnancy"))
    assert not questions.question("pregnancy").isVisible()
    assert questions.whole() == GROUPS - 1
    assert pane.sheet.left_out == ("pregnancy",)
    with pytest.raises(KeyError):
        questions.left_out.chip("allergy")
    click(questions.left_out.chip("pregnancy"))
    assert questions.question("pregnancy").isVisible()
    assert not pane.is_touched()


def test_a_name_typed_as_the_signature_of_the_form_is_kept(intake: Intake, tmp_path: Path) -> None:
    import pikepdf

    pane = intake.open(AMELIE)
    blank, back = tmp_path / "form.pdf", tmp_path / "back.pdf"
    pane.forms.save_to(blank, pane._loaded, pane.sheet)
    intake.settle()
    with pikepdf.open(blank) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) == "signed.name":
                field.V = pikepdf.String("Amélie T.")
            if str(field.T) == "words.goals":
                field.V = pikepdf.String("Sleep")
        document.save(back)
    pane.forms.read_from(back, pane._loaded, pane.sheet)
    intake.settle()
    click(pane.forms.preview.button("take"))
    intake.settle()
    pane.keep(incomplete=True)
    intake.settle()
    (history,) = intake.practised.do(lambda store: store.client_file(AMELIE)).histories
    assert (history.signed.name, history.signed.signature) == ("Amélie T.", None)
    assert history.is_as_signed()


def test_an_answer_is_changed_again_and_again_without_harm(intake: Intake) -> None:
    """Each yes makes a card and each no takes it away: what Tab walks through must not hold on to it."""
    intake.open(AMELIE)
    intake.answer("heart_circulation", "yes")
    for _round in range(8):
        for answer in ("yes", "no"):
            intake.answer("heart_circulation", answer, "pacemaker_device")
            intake.settle()
    assert intake.alerts() == ""
