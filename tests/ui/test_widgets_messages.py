"""What is only told: banners, offers to undo, the save state, the identity, the trend, finished notes, empty lists."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from rmt_notes import i18n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import AlertPill
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.identity_bar import IdentityBar
from rmt_notes.ui.widgets.identity_line import NameLine
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import ElidedLabel, Label
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.widgets.trend import TrendPlot, TrendPoint
from rmt_notes.ui.widgets.undo_bar import UndoBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def light(qapp):
    """Light, touch."""
    theme.apply(qapp, "light")


@pytest.fixture
def show(qtbot):
    """Shows a widget in a window and keeps both."""
    kept: list[QWidget] = []

    def shown(widget, width=900):
        window = QWidget()
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, 400)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        kept.append(window)
        return widget

    yield shown
    kept.clear()


def test_typed_markup_is_shown_as_typed():
    for label in (Label("<b>R/O</b> <C5"), Label("&lt;")):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert ElidedLabel("<i>x</i>").text() == "<i>x</i>"


def test_an_elided_line_keeps_its_whole_text_in_reach(show):
    label = show(ElidedLabel("A complaint that is much longer than the room it has been given here"), 120)
    label.grab()
    assert label.toolTip() == label.text()
    assert label.accessibleName() == label.text()
    label.set_text("short")
    label.grab()
    assert label.toolTip() == ""


def test_a_banner_says_acts_and_closes(qtbot, show):
    banner = show(Banner("danger", "Not saved: the disk is full.", "Save a copy…", closable=True))
    assert banner.accessibleName() == "Not saved: the disk is full."
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(next(one for one in banner.findChildren(Button) if one.isVisible()), LEFT)
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.findChild(IconButton), LEFT)
    banner.set_message("ok", "Saved again.")
    banner.set_action("")
    assert banner.text() == "Saved again."
    assert not any(one.isVisible() for one in banner.findChildren(Button))


def test_an_act_can_be_taken_back_while_it_is_offered(qtbot, show):
    bar = show(UndoBar())
    assert not bar.isVisible()
    undone: list[str] = []
    bar.offer("Deep tissue removed", lambda: undone.append("deep tissue"))
    assert bar.isVisible()
    assert bar.accessibleName() == "Deep tissue removed"
    with qtbot.waitSignal(bar.acted):
        qtbot.mouseClick(bar.findChild(Button), LEFT)
    assert undone == ["deep tissue"]
    assert not bar.isVisible()
    assert not bar.is_offered()


def test_an_offer_lapses_after_its_time_and_when_another_comes(qtbot, show):
    bar = show(UndoBar())
    qtbot.mouseMove(bar.window(), bar.window().rect().center())
    QApplication.processEvents()
    undone: list[str] = []
    bar.offer("one", lambda: undone.append("one"))
    with qtbot.waitSignal(bar.expired):
        bar.offer("two", lambda: undone.append("two"), seconds=1)
    with qtbot.waitSignal(bar.expired, timeout=5000):
        pass
    assert undone == []
    assert not bar.isVisible()


def test_an_offer_waits_for_somebody_whose_focus_is_on_it(qtbot, show):
    bar = show(UndoBar())
    bar.window().activateWindow()
    bar.offer("one", seconds=1)
    bar.findChild(Button).setFocus()
    with qtbot.assertNotEmitted(bar.expired, wait=1600):
        pass
    assert bar.is_offered()


def test_the_save_state_is_always_told_in_words(show):
    line = show(StatusLine())
    line.show_saving()
    assert line.text() == "Saving…"
    line.show_saved(datetime(2026, 11, 22, 14, 2), "draft")
    assert line.text().startswith("Saved 2:02")
    assert line.text().endswith(" · draft")
    line.show_failed("The disk is full.")
    assert line.text() == "Not saved, trying again. The disk is full."
    assert line.accessibleName() == line.text()
    line.show_words("Signed 22 November 2026", "lock")
    assert line.text() == "Signed 22 November 2026"


def test_the_save_time_follows_the_language(show):
    line = show(StatusLine())
    with i18n.language_of("fr"):
        line.show_saved(datetime(2026, 11, 22, 14, 2))
    assert "14" in line.text()
    assert "h" in line.text()


ALERTS = [
    Alert("danger", "No cupping · pacemaker", "Pacemaker since 2 November", key="pacemaker"),
    Alert("warning", "Pressure 3 or less"),
    Alert("ok", "Consent 10:02"),
    Alert("warning", "Latex allergy"),
    Alert("info", "Re-assess at visit 8"),
]


def _identity(name: str = "Amélie Tremblay") -> IdentityBar:
    bar = IdentityBar()
    bar.set_identity(
        name, ["she/her", "born 14 March 1980 (46)", "file 0412"], "Visit 6 of 8 · Sunday 22 November 2026"
    )
    return bar


def _pills(bar: IdentityBar) -> list[AlertPill]:
    shown = [one for one in bar.findChildren(AlertPill) if one.isVisible()]
    return sorted(shown, key=lambda one: one is bar._mark)  # it stands last, and was made first


def test_the_identity_names_the_client_to_everybody(show):
    bar = show(_identity())
    assert bar.accessibleName() == "Client: Amélie Tremblay, she/her, born 14 March 1980 (46), file 0412"
    assert bar.name() == "Amélie Tremblay"


@pytest.mark.parametrize("width", [420, 700, 1100])
def test_the_name_is_never_cut(show, width):
    name = "Marie-Antoinette de la Grande-Rivière"
    bar = _identity(name)
    bar.set_alerts(ALERTS)
    bar.add_action(Button("New note", key_hint="Ctrl+N"))
    show(bar, width)
    line = bar.findChild(NameLine)
    assert line.width() >= QFontMetricsF(theme.font("page", "bold")).horizontalAdvance(name)
    assert line.mapTo(bar, line.rect().topRight()).x() <= bar.width()


def test_three_alerts_show_and_the_rest_is_counted(qtbot, show):
    bar = show(_identity(), 1300)
    bar.set_alerts(ALERTS)
    assert [pill.words() for pill in _pills(bar)] == [*(alert.text for alert in ALERTS[:3]), "+2 more"]
    with qtbot.waitSignal(bar.more_pressed):
        qtbot.mouseClick(_pills(bar)[-1], LEFT)
    with qtbot.waitSignal(bar.alert_pressed) as told:
        qtbot.mouseClick(_pills(bar)[0], LEFT)
    assert told.args == ["pacemaker"]
    assert [pill.words() for pill in _pills(bar)] == [*(alert.text for alert in ALERTS), "Fewer"]
    qtbot.mouseClick(_pills(bar)[-1], LEFT)
    assert "Latex allergy" in _pills(bar)[-1].accessibleDescription()
    bar.set_alerts([])
    assert _pills(bar) == []


def test_the_second_line_takes_the_wording_that_fits_and_a_reason_gives_way_to_the_mark(qtbot, show):
    wide, narrow = _identity(), _identity()
    for bar in (wide, narrow):
        bar.set_alerts(ALERTS[:1])
        bar.set_second(("Visit 6 of 8 · Sunday 22 November 2026, 10:00 a.m. · 60 min", "Visit 6 of 8 · Sun 22 Nov"))
        bar.set_mark("Consent 10:02", "Every consent is recorded.")
    show(wide, 1300)
    show(narrow, 360)
    assert "Sunday" in wide._second.text()
    assert "Sunday" not in narrow._second.text()
    assert [pill.words() for pill in _pills(wide)] == [ALERTS[0].text, "Consent 10:02"]
    assert [pill.words() for pill in _pills(narrow)] == ["No cupping", "Consent 10:02"]
    assert _pills(narrow)[0].accessibleName() == ALERTS[0].text
    assert ALERTS[0].text in _pills(narrow)[0].toolTip()
    with qtbot.waitSignal(wide.mark_pressed):
        qtbot.mouseClick(_pills(wide)[1], LEFT)
    wide.set_mark("")
    assert [pill.words() for pill in _pills(wide)] == [ALERTS[0].text]


def test_alerts_go_below_the_name_where_the_width_does_not_reach(show):
    wide, narrow = _identity(), _identity()
    for bar in (wide, narrow):
        bar.set_alerts(ALERTS[:2])
    show(wide, 1300)
    show(narrow, 520)
    assert narrow.height() > wide.height()
    top = narrow.findChild(NameLine)
    assert all(pill.mapTo(narrow, pill.rect().topLeft()).y() >= top.geometry().bottom() for pill in _pills(narrow))
    assert all(pill.mapTo(narrow, pill.rect().topRight()).x() <= narrow.width() for pill in _pills(narrow))


POINTS = [
    TrendPoint(date(2026, 11, 8), 5, 3),
    TrendPoint(date(2026, 8, 12), 8, 7),
    TrendPoint(date(2026, 10, 11), 6, 4, meaningful=True),
    TrendPoint(date(2026, 11, 22), 3),
]


def test_the_trend_is_told_in_words_in_the_order_of_time(show):
    plot = show(TrendPlot())
    plot.set_points(POINTS)
    assert plot.accessibleName() == (
        "before: 8 on 12 August 2026, 3 on 22 November 2026; after: 7 on 12 August 2026, 3 on 8 November 2026; "
        "meaningful change since 12 Aug 2026 on 11 Oct 2026"
    )
    better = [True, True, False, True, True, False, True, True]
    many = [TrendPoint(date(2026, 1, day), 3 if day > 1 else 8, meaningful=on) for day, on in enumerate(better, 2)]
    plot.set_points(many)
    assert plot.summary().endswith("on 2 Jan 2026, 8 Jan 2026")  # where it was reached, and from where on it lasts


@pytest.mark.parametrize(
    "points",
    [
        [],
        POINTS[:1],
        POINTS,
        [TrendPoint(date(2026, 1, 1), None, None)],
        [TrendPoint(date(2026, 1, 1), 14), TrendPoint(date(2026, 1, 1), -2)],
    ],
)
def test_the_trend_draws_whatever_there_is(qtbot, show, points):
    plot = show(TrendPlot())
    plot.set_points(points)
    qtbot.mouseMove(plot, plot.rect().center())
    assert not plot.grab().isNull()


def test_the_trend_without_values_says_so():
    plot = TrendPlot()
    plot.set_points([])
    assert plot.accessibleName() == "No values yet"


def test_a_black_and_white_page_still_tells_the_two_lines_apart(show):
    plot = show(TrendPlot(legend=False), 600)
    days = [date(2026, 1, 1), date(2026, 6, 1)]
    plot.set_points([TrendPoint(day, 8, 2) for day in days])
    image = plot.grab().toImage()

    def dark_share(value: float) -> float:
        area = plot._area()
        row = round(plot._place(days[0], value, area).y())
        columns = range(int(area.left()) + 30, int(area.right()) - 30)
        return sum(image.pixelColor(x, row).lightness() < 190 for x in columns) / len(columns)

    assert dark_share(8) == 1.0
    assert 0.4 < dark_share(2) < 0.8


def test_a_finished_note_leaves_out_what_says_nothing(show):
    rows = show(KeyValue([("Pain", "5 before, 3 after"), ("Posture", ""), ("Tests", "Thomas positive right")]), 300)
    assert rows.rows() == (("Pain", "5 before, 3 after"), ("Tests", "Thomas positive right"))
    names = [one.accessibleName() for one in rows.findChildren(QLabel) if one.accessibleName()]
    assert names == ["Pain: 5 before, 3 after", "Tests: Thomas positive right"]
    rows.set_rows([("Plan", "weekly")])
    assert rows.rows() == (("Plan", "weekly"),)


@pytest.mark.parametrize("width", [220, 500])
def test_a_finished_note_wraps_and_shows_every_line(show, width):
    words = "Anterior pelvic tilt, moderate. Hip flexors short, right more than left. Gluteals weak on both sides. " * 3
    rows = show(KeyValue([("Posture", words), ("A label that is rather long", "short")]), width)
    for label in rows.findChildren(QLabel):
        assert label.heightForWidth(label.width()) <= label.height()


def test_a_card_folds_and_tells_it(qtbot, show):
    card = Card("Objective", "Alt+2", collapsible=True)
    inside = Label("content")
    card.add(inside)
    show(card)
    fold = card.findChild(IconButton)
    with qtbot.waitSignal(card.folded) as told:
        qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert told.args == [True]
    assert not inside.isVisible()
    assert fold.accessibleName() == "Unfold Objective"
    qtbot.mouseClick(fold, LEFT)
    assert inside.isVisible()


def test_an_empty_list_says_what_will_be_here_and_offers_one_thing(qtbot, show):
    empty = show(EmptyState("users", "No clients yet", "Clients appear here.", "New client"))
    assert [label.text() for label in empty.findChildren(QLabel)] == ["No clients yet", "Clients appear here."]
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(empty.button(), LEFT)
    empty.set_words("No client is called “Emile Trembley”", action="Create “Emile Trembley”")
    assert empty.button().words() == "Create “Emile Trembley”"


def test_a_page_header_leads_back(qtbot, show):
    header = show(PageHeader("Clients", back=True))
    with qtbot.waitSignal(header.back_pressed):
        qtbot.mouseClick(header.findChild(IconButton), LEFT)
    header.set_title("Unsigned")
    header.set_second("3 notes")
    assert header.title() == "Unsigned"
