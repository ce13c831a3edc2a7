"""The pages of a note: looked at, saved and printed, with their entries in the audit log."""

from __future__ import annotations

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from rmt_notes.ui.keeping.lock_question import LockQuestion
from rmt_notes.ui.places import Chart, ClientPlace, Preview
from rmt_notes.ui.screens.preview import PreviewScreen
from tests.ui.conftest import AMELIE, chart_visit, noon, note_of

RICH = note_of(8, 7, 8, "marked", 13, "deep_tissue", "effleurage", "petrissage")


@pytest.fixture
def visit(practised):
    return practised.do(lambda store: chart_visit(store, AMELIE, RICH, noon(3), kind="initial"))


@pytest.fixture
def screen(qtbot, practised, visit):
    made = PreviewScreen(practised.worker)
    qtbot.addWidget(made)
    made.resize(1180, 800)
    made.show()
    made.show_place(Preview(visit, ClientPlace(AMELIE)))
    qtbot.waitUntil(lambda: made.view().count() > 0, timeout=20_000)
    qtbot.waitUntil(lambda: made.view().has_picture(0), timeout=20_000)
    return made


def purposes(practised):
    return [row.action for row in practised.do(lambda store: store.audit_rows(AMELIE, 50))]


def test_the_page_is_drawn_sharp_at_the_size_in_which_it_is_shown(screen):
    view = screen.view()
    picture = view.grab().toImage()
    rect = view.page_rect(0).toRect()
    inks = {
        picture.pixelColor(x, y).lightness() < 90
        for x in range(rect.left() + 40, rect.right() - 40, 3)
        for y in range(rect.top() + 60, min(rect.bottom(), picture.height() - 5), 3)
    }
    assert inks == {True, False}
    assert screen._page_words.text().startswith("Page 1 of ")
    assert "file 0412" in screen._head._second.text()


def test_zoom_keys_and_buttons_keep_the_page_in_sight(qtbot, screen):
    view = screen.view()
    qtbot.mouseClick(screen._fit_page, Qt.MouseButton.LeftButton)
    whole = view.zoom()
    assert view.page_rect(0).height() <= view.viewport().height()
    view.zoom_in()
    assert view.zoom() > whole
    qtbot.waitUntil(lambda: view.has_picture(0), timeout=20_000)
    qtbot.keyClick(screen, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.fit() == "width"


def test_the_keys_turn_the_pages(qtbot, screen):
    view = screen.view()
    screen.focus_first()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page() == view.count() - 1
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page() == 0


def test_escape_goes_back_to_where_one_came_from(qtbot, screen, visit, practised):
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen.view(), Qt.Key.Key_Escape)
    assert gone.args == [ClientPlace(AMELIE)]
    screen.show_place(Preview(visit))
    with qtbot.waitSignal(screen.gone) as gone:
        qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert gone.args == [Chart(visit)]


def test_saving_offers_the_file_number_and_never_the_name(qtbot, screen):
    screen.save()
    dialog = screen.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.selectedFiles()[0]
    assert "0412" in name
    assert "Tremblay" not in name
    assert name.endswith(".pdf")
    dialog.reject()


def test_a_saved_note_is_a_whole_pdf_and_the_export_is_in_the_log(qtbot, practised, screen, tmp_path):
    goal = tmp_path / "note.pdf"
    with qtbot.waitSignal(screen.saved, timeout=20_000):
        screen.save_to(goal)
    text = "".join(page.extract_text() for page in PdfReader(goal).pages)
    assert "TREMBLAY, Amélie" in text
    assert "Saved as note.pdf" in screen._banner.text()
    assert "export" in purposes(practised)
    assert "preview" in purposes(practised)


def test_a_page_is_saved_with_a_lock_that_is_proposed_and_told_how_to_hand_over(qtbot, practised, screen, tmp_path):
    goal = tmp_path / "note.pdf"
    screen.ask_lock(goal)
    dialog = screen.findChild(LockQuestion)
    proposed = dialog.field.text()
    qtbot.mouseClick(dialog.another, Qt.MouseButton.LeftButton)
    assert dialog.field.text() != proposed
    dialog.field.set_text("short")
    qtbot.mouseClick(dialog.button("lock"), Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert not goal.exists()
    dialog.field.set_text(proposed)
    with qtbot.waitSignal(screen.saved, timeout=20_000):
        qtbot.mouseClick(dialog.button("lock"), Qt.MouseButton.LeftButton)
    reader = PdfReader(goal)
    assert reader.is_encrypted
    assert reader.decrypt(proposed)
    assert "TREMBLAY" in reader.pages[0].extract_text()
    assert "by another way" in screen._banner.text()


def test_leaving_the_question_of_a_lock_writes_nothing(qtbot, screen, tmp_path):
    screen.ask_lock(tmp_path / "note.pdf")
    dialog = screen.findChild(LockQuestion)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_folder_that_is_not_there_is_one_sentence_and_nothing_is_written(qtbot, screen, tmp_path):
    goal = tmp_path / "missing" / "note.pdf"
    screen.save_to(goal)
    qtbot.waitUntil(lambda: not screen._banner.isHidden(), timeout=20_000)
    assert screen._banner.text()
    assert not goal.parent.exists()


def test_a_printed_note_has_every_page_and_leaves_its_entry(qtbot, practised, screen, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(screen.printed, timeout=30_000) as printed:
        screen.print_on(printer)
    assert printed.args == [screen.view().count()]
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == screen.view().count()
    assert "print" in purposes(practised)


def test_a_draft_says_so_above_its_pages(qtbot, practised, screen):
    draft = practised.do(lambda store: chart_visit(store, AMELIE, RICH, noon(1), draft=True))
    screen.show_place(Preview(draft))
    qtbot.waitUntil(lambda: "draft" in screen._head._second.text(), timeout=20_000)


def test_leaving_while_the_pages_are_drawn_drops_them(qtbot, practised, screen, visit):
    screen.show_place(Preview(visit))
    screen.leave()
    practised.settle()
    assert screen._stack.currentIndex() == 0
    assert screen._paper is None


def test_the_home_care_goes_home_on_a_page_of_its_own_with_its_entries(practised, screen, visit, qtbot, tmp_path):
    screen.show_place(Preview(visit, None, "handout"))
    qtbot.waitUntil(lambda: screen.view().has_picture(0), timeout=20_000)
    with qtbot.waitSignal(screen.saved, timeout=20_000):
        screen.save_to(tmp_path / "home care.pdf")
    (page,) = PdfReader(tmp_path / "home care.pdf").pages
    assert "Your home care" in page.extract_text()
    rows = practised.do(lambda store: store.audit_rows(AMELIE, limit=10))
    assert [(row.action, row.entity) for row in rows if row.entity == "handout"] == [
        ("export", "handout"),
        ("preview", "handout"),
    ]
