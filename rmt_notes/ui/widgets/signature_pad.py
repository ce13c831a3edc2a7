"""A field to sign in by finger, pen or mouse. What is drawn is kept as strokes, not as a picture."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QScrollPrepareEvent,
    QShowEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.signature import HEIGHT, MOST_POINTS, WIDTH, Signature, Stroke
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of

NEAR = 9
"""Points nearer than this on the grid say nothing new."""

WIDEST = 560
"""At 100 %; a wider pad would only make the hand travel."""

PEN = 2.2


def paint_strokes(painter: QPainter, rect: QRectF, signature: Signature, token: str = "text") -> None:
    """Draw a signature into a rectangle, as large as it fits, where it stood on its grid."""
    scale = min(rect.width() / WIDTH, rect.height() / HEIGHT)
    painter.save()
    painter.translate(rect.left(), rect.top())
    pen = QPen(theme.color(token), max(1.2, PEN * scale * WIDTH / WIDEST))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in signature.strokes:
        painter.drawPath(_path([QPointF(x * scale, y * scale) for x, y in stroke.pairs()]))
    painter.restore()


def _path(points: list[QPointF]) -> QPainterPath:
    """A smooth line through the points; a dot where there is only one."""
    path = QPainterPath(points[0])
    if len(points) == 1:
        path.lineTo(points[0] + QPointF(0.1, 0))
        return path
    for before, after in pairwise(points[1:]):
        path.quadTo(before, (before + after) / 2)
    path.lineTo(points[-1])
    return path


class _Sheet(QWidget):
    """The ground one writes on. `drawn` comes after each finished stroke."""

    drawn = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.strokes: list[Stroke] = []
        self.signer = ""
        self._line: list[int] = []
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        wide = theme.metrics().px(WIDEST)
        return QSize(wide, wide // 3)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.metrics().px(210), theme.metrics().px(70))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(theme.metrics().px(70), min(width, theme.metrics().px(WIDEST)) // 3)

    def _field(self) -> QRectF:
        wide = min(float(self.width()), self.height() * WIDTH / HEIGHT)
        return QRectF(0, 0, wide, wide * HEIGHT / WIDTH)

    # -- drawing ----------------------------------------------------------------------------------------------------

    def begin(self, at: QPointF) -> None:
        """The pen touches the sheet."""
        self._line = []
        self.go_on(at)

    def go_on(self, at: QPointF) -> None:
        """The pen moves; outside the sheet it stays at the edge."""
        field = self._field()
        x = round(min(max(at.x() / field.width(), 0.0), 1.0) * WIDTH)
        y = round(min(max(at.y() / field.height(), 0.0), 1.0) * HEIGHT)
        full = sum(len(stroke.points) for stroke in self.strokes) + len(self._line) >= 2 * MOST_POINTS - 2
        if full or (self._line and abs(x - self._line[-2]) + abs(y - self._line[-1]) < NEAR):
            return
        self._line += (x, y)
        self.update()

    def end(self) -> None:
        """The pen is lifted."""
        if self._line:
            self.strokes.append(Stroke(points=tuple(self._line)))
            self._line = []
            self.update()
            self.drawn.emit()

    def abandon(self) -> None:
        """The touch was taken away by the system: what was drawn with it does not count."""
        self._line = []
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._line and event.buttons() & Qt.MouseButton.LeftButton:
            self.go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self.begin(event.position())
        elif kind == QEvent.Type.TabletMove and self._line:
            self.go_on(event.position())
        elif kind == QEvent.Type.TabletRelease:
            self.end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QTouchEvent):
            if kind == QEvent.Type.TouchCancel:
                self.abandon()
            elif event.points():
                at = self.mapFromGlobal(event.points()[0].globalPosition())
                if kind == QEvent.Type.TouchBegin:
                    self.begin(at)
                elif kind == QEvent.Type.TouchUpdate:
                    self.go_on(at)
                elif kind == QEvent.Type.TouchEnd:
                    self.end()
            event.accept()
            return True
        return super().event(event)

    # -- a finger that signs must not scroll the page ---------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QAbstractScrollArea):
                # Installing a filter again only moves it to the front; Qt takes it away with this widget.
                above.viewport().installEventFilter(self)
            above = above.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QScrollPrepareEvent) and isinstance(watched, QWidget) and self.isVisible():
            at = self.mapFrom(watched.window(), watched.mapTo(watched.window(), event.startPos()))
            if QRectF(self.rect()).contains(at):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    # -- painting ---------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        field = self._field()
        paint_box(painter, field, m.radius, theme.color("card"), theme.color("border"), 1.5)
        line = field.top() + field.height() * 0.76
        painter.setPen(QPen(theme.color("border"), 1.2))
        edge = field.width() * 0.05
        painter.drawLine(QPointF(field.left() + edge, line), QPointF(field.right() - edge, line))
        if not self.strokes and not self._line:
            painter.setPen(theme.color("placeholder"))
            painter.setFont(theme.font("hint"))
            room = QRectF(field.left() + edge, line + m.px(3), field.width() - 2 * edge, field.bottom() - line)
            words = _("Sign here: {name}").format(name=self.signer) if self.signer else _("Sign here")
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), words)
        shown = list(self.strokes)
        if self._line:
            shown.append(Stroke(points=tuple(self._line)))
        if shown:
            paint_strokes(painter, field, Signature(strokes=tuple(shown)))
        painter.end()


class SignaturePad(QWidget):
    """`edited` carries the `Signature`, or None while there is none."""

    edited = Signal(object)

    def __init__(self, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label or _("Signature")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        self._caption = Label(self._label, "hint", token="muted", wrap=True)
        column.addWidget(self._caption)
        self.sheet = _Sheet(self)
        self.sheet.drawn.connect(self._tell)
        column.addWidget(self.sheet)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().gap)
        self.undo_button = Button(_("Undo the last stroke"), "quiet", icon="undo-2")
        self.undo_button.clicked.connect(self.undo)
        self.clear_button = Button(_("Clear"), "quiet", icon="x")
        self.clear_button.setAccessibleName(_("Clear the signature"))
        self.clear_button.clicked.connect(self.clear)
        line.addWidget(self.undo_button)
        line.addWidget(self.clear_button)
        line.addStretch(1)
        column.addLayout(line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show()

    def set_signer(self, name: str) -> None:
        """Say who signs."""
        self.sheet.signer = name
        self.sheet.update()

    def value(self) -> Signature | None:
        """What was drawn, or None."""
        return Signature(strokes=tuple(self.sheet.strokes)) if self.sheet.strokes else None

    def set_value(self, signature: Signature | None) -> None:
        """Show a signature, or an empty sheet; says nothing back."""
        self.sheet.strokes = list(signature.strokes) if signature is not None else []
        self._show()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self.sheet.strokes:
            self.sheet.strokes.pop()
            self._tell()

    def clear(self) -> None:
        """An empty sheet."""
        if self.sheet.strokes:
            self.sheet.strokes.clear()
            self._tell()

    def _tell(self) -> None:
        self._show()
        announce(self, self.sheet.accessibleName())
        self.edited.emit(self.value())

    def _show(self) -> None:
        number = len(self.sheet.strokes)
        words = _("nothing drawn yet")
        if number:
            words = _n("{number} stroke drawn", "{number} strokes drawn", number).format(number=number)
        self.sheet.setAccessibleName(_("{label}: {state}").format(label=self._label, state=words))
        self.undo_button.setEnabled(bool(number))
        self.clear_button.setEnabled(bool(number))
        self.sheet.update()


class SignatureView(QWidget):
    """A signature to look at."""

    def __init__(self, signature: Signature, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signature = signature
        self.setAccessibleName(name)
        self.setFixedSize(theme.metrics().px(180), theme.metrics().px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        rect = QRectF(self.rect())
        paint_box(painter, rect, m.px(6), theme.color("surface"), theme.color("line"))
        paint_strokes(painter, rect.adjusted(4, 2, -4, -2), self._signature)
        painter.end()
