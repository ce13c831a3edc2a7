"""Orthopaedic tests by region: one tap a side, everything else negative in one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.catalogue_assessment import SpecialTest as TestEntry
from rmt_notes.clinical.clusters import clusters
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.fields import TextArea
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.cell_grid import name_with_remark
from rmt_notes.ui.widgets.note.pieces import KeyChips, Tied, choices_of, column, lower_first, stack
from rmt_notes.ui.widgets.note.reason_box import ReasonBox
from rmt_notes.ui.widgets.note.sided import entry_for, with_entry
from rmt_notes.ui.widgets.segmented import Segmented

MARKS = {"negative": "−", "positive": "+", "equivocal": "±"}  # a real minus stands level with the plus


def result_width() -> int:
    """How wide the results of one side are."""
    return 3 * theme.metrics().target + 2


class _Heading(QWidget):
    """What the signs mean, and the sides above their columns."""

    def __init__(self, *, sides: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(3))
        legend = _("−\u00a0negative   +\u00a0positive   ±\u00a0equivocal")  # the signs as on the buttons
        line.addWidget(Label(legend, "tiny", token="muted", wrap=True), 1)
        for words in (_("Left"), _("Right")) if sides else ():
            label = Label(words, "hint", "medium", token="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(result_width())
            line.addWidget(label)


class _Result(QWidget):
    """The result on one side; `edited` carries its key or None."""

    edited = Signal(object)

    def __init__(self, name: str, side: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = catalogue().vocabularies["test_results"]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        side_label = {"left": _("Left"), "right": _("Right")}.get(side, "")
        spoken = f"{name}, {side_label.lower()}" if side_label else name
        self._steps = Segmented(tuple(MARKS.items()), label=spoken, show_label=False)
        for key in MARKS:
            segment = self._steps.segment(key)
            segment.tick = False
            segment.setAccessibleName(f"{spoken}: {words[key]}")
            segment.setToolTip(str(words[key]))
        self._steps.edited.connect(self.edited)
        line.addWidget(self._steps, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(result_width() if side else 2 * result_width() + theme.metrics().space(3))

    def show_last(self, result: str) -> None:
        """Mark the result of the last visit by a bar, as the scales do."""
        for key in MARKS:
            segment = self._steps.segment(key)
            segment.last = key == result
            segment.setAccessibleDescription(_("value of the last visit") if segment.last else "")
            segment.update()

    def show_result(self, result: str) -> None:
        """Show a result; one that is not offered here shows as none."""
        self._steps.set_value(result if result in MARKS else None)


class _TestRow(QWidget):
    """One test; `edited` carries the side and the result, `noted` the note."""

    edited = Signal(str, object)
    noted = Signal(object)

    def __init__(self, test: TestEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.test = test
        self._touched = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.metrics().px(4))
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().space(3))
        sign = _("+ if {sign}").format(sign=lower_first(str(test.positive_when)))
        line.addWidget(name_with_remark(str(test.label), sign), 1)
        self.sides = ("left", "right") if test.per_side else ("",)
        self._results = {side: _Result(str(test.label), side) for side in self.sides}
        for side, result in self._results.items():
            result.edited.connect(lambda key, side=side: self._tell(side, key))
            line.addWidget(result)
        outer.addLayout(line)
        self._note: TextArea | None = None
        self._action = ReasonBox()
        outer.addWidget(self._action)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _make_note(self) -> TextArea:
        note = TextArea(
            _("Note on {test}").format(test=self.test.label),
            placeholder=_("Note, for instance what was felt"),
            show_label=False,
            min_lines=1,
        )
        note.edited.connect(self.noted)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        self._tied = Tied(note)
        column.insertWidget(column.indexOf(self._action), self._tied)
        return note

    def show_last(self, entries: Sequence[SpecialTest]) -> None:
        """Mark what the last visit found."""
        mine = [each for each in entries if each.test == self.test.key]
        for side, result in self._results.items():
            found = entry_for(mine, lambda _each: True, side)
            result.show_last(found.result if found is not None else "")

    def _tell(self, side: str, result: Any) -> None:
        # Where a result was just given, a word on it may follow: an angle, where it was felt.
        self._touched = result is not None
        self.edited.emit(side, result)

    def forget_touch(self, entries: Sequence[SpecialTest]) -> None:
        """Put an empty note of a negative test away: nobody is at it any more."""
        if self._touched:
            self._touched = False
            self.show_tests(entries)

    def show_tests(self, entries: Sequence[SpecialTest]) -> None:
        """Show what is recorded of this test."""
        mine = [each for each in entries if each.test == self.test.key]
        for side, result in self._results.items():
            found = entry_for(mine, lambda _each: True, side)
            result.show_result(found.result if found is not None else "")
        note = next((each.note for each in mine if each.note), "")
        positive = any(each.result == "positive" for each in mine)
        telling = any(each.result in ("positive", "equivocal") for each in mine)
        wanted = bool(note) or telling or (self._touched and bool(mine))
        if wanted and self._note is None:
            self._note = self._make_note()
        if self._note is not None:
            self._tied.setVisible(wanted)
            self._note.set_text(note)
        told = {
            "stop": _("{test} positive: stop, no more work there; tell a physician.").format(test=self.test.label),
            "refer": _("{test} positive: refer.").format(test=self.test.label),
        }.get(self.test.on_positive or "")
        self._action.show_sentences((told,) if told and positive else (), grave=True)


class TestGrid(QWidget):
    """`edited` carries the tuple of tests; those of unknown tests, sides or results stay in it."""

    __test__ = False  # the trade's word; pytest must not take it for a test class

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[SpecialTest, ...] = ()
        self._motions: tuple[RangeOfMotion, ...] = ()
        self._last: tuple[SpecialTest, ...] = ()
        self._region = ""
        self._pages: dict[str, QWidget] = {}
        self._rows: dict[str, _TestRow] = {}
        self._column = column(self, step=2)
        self._regions = KeyChips(
            choices_of(catalogue().vocabularies.get("test_regions")),
            multiple=False,
            optional=False,
            label=_("Region of the tests"),
        )
        self._regions.edited.connect(self._choose_region)
        self._column.addWidget(self._regions)
        self._holder = column(step=1)
        self._column.addLayout(self._holder)
        self._negative = Button(_("All others here negative"), "secondary", icon="check", compact=True)
        self._negative.clicked.connect(self._set_negative)
        self._foot = FlowLayout()
        self._foot.addWidget(self._negative)
        self._clusters = ReasonBox(plain=True)
        self._column.addWidget(self._clusters)
        self._column.addLayout(self._foot)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.turn_to(next(iter(catalogue().vocabularies["test_regions"]), ""))

    def foot(self) -> FlowLayout:
        """The line of buttons under all."""
        return self._foot

    def value(self) -> tuple[SpecialTest, ...]:
        """The tests."""
        return self._value

    def set_value(self, value: Sequence[SpecialTest]) -> None:
        """Show these; says nothing back. The region of the first test is turned to."""
        self._value = tuple(value)
        known = [catalogue().tests[each.test].region for each in value if each.test in catalogue().tests]
        if known and self._region not in known:
            self.turn_to(known[0])
        self._show()

    def set_previous(self, value: Sequence[SpecialTest]) -> None:
        """Mark the results of the last visit."""
        self._last = tuple(value)
        for row in self._rows.values():
            row.show_last(self._last)

    def set_motions(self, motions: Sequence[RangeOfMotion]) -> None:
        """The measured movements: some of them count in a cluster."""
        self._motions = tuple(motions)
        self._show()

    def turn_to(self, region: str) -> None:
        """Show the tests of a region."""
        self._region = region
        self._regions.show_key(region)
        if region not in self._pages:
            sides = any(test.per_side for test in catalogue().tests.values() if test.region == region)
            rows: list[QWidget] = [_Heading(sides=sides)]
            for key, test in catalogue().tests.items():
                if test.region != region:
                    continue
                row = _TestRow(test)
                row.edited.connect(lambda side, result, key=key: self._take(key, side, result))
                row.noted.connect(lambda text, key=key: self._take_note(key, text))
                row.show_last(self._last)
                self._rows[key] = row
                if len(rows) > 1:
                    rows.append(Rule())
                rows.append(row)
            self._pages[region] = stack(*rows, step=1)
            self._holder.addWidget(self._pages[region])
            self._show()
        for key, page in self._pages.items():
            page.setVisible(key == region)

    def hideEvent(self, event: QHideEvent) -> None:
        self._forget_touches()
        super().hideEvent(event)

    def _forget_touches(self) -> None:
        for row in self._rows.values():
            row.forget_touch(self._value)

    def _choose_region(self, keys: Any) -> None:
        if keys:
            self._forget_touches()
            self.turn_to(keys[0])

    def _show(self) -> None:
        for row in self._rows.values():
            row.show_tests(self._value)
        counted = clusters(self._value, self._motions)
        self._clusters.show_sentences([each.sentence for each in counted if each.positive])

    def _take(self, key: str, side: str, result: str | None) -> None:
        was = entry_for(self._value, lambda each: each.test == key, side)
        note = was.note if was is not None else ""
        new = SpecialTest(test=key, result=result, side=side, note=note) if result else None
        self._value = with_entry(self._value, lambda each: each.test == key, side, new)
        self._show()
        self.edited.emit(self._value)

    def _take_note(self, key: str, text: str) -> None:
        mine = [each for each in self._value if each.test == key]
        if not mine:
            return
        noted = next((each for each in mine if each.note), None)
        target = noted or next((each for each in mine if each.result in ("positive", "equivocal")), mine[0])
        self._value = tuple(replace(each, note=text) if each is target else each for each in self._value)
        self.edited.emit(self._value)

    def _set_negative(self) -> None:
        """Negative for every test of this region of which nothing is recorded, on both sides where it has sides."""
        done = {each.test for each in self._value}
        new = tuple(
            SpecialTest(test=key, result="negative", side="bilateral" if test.per_side else "")
            for key, test in catalogue().tests.items()
            if test.region == self._region and key not in done
        )
        if new:
            self._value = (*self._value, *new)
            self._show()
            self.edited.emit(self._value)
