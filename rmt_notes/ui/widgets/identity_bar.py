"""The identity bar: who the client is, at the same place on every screen of the client."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.identity_alerts import Alert, Shown, arranged, line_width, more_words
from rmt_notes.ui.widgets.identity_line import OPENER, LineOpener, NameLine
from rmt_notes.ui.widgets.labels import ElidedLabel
from rmt_notes.ui.widgets.paint import painter_of

LOW = 660
"""In a window lower than this, at 100 %, the alerts keep to one line."""

LOWEST = 380
"""In a window lower than this the second line gives its room to what one works at."""


class IdentityBar(QWidget):
    """Name, facts and a second line at the left; alerts and actions at the right, under the name where the width does
    not reach.

    The name is never cut; the facts and the second line end in … first. A second line may be given in several
    wordings, the fullest first: the first that fits is shown; it can be pressed where `set_second_action` names what
    that does. `alert_pressed` carries the key of an alert, `more_pressed` comes when all of them are wanted and show,
    `mark_pressed` asks for what the quiet mark behind them says.
    """

    alert_pressed = Signal(str)
    more_pressed = Signal()
    mark_pressed = Signal()
    second_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alerts: tuple[Alert, ...] = ()
        self._shown = Shown()
        self._all = False
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
        self._opener = LineOpener(self._second, self)
        self._opener.clicked.connect(lambda: self.second_pressed.emit())
        self._outer.addWidget(self._opener, 0, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
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
        self._refill()
        self._arrange()

    def name(self) -> str:
        """The name that shows."""
        return self._first.name

    def set_second(self, second: str | Sequence[str]) -> None:
        """Change the second line alone."""
        self._wordings = (second,) if isinstance(second, str) else tuple(second)
        self._arrange()

    def set_second_action(self, name: str) -> None:
        """Let the second line be pressed; nothing for no name."""
        self._opener.setAccessibleName(name)
        self._opener.setToolTip(name)
        self._opener.settle()

    def set_mark(self, words: str, description: str = "") -> None:
        """Say behind the alerts, quietly, what is done; nothing for no words. Their reasons give way to it."""
        if (words, description) != (self._mark.words(), self._mark.accessibleDescription()):
            self._mark.set_text(words, description)
            self._refill()
            self._arrange()

    def set_alerts(self, alerts: Sequence[Alert]) -> None:
        """Show up to three alerts and the number of those that do not show; in a low window no more than one line of
        them, but everything that is barred."""
        if tuple(alerts) != self._alerts:
            self._all = False
        self._alerts = tuple(alerts)
        self._fill(self._wanted())

    def _show_all(self, shown: bool) -> None:
        """All alerts in full below the name, or as many as have their place."""
        self._all = shown
        self._fill(self._wanted())
        if shown:
            self.more_pressed.emit()

    def _fill(self, shown: Shown) -> None:
        self._shown = shown
        held = any(pill.hasFocus() for pill in self._pills.findChildren(AlertPill) if pill is not self._mark)
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old is not self._mark:
                old.hide()
                old.deleteLater()
        last: AlertPill | None = None
        for alert, words in zip(self._alerts, shown.words, strict=False):
            whole = (alert.description,) if words == alert.text else (alert.text, alert.description)
            pill = AlertPill(
                alert.kind,
                words,
                description="\n".join(one for one in whole if one),
                pressable=bool(alert.key),
                parent=self._pills,
            )
            pill.setAccessibleName(alert.text)
            pill.clicked.connect(lambda _checked=False, key=alert.key: self.alert_pressed.emit(key))
            self._flow.addWidget(pill)
            pill.show()
            last = pill
        rest = self._alerts[len(shown.words) :]
        if rest or self._all:
            more = AlertPill(
                "neutral",
                more_words(len(rest)) if rest else _("Fewer"),
                pressable=True,
                description="\n".join(alert.text for alert in rest),
                parent=self._pills,
            )
            more.clicked.connect(lambda: self._show_all(not self._all))
            self._flow.addWidget(more)
            more.show()
            last = more
            if held:
                more.setFocus(Qt.FocusReason.MouseFocusReason)
        self._flow.addWidget(self._mark)
        if last is not None:
            self.setTabOrder(last, self._mark)
        self._arrange()
        self._flow.invalidate()
        self._pills.updateGeometry()

    def _wanted(self) -> Shown:
        """What of the alerts shows, and where."""
        if self._all:
            return Shown(tuple(alert.text for alert in self._alerts), below=True)
        m = theme.metrics()
        if not self.width():
            beside = whole = 100_000
        else:
            name = self._first.minimumSizeHint().width()
            facts = min(self._first.sizeHint().width() - name, m.px(420))
            beside = self._room() - name - facts - self._actions_width()
            whole = self.width() - 2 * m.space(5)
        low = bool(self.width()) and self.window().height() < m.px(LOW)
        return arranged(self._alerts, self._mark_width(), beside=beside, whole=whole, low=low)

    def _mark_width(self) -> int:
        return self._mark.sizeHint().width() if self._mark.words() else 0

    def _room(self) -> int:
        """Between the edges, with the gap to what stands at the right."""
        m = theme.metrics()
        return self.width() - 2 * m.space(5) - m.space(4)

    def _actions_width(self) -> int:
        return 0 if self._actions.isHidden() else self._action_row.sizeHint().width()

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the far right."""
        self._action_row.addWidget(widget)
        self._actions.show()
        self._refill()
        self._arrange()

    def _arrange(self) -> None:
        m = theme.metrics()
        name = self._first.minimumSizeHint().width()
        facts = self._first.sizeHint().width() - name
        pills = line_width(self._alerts, self._shown, self._mark_width())
        stacked = self._shown.below
        marked = bool(self._mark.words())
        self._mark.setVisible(marked)
        self._pills.setVisible(bool(self._alerts) or marked)
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
        opener = m.px(OPENER) if self._opener.accessibleName() else 0
        fits = (one for one in self._wordings if theme.text_width(one, "hint") + 2 + opener <= beside)
        self._second.set_text(next(fits, self._wordings[-1]))
        lowest = self.isVisible() and self.window().height() < m.px(LOWEST)
        self._second.setVisible(bool(self._second.text()) and not lowest)
        self._opener.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted() != self._shown:
            QTimer.singleShot(0, self, self._refill)  # a pill must not go while it is being laid out
        self._arrange()

    def _refill(self) -> None:
        shown = self._wanted()
        if shown != self._shown:
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
