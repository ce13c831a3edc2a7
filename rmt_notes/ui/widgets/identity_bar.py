"""The identity bar: who the client is, at the same place on every screen of the client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill, PillKind
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import ElidedLabel
from rmt_notes.ui.widgets.paint import painter_of

ALERTS_SHOWN = 3

LOW = 600
"""In a window lower than this, at 100 %, the alerts keep to one line."""

LOWEST = 380
"""In a window lower than this the second line gives its room to what one works at."""

PILL_EDGES = 60
"""What a pill takes besides its words, with the gap to the next, at 100 %."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of the client: its weight, its few words, and the longer reason."""

    kind: PillKind
    text: str
    description: str = ""
    key: str = ""


class NameLine(QWidget):
    """The name in full and, on the same line or on one of their own, as much of the facts as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self.facts = ""
        self._below = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, name: str, facts: str) -> None:
        """Show another name and its facts."""
        self.name, self.facts = name, facts
        self.setAccessibleName(", ".join(one for one in (name, facts) if one))
        self.updateGeometry()
        self.update()

    def set_below(self, below: bool) -> None:
        """Put the facts under the name, where they do not fit beside it: the birth date is what tells two clients
        apart."""
        if below != self._below:
            self._below = below
            self.updateGeometry()
            self.update()

    def _facts_width(self) -> float:
        return QFontMetricsF(theme.font("hint", "medium")).horizontalAdvance(self.facts)

    def sizeHint(self) -> QSize:
        least = self.minimumSizeHint()
        return QSize(least.width() + int(self._facts_width()) + theme.metrics().px(10), least.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("page", "bold"))
        under = QFontMetricsF(theme.font("hint", "medium")).height() + 2 if self._below else 0
        return QSize(int(metrics.horizontalAdvance(self.name)) + 4, int(metrics.height() + under) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        font = theme.font("page", "bold")
        metrics = QFontMetricsF(font)
        small_metrics = QFontMetricsF(theme.font("hint", "medium"))
        under = small_metrics.height() + 2 if self._below else 0
        base = (self.height() - metrics.height() - under) / 2 + metrics.ascent()
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(0, base), self.name)
        small = theme.font("hint", "medium")
        x = 0.0 if self._below else metrics.horizontalAdvance(self.name) + theme.metrics().px(10)
        if self._below:
            base += metrics.descent() + 2 + small_metrics.ascent()
        shown = QFontMetricsF(small).elidedText(self.facts, Qt.TextElideMode.ElideRight, max(0.0, self.width() - x))
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(x, base), shown)
        self.setToolTip(self.facts if shown != self.facts else "")
        painter.end()


class IdentityBar(QWidget):
    """Name, facts and a second line at the left; alerts and actions at the right, under the name where the width does
    not reach.

    The name is never cut; the facts and the second line end in … first. `alert_pressed` carries the key of an alert,
    `more_pressed` asks for all of them.
    """

    alert_pressed = Signal(str)
    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alerts: tuple[Alert, ...] = ()
        self._alerts_shown = 0
        self.setAccessibleName(_("Client"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # alerts may need a second line
        self._outer = QGridLayout(self)
        self._outer.setColumnStretch(0, 1)
        self._who = QWidget()
        lines = QVBoxLayout(self._who)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        self._first = NameLine()
        lines.addWidget(self._first)
        self._second = ElidedLabel("", "hint", token="muted")
        lines.addWidget(self._second)
        self._pills = QWidget()
        self._flow = FlowLayout(self._pills, align_right=False)
        self._pills.hide()
        self._actions = QWidget()
        self._action_row = QHBoxLayout(self._actions)
        self._action_row.setContentsMargins(0, 0, 0, 0)
        self._actions.hide()
        middle = Qt.AlignmentFlag.AlignVCenter
        self._outer.addWidget(self._who, 0, 0, middle)
        self._outer.addWidget(self._pills, 0, 1, middle)
        self._outer.addWidget(self._actions, 0, 2, middle)
        self._stacked = False
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self._outer.setContentsMargins(m.space(5), m.px(14), m.space(5), m.px(14))
        self._outer.setHorizontalSpacing(m.space(4))
        self._outer.setVerticalSpacing(m.px(10))
        self._action_row.setSpacing(m.px(10))
        self.setMinimumHeight(m.px(76))
        self._arrange()

    def set_identity(self, name: str, facts: Sequence[str] = (), second: str = "") -> None:
        """Show another client: the name, then facts such as pronouns, birth date with age and file, then a second
        line."""
        self._first.set_words(name, " · ".join(fact for fact in facts if fact))
        self._second.set_text(second)
        self.setAccessibleName(_("Client: {name}").format(name=", ".join([name, *(fact for fact in facts if fact)])))
        self._arrange()

    def name(self) -> str:
        """The name that shows."""
        return self._first.name

    def set_second(self, second: str) -> None:
        """Change the second line alone."""
        self._second.set_text(second)
        self._arrange()

    def set_alerts(self, alerts: Sequence[Alert]) -> None:
        """Show up to three alerts and the number of those that do not show; in a low window no more than one line of
        them, but everything that is barred."""
        self._alerts = tuple(alerts)
        self._fill(self._how_many())

    def _fill(self, shown: int) -> None:
        self._alerts_shown = shown
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for alert in self._alerts[:shown]:
            pill = AlertPill(
                alert.kind, alert.text, description=alert.description, pressable=bool(alert.key), parent=self._pills
            )
            pill.clicked.connect(lambda _checked=False, key=alert.key: self.alert_pressed.emit(key))
            self._flow.addWidget(pill)
            pill.show()
        rest = self._alerts[shown:]
        if rest:
            more = AlertPill(
                "neutral",
                _("+{number} more").format(number=len(rest)),
                pressable=True,
                description="\n".join(alert.text for alert in rest),
                parent=self._pills,
            )
            more.clicked.connect(lambda: self.more_pressed.emit())
            self._flow.addWidget(more)
            more.show()
        self._pills.setVisible(bool(self._alerts))
        self._arrange()

    def _how_many(self) -> int:
        """How many alerts show."""
        most = min(ALERTS_SHOWN, len(self._alerts))
        m = theme.metrics()
        if not self.width() or self.window().height() >= m.px(LOW):
            return most
        barred = sum(alert.kind == "danger" for alert in self._alerts[:most])
        room = self.width() - 2 * m.space(5)
        fits = 0
        for alert in self._alerts[:most]:
            room -= int(theme.text_width(alert.text, "hint", "semibold")) + m.px(PILL_EDGES)
            if room < m.px(PILL_EDGES + 48):  # what is left takes the number of the others
                break
            fits += 1
        return max(1 if most else 0, barred, fits)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the far right."""
        self._action_row.addWidget(widget)
        self._actions.show()
        self._arrange()

    def _arrange(self) -> None:
        m = theme.metrics()
        name = self._first.minimumSizeHint().width()
        facts = self._first.sizeHint().width() - name
        pills = self._flow.sizeHint().width() if self._alerts else 0
        right = pills + (self._action_row.sizeHint().width() if not self._actions.isHidden() else 0)
        room = self.width() - 2 * m.space(5) - m.space(4)
        stacked = pills > 0 and name + min(facts, m.px(420)) + right > room
        if stacked != self._stacked:
            self._stacked = stacked
            self._outer.removeWidget(self._pills)
            if stacked:  # under the name, across the whole width; the actions stay where they were
                self._outer.addWidget(self._pills, 1, 0, 1, 3)
            else:
                self._outer.addWidget(self._pills, 0, 1, Qt.AlignmentFlag.AlignVCenter)
            self._outer.activate()
        self._pills.setMinimumWidth(0 if stacked else pills)
        actions = self._action_row.sizeHint().width() + m.space(4) if not self._actions.isHidden() else 0
        beside = self.width() - 2 * m.space(5) - actions - (0 if stacked else pills + m.space(4) if pills else 0)
        self._first.set_below(self.width() > 0 and name + facts > beside)
        lowest = self.isVisible() and self.window().height() < m.px(LOWEST)
        self._second.setVisible(bool(self._second.text()) and not lowest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._how_many() != self._alerts_shown:
            QTimer.singleShot(0, self, self._refill)  # a pill must not go while it is being laid out
        self._arrange()

    def _refill(self) -> None:
        shown = self._how_many()
        if shown != self._alerts_shown:
            self._fill(shown)

    def minimumSizeHint(self) -> QSize:
        m = theme.metrics()
        name = self._first.minimumSizeHint().width()
        actions = self._action_row.sizeHint().width() if not self._actions.isHidden() else 0
        between = 2 * m.space(4) if actions else 0
        return QSize(name + between + actions + 2 * m.space(5), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme.color("card"))
        painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme.color("line"))
        painter.end()
