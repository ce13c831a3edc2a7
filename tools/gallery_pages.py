"""The pages of the gallery: each a window of widgets with invented people's values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from rmt_notes.ui import theme
from rmt_notes.ui.dialogs import Dialog, ShortcutSheet, TextQuestion, Verb
from rmt_notes.ui.widgets.alert_pill import AlertPill
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button, IconButton
from rmt_notes.ui.widgets.calendar_popup import CalendarPopup
from rmt_notes.ui.widgets.card import Card, Panel, Rule
from rmt_notes.ui.widgets.chips import Chip, ChipGroup
from rmt_notes.ui.widgets.empty_state import EmptyState
from rmt_notes.ui.widgets.fields import ChoiceField, DateField, NumberField, SearchField, TextArea, TextField, TimeField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.identity_bar import IdentityBar
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.list_rows import ListRows, Row
from rmt_notes.ui.widgets.nav_rail import NavRail, RailItem
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.scroll import ScrollColumn
from rmt_notes.ui.widgets.section_rail import SectionRail
from rmt_notes.ui.widgets.segmented import PillTabs, Segmented
from rmt_notes.ui.widgets.status_line import StatusLine
from rmt_notes.ui.widgets.trend import TrendPlot, TrendPoint
from rmt_notes.ui.widgets.undo_bar import UndoBar

QUALITIES = [
    ("dull_ache", "dull ache"),
    ("stiffness", "stiffness"),
    ("sharp", "sharp"),
    ("burning", "burning"),
    ("radiating", "radiating"),
    ("numbness", "numbness"),
    ("throbbing", "throbbing"),
    ("cramping", "cramping"),
    ("tight", "tight"),
    ("tingling", "tingling"),
    ("heavy", "heavy"),
    ("stabbing", "stabbing"),
    ("deep", "deep"),
    ("shooting", "shooting"),
]


def rail() -> NavRail:
    """The rail of the program."""
    made = NavRail(
        [
            RailItem("today", "Today", "sun", "Ctrl+1"),
            RailItem("clients", "Clients", "users", "Ctrl+2"),
            RailItem("find", "Find", "search", "Ctrl+K"),
            RailItem("unsigned", "Unsigned", "pencil-line", "Ctrl+3"),
        ],
        [RailItem("settings", "Settings", "settings", "Ctrl+,"), RailItem("lock", "Lock", "lock", "Ctrl+L")],
    )
    made.set_current("today")
    made.set_badge("unsigned", 3)
    return made


def identity() -> IdentityBar:
    """A client with alerts."""
    bar = IdentityBar()
    bar.set_identity(
        "Amélie Tremblay",
        ["she/her", "born 14 March 1980 (46)", "file 0412"],
        "Visit 6 of 8 · Sunday 22 November 2026, 10:00, 60 min · chronic low back pain · re-assessment at visit 8",
    )
    bar.set_alerts(
        [
            Alert("danger", "No cupping · pacemaker", key="pacemaker"),
            Alert("warning", "Pressure 3 or less · low bone density", key="bone"),
            Alert("ok", "Consent 10:02"),
        ]
    )
    return bar


def chart() -> QWidget:
    """Something like the visit screen."""
    page = QWidget()
    across = QHBoxLayout(page)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(0)
    across.addWidget(rail())
    column = QVBoxLayout()
    column.setSpacing(0)
    across.addLayout(column, 1)
    column.addWidget(identity())
    middle = QHBoxLayout()
    column.addLayout(middle, 1)
    scroll = ScrollColumn(max_width=860)
    middle.addWidget(scroll, 1)
    subjective = Card("Subjective", "Alt+1")
    pain = ScaleRow("Pain now, 0 to 10", last=5, ends=("no pain", "worst imaginable"))
    pain.set_value(3)
    subjective.add(pain)
    quality = ChipGroup(QUALITIES, label="Quality", more_after=6)
    quality.set_values(["dull_ache", "stiffness"])
    quality.set_carried({"stiffness": "from 8 November 2026"})
    subjective.add(quality)
    notes = TextArea("Notes")
    notes.set_text(
        "Worse sitting over 40 minutes, eased by walking. Home stretches done 5 of 7 days. Slept better than the week "
        "before; woke once on Tuesday. Wants to be able to drive to Ottawa in December."
    )
    notes.set_carried("from 8 November 2026, not yet reviewed")
    subjective.add(notes)
    scroll.add(subjective)
    treatment = Card("Treatment", "Alt+3 · 41 of 60 min recorded")
    techniques = ChipGroup(
        [("dt", "Deep tissue"), ("cup", "Cupping"), ("art", "ART"), ("iastm", "IASTM"), ("sw", "Swedish")]
    )
    techniques.set_barred({"cup": "pacemaker"})
    techniques.set_values(["dt"])
    treatment.add(techniques)
    answer = Segmented([("yes", "Yes"), ("no", "No"), ("declined", "Declined")], label="Blood thinners")
    answer.set_value("no")
    treatment.add(answer)
    scroll.add(treatment)
    scroll.add(QWidget(), 1)
    side = Panel("surface", "left")
    inside = QVBoxLayout(side)
    inside.setContentsMargins(18, 18, 18, 18)
    inside.setSpacing(14)
    inside.addWidget(
        PillTabs(
            [("last", "Last visit"), ("body", "Body"), ("safety", "Safety"), ("trend", "Trend")], name="Beside the note"
        )
    )
    inside.addWidget(Label("8 November 2026 · signed R. Example, RMT", "hint", token="muted"))
    inside.addWidget(Button("Same as last time", "secondary", key_hint="Ctrl+D"))
    inside.addStretch(1)
    side.setFixedWidth(380)
    middle.addWidget(side)
    foot = Panel("card", "top")
    row = QHBoxLayout(foot)
    row.setContentsMargins(24, 10, 24, 10)
    row.addWidget(Label("Saved 10:41 · draft", "hint", token="muted"), 1)
    row.addWidget(Button("Preview", "secondary", key_hint="Ctrl+P"))
    row.addWidget(Button("Sign and lock", key_hint="Ctrl+Return"))
    column.addWidget(foot)
    page.resize(1440, 900)
    return page


def kit() -> QWidget:
    """Buttons, chips, choices and fields in all their states."""
    page = ScrollColumn(max_width=None)
    page.resize(1280, 1500)
    buttons = Card("Buttons")
    row = FlowLayout()
    for made in (
        Button("Sign and lock", key_hint="Ctrl+Return"),
        Button("Preview", "secondary", "printer", "Ctrl+P"),
        Button("Add a note", "quiet", "plus"),
        Button("Void this visit", "danger", "trash-2"),
        Button("Switched off"),
        Button("Focused"),
        Button("Focused", "secondary"),
        IconButton("calendar", "Calendar"),
        IconButton("eye", "Show", outlined=True),
    ):
        row.addWidget(made)
        if made.accessibleName() == "Switched off":
            made.setEnabled(False)
    buttons.add(row)
    page.add(buttons)
    chips = Card("Chips", "on, off, carried, barred")
    flow = FlowLayout()
    plain, on, barred, wrong, carried, off, more = (
        Chip("burning"),
        Chip("dull ache"),
        Chip("Cupping"),
        Chip("Cupping"),
        Chip("stiffness"),
        Chip("off"),
        Chip("Add technique", checkable=False, icon="plus"),
    )
    on.setChecked(True)
    barred.set_barred("pacemaker")
    wrong.setChecked(True)
    wrong.set_barred("pacemaker")
    carried.setChecked(True)
    carried.set_carried("from 8 November 2026")
    off.setEnabled(False)
    for chip in (plain, on, carried, barred, wrong, off, more):
        flow.addWidget(chip)
    chips.add(flow)
    pills = FlowLayout()
    for kind, words in (
        ("danger", "No cupping · pacemaker"),
        ("warning", "Pressure 3 or less"),
        ("ok", "Consent 10:02"),
        ("info", "Re-assess at visit 8"),
        ("neutral", "+2 more"),
    ):
        pills.addWidget(AlertPill(kind, words))  # type: ignore[arg-type]
    chips.add(pills)
    page.add(chips)
    fields = Card("Fields", collapsible=True)
    grid = QGridLayout()
    grid.setSpacing(16)
    name = TextField("Legal name", hint="As on the health card")
    name.set_text("Tremblay, Amélie")
    birth = DateField("Date of birth", leaning="past")
    birth.set_value(date(1980, 3, 14))
    doubtful = DateField("Date of injury")
    doubtful.editor().setText("3/4/2026")
    doubtful.editor().editingFinished.emit()
    rom = NumberField("Lumbar extension", unit="°", maximum=25, minimum=0, steppers=True)
    rom.set_value(31)
    start = TimeField("Start")
    start.set_value(time(10, 0))
    choice = ChoiceField("Province", [("ON", "Ontario"), ("BC", "British Columbia")])
    choice.set_value("ON")
    empty = ChoiceField("End feel", [("a", "A")], placeholder="Choose an end feel")
    secret = TextField("Passphrase", secret=True)
    secret.set_text("correct horse")
    wrong_one = TextField("E-mail")
    wrong_one.set_text("amelie@")
    wrong_one.set_problem("This address has no domain after the @ sign; it is kept as typed.")
    search = SearchField("Find a client", placeholder="Name, phone, file or birth date", key_hint="Ctrl+K")
    switched = TextField("File number")
    switched.set_text("0412")
    switched.setEnabled(False)
    for at, field in enumerate((name, birth, doubtful, rom, start, choice, empty, secret, wrong_one, search, switched)):
        grid.addWidget(field, at // 3, at % 3, Qt.AlignmentFlag.AlignTop)
    fields.add(grid)
    fields.add(Rule())
    area = TextArea("Assessment", placeholder="What you found, in your words")
    fields.add(area)
    page.add(fields)
    choices = Card("Choices")
    both = QHBoxLayout()
    side = Segmented([("left", "Left"), ("right", "Right"), ("both", "Both sides")], label="Side")
    side.set_value("both")
    both.addWidget(side)
    both.addWidget(Segmented([("yes", "Yes"), ("no", "No"), ("declined", "Declined")], label="Anticoagulant"))
    both.addStretch(1)
    choices.add(both)
    choices.add(ScaleRow("Pain after, 0 to 10", last=3))
    page.add(choices)
    return page


def client() -> QWidget:
    """Lists, the trend, the read-only note and the messages."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = PageHeader("Clients", "212 clients, 6 seen this week", back=True)
    head.add_action(Button("New client", icon="plus", key_hint="Ctrl+Shift+N"))
    column.addWidget(Banner("info", "Sample practice: every client here is invented.", "Remove it", closable=True))
    column.addWidget(head)
    across = QHBoxLayout()
    across.setSpacing(0)
    column.addLayout(across, 1)
    across.addWidget(_sections())
    left = QVBoxLayout()
    left.setContentsMargins(16, 16, 16, 16)
    left.setSpacing(12)
    rows = ListRows("Visits")
    rows.set_rows(
        [
            Row("a", "8 Nov 2026", "Low back pain · 5 → 3 · DT, ART, IASTM", aside="Sun", icon="lock", right="signed"),
            Row("b", "25 Oct 2026", "Low back pain · 5 → 4 · DT, ART", aside="Sun", icon="history", right="amended"),
            Row("c", "11 Oct 2026", "Re-assessment · 6 → 4", icon="pencil-line", token="warning", right="draft"),
            Row("d", "Tremblay, Émile", "born 2 May 1979 (47) · 705 555 0142", mark="similar name"),
            Row(
                "e",
                "A very long name that does not fit into the row at all, Amélie-Marguerite",
                "file 0412",
                right="0412",
            ),
        ]
    )
    rows.set_current("a")
    rows.setMinimumWidth(380)
    left.addWidget(rows, 1)
    undo = UndoBar()
    undo.offer("Deep tissue removed")
    left.addWidget(undo)
    across.addLayout(left)
    right = ScrollColumn(max_width=None)
    across.addWidget(right, 1)
    course = Card("Pain over the plan", "meaningful change marked ◆")
    plot = TrendPlot()
    days = (
        date(2026, 8, 12),
        date(2026, 9, 20),
        date(2026, 10, 11),
        date(2026, 10, 25),
        date(2026, 11, 8),
        date(2026, 11, 22),
    )
    befores, afters = (8, 7, 6, 5, 5, 3), (7, 5, 4, 4, 3, None)
    plot.set_points(
        [
            TrendPoint(day, first, second, meaningful=number in (2, 5))
            for number, (day, first, second) in enumerate(zip(days, befores, afters, strict=True))
        ]
    )
    course.add(plot)
    right.add(course)
    last = Card("Last visit", "8 November 2026 · signed R. Example, RMT")
    last.add(
        KeyValue(
            [
                ("Pain", "5 before, 3 after"),
                ("Posture", "Anterior pelvic tilt, moderate. Hip flexors short, right more. Gluteals weak."),
                ("Movement", "Lumbar extension 12° of 25°, pain at end range on the right"),
                ("Tests", "Thomas positive right; Kemp and SLR negative"),
                ("Home care", "Hip-flexor stretch 2×30 s; dead bug 2×8"),
            ]
        )
    )
    right.add(last)
    messages = Card("Messages")
    for kind, words in (
        ("danger", "Not saved: the disk is full. What you type stays here; free some room or save a copy."),
        ("warning", "Three values are still as they were on 8 November."),
        ("ok", "The page was written to Documents."),
    ):
        messages.add(Banner(kind, words, "Save a copy…" if kind == "danger" else "", rounded=True))  # type: ignore[arg-type]
    for state in range(4):
        line = StatusLine()
        (
            line.show_saving,
            lambda line=line: line.show_saved(datetime(2026, 11, 22, 14, 2), "draft"),
            lambda line=line: line.show_failed("The disk is full."),
            lambda line=line: line.show_words("Signed 22 November 2026, 11:04 by R. Example, RMT", "lock"),
        )[state]()
        messages.add(line)
    right.add(messages)
    empty = Card()
    empty.add(
        EmptyState(
            "users",
            "No client is called “Emile Trembley”",
            "Look for part of the name, a phone number or a birth date.",
            "Create “Emile Trembley”",
        )
    )
    right.add(empty)
    page.resize(1280, 1420)
    return page


