"""The grouped health questions, with how many are answered and one tap for a client who says no to all the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.health_history import YES, Answer
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP, ALWAYS_ASKED, IntakeSheet
from rmt_notes.clinical.own_questions import OWN, OwnQuestion
from rmt_notes.clinical.wording import all_of
from rmt_notes.i18n import _, _n
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.banner import Banner
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card, Rule
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.group_question import GroupQuestion
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_box, painter_of
from rmt_notes.ui.widgets.text_fields import TextArea


class Meter(QWidget):
    """How much is done, as a thin bar; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self.setFixedHeight(theme.metrics().px(6))

    def set_share(self, share: float) -> None:
        """0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_of(self)
        rect = QRectF(self.rect())
        paint_box(painter, rect, rect.height() / 2, theme.color("track"))
        if self._share > 0:
            done = QRectF(0, 0, max(rect.height(), rect.width() * self._share), rect.height())
            paint_box(painter, done, rect.height() / 2, theme.color("ok" if self._share >= 1 else "accent"))
        painter.end()


class QuestionsCard(Card):
    """`edited` carries the sheet with the new answer; `all_no_wanted` asks to answer every open question with no,
    `taken_back` to undo that."""

    edited = Signal(IntakeSheet)
    all_no_wanted = Signal()
    taken_back = Signal()

    def __init__(self, sheet: IntakeSheet, parent: QWidget | None = None) -> None:
        super().__init__(_("Health questions"), parent=parent)
        self._sheet = sheet
        self._groups: dict[str, GroupQuestion] = {}
        self._rules: dict[str, Rule] = {}
        self._all_no = Button(_("No to all the rest"), "secondary", icon="check", compact=True)
        self._all_no.clicked.connect(self.all_no_wanted)
        self.head.addWidget(self._all_no)
        self._meter = Meter()
        self.add(self._meter)
        self._keys = Label(
            _("On a question: Y for yes, N for no, D for declined; arrow keys move."), "hint", token="muted", wrap=True
        )
        self.add(self._keys)
        self._said = Banner("info", "", _("Take back"), closable=True, rounded=True, parent=self)
        self._said.acted.connect(self.taken_back)
        self._said.closed.connect(self._said.hide)
        self._said.hide()
        self.add(self._said)
        self._build_groups()
        self._own_holder = QVBoxLayout()
        self._own_holder.setSpacing(self.body.spacing())
        self.add(self._own_holder)
        self._own: tuple[OwnQuestion, ...] = ()
        self.add(Rule())
        book = catalogue()
        self.left_out = ChipGroup(
            [(key, str(group.label)) for key, group in book.intake_groups.items() if key not in ALWAYS_ASKED],
            more_after=99,
            label=_("Not asked of this client, because it does not bear on this care"),
        )
        self.left_out.edited.connect(lambda keys: self.edited.emit(replace(self._sheet, left_out=tuple(keys))))
        self.add(self.left_out)
        self.add(Rule())
        self.other = TextArea(_("Other history that bears on this care"), min_lines=2)
        self.other.edited.connect(lambda text: self.edited.emit(replace(self._sheet, relevant_history=text)))
        self.add(self.other)

    def _build_groups(self) -> None:
        book = catalogue()
        for key, group in book.intake_groups.items():
            self._rules[key] = Rule(self.body.parentWidget())
            self.add(self._rules[key])
            items = [book.contraindications[item] for item in group.items]
            single = _("Which ones, and what happens") if key == ALLERGY_GROUP else ""
            question = GroupQuestion(group, items, single=single, parent=self.body.parentWidget())
            question.answered.connect(lambda answer, key=key: self.edited.emit(self._sheet.with_group(key, answer)))
            question.item_answered.connect(lambda item, answer: self.edited.emit(self._sheet.with_item(item, answer)))
            question.detailed.connect(self._take_detail)
            question.stepped.connect(lambda step, key=key: self._step(key, step))
            self._groups[key] = question
            self.add(question)

    def set_own_questions(self, questions: Sequence[OwnQuestion]) -> None:
        """Ask these questions of the practice's own as well, after those of the catalogue."""
        if tuple(questions) == self._own:
            return
        for old in self._own:
            for part in (self._groups.pop(old.key), self._rules.pop(old.key)):
                self._own_holder.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._own = tuple(questions)
        for question in self._own:
            rule = self._rules[question.key] = Rule(self.body.parentWidget())
            row = GroupQuestion(question.as_group(), [], single=_("Details"), parent=self.body.parentWidget())
            row.answered.connect(lambda answer, asked=question: self._take_own(asked, answer))
            row.detailed.connect(lambda words, asked=question: self._take_own(asked, YES, words))
            row.stepped.connect(lambda step, key=question.key: self._step(key, step))
            self._groups[question.key] = row
            self._own_holder.addWidget(rule)
            self._own_holder.addWidget(row)
        self.set_sheet(self._sheet)

    def _take_own(self, asked: OwnQuestion, answer: str, detail: str | None = None) -> None:
        self.edited.emit(self._sheet.with_own(asked.id, asked.question, answer, detail))

    def _answer_to(self, key: str) -> str:
        """What stands on the sheet for a grouped or an own question."""
        if not key.startswith(OWN):
            return self._sheet.group(key)
        said = self._sheet.own_answer(key.removeprefix(OWN))
        return said.answer if said is not None else ""

    def _take_detail(self, words: str) -> None:
        self.edited.emit(self._sheet.with_allergies(replace(self._sheet.allergies, detail=words)))

    # -- values -----------------------------------------------------------------------------------------------------

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show a sheet; says nothing back."""
        self._sheet = sheet
        items: dict[str, Answer] = {answer.key: answer for answer in sheet.items}
        for key, question in self._groups.items():
            own = {item: items[item] for item in question.group.items if item in items}
            said = sheet.own_answer(key.removeprefix(OWN)) if key.startswith(OWN) else None
            detail = said.detail if said is not None else sheet.allergies.detail if key == ALLERGY_GROUP else ""
            question.set_value(self._answer_to(key), own, detail)
            question.setVisible(key not in sheet.left_out)
            self._rules[key].setVisible(key not in sheet.left_out)
        self.left_out.set_values(sheet.left_out)
        self.other.set_text(sheet.relevant_history)
        done, whole = self.answered(), self.whole()
        self.set_hint(_("{done} of {whole} answered").format(done=done, whole=whole))
        self._meter.set_share(done / whole if whole else 1.0)
        left = whole - done
        self._all_no.setVisible(left > 0)
        self._all_no.set_text(
            _n("No to the last one", "No to the other {number}", left).format(number=left)
            if done
            else _("No to all {number}").format(number=whole)
        )

    def answered(self) -> int:
        """How many grouped questions have an answer."""
        return sum(1 for key in self._asked() if self._answer_to(key))

    def whole(self) -> int:
        """How many there are."""
        return len(self._asked())

    def _asked(self) -> list[str]:
        return [key for key in self._groups if key not in self._sheet.left_out]

    def set_may_leave_out(self, allowed: bool) -> None:
        """Whether questions may be left out for one client here; what was left out can always be taken back in."""
        self.left_out.setVisible(allowed or bool(self._sheet.left_out))

    def set_last_time(self, hints: Mapping[str, str]) -> None:
        """What each group was answered the last time, in words."""
        for key, question in self._groups.items():
            question.row.set_hint(hints.get(key, ""))

    def set_warnings(self, sentences: Mapping[str, str]) -> None:
        """What does not go together, by item."""
        for question in self._groups.values():
            for key in question.group.items:
                item = question.item(key)
                if item is not None:
                    item.row.set_warning(sentences.get(key, ""))
            closed = [sentences[key] for key in question.group.items if key in sentences and question.item(key) is None]
            question.row.set_warning(" ".join(closed))

    def tell_all_no(self, answered: Sequence[str], left: Sequence[str]) -> None:
        """Say in words what one tap answered, and what it left open."""
        book = catalogue()
        parts = []
        if answered:
            names = all_of([self._label(key, book) for key in answered])
            parts.append(_("Answered no: {groups}.").format(groups=names))
        if left:
            names = all_of([self._label(key, book) for key in left])
            parts.append(_("Left open, because a finding is on file there: {groups}.").format(groups=names))
        self._said.set_message("info", " ".join(parts))
        self._said.set_action(_("Take back") if answered else "")
        self._said.setVisible(bool(parts))

    def _label(self, key: str, book: Catalogue) -> str:
        own = next((each.question for each in self._own if each.key == key), "")
        return f"“{own}”" if own else str(book.intake_groups[key].label).lower()

    def told(self) -> str:
        """What was said about one tap; empty when it does not show."""
        return "" if self._said.isHidden() else self._said.text()

    def hide_told(self) -> None:
        """No longer say it."""
        self._said.hide()

    # -- finding one's way ------------------------------------------------------------------------------------------

    def question(self, key: str) -> GroupQuestion:
        """The question of a group."""
        return self._groups[key]

    def focus_first_open(self) -> None:
        """Go to the first question without an answer, or to the first."""
        asked = self._asked()
        key = next((key for key in asked if not self._answer_to(key)), asked[0])
        self._groups[key].focus_first()

    def focus_group(self, key: str) -> QWidget | None:
        """Go to a group: to its answer, or to its first open item."""
        question = self._groups.get(key)
        if question is None:
            return None
        if question.row.value() == YES:
            question.focus_open()
        else:
            question.focus_first()
        return question

    def focus_item(self, key: str) -> QWidget | None:
        """Go to an item, or to its group while that is closed."""
        for group in self._groups.values():
            if key in group.group.items:
                item = group.item(key)
                if item is None or group.row.value() != YES:
                    group.focus_first()
                    return group
                item.focus_open()
                return item
        return None

    def focus_answer_of(self, key: str) -> QWidget | None:
        """Go to the answer of an item itself."""
        for group in self._groups.values():
            if key in group.group.items:
                item = group.item(key) if group.row.value() == YES else None
                (item.row if item is not None else group.row).focus_answer()
                return item or group
        return None

    def _step(self, key: str, step: int) -> None:
        keys = self._asked()
        at = keys.index(key) + step
        if 0 <= at < len(keys):
            rows = self._groups[keys[at]].rows()
            (rows[0] if step > 0 else rows[-1]).focus_answer()
        elif at >= len(keys):
            self.other.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_field(self, field: str) -> None:
        """Put the caret into the words below the questions."""
        self.other.setFocus(Qt.FocusReason.TabFocusReason)
