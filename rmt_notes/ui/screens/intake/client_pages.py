"""The pages a client leafs through in client mode: welcome, own words, one question each, review, signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.health_history import YES, Answer, HealthHistory
from rmt_notes.clinical.history_difference import own_words
from rmt_notes.clinical.intake_sheet import ALLERGY_GROUP, IntakeSheet
from rmt_notes.clinical.intake_words import yes_words
from rmt_notes.clinical.own_questions import OwnQuestion
from rmt_notes.clinical.signature import Signature
from rmt_notes.clinical.wording import lower_first, upper_first
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.screens.intake.handed_over import HandedPage
from rmt_notes.ui.screens.intake.words import URGENT_GROUP
from rmt_notes.ui.widgets.big_answers import BigAnswers
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.group_question import ItemQuestion
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.signature_pad import SignaturePad
from rmt_notes.ui.widgets.text_fields import TextArea, TextField

SIGNERS = ("client", "guardian", "other")


class Page(HandedPage):
    """One page. `edited` carries the sheet with what was answered; `set_sheet` shows one and says nothing back."""

    edited = Signal(IntakeSheet)

    def __init__(self, sheet: IntakeSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.sheet = sheet

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show a sheet."""
        self.sheet = sheet


class WelcomePage(Page):
    """Greets, and shows the notice of information practices."""

    def __init__(self, sheet: IntakeSheet, first_name: str, notice: Sequence[str]) -> None:
        super().__init__(sheet)
        self.title(_("Hello {name}").format(name=first_name))
        lead = _("A few questions about your health, so that your massage is safe for you. Take your time.")
        self.column.addWidget(Label(lead, "lead", wrap=True, parent=self))
        self.column.addWidget(Rule(self))
        self.column.addWidget(Label(_("How we handle your health information"), "title", "semibold", parent=self))
        for line in notice:
            self.column.addWidget(Label(line, "body", wrap=True, parent=self))


class OwnWordsPage(Page):
    """Why the client comes, and what for."""

    def __init__(self, sheet: IntakeSheet) -> None:
        super().__init__(sheet)
        self.title(_("What brings you here?"))
        self.reason, self.goals, self.other = (
            TextArea(words, min_lines=3, show_label=False)
            for words in (
                _("Why would you like a massage?"),
                _("What would you like to be able to do again, or more easily?"),
                _("Anything else about your health that we should know?"),
            )
        )
        self.reason.edited.connect(lambda text: self.edited.emit(replace(self.sheet, reason_for_care=text)))
        self.goals.edited.connect(lambda text: self.edited.emit(replace(self.sheet, goals=text)))
        self.other.edited.connect(lambda text: self.edited.emit(replace(self.sheet, relevant_history=text)))
        for field in (self.reason, self.goals, self.other):
            self.column.addWidget(Label(field.label(), "lead", "medium", wrap=True, parent=self))
            self.column.addWidget(field)

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show the words."""
        self.sheet = sheet
        self.reason.set_text(sheet.reason_for_care)
        self.goals.set_text(sheet.goals)
        self.other.set_text(sheet.relevant_history)

    def is_answered(self) -> bool:
        """Whether the reason for care is given."""
        return bool(self.sheet.reason_for_care.strip())

    def focus_first(self) -> None:
        """The first field."""
        self.reason.editor().setFocus(Qt.FocusReason.OtherFocusReason)


class QuestionPage(Page):
    """One grouped question; a yes opens its items. `alarmed` comes with a yes that cannot wait."""

    alarmed = Signal()

    def __init__(self, sheet: IntakeSheet, key: str) -> None:
        super().__init__(sheet)
        self.key = key
        group = catalogue().intake_groups[key]
        self.title(str(group.question))
        reason = _("Why we ask: {reason}.").format(reason=lower_first(str(group.reason).rstrip(".")))
        self.column.addWidget(Label(reason, "lead", token="muted", wrap=True, parent=self))
        self.answers = BigAnswers(str(group.question), self)
        self.answers.answered.connect(self._answer)
        self.column.addWidget(self.answers)
        self.which: TextArea | None = None
        self._lead = Label(_("Which of these?"), "title", "semibold", parent=self)
        self.column.addWidget(self._lead)
        self.items: dict[str, ItemQuestion] = {}

    def _answer(self, answer: str) -> None:
        self._tell(self.sheet.with_group(self.key, answer))
        if answer == YES and self.key == URGENT_GROUP:
            self.alarmed.emit()

    def _tell(self, sheet: IntakeSheet) -> None:
        self.set_sheet(sheet)
        self.edited.emit(sheet)

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show the answers to this question."""
        self.sheet = sheet
        answer = sheet.group(self.key)
        self.answers.set_value(answer)
        yes = answer == YES
        if yes and not self.items and self.which is None:
            self._build_more()
        self._lead.setVisible(yes and bool(self.items))
        if self.which is not None:
            self.which.setVisible(yes)
            self.which.set_text(sheet.allergies.detail)
        for key, item in self.items.items():
            item.setVisible(yes)
            item.set_value(sheet.item(key))

    def _build_more(self) -> None:
        if self.key == ALLERGY_GROUP:
            self.which = TextArea(_("Which ones, and what happens"), min_lines=2, parent=self)
            self.which.edited.connect(
                lambda text: self._tell(self.sheet.with_allergies(replace(self.sheet.allergies, detail=text)))
            )
            self.column.addWidget(self.which)
            return
        book = catalogue()
        for key in book.intake_groups[self.key].items:
            entry = book.contraindications[key]
            if entry.ask == "observe":
                continue
            item = ItemQuestion(entry, self)
            item.answered.connect(lambda answer, key=key: self._take_item(key, answer))
            self.items[key] = item
            self.column.addWidget(item)

    def _take_item(self, key: str, answer: object) -> None:
        before = self.sheet.item(key)
        said = answer if isinstance(answer, Answer) else None
        self.edited.emit(self.sheet.with_item(key, said))
        newly = said is not None and said.answer == YES and (before is None or before.answer != YES)
        if newly and catalogue().contraindications[key].urgency in ("same_day", "emergency"):
            self.alarmed.emit()

    def is_answered(self) -> bool:
        """Whether one of the three is chosen."""
        return bool(self.sheet.group(self.key))

    def focus_first(self) -> None:
        """The answer that stands, or yes."""
        self.answers.answer(self.sheet.group(self.key) or YES).setFocus(Qt.FocusReason.OtherFocusReason)