def _sections() -> SectionRail:
    rail_of_note = SectionRail(
        [
            ("s", "Subjective", "Alt+1"),
            ("o", "Objective", "Alt+2"),
            ("t", "Treatment", "Alt+3"),
            ("a", "Assessment", "Alt+4"),
        ]
    )
    rail_of_note.set_state("s", "done")
    rail_of_note.set_state("o", "done")
    rail_of_note.set_state("t", "started")
    rail_of_note.set_current("s")
    return rail_of_note


PAGES: dict[str, Callable[[], QWidget]] = {"chart": chart, "kit": kit, "client": client}


def draw(out: Path, density: theme.Density, scale: float, ratio: float) -> Iterator[Path]:
    """Draw every page in both looks into `out`; gives the paths as they are written."""
    app = QApplication([])
    out.mkdir(parents=True, exist_ok=True)
    theme.load_fallbacks()
    for mode in ("light", "dark"):
        theme.apply(app, mode, density, scale)
        for name, build in PAGES.items():
            page = build()
            page.show()
            _settle(app)
            focused = next((one for one in page.findChildren(Button) if one.words() == "Focused"), None)
            if focused is not None:
                focused.setFocus(Qt.FocusReason.TabFocusReason)
            app.processEvents()
            path = out / f"{name}-{mode}-{density}-{ratio:g}x.png"
            page.grab().save(str(path))
            yield path
            page.close()
            page.deleteLater()
        host = QWidget()
        host.resize(1280, 800)
        host.show()
        for name, window in _windows(host):
            window.show()
            _settle(app)
            path = out / f"{name}-{mode}-{density}-{ratio:g}x.png"
            window.grab().save(str(path))
            yield path
            window.hide()
        host.close()


