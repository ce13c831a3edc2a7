"""A grouped health question. A yes opens the questions of its items, each with details and the place on the body where
the item asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import Contraindication
from rmt_notes.clinical.catalogue_safety import IntakeGroup
from rmt_notes.clinical.health_history import NO, YES, Answer
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.answer_row import AnswerRow
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.place_picker import PlacePicker
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.text_fields import TextField


def _grows() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy


class ItemQuestion(QWidget):
    """One item. `answered` carries its `Answer`, or None when it is taken back."""

    answered = Signal(object)
    stepped = Signal(int)

    def __init__(self, entry: Contraindication, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._value: Answer | None = None
        self._detail: TextField | None = None
        self._where: Label | None = None
        self._places: PlacePicker | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.metrics().px(10))
        self.row = AnswerRow(str(entry.question or entry.label), small=True, parent=self)
        self.row.answered.connect(self._take_answer)
        self.row.stepped.connect(self.stepped)
        self._column.addWidget(self.row)
        self.setSizePolicy(_grows())

    def value(self) -> Answer | None:
        """The answer."""
        return self._value

    def set_value(self, answer: Answer | None) -> None:
        """Show an answer; says nothing back."""
        if answer == self._value:
            return
        self._value = answer
        self.row.set_value(answer.answer if answer else "")
        self._show_more()

    def detail(self) -> TextField | None:
        """The field of details, once there is a yes."""
        return self._detail

    def places(self) -> PlacePicker | None:
        """Where on the body, once there is a yes and the item asks for it."""
        return self._places

    def focus_open(self) -> None:
        """Go to what is still open: the answer, else the place."""
        if self._value is not None and self._value.answer == YES and self._places is not None:
            focus_places(self._places)
        else:
            self.row.focus_answer()

    def _take_answer(self, answer: str) -> None:
        before = self._value or Answer(key=self.entry.key, answer=NO)
        self._value = replace(before, answer=answer) if answer else None
        self.answered.emit(self._value)  # first: the banner does not wait until there is room for the details
        self._show_more()

    def _show_more(self) -> None:
        yes = self._value is not None and self._value.answer == YES
        if yes and self._detail is None:
            self._build_more()
        if self._detail is not None and self._value is not None:
            self._detail.set_text(self._value.detail)
        if self._places is not None and self._value is not None:
            self._places.set_value(self._value.places)
        for part in (self._detail, self._where, self._places):
            if part is not None:
                part.setVisible(yes)

    def _build_more(self) -> None:
        self._detail = TextField(_("Details, in the client's words"), parent=self)
        self._detail.editor().setAccessibleName(_("Details: {what}").format(what=self.entry.label))
        self._detail.edited.connect(lambda text: self._take(detail=str(text)))
        self._column.addWidget(self._detail)
        if self.entry.asks_region:
            self._places = PlacePicker(_("Where: {what}").format(what=self.entry.label), parent=self)
            self._places.edited.connect(lambda places: self._take(places=tuple(places)))
            self._where = Label(_("Where on the client's body"), "hint", token="muted", parent=self)
            self._column.addWidget(self._where)
            self._column.addWidget(self._places)

    def _take(self, **changes: object) -> None:
        before = self._value or Answer(key=self.entry.key, answer=YES)
        self._value = replace(before, **changes)  # type: ignore[arg-type]  # the two callers above name its fields
        self.answered.emit(self._value)


def focus_places(picker: PlacePicker) -> None:
    """Put the focus on the first thing still open in a picker of places: a side, else a further region."""
    for row in picker.rows():
        if not row.place.side:
            row.side.setFocus()
            row.side.focusNextChild()
            return
    picker.setFocus()
    picker.focusNextChild()


class GroupQuestion(QWidget):
    """`answered` carries the group's answer (empty: taken back), `item_answered` an item's key and its `Answer` or
    None; `stepped` asks for the question below or above; `detailed` carries the words beside a yes where the group is
    one single question."""

    answered = Signal(str)
    item_answered = Signal(str, object)
    stepped = Signal(int)
    detailed = Signal(str)

    def __init__(
        self,
        group: IntakeGroup,
        items: Sequence[Contraindication],
        *,
        single: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.group = group
        self._entries = tuple(items)
        self._single = single
        self._items: dict[str, ItemQuestion] = {}
        self._kept: dict[str, Answer] = {}
        self._rest: Button | None = None
        self._detail: TextField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(12))
        why = _("Why we ask: {reason}.").format(reason=_small(str(group.reason)))
        self.row = AnswerRow(str(group.question), why, parent=self)
        self.row.answered.connect(self._take_answer)
        self.row.stepped.connect(self._step_out)
        column.addWidget(self.row)
        self._inside = _Indented(self)
        self._inside.hide()
        column.addWidget(self._inside)
        self.setSizePolicy(_grows())

    def set_value(self, answer: str, items: dict[str, Answer], detail: str = "") -> None:
        """Show the answers of the group and of its items; says nothing back."""
        self.row.set_value(answer)
        self._kept = dict(items)
        if answer == YES:
            self._open()
        self._inside.setVisible(answer == YES)
        for key, item in self._items.items():
            item.set_value(items.get(key))
        if self._detail is not None:
            self._detail.set_text(detail)
        self._show_rest()

    def item(self, key: str) -> ItemQuestion | None:
        """The question of an item, once the group is open."""
        return self._items.get(key)

    def rows(self) -> tuple[AnswerRow, ...]:
        """The rows that can be answered now, from top to bottom."""
        if self.row.value() != YES:
            return (self.row,)
        return (self.row, *(item.row for item in self._items.values()))

    def focus_first(self) -> None:
        """Put the focus on the group's answer."""
        self.row.focus_answer()

    def focus_open(self) -> None:
        """Go to the first question of the group that is not answered."""
        row = next((row for row in self.rows() if not row.value()), None)
        if row is None and self._detail is not None:
            self._detail.editor().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (row or self.row).focus_answer()

    def _open(self) -> None:
        if self._items or self._detail is not None:
            return
        if self._single:
            self._detail = TextField(self._single, parent=self._inside)
            self._detail.edited.connect(lambda text: self.detailed.emit(str(text)))
            self._inside.column.addWidget(self._detail)
            return
        for entry in self._entries:
            item = ItemQuestion(entry, self._inside)
            item.set_value(self._kept.get(entry.key))
            item.answered.connect(lambda answer, key=entry.key: self._take_item(key, answer))
            item.stepped.connect(lambda step, item=item: self._step_from(item, step))
            self._items[entry.key] = item
            self._inside.column.addWidget(item)
        self._rest = Button(_("No to the rest"), "quiet", icon="check", parent=self._inside)
        self._rest.setAccessibleName(_("No to the rest of: {group}").format(group=self.group.label))
        self._rest.clicked.connect(self._deny_rest)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._rest)
        self._inside.column.addLayout(line)

    def _take_answer(self, answer: str) -> None:
        if answer == YES:
            self._open()
        self._inside.setVisible(answer == YES)
        self._show_rest()
        self.answered.emit(answer)

    def _take_item(self, key: str, answer: Answer | None) -> None:
        if answer is None:
            self._kept.pop(key, None)
        else:
            self._kept[key] = answer
        self.item_answered.emit(key, answer)
        self._show_rest()

    def _show_rest(self) -> None:
        if self._rest is not None:
            values = [item.row.value() for item in self._items.values()]
            self._rest.setVisible(YES in values and not all(values))

    def _deny_rest(self) -> None:
        last: ItemQuestion | None = None
        for key, item in self._items.items():
            if not item.row.value():
                last = item
                item.set_value(Answer(key=key, answer=NO))
                self._take_item(key, item.value())
        if last is not None:
            last.row.focus_answer()

    def _step_out(self, step: int) -> None:
        if step > 0 and self.row.value() == YES and self._items:
            next(iter(self._items.values())).row.focus_answer()
        elif step > 0 and self.row.value() == YES and self._detail is not None:
            self._detail.editor().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stepped.emit(step)

    def _step_from(self, item: ItemQuestion, step: int) -> None:
        rows = list(self._items.values())
        at = rows.index(item) + step
        if at < 0:
            self.row.focus_answer()
        elif at >= len(rows):
            self.stepped.emit(1)
        else:
            rows[at].row.focus_answer()


class _Indented(QWidget):
    """What a yes opened, set off by a bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.setSizePolicy(_grows())
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        m = theme.metrics()
        self.column.setContentsMargins(m.px(20), m.px(4), 0, m.px(4))
        self.column.setSpacing(m.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        m = theme.metrics()
        bar = QRectF(m.px(2), 0, m.px(3), self.height())
        paint_box(painter, bar, m.px(2), theme.color("accent_line"))
        painter.end()


def _small(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
