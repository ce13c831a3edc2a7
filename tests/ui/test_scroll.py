"""The page stays where the finger is: a press never moves it, and what grows above does not push it away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.reading_order import laid_out
from rmt_notes.ui.widgets.scroll import ScrollColumn

LEFT = Qt.MouseButton.LeftButton


class Page(ScrollColumn):
    """Thirty chips in a column of which a dozen show, and a label at the top that can grow."""

    def __init__(self) -> None:
        super().__init__()
        self.growing = Label("one line", wrap=True)
        self.chips = [Chip(f"Chip {number}") for number in range(30)]
        for part in (self.growing, *self.chips):
            self.add(part)


@pytest.fixture
def page(qapp, qtbot):
    theme.apply(qapp, "light", "touch", 1.0)
    made = Page()
    qtbot.addWidget(made)
    made.resize(600, 500)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def height_of(page: Page, part: QWidget) -> int:
    return part.mapTo(page.viewport(), part.rect().topLeft()).y()


def half_shown(page: Page) -> Chip:
    """The chip that the lower edge cuts."""
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    lowest = page.viewport().height()
    chip = next(chip for chip in page.chips if height_of(page, chip) + chip.height() > lowest)
    bar.setValue(bar.value() + height_of(page, chip) + chip.height() // 2 - lowest)
    return chip


def test_a_press_on_what_the_edge_cuts_acts_there_and_moves_nothing(qtbot, page):
    chip = half_shown(page)
    before, heard = page.verticalScrollBar().value(), []
    chip.clicked.connect(lambda: heard.append(chip))
    at = chip.rect().topLeft()
    at.setX(20)
    at.setY(6)
    qtbot.mousePress(chip, LEFT, pos=at)
    assert QApplication.focusWidget() is chip
    assert page.verticalScrollBar().value() == before
    qtbot.mouseRelease(chip, LEFT, pos=at)
    assert heard == [chip]
    assert page.verticalScrollBar().value() == before


def test_the_same_chip_reached_by_keys_is_brought_into_view(qtbot, page):
    chip = half_shown(page)
    page.chips[page.chips.index(chip) - 1].setFocus(Qt.FocusReason.TabFocusReason)
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    assert height_of(page, chip) + chip.height() <= page.viewport().height()


def test_what_is_pressed_stays_under_the_finger_when_something_above_grows_and_goes(qtbot, page):
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    chip = next(chip for chip in page.chips if height_of(page, chip) > 200)
    qtbot.mouseClick(chip, LEFT)
    at = height_of(page, chip)
    page.growing.setText("many words " * 200)
    qtbot.waitUntil(lambda: page.growing.height() > 200)
    assert height_of(page, chip) == at
    page.growing.setText("one line")
    qtbot.waitUntil(lambda: page.growing.height() < 60)
    assert height_of(page, chip) == at
    page.chips[0].hide()
    QApplication.processEvents()
    assert height_of(page, chip) == at


def test_at_the_top_what_comes_above_is_seen(qtbot, page):
    page.chips[2].setFocus(Qt.FocusReason.TabFocusReason)
    assert page.verticalScrollBar().value() == 0
    page.growing.setText("many words " * 60)
    qtbot.waitUntil(lambda: page.growing.height() > 60)
    assert page.verticalScrollBar().value() == 0


def test_after_scrolling_away_nothing_pulls_the_page_back(qtbot, page):
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    chip = next(chip for chip in page.chips if height_of(page, chip) > 200)
    qtbot.mouseClick(chip, LEFT)
    bar.setValue(bar.maximum())
    page.chips[-1].setText("Chip of another name")
    QApplication.processEvents()
    assert bar.value() == bar.maximum()


def test_what_loses_its_place_passes_the_focus_on_without_moving_the_page(qtbot, page):
    chip = page.chips[20]
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    page.verticalScrollBar().setValue(0)
    chip.hide()
    assert QApplication.focusWidget() in page.chips
    QApplication.processEvents()
    assert page.verticalScrollBar().value() == 0


def test_what_a_press_opens_at_the_lower_edge_is_shown_whole(qtbot, page):
    from rmt_notes.ui.widgets.note.section import Fold

    def three_lines() -> QWidget:
        held = QWidget()
        held.setFixedHeight(200)
        return held

    fold = Fold("Further matters", three_lines)
    page.column.insertWidget(15, fold)
    qtbot.waitUntil(lambda: fold.height() > 0 and fold.isVisible())
    bar = page.verticalScrollBar()
    bar.setValue(bar.value() + height_of(page, fold) + fold.height() // 2 - page.viewport().height())
    qtbot.mouseClick(fold.button, LEFT)
    qtbot.waitUntil(lambda: height_of(page, fold) + fold.height() <= page.viewport().height())
    assert fold.height() > 200


def test_an_emptied_column_holds_nothing_and_begins_at_the_top(qtbot):
    column = ScrollColumn()
    qtbot.addWidget(column)
    for _row in range(40):
        column.add(Label("a line"))
    column.resize(300, 200)
    column.show()
    column.verticalScrollBar().setValue(column.verticalScrollBar().maximum())
    column.empty()
    assert laid_out(column.column) == []
    assert column.verticalScrollBar().value() == 0
    column.add(Label("another"))
    assert len(laid_out(column.column)) == 1


def test_the_line_that_is_written_stays_in_sight_while_the_text_grows(qtbot):
    column = ScrollColumn()
    column.add(QLabel("\n" * 12))
    area = TextArea("Notes")
    column.add(area)
    qtbot.addWidget(column)
    column.resize(400, 320)
    column.show()
    column.activateWindow()
    editor = area.editor()
    editor.setFocus()

    def height_of_the_caret() -> int:
        return editor.viewport().mapTo(column.viewport(), editor.cursorRect().bottomLeft()).y()

    for _line in range(14):
        QTest.keyClicks(editor, "word")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: 0 < height_of_the_caret() < column.viewport().height(), timeout=500)
    QTest.keyClick(editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert 0 < height_of_the_caret() < column.viewport().height()