def _settle(app: QApplication) -> None:
    """Let the layouts inside layouts take their room."""
    for _turn in range(3):
        app.processEvents()


def _windows(host: QWidget) -> Iterator[tuple[str, QWidget]]:
    """What opens above a page: questions, the calendar, a dropped-down list, a menu."""
    yield (
        "ask",
        Dialog(
            host,
            "Void the visit of 8 November 2026?",
            "The note of Amélie Tremblay stays readable in the record, marked as void with your name and the reason.",
            [Verb("keep", "Keep the visit"), Verb("void", "Void this visit", "danger")],
        ),
    )
    yield (
        "ask-text",
        TextQuestion(
            host,
            "Amend this note",
            "Why is the note of Amélie Tremblay, 8 November 2026, amended? The signed version stays as it is.",
            "Reason",
            "Begin the amendment",
        ),
    )
    from rmt_notes.ui.actions import actions

    yield "shortcuts", ShortcutSheet(actions(), host)
    calendar = CalendarPopup(host, maximum=date(2026, 11, 30))
    calendar.open_at(host, date(2026, 11, 8))
    yield "calendar", calendar
    field = ChoiceField(
        "Province", [("ON", "Ontario"), ("BC", "British Columbia"), ("NL", "Newfoundland and Labrador")]
    )
    field.setParent(host)
    field.resize(300, 80)
    field.show()
    field.set_value("BC")
    field.editor().showPopup()
    yield "popup", field.editor().view().window()
    menu = QMenu(host)
    menu.addAction(theme.icon("printer"), "Print…")
    menu.addAction(theme.icon("download"), "Save as PDF…")
    menu.addSeparator()
    menu.addAction(theme.icon("history"), "Versions").setEnabled(False)
    menu.popup(host.mapToGlobal(host.rect().center()))
    yield "menu", menu
