"""The identity bar: who the client is, at the same place on every screen of the client."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import PILL_ICONS, AlertPill, PillKind
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import ElidedLabel
from rmt_notes.ui.widgets.paint import painter_of

ALERTS_SHOWN = 3
"""So many alerts show in any case."""

ALERTS_IN_LINE = 5
"""So many at most where a line of their own has the room."""

LOW = 660
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

    The name is never cut; the facts and the second line end in … first. A second line may be given in several
    wordings, the fullest first: the first that fits is shown. `alert_pressed` carries the key of an alert,
    `more_pressed` asks for all of them, `mark_pressed` for what the quiet mark behind them says.
    """

    alert_pressed = Signal(str)
    more_pressed = Signal()
    mark_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alerts: tuple[Alert, ...] = ()
        self._alerts_shown = 0
        self._wordings: tuple[str, ...] = ("",)
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
        self._mark = AlertPill("neutral", "", icon="check", pressable=True, parent=self._pills)
        self._mark.clicked.connect(lambda: self.mark_pressed.emit())
        self._mark.hide()
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
        self._outer.setHorizontalSpacing(m.space(4))
        self._space()
        self._action_row.setSpacing(m.px(10))
        self.setMinimumHeight(m.px(76))
        self._arrange()

    def _space(self) -> None:
        """Below the name, the room around what a pill draws is the room to the next thing."""
        m = theme.metrics()
        spare = max(0, m.target - m.px(32)) // 2 if self._stacked else 0
        self._outer.setContentsMargins(m.space(5), m.px(14), m.space(5), m.px(14) - spare)
        self._outer.setVerticalSpacing(m.px(10) - spare)

    def set_identity(self, name: str, facts: Sequence[str] = (), second: str | Sequence[str] = "") -> None:
        """Show another client: the name, then facts such as pronouns, birth date with age and file, then a second
        line."""
        self._first.set_words(name, " · ".join(fact for fact in facts if fact))
        self._wordings = (second,) if isinstance(second, str) else tuple(second)
        self.setAccessibleName(_("Client: {name}").format(name=", ".join([name, *(fact for fact in facts if fact)])))
        self._arrange()

    def name(self) -> str:
        """The name that shows."""
        return self._first.name

    def set_second(self, second: str | Sequence[str]) -> None:
        """Change the second line alone."""
        self._wordings = (second,) if isinstance(second, str) else tuple(second)
        self._arrange()

    def set_mark(self, words: str, description: str = "") -> None:
        """Say behind the alerts, quietly and only where there is room, what is done; nothing for no words."""
        if (words, description) != (self._mark.words(), self._mark.accessibleDescription()):
            self._mark.set_text(words, description)
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
            if old is not None and old is not self._mark:
                old.hide()
                old.deleteLater()
        last: AlertPill | None = None
        for alert in self._alerts[:shown]:
            pill = AlertPill(
                alert.kind, alert.text, description=alert.description, pressable=bool(alert.key), parent=self._pills
            )
            pill.clicked.connect(lambda _checked=False, key=alert.key: self.alert_pressed.emit(key))
            self._flow.addWidget(pill)
            pill.show()
            last = pill
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
            last = more
        self._flow.addWidget(self._mark)
        if last is not None:
            self.setTabOrder(last, self._mark)
        self._arrange()

    def _pills_width(self, shown: int) -> int:
        """How wide so many alerts are in one line, with the number of the others."""
        m = theme.metrics()
        wide = [self._pill_width(one.text, bool(PILL_ICONS[one.kind])) for one in self._alerts[:shown]]
        if rest := len(self._alerts) - shown:
            wide.append(self._pill_width(_("+{number} more").format(number=rest), icon=False))
        return sum(wide) + max(0, len(wide) - 1) * m.gap

    def _pill_width(self, words: str, icon: bool) -> int:
        m = theme.metrics()
        return int(theme.text_width(words, "hint", "semibold")) + (m.px(21) if icon else 0) + 2 * m.px(12) + 2

    def _room(self) -> int:
        """Between the edges, with the gap to what stands at the right."""
        m = theme.metrics()
        return self.width() - 2 * m.space(5) - m.space(4)

    def _actions_width(self) -> int:
        return 0 if self._actions.isHidden() else self._action_row.sizeHint().width()

    def _is_stacked(self, pills: int) -> bool:
        """Whether pills of this width have to go under the name."""
        name = self._first.minimumSizeHint().width()
        facts = self._first.sizeHint().width() - name
        least = min(facts, theme.metrics().px(420))
        return pills > 0 and name + least + pills + self._actions_width() > self._room()

    def _how_many(self) -> int:
        """How many alerts show."""
        most = min(ALERTS_SHOWN, len(self._alerts))
        m = theme.metrics()
        if not self.width():
            return most
        if self.window().height() >= m.px(LOW):
            if len(self._alerts) > most and self._is_stacked(self._pills_width(most)):
                lines = range(min(ALERTS_IN_LINE, len(self._alerts)), most, -1)
                whole = self.width() - 2 * m.space(5)
                return next((more for more in lines if self._pills_width(more) <= whole), most)
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
        alerts = self._pills_width(self._alerts_shown) if self._alerts else 0
        stacked = self._is_stacked(alerts)
        least = max(name + facts, min(theme.text_width(one, "hint") for one in self._wordings) + 2)
        room = self.width() - 2 * m.space(5) if stacked else self._room() - self._actions_width() - int(least)
        marked = bool(self._mark.words()) and alerts + m.gap + self._mark.sizeHint().width() <= room
        self._mark.setVisible(marked)
        self._pills.setVisible(bool(self._alerts) or marked)
        pills = alerts + (self._mark.sizeHint().width() + (m.gap if alerts else 0) if marked else 0)
        if stacked != self._stacked:
            self._stacked = stacked
            self._space()
            self._outer.removeWidget(self._pills)
            if stacked:  # under the name, across the whole width; the actions stay where they were
                self._outer.addWidget(self._pills, 1, 0, 1, 3)
            else:
                self._outer.addWidget(self._pills, 0, 1, Qt.AlignmentFlag.AlignVCenter)
            self._outer.activate()
        self._pills.setMinimumWidth(0 if stacked else pills)
        actions = self._actions_width() + m.space(4) if not self._actions.isHidden() else 0
        beside = self.width() - 2 * m.space(5) - actions - (0 if stacked else pills + m.space(4) if pills else 0)
        self._first.set_below(self.width() > 0 and name + facts > beside)
        fits = (one for one in self._wordings if theme.text_width(one, "hint") + 2 <= beside)
        self._second.set_text(next(fits, self._wordings[-1]))
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
