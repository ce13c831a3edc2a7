"""The practice's own health questions: written here, asked at every intake, in client mode and on the form for home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.jurisdiction import Jurisdiction
from rmt_notes.clinical.own_questions import OwnQuestion, trouble_with
from rmt_notes.clinical.wording import bare
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card, Rule
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.choice_field import ChoiceField
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextField

KEPT, ALERT, FINDING = "kept", "alert", "finding"


class OwnQuestionRow(QWidget):
    """One question being written. `edited` on every change, `dropped` to take it out."""

    edited = Signal()
    dropped = Signal()

    def __init__(self, question: OwnQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = question
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(12))
        self.question = TextField(_("Question"), placeholder=_("A question that is answered with yes or no"))
        self.reason = TextField(_("Why you ask, for the client to read"))
        column.addWidget(Columns((self.question, 3), (self.reason, 2), narrow=620))
        self.leads = Segmented(
            [(KEPT, _("Is kept")), (ALERT, _("Raises an alert")), (FINDING, _("Is a contraindication"))],
            label=_("A yes"),
            optional=False,
        )
        self.alert = TextField(_("The alert, in your words"), placeholder=_("Shows above the chart until it is closed"))
        book = catalogue().contraindications
        named = sorted((bare(str(entry.label)), key) for key, entry in book.items())
        self.finding = ChoiceField(_("Contraindication"), [(key, words) for words, key in named], searchable=True)
        column.addWidget(Columns((self.leads, 1), narrow=620))
        column.addWidget(self.alert)
        column.addWidget(self.finding)
        self._trouble = Label("", "hint", token="warning", wrap=True)
        column.addWidget(self._trouble)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().gap)
        self.asked = Chip(_("Asked"))
        self.drop = Button(_("Take out"), "quiet", icon="trash-2")
        line.addWidget(self.asked)
        line.addStretch(1)
        line.addWidget(self.drop)
        column.addLayout(line)
        self.question.set_text(question.question)
        self.reason.set_text(question.reason)
        self.alert.set_text(question.alert)
        self.finding.set_value(question.finding or None)
        self.leads.set_value(FINDING if question.finding else ALERT if question.alert else KEPT)
        self.asked.setChecked(question.asked)
        self._show_parts()
        self._name()
        for field in (self.question, self.reason, self.alert):
            field.edited.connect(lambda _text: self._hear())
        self.finding.edited.connect(lambda _key: self._hear())
        self.leads.edited.connect(lambda _key: self._hear())
        self.asked.clicked.connect(lambda: self._hear())
        self.drop.clicked.connect(self.dropped)

    def value(self) -> OwnQuestion:
        """The question as it stands; what a yes does not lead to any more stays in its field, not in the value."""
        leads = self.leads.value()
        return replace(
            self._value,
            question=self.question.text().strip(),
            reason=self.reason.text().strip(),
            alert=self.alert.text().strip() if leads == ALERT else "",
            finding=(self.finding.value() or "") if leads == FINDING else "",
            asked=self.asked.isChecked(),
        )

    def show_rules(self, rules: Jurisdiction) -> None:
        """Say why it is not asked, where it is not."""
        sentence = trouble_with(self.value(), rules)
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def trouble(self) -> str:
        """The sentence that shows."""
        return "" if self._trouble.isHidden() else self._trouble.text()

    def _hear(self) -> None:
        self._show_parts()
        self._name()
        self.edited.emit()

    def _name(self) -> None:
        words = self.question.text().strip() or _("new question")
        self.drop.setAccessibleName(_("Take out: {question}").format(question=words))
        self.asked.setAccessibleName(_("Asked: {question}").format(question=words))

    def _show_parts(self) -> None:
        self.alert.setVisible(self.leads.value() == ALERT)
        self.finding.setVisible(self.leads.value() == FINDING)


class OwnQuestionsCard(Card):
    """`edited` on every change; `value` are the questions in their order."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Your own health questions"), _("asked after the others"), parent=parent)
        self._rules: Jurisdiction | None = None
        words = _(
            "Asked at intake, in client mode and on the form to fill in at home. Answers stay in the health history "
            "with the words in which they were asked, also after a question was changed or taken out."
        )
        self.add(Label(words, "hint", token="muted", wrap=True))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(16))
        self.add(self._list)
        self._rows: list[tuple[OwnQuestionRow, Rule]] = []
        line = QHBoxLayout()
        self.more = Button(_("Add a question"), "secondary", icon="plus", compact=True)
        self.more.clicked.connect(self._add_new)
        line.addWidget(self.more)
        line.addStretch(1)
        self.add(line)

    def rows(self) -> tuple[OwnQuestionRow, ...]:
        """The questions on the screen."""
        return tuple(row for row, _rule in self._rows)

    def set_value(self, questions: Sequence[OwnQuestion]) -> None:
        """Show these; says nothing back. What is shown already keeps its caret."""
        if tuple(questions) == self.value():
            return
        for row in self.rows():
            self._remove(row)
        for question in questions:
            self._put(question)

    def set_rules(self, rules: Jurisdiction) -> None:
        """The place whose rules say what may be asked."""
        self._rules = rules
        for row in self.rows():
            row.show_rules(rules)

    def value(self) -> tuple[OwnQuestion, ...]:
        """The questions; one without a word in it is none yet."""
        found = (row.value() for row in self.rows())
        return tuple(each for each in found if each.question or each.reason or each.alert or each.finding)

    def _put(self, question: OwnQuestion) -> OwnQuestionRow:
        row, rule = OwnQuestionRow(question, self.body.parentWidget()), Rule(self.body.parentWidget())
        row.edited.connect(lambda: self._hear(row))
        row.dropped.connect(lambda: self._drop(row))
        self._rows.append((row, rule))
        self._list.addWidget(rule)
        self._list.addWidget(row)
        if self._rules is not None:
            row.show_rules(self._rules)
        return row

    def _hear(self, row: OwnQuestionRow) -> None:
        if self._rules is not None:
            row.show_rules(self._rules)
        self.edited.emit()

    def _add_new(self) -> None:
        row = self._put(OwnQuestion(id=uuid4().hex))
        row.question.editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, row: OwnQuestionRow) -> None:
        self._remove(row)
        self.more.setFocus()
        self.edited.emit()

    def _remove(self, row: OwnQuestionRow) -> None:
        for part in next(pair for pair in self._rows if pair[0] is row):
            self._list.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._rows = [pair for pair in self._rows if pair[0] is not row]
