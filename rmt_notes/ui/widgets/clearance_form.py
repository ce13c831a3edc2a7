"""A clinician's clearance: who gave it, how it came, what it allows, where, how hard and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.attachment import LARGEST, media_type_of, seal
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.finding import REPLIES, Clearance
from rmt_notes.clinical.half_typed import HalfClearance, Letter
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.wording import bare
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.chips import ChipGroup
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.effect_strip import class_word
from rmt_notes.ui.widgets.field_frame import ProblemRow
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.place_picker import PlacePicker
from rmt_notes.ui.widgets.provider_form import ProviderForm, provider_words
from rmt_notes.ui.widgets.segmented import Segmented
from rmt_notes.ui.widgets.text_fields import TextArea

TECHNIQUES = ("GEN", "DT", "CUP", "ART", "IAS", "MOB", "STR", "HYD")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceDraft:
    """What is typed in the form; not yet a clearance on file."""

    finding_keys: tuple[str, ...]
    clinician: str
    received_on: date
    valid_until: date
    source: str
    techniques: tuple[str, ...]
    places: tuple[Place, ...]
    max_pressure: int | None
    limits: str
    provider: Provider | None
    reply: str = ""
    letter: tuple[str, bytes] | Letter | None = None
    """The letter's file name and content, or the one that waits in the record since an earlier time."""

    def clearance(self, key: str, client_id: str, at: datetime, practitioner_id: str) -> Clearance:
        """The clearance to record."""
        return Clearance(
            id=key,
            client_id=client_id,
            finding_keys=self.finding_keys,
            clinician=self.clinician,
            received_on=self.received_on,
            valid_until=self.valid_until,
            recorded_at=at,
            practitioner_id=practitioner_id,
            source=self.source,
            techniques=self.techniques,
            places=self.places,
            max_pressure=self.max_pressure,
            limits=self.limits,
            reply=self.reply,
        )