class StopPage(Page):
    """Something cannot wait: the questions stop, in calm words, until the therapist has the device back. `handed` gives
    it back, `mistaken` takes the last answer back."""

    handed = Signal()
    mistaken = Signal()

    def __init__(self, sheet: IntakeSheet) -> None:
        super().__init__(sheet)
        self.title(_("Please tell your therapist now"))
        words = _("Thank you for answering. Your therapist would like to hear about this before you go on.")
        self.column.addWidget(Label(words, "lead", wrap=True, parent=self))
        more = _("If you feel very unwell, say so at once. Your answers are kept; the rest can wait.")
        self.column.addWidget(Label(more, "lead", wrap=True, parent=self))
        self.hand = Button(_("Hand the device to my therapist"), "primary", icon="hand", parent=self)
        self.hand.clicked.connect(self.handed)
        self.mistake = Button(_("I pressed the wrong answer"), "secondary", icon="arrow-left", parent=self)
        self.mistake.clicked.connect(self.mistaken)
        for button in (self.hand, self.mistake):
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            self.column.addLayout(line)

    def focus_first(self) -> None:
        """The way to the therapist."""
        self.hand.setFocus(Qt.FocusReason.OtherFocusReason)


class OwnQuestionPage(Page):
    """One of the practice's own questions, with its reason; a yes (`confirmed`) asks for details."""

    confirmed = Signal()

    def __init__(self, sheet: IntakeSheet, question: OwnQuestion) -> None:
        super().__init__(sheet)
        self._question = question
        self.title(question.question.strip())
        if question.reason.strip():
            reason = _("Why we ask: {reason}.").format(reason=lower_first(question.reason.strip().rstrip(".")))
            self.column.addWidget(Label(reason, "lead", token="muted", wrap=True, parent=self))
        self.answers = BigAnswers(question.question.strip(), self)
        self.answers.answered.connect(self._press)
        self.column.addWidget(self.answers)
        self.which = TextArea(_("Details"), min_lines=2, parent=self)
        self.which.edited.connect(lambda text: self._answer(YES, text))
        self.column.addWidget(self.which)
        self.which.hide()

    def _press(self, answer: str) -> None:
        self._answer(answer)
        if answer == YES:
            self.confirmed.emit()

    def _answer(self, answer: str, detail: str | None = None) -> None:
        sheet = self.sheet.with_own(self._question.id, self._question.question, answer, detail)
        self.set_sheet(sheet)
        self.edited.emit(sheet)

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show the answer to this question."""
        self.sheet = sheet
        said = sheet.own_answer(self._question.id)
        self.answers.set_value(said.answer if said is not None else "")
        self.which.setVisible(said is not None and said.answer == YES)
        self.which.set_text(said.detail if said is not None else "")

    def is_answered(self) -> bool:
        """Whether one of the three is chosen."""
        return self.sheet.own_answer(self._question.id) is not None

    def focus_first(self) -> None:
        """The answer that stands, or yes."""
        said = self.sheet.own_answer(self._question.id)
        answer = said.answer if said is not None else YES
        self.answers.answer(answer).setFocus(Qt.FocusReason.OtherFocusReason)


class ReviewPage(Page):
    """Every answer once more, each with a way back to it (`wanted`)."""

    wanted = Signal(str)

    def __init__(self, sheet: IntakeSheet, keys: Sequence[str], questions: Sequence[OwnQuestion] = ()) -> None:
        super().__init__(sheet)
        self._keys = tuple(keys)
        self._questions = tuple(questions)
        self.title(_("Is everything right?"))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().space(3))
        self.column.addLayout(self._list)
        self.rows: dict[str, Button] = {}
        self.said: dict[str, str] = {}

    def show_history(self, history: HealthHistory) -> None:
        """List what would be kept."""
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self.said = {}, {}
        nothing = _("not answered")
        self._row("words", _("Why you come"), history.reason_for_care or upper_first(nothing))
        for key in self._keys:
            group = catalogue().intake_groups[key]
            self._row(key, str(group.question), upper_first(yes_words(history, key)) or upper_first(nothing))
        for question in self._questions:
            said = history.own_answer(question.id)
            self._row(question.key, question.question.strip(), upper_first(own_words(said) if said else nothing))

    def _row(self, key: str, question: str, answer: str) -> None:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.metrics().space(3))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(question, token="muted", wrap=True, parent=row))
        words.addWidget(Label(answer, "lead", "semibold", wrap=True, parent=row))
        line.addLayout(words, 1)
        change = Button(_("Change"), "secondary", compact=True, parent=row)
        change.setAccessibleName(_("Change: {what}").format(what=question))
        change.clicked.connect(lambda: self.wanted.emit(key))
        line.addWidget(change)
        self._list.addWidget(row)
        self.rows[key], self.said[key] = change, answer


class SignPage(Page):
    """Who answered, and the signature. `signed` carries name and strokes as they stand."""

    def __init__(self, sheet: IntakeSheet, name: str) -> None:
        super().__init__(sheet)
        self._name = name
        self.title(_("Please sign"))
        words = _("These answers are true as far as I know. I may change or withdraw them at any time.")
        self.column.addWidget(Label(words, "lead", wrap=True, parent=self))
        labels = {"client": _("I am the client"), "guardian": _("Parent or guardian"), "other": _("Somebody else")}
        self.who = Segmented([(key, labels[key]) for key in SIGNERS], label=_("Who answered"), parent=self)
        self.who.edited.connect(self._take_who)
        self.column.addWidget(self.who)
        self.name = TextField(_("Your name"), parent=self)
        self.name.edited.connect(lambda text: self.edited.emit(replace(self.sheet, completed_by_name=str(text))))
        self.column.addWidget(self.name)
        self.pad = SignaturePad(_("Sign here with your finger, a pen or the mouse"), self)
        self.column.addWidget(self.pad)

    def _take_who(self, key: object) -> None:
        sheet = replace(self.sheet, completed_by=str(key or ""))
        self.set_sheet(sheet)
        self.edited.emit(sheet)

    def set_sheet(self, sheet: IntakeSheet) -> None:
        """Show who answered; a signature that stood is shown again."""
        self.sheet = sheet
        self.who.set_value(sheet.completed_by if sheet.completed_by in SIGNERS else None)
        self.name.setVisible(sheet.completed_by in ("guardian", "other"))
        self.name.set_text(sheet.completed_by_name)
        self.pad.set_signer(self.signer())

    def signer(self) -> str:
        """The name under the signature."""
        if self.sheet.completed_by in ("guardian", "other"):
            return self.sheet.completed_by_name.strip()
        return self._name

    def signature(self) -> Signature | None:
        """What was drawn."""
        return self.pad.value()
