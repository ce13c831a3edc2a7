"""The frame: the rail, the screen of the place we are at, and the bars that speak for the whole program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from rmt_notes import settings
from rmt_notes.i18n import _
from rmt_notes.settings import Preferences
from rmt_notes.ui import places, screens, theme
from rmt_notes.ui.actions import Action, actions
from rmt_notes.ui.places import Place
from rmt_notes.ui.screens import ClientHeld, Preparable, Screen
from rmt_notes.ui.widgets import clipboard
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.nav_rail import NavRail, RailItem
from rmt_notes.ui.widgets.reading_order import next_in_reading
from rmt_notes.ui.worker import Changes, Worker

SMALLEST = (800, 600)
REMEMBERED = 50
READY_STEP_MS = 30
"""Between two parts of the chart that is made beforehand."""
ARRIVED_MS, TYPED_MS = 250, 1000
"""How long making it waits when the user went elsewhere, or typed a letter."""
HELD_SCALE = 1.2
"""How much larger everything is while a client answers."""
WRITING = (places.NewClient, places.EditClient, places.NewVisit, places.Intake, places.ClientMode)
"""Places where one goes to write."""
AGAIN_S = 15.0
"""Seconds until a lock that could not fall is tried again."""
LONG_SLEEP = 5.0
"""Seconds; a computer that slept so long was put to sleep."""
KEPT_WHILE_HELD = ("larger", "smaller", "lock")
"""The actions that stay while the device is in a client's hands."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What the composition root hands down: where the record is, whether it is the sample, and how to start a fresh
    process."""

    folder: Path
    sample: bool = False
    restart: Callable[[], None] | None = None


class Window(QMainWindow):
    """Maps a place to its screen, remembers the way, and carries out the actions that work everywhere."""

    arrived = Signal(object)
    """The place that is shown now."""

    def __init__(self, worker: Worker, launch: Launch, preferences: Preferences) -> None:
        super().__init__()
        self._worker = worker
        self._launch = launch
        self._preferences = preferences
        self._screens: dict[str, Screen] = {}
        self._current: Screen | None = None
        self._place: Place | None = None
        self._way_back: list[Place] = []
        self._way_forward: list[Place] = []
        self._actions = {action.key: action for action in actions()}
        self._closing = False
        self._seen: tuple[Place | None, str] = (None, "")
        self.known_passphrase = ""
        """The sample practice's, which is no secret and is told where it is asked for."""

        self._rail = NavRail(
            [
                self._item("today"),
                self._item("clients"),
                self._item("find", _("Find")),
                self._item("unsigned", _("Unsigned")),
            ],
            [self._item("settings"), self._item("lock")],
        )
        self._rail.chosen.connect(self._take_rail)
        self._bars = QVBoxLayout()
        self._bars.setSpacing(0)
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._bars)
        right.addWidget(self._stack, 1)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._rail)
        across.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.setMinimumSize(*SMALLEST)
        self.setWindowTitle(_("RMT Notes"))
        self._rail.hide()
        self._trouble: Banner | None = None
        for action in self._actions.values():
            self._bind(action)
        worker.troubled.connect(self.tell_trouble)
        worker.changed.connect(self._note_changes)

    # -- the gate: before a record is open
    # ------------------------------------------------------------------------------------

    def show_gate(self, gate: QWidget) -> None:
        """Show the unlock screen or the first run alone, without rail; a gate shown before goes."""
        self._rail.hide()
        before = self._stack.currentWidget()
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        self._stack.addWidget(gate)
        self._stack.setCurrentWidget(gate)

    def enter(self, place: Place | None = None) -> None:
        """A record is open: show the rail and the day."""
        gate = self._stack.currentWidget()
        self._rail.show()
        self.go(place or places.Today())
        if gate is not None:
            self._stack.removeWidget(gate)
            gate.deleteLater()
        if self._launch.sample:
            bar = Banner(
                "info", _("Sample practice: every client here is invented. Your own record is elsewhere and untouched.")
            )
            self._bars.addWidget(bar)
        reason = self._worker.why_not_write()
        if reason:
            self._bars.addWidget(Banner("info", reason))
        self._count_unsigned()

    def go_on(self, visit_id: str) -> None:
        """Open the note that was being written when the program was killed, if there was one."""
        if not visit_id or not isinstance(self._place, places.Today):
            return
        bar = Banner(
            "info",
            _("The program did not end in order last time. This note was being written; what was saved of it is here."),
            closable=True,
        )
        bar.closed.connect(bar.deleteLater)
        self._bars.addWidget(bar)
        self.go(places.Chart(visit_id))

    # -- going places
    # ---------------------------------------------------------------------------------------------------------

    def place(self) -> Place | None:
        """Where we are."""
        return self._place

    def screen_in_sight(self) -> Screen | None:
        """The screen in sight."""
        return self._current

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on in the order of reading: a chart makes many of its parts when they are first needed."""
        focus = QApplication.focusWidget()
        if focus is not None and focus.isVisible() and focus.window() is self:
            found = next_in_reading(self.centralWidget(), focus, forward=forward)
            if found is not None:
                found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True
        return super().focusNextPrevChild(forward)

    def is_held(self) -> bool:
        """Whether the device is in a client's hands: nothing leads anywhere until the passphrase is given."""
        return isinstance(self._place, places.ClientMode)

    def go(self, place: Place) -> None:
        """Go somewhere and remember where we came from."""
        if self.is_held():
            return
        reason = self._worker.why_not_write()
        if reason and isinstance(place, WRITING):
            self.tell_trouble(reason)
            return
        # A new visit is only passed through: going back to it would begin another.
        if self._place is not None and place != self._place and not isinstance(self._place, places.NewVisit):
            self._way_back.append(self._place)
            del self._way_back[:-REMEMBERED]
            self._way_forward.clear()
        self._arrive(place)

    def go_back(self) -> None:
        """The place before this one."""
        if not self.is_held() and self._way_back and self._place is not None:
            self._way_forward.append(self._place)
            self._arrive(self._way_back.pop())

    def go_forward(self) -> None:
        """The place that "back" left."""
        if not self.is_held() and self._way_forward and self._place is not None:
            self._way_back.append(self._place)
            self._arrive(self._way_forward.pop())

    def _arrive(self, place: Place) -> None:
        if not self._worker.is_open():
            return
        if self._current is not None:
            self._current.leave()
        screen = self._screen_of(place)
        held = self.is_held()
        self._place = place
        self._current = screen
        if held != self.is_held():
            self._hold(self.is_held())
        if self.known_passphrase and isinstance(screen, ClientHeld):
            screen.tell_passphrase(self.known_passphrase)
        screen.show_place(place)
        self._stack.setCurrentWidget(cast(QWidget, screen))
        self._rail.set_current(self._rail_key(place))
        self.setWindowTitle(_("{screen} · RMT Notes").format(screen=screen.title()))
        QTimer.singleShot(0, screen, screen.focus_first)  # type: ignore[call-overload]  # a Protocol is no QObject
        self.arrived.emit(place)

    def _screen_of(self, place: Place) -> Screen:
        key = screens.screen_key(place)
        screen = self._screens.get(key)
        if screen is None:
            screen = screens.make(place, self._worker)
            made = screen
            screen.gone.connect(lambda place: self._take_place(place, made))
            self._screens[key] = screen
            self._stack.addWidget(cast(QWidget, screen))
        return screen

    def get_ready(self) -> None:
        """Make the chart part by part, so that the first one opens as fast as every other. Each part is short, between
        two of them comes what the user does, and whoever types or goes somewhere is not held up. A chart that is open
        makes its own parts."""
        if self._closing or not self._worker.is_open():
            return
        before, self._seen = self._seen, (self._place, _words_in_focus())
        if self._seen != before:
            wait = ARRIVED_MS if self._seen[0] != before[0] else TYPED_MS
            QTimer.singleShot(wait, self, self.get_ready)
            return
        chart = self._screen_of(places.Chart(""))
        if chart is not self._current and isinstance(chart, Preparable) and chart.prepare():
            QTimer.singleShot(READY_STEP_MS, self, self.get_ready)

    def _hold(self, held: bool) -> None:
        """Put everything but the client's questions out of reach, in large letters; or bring it back."""
        self._rail.setVisible(not held)
        self._way_back.clear()
        self._way_forward.clear()
        self._apply_look()

    def _take_place(self, place: Place | None, screen: Screen) -> None:
        if self.is_held():
            # Only the screen in the client's hands may let go, and it does after the passphrase.
            if screen is self._current and place is not None:
                self._arrive(place)
        elif place is None:
            self.go_back()
        else:
            self.go(place)

    def _rail_key(self, place: Place) -> str:
        for kind, key in (
            (places.Today, "today"),
            (places.Unsigned, "unsigned"),
            (places.Find, "find"),
            (places.Settings, "settings"),
        ):
            if isinstance(place, kind):
                return key
        return "clients"

    def _take_rail(self, key: str) -> None:
        self._run(self._actions[key])

    def _item(self, key: str, word: str = "") -> RailItem:
        action = self._actions[key]
        return RailItem(key, word or action.words, action.icon, action.keys[0] if action.keys else "")

    # -- actions
    # --------------------------------------------------------------------------------------------------------------

    def _bind(self, action: Action) -> None:
        for keys in action.keys:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda chosen=action: self._run(chosen))

    def _run(self, action: Action) -> None:
        if action.open_record and not self._worker.is_open():
            return
        if self.is_held() and action.key not in KEPT_WHILE_HELD:
            return
        getattr(self, action.method)()

    def show_today(self) -> None:
        """The day's visits."""
        self.go(places.Today())

    def show_clients(self) -> None:
        """All clients."""
        self.go(places.Clients())

    def show_find(self) -> None:
        """One box for everything."""
        self.go(places.Find())

    def show_unsigned(self) -> None:
        """Notes that wait for a signature."""
        self.go(places.Unsigned())

    def show_settings(self) -> None:
        """Preferences and letterhead."""
        self.go(places.Settings())

    def start_client(self) -> None:
        """A new client."""
        self.go(places.NewClient())

    def start_note(self) -> None:
        """A new visit: of the client in sight, else after choosing one."""
        client_id = getattr(self._place, "client_id", "")
        self.go(places.NewVisit(client_id))

    def show_shortcuts(self) -> None:
        """The sheet of keys."""
        from rmt_notes.ui.dialogs import ShortcutSheet

        ShortcutSheet(tuple(self._actions.values()), self).open()

    def enlarge(self) -> None:
        """Larger letters and targets."""
        self._rescale(0.1)

    def shrink(self) -> None:
        """Smaller letters and targets, never under 100 %."""
        self._rescale(-0.1)

    def switch_theme(self) -> None:
        """From light to dark and back."""
        mode = "light" if theme.tokens() is theme.DARK else "dark"
        self.prefer(replace(self._preferences, theme=mode))

    def switch_full_screen(self) -> None:
        """The whole screen, or a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _rescale(self, by: float) -> None:
        scale = min(2.0, max(1.0, round(self._preferences.scale + by, 1)))
        self.prefer(replace(self._preferences, scale=scale))

    def preferences(self) -> Preferences:
        """What is in force."""
        return self._preferences

    def prefer(self, preferences: Preferences) -> None:
        """Take up changed preferences and keep them."""
        self._preferences = preferences
        try:
            settings.save(preferences)
        except OSError:
            self.tell_trouble(
                _("This computer's preferences could not be written; they hold until the program is closed.")
            )
        before = theme.metrics()
        self._apply_look()
        if theme.metrics() != before:
            self._forget_hidden()

    def _forget_hidden(self) -> None:
        """Other sizes hold: the screens out of sight are made anew when somebody goes there, so that nothing in them
        keeps its old size. One with words that could not be kept yet stays."""
        for key, screen in list(self._screens.items()):
            if screen is not self._current and not screen.has_unsaved():
                del self._screens[key]
                widget = cast(QWidget, screen)
                self._stack.removeWidget(widget)
                widget.deleteLater()

    def _apply_look(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        wanted = self._preferences
        held = self.is_held()
        density = "touch" if held else wanted.density
        scale = min(2.0, wanted.scale * HELD_SCALE) if held else wanted.scale
        theme.apply(app, cast(theme.Mode, wanted.theme), cast(theme.Density, density), scale)

    def lock(self, why: str = "key") -> None:
        """Keep what was typed, end this process and begin a fresh one at the unlock screen: nothing of the record
        stays in memory. `why` stands in the audit trail: key, idle or sleep."""
        if not self._keep_everything():
            self.tell_trouble(_("Not locked: the last words could not be written to the disk. It is tried again."))
        elif self._launch.restart is not None:
            self._closing = True
            clipboard.forget_ours()
            self.setWindowTitle(_("RMT Notes"))
            self.hide()
            if self._worker.is_open():
                self._worker.ask(self, lambda store: store.log("lock", "record", why))
            self._worker.close()
            self._launch.restart()

    # -- bars ---------------------------------------------------------------------------------------

    def tell_trouble(self, sentence: str) -> None:
        """Show one sentence about the world's trouble until it is dismissed."""
        if self._trouble is not None:
            self._trouble.deleteLater()
        self._trouble = Banner("danger", sentence, closable=True)
        self._trouble.closed.connect(self._drop_trouble)
        self._bars.addWidget(self._trouble)

    def tell_crash(self, report: Path) -> None:
        """Our own fault: what was typed is still here, and a report without client words was written."""
        self.tell_trouble(
            _(
                "Something in the program failed. What you typed is kept. A report without client data is in {path}."
            ).format(path=report)
        )

    def _drop_trouble(self) -> None:
        if self._trouble is not None:
            self._trouble.deleteLater()
            self._trouble = None

    def _note_changes(self, changes: Changes) -> None:
        if "visits" in changes.kinds:
            self._count_unsigned()

    def _count_unsigned(self) -> None:
        if self._worker.is_open():
            self._worker.ask(
                self, lambda store: len(store.unsigned()), lambda number: self._rail.set_badge("unsigned", number)
            )

    # -- the end
    # --------------------------------------------------------------------------------------------------------------

    def _keep_everything(self) -> bool:
        """Keep what was typed; False where the disk refuses and the user should decide."""
        # Twice: words typed while the last save was under way are asked for when that one is answered.
        for _round in range(2):
            if self._current is not None:
                self._current.leave()
            self._worker.finish()
            if not any(screen.has_unsaved() for screen in self._screens.values()):
                return True
        return False

    def keep_for_the_end(self) -> None:
        """The system ends the session: keep what was typed, before anything else is closed."""
        if self._worker.is_open():
            self._keep_everything()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing or self._keep_everything():
            clipboard.forget_ours()
            event.accept()
            return
        event.ignore()
        self._ask_before_losing()

    def _ask_before_losing(self) -> None:
        from rmt_notes.ui.dialogs import ask

        answer = ask(
            self,
            _("Words that are not kept yet"),
            _("The last words of a note could not be written to the disk. Closing now loses them."),
            [("stay", _("Stay and try again")), ("close", _("Close and lose them"))],
        )
        answer.connect(self._close_after_all)

    def _close_after_all(self, choice: str) -> None:
        if choice == "close":
            self._closing = True
            self.close()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            # The user looks elsewhere but has not left: only a draft is kept, nothing that is shown or asked for is
            # dropped.
            keep = getattr(self._current, "keep_now", None)
            if callable(keep):
                keep()
        super().changeEvent(event)


