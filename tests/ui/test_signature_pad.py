"""The signature pad by mouse, finger and pen, and what its strokes become on paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QEventPoint, QPointingDevice, QScrollPrepareEvent, QTabletEvent, QTouchEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rmt_notes.clinical.signature import HEIGHT, WIDTH, Signature, Stroke


@pytest.fixture
def pad(qtbot, look):
    from rmt_notes.ui.widgets.signature_pad import SignaturePad

    made = SignaturePad()
    qtbot.addWidget(made)
    made.resize(600, 320)
    made.show()
    return made


def draw(pad, *points: tuple[int, int]) -> None:
    QTest.mousePress(pad.sheet, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad.sheet, QPoint(*point))
    QTest.mouseRelease(pad.sheet, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def test_each_stroke_is_told_and_the_last_one_can_be_taken_back(pad, qtbot):
    said = []
    pad.edited.connect(said.append)
    draw(pad, (10, 20), (60, 80), (120, 30))
    draw(pad, (200, 40), (260, 90))
    assert [len(each.strokes) for each in said] == [1, 2]
    assert pad.sheet.accessibleName() == "Signature: 2 strokes drawn"
    qtbot.mouseClick(pad.undo_button, Qt.MouseButton.LeftButton)
    assert len(pad.value().strokes) == 1
    qtbot.mouseClick(pad.clear_button, Qt.MouseButton.LeftButton)
    assert pad.value() is None
    assert said[-1] is None
    assert not pad.undo_button.isEnabled()


def touch(pad, kind: QEvent.Type, state: QEventPoint.State, x: float, y: float) -> bool:
    """One touch of a finger, as the system sends it; whether the pad took it."""
    device = QPointingDevice.primaryPointingDevice()
    point = QEventPoint(0, state, QPointF(x, y), pad.sheet.mapToGlobal(QPointF(x, y)))
    event = QTouchEvent(kind, device, Qt.KeyboardModifier.NoModifier, [point])
    QApplication.sendEvent(pad.sheet, event)
    return event.isAccepted()


def test_a_finger_signs_and_no_mouse_follows_it(pad):
    assert touch(pad, QEvent.Type.TouchBegin, QEventPoint.State.Pressed, 20, 30)
    assert touch(pad, QEvent.Type.TouchUpdate, QEventPoint.State.Updated, 90, 60)
    assert touch(pad, QEvent.Type.TouchEnd, QEventPoint.State.Released, 150, 40)
    (stroke,) = pad.value().strokes
    assert len(stroke.pairs()) == 2


def test_a_touch_that_the_system_takes_away_leaves_nothing(pad):
    touch(pad, QEvent.Type.TouchBegin, QEventPoint.State.Pressed, 20, 30)
    touch(pad, QEvent.Type.TouchCancel, QEventPoint.State.Released, 20, 30)
    assert pad.value() is None


def test_a_pen_signs(pad):
    device = QPointingDevice.primaryPointingDevice()
    for kind, x in ((QEvent.Type.TabletPress, 20), (QEvent.Type.TabletMove, 90), (QEvent.Type.TabletRelease, 90)):
        at = QPointF(x, 40)
        event = QTabletEvent(
            kind, device, at, at, 0.5, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(pad.sheet, event)
        assert event.isAccepted()
    assert len(pad.value().strokes[0].pairs()) == 2


def test_what_leaves_the_sheet_stays_at_its_edge(pad):
    draw(pad, (10, 20), (4000, 4000), (-50, -50))
    xs, ys = pad.value().strokes[0].points[::2], pad.value().strokes[0].points[1::2]
    assert 0 <= min(xs) <= max(xs) <= WIDTH
    assert 0 <= min(ys) <= max(ys) <= HEIGHT


def test_the_same_hand_gives_the_same_strokes_at_any_size(pad):
    draw(pad, (28, 28), (280, 93))
    first = pad.value()
    pad.set_value(None)
    pad.set_value(first)
    assert pad.value() == first
    left, top, right, bottom = first.bounds()
    assert (left < right, top < bottom) == (True, True)


def test_a_finger_that_signs_does_not_scroll_the_page(qtbot, look):
    from rmt_notes.ui.widgets.scroll import ScrollColumn
    from rmt_notes.ui.widgets.signature_pad import SignaturePad

    page, pad = ScrollColumn(), SignaturePad()
    page.add(pad)
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show()

    def may_scroll(at: QPoint) -> bool:
        event = QScrollPrepareEvent(QPointF(at))
        event.ignore()
        QApplication.sendEvent(page.viewport(), event)
        return event.isAccepted()

    middle = pad.sheet.mapTo(page.viewport(), pad.sheet.rect().center())
    beside = pad.mapTo(page.viewport(), QPoint(5, 3))
    assert QRectF(page.viewport().rect()).contains(QPointF(beside))
    assert (may_scroll(middle), may_scroll(beside)) == (False, True)


@pytest.mark.parametrize("points", [(), (1,), (1, 2, 3), (-1, 0), (0, HEIGHT + 1)])
def test_strokes_from_elsewhere_are_checked(points):
    with pytest.raises(ValueError, match="stroke"):
        Stroke(points=points)
    with pytest.raises(ValueError, match="stroke"):
        Signature(strokes=())