class ClearanceForm(QWidget):
    """`filled` carries a `ClearanceDraft` when everything needed is there; `left` comes when it is given up, `edited`
    with every change of what is typed."""

    filled = Signal(ClearanceDraft)
    left = Signal()
    edited = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._providers: tuple[Provider, ...] = ()
        self.setAccessibleName(_("New clearance"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(14))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._findings_problem = ProblemRow()
        self.findings = ChipGroup((), label=_("It speaks of"))
        self.findings.edited.connect(lambda _keys: self._findings_problem.show_sentence("", "danger"))
        column.addWidget(self.findings)
        none = _("No finding is active. A clearance speaks of a finding: answer the questions, or add what you found.")
        self._no_findings = Label(none, "hint", token="muted", wrap=True)
        column.addWidget(self._no_findings)
        column.addWidget(self._findings_problem)
        self.clinician = ProviderForm(_("Given by"))
        column.addWidget(self.clinician)
        self._clinician_problem = ProblemRow()
        column.addWidget(self._clinician_problem)
        self.clinician.edited.connect(lambda: self._clinician_problem.show_sentence("", "danger"))
        self.source = Segmented(
            [(key, catalogue().words("clearance_sources", key)) for key in ("letter", "phone")],
            label=_("How it came"),
            optional=False,
        )
        self.source.set_value("letter")
        self.reply = Segmented(
            [(key, reply_words(key)) for key in REPLIES if key], label=_("The answer"), optional=False
        )
        self.reply.edited.connect(lambda _key: self._show_reply())
        self.received = DateField(_("Received on"), leaning="past", maximum=today, placeholder="")
        self.until = DateField(_("Valid until"), leaning="future", minimum=today, placeholder="")
        column.addWidget(self.source)
        self._letter: Letter | None = None
        self._content: bytes | None = None
        self._letter_line = QWidget()
        letter = QHBoxLayout(self._letter_line)
        letter.setContentsMargins(0, 0, 0, 0)
        letter.setSpacing(theme.metrics().px(10))
        self.attach = Button(_("Attach the letter…"), "secondary", icon="upload")
        self.attach.clicked.connect(self._choose_letter)
        self._letter_words = Label("", "hint", token="muted", wrap=True)
        self.detach = Button(_("Take it out"), "quiet", compact=True)
        self.detach.setAccessibleName(_("Take the letter out"))
        self.detach.clicked.connect(self._take_letter_out)
        letter.addWidget(self.attach)
        letter.addWidget(self._letter_words, 1)
        letter.addWidget(self.detach)
        column.addWidget(self._letter_line)
        self._letter_problem = ProblemRow()
        column.addWidget(self._letter_problem)
        self.source.edited.connect(lambda key: self._letter_line.setVisible(key == "letter"))
        column.addWidget(self.reply)
        self._reply_problem = ProblemRow()
        column.addWidget(self._reply_problem)
        column.addWidget(Columns((self.received, 1), (self.until, 1)))
        self.techniques = ChipGroup(
            [(key, class_word(key)) for key in TECHNIQUES],
            label=_("Techniques it allows (none chosen: all in general)"),
        )
        column.addWidget(self.techniques)
        self._where = Label(_("Where on the client's body (none chosen: everywhere)"), "hint", token="muted", wrap=True)
        column.addWidget(self._where)
        self.places = PlacePicker(_("Where the clearance holds"))
        column.addWidget(self.places)
        self.pressure = Segmented(
            [(str(number), str(number)) for number in range(1, 6)],
            label=_("Highest pressure allowed, 1 to 5, if named"),
        )
        column.addWidget(self.pressure)
        self.limits = TextArea(_("Limits, as the clinician worded them"), min_lines=2)
        column.addWidget(self.limits)
        line = QHBoxLayout()
        line.setSpacing(theme.metrics().px(10))
        line.addStretch(1)
        cancel = Button(_("Close"), "secondary", compact=True)
        cancel.setAccessibleName(_("Close the form"))
        cancel.clicked.connect(self.left)
        record = Button(_("Record the clearance"), "secondary", icon="file-check", compact=True)
        record.clicked.connect(self._record)
        line.addWidget(cancel)
        line.addWidget(record)
        column.addLayout(line)
        self.clear()
        for part in (
            self.findings,
            self.source,
            self.reply,
            self.received,
            self.until,
            self.techniques,
            self.places,
            self.pressure,
            self.limits,
        ):
            part.edited.connect(lambda *_said: self.edited.emit())
        self.clinician.edited.connect(self.edited)

    def typed(self) -> HalfClearance:
        """What stands in the form, days that are none yet included."""
        pressure = self.pressure.value()
        new = self.clinician.new_provider()
        return HalfClearance(
            finding_keys=self.findings.values(),
            clinician_id=self.clinician.value() if new is None else "",
            provider=new,
            source=self.source.value() or "letter",
            reply=self.reply.value() or "",
            received=_day_text(self.received),
            until=_day_text(self.until),
            techniques=self.techniques.values(),
            places=self.places.value(),
            max_pressure=int(pressure) if pressure else None,
            limits=self.limits.text(),
            letter=self._letter,
        )

    def letter_content(self) -> bytes | None:
        """The content of the attached letter, where it was attached here and not at an earlier time."""
        return self._content

    def give_up_held_letter(self) -> None:
        """The form is put away: a letter that only the record's draft holds goes with the draft."""
        if self._content is None:
            self._show_letter(None)

    def set_typed(self, typed: HalfClearance) -> None:
        """Come back to what was typed; says nothing back."""
        self.findings.set_values(typed.finding_keys)
        self.clinician.set_new_provider(typed.provider)
        if typed.provider is None:
            self.clinician.set_value(typed.clinician_id)
        self.source.set_value(typed.source)
        self._letter_line.setVisible(typed.source == "letter")
        self.reply.set_value(typed.reply or None)
        for field, words in ((self.received, typed.received), (self.until, typed.until)):
            try:
                field.set_value(date.fromisoformat(words))
            except ValueError:
                field.set_value(None)
                field.editor().setText(words)
        self.techniques.set_values(typed.techniques)
        self.places.set_value(typed.places)
        self.pressure.set_value(str(typed.max_pressure) if typed.max_pressure else None)
        self.limits.set_text(typed.limits)
        self._show_letter(typed.letter)
        self._show_reply()

    def clear(self) -> None:
        """An empty form."""
        self.findings.set_values(())
        self.clinician.set_value("")
        self.clinician.set_new_provider(None)
        self.source.set_value("letter")
        self.received.set_value(self._today)
        self.until.set_value(None)
        self.techniques.set_values(())
        self.places.set_value(())
        self.pressure.set_value(None)
        self.limits.set_text("")
        self.reply.set_value("with_limits")
        self._show_letter(None)
        self._letter_line.show()
        self._letter_problem.show_sentence("", "danger")
        self._show_reply()

    def _show_reply(self) -> None:
        """What a clinician advises against has no scope and no pressure."""
        allowed = self.reply.value() != "not_advised"
        for part in (self.techniques, self._where, self.places, self.pressure):
            part.setVisible(allowed)
        self._reply_problem.show_sentence("", "danger")

    def _choose_letter(self) -> None:
        from rmt_notes.ui.widgets.qt_dialogs import open_dialog

        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = _("Letters (*.pdf *.png *.jpg *.jpeg)")
        dialog = open_dialog(self, _("Choose the letter"), folder, kinds)
        dialog.fileSelected.connect(lambda chosen: self.take_letter(Path(chosen)))
        QDialog.open(dialog)

    def take_letter(self, path: Path) -> None:
        """Take a file as the letter; what is no letter is told at once and not taken."""
        try:
            large = path.stat().st_size > LARGEST
            content = b"" if large else path.read_bytes()
        except OSError as trouble:
            self._letter_problem.show_sentence(
                _("This file cannot be read: {reason}.").format(reason=trouble.strerror or trouble), "danger"
            )
            return
        if large:
            sentence = _("This file is larger than 10 MB. Scan it in fewer dots or fewer pages.")
        elif not media_type_of(content):
            sentence = _("Only PDF, PNG and JPEG files can be kept; this is none of them, or it is damaged.")
        else:
            self._show_letter(Letter(name=path.name, size=len(content), sha256=seal(content)), content)
            sentence = ""
            self.edited.emit()
        self._letter_problem.show_sentence(sentence, "danger")

    def _take_letter_out(self) -> None:
        self._show_letter(None)
        self.attach.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show_letter(self, letter: Letter | None, content: bytes | None = None) -> None:
        self._letter, self._content = letter, content
        self.attach.set_text(_("Attach the letter…") if letter is None else _("Attach another…"))
        self.detach.setVisible(letter is not None)
        self._letter_words.setText(
            _("{name}, {size} kB").format(name=letter.name, size=max(1, letter.size // 1024)) if letter else ""
        )

    def set_findings(self, keys: Sequence[str], waiting: Sequence[str]) -> None:
        """The findings a clearance can speak of; if a single one waits for it, that one is chosen."""
        chosen = set(self.findings.values())
        self.findings.set_choices([(key, finding_word(key)) for key in keys])
        self._no_findings.setVisible(not keys)
        self.findings.set_values(chosen or (set(waiting) if len(waiting) == 1 else set()))

    def set_providers(self, providers: Sequence[Provider], first: Sequence[str] = ()) -> None:
        """Clinicians on file; the client's own one is chosen."""
        self._providers = tuple(providers)
        self.clinician.set_known(providers)
        if first and not self.clinician.value():
            self.clinician.set_value(first[0])

    def focus_first(self) -> None:
        """Where the form begins."""
        if self.findings.buttons():
            self.findings.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.clinician.setFocus()

    def _clinician(self) -> str:
        new = self.clinician.new_provider()
        if new is not None:
            return provider_words(new)
        key = self.clinician.value()
        return next((provider_words(each) for each in self._providers if each.id == key), "")

    def _record(self) -> None:
        problems: list[QObject] = []
        if not self.findings.values():
            self._findings_problem.show_sentence(_("Choose what the clearance speaks of."), "danger")
            problems.append(self.findings)
        if not self._clinician():
            self._clinician_problem.show_sentence(_("Say who gave it."), "danger")
            problems.append(self.clinician)
        reply = self.reply.value() or ""
        bare_limits = not self.limits.text().strip() and not self.pressure.value()
        if reply == "with_limits" and bare_limits and not self.techniques.values() and not self.places.value():
            self._reply_problem.show_sentence(
                _("Write down the limits, or choose that there is no restriction."), "danger"
            )
            problems.append(self.limits)
        for field, sentence in (
            (self.received, _("Say when it was received.")),
            (self.until, _("Say until when it is valid.")),
        ):
            if field.value() is None:
                if not field.problem():
                    field.set_problem(sentence)
                problems.append(field)
        if problems:
            first = problems[0]
            if first is self.findings:
                self.focus_first()
            elif isinstance(first, QWidget):
                first.setFocus()
            return
        received, until = self.received.value(), self.until.value()
        assert received is not None
        assert until is not None
        allowed = reply != "not_advised"
        pressure = self.pressure.value() if allowed else None
        self.filled.emit(
            ClearanceDraft(
                finding_keys=self.findings.values(),
                clinician=self._clinician(),
                received_on=received,
                valid_until=until,
                source=self.source.value() or "letter",
                techniques=self.techniques.values() if allowed else (),
                places=self.places.value() if allowed else (),
                max_pressure=int(pressure) if pressure else None,
                limits=self.limits.text().strip(),
                provider=self.clinician.new_provider(),
                reply=reply,
                letter=self._attached() if self.source.value() == "letter" else None,
            )
        )

    def _attached(self) -> tuple[str, bytes] | Letter | None:
        if self._letter is None or self._content is None:
            return self._letter
        return self._letter.name, self._content


def _day_text(field: DateField) -> str:
    day = field.value()
    return day.isoformat() if day is not None else field.raw_text().strip()


def reply_words(reply: str) -> str:
    """How the clinician answered."""
    return {
        "no_restriction": _("No restriction"),
        "with_limits": _("With limits"),
        "not_advised": _("Not advised"),
    }.get(reply, "")


def finding_word(key: str) -> str:
    """A contraindication in few words."""
    entry = catalogue().contraindications.get(key)
    return bare(str(entry.short or entry.label)) if entry else key.replace("_", " ")