def is_input(event: QEvent) -> bool:
    """Whether somebody is at the machine: a key, a touch, the mouse."""
    return event.type() in (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
        QEvent.Type.TabletPress,
    )


def _words_in_focus() -> str:
    """What stands in the field that is written in."""
    field = QApplication.focusWidget()
    if isinstance(field, QTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else ""


class IdleLock(QObject):
    """Locks after minutes without input, and at once on waking from any sleep. `lock` is told why: idle or sleep. A
    lock that could not fall, for the last words could not be written, is tried again until it can or somebody is there.

    It listens to windows, where input arrives once, and not to the application, where every paint would pass through
    it too.
    """

    def __init__(
        self,
        minutes: Callable[[], int],
        lock: Callable[[str], None],
        clock: Callable[[], float],
        asleep: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._lock = lock
        self._clock = clock
        self._asleep = asleep
        self._last = clock()
        self._slept = asleep()
        self._owed = ""
        self._tried = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(1000)

    def watch(self, window: QWindow | None) -> None:
        """Listen to a window that came into focus."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_input(event):
            self._last = self._clock()
            self._owed = ""
        return False

    def _look(self) -> None:
        slept = self._asleep()
        woke, self._slept = slept - self._slept >= LONG_SLEEP, slept
        seconds = self._minutes() * 60
        now = self._clock()
        if woke:
            self._owed = "sleep"
        elif seconds and now - self._last >= seconds and not self._owed:
            self._owed = "idle"
        elif not self._owed or now - self._tried < AGAIN_S:
            return
        self._last = self._tried = now
        self._lock(self._owed)
