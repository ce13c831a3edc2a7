"""The five sections of the note, made one after the other: the first at once, the others when the window has nothing
else to do, or as soon as somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.i18n import _
from rmt_notes.ui.widgets.note.assessment import AssessmentSection
from rmt_notes.ui.widgets.note.objective import ObjectiveSection
from rmt_notes.ui.widgets.note.plan import PlanSection
from rmt_notes.ui.widgets.note.section import NoteSection
from rmt_notes.ui.widgets.note.subjective import SubjectiveSection
from rmt_notes.ui.widgets.note.treatment import TreatmentSection

SECTIONS = ("subjective", "objective", "treatment", "assessment", "plan")
PAUSE_MS = 600
"""After a letter was typed, the sections that are still to be shown wait so long."""
_KINDS: dict[str, type[NoteSection]] = {
    "subjective": SubjectiveSection,
    "objective": ObjectiveSection,
    "treatment": TreatmentSection,
    "assessment": AssessmentSection,
    "plan": PlanSection,
}


def section_words(key: str) -> str:
    """The name of a section."""
    return {
        "subjective": _("Subjective"),
        "objective": _("Objective"),
        "treatment": _("Treatment"),
        "assessment": _("Assessment"),
        "plan": _("Plan"),
    }[key]


def dress(ground: QWidget) -> None:
    """Give everything on the ground its style now; else the first showing would."""
    for widget in (ground, *ground.findChildren(QWidget)):
        widget.ensurePolished()


class Sections(QObject):
    """Give `holder(key)` its place in the column; the section appears in it. `edited` carries the key and the new
    value, `filled` the key of a section that shows its note now."""

    edited = Signal(str, object)
    filled = Signal(str)
    intake_wanted = Signal()
    handout_wanted = Signal()
    client_wanted = Signal()
    finding_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._holders: dict[str, QWidget] = {}
        self._made: dict[str, NoteSection] = {}
        self._due: list[str] = []
        self._fill: Callable[[str, NoteSection], None] | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._fill_next)

    def holder(self, key: str) -> QWidget:
        """Where a section stands, or will."""
        if key not in self._holders:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            holder.hide()
            self._holders[key] = holder
        return self._holders[key]

    def prepare(self) -> bool:
        """Make the next section that is still to be made; False when all are there."""
        for key in SECTIONS:
            if key not in self._made:
                dress(self._make(key))
                return True
        return False

    def show(self, fill: Callable[[str, NoteSection], None]) -> None:
        """Show another note: `fill` puts it into one section. The first section is filled now, and so are the others
        where they stand there already with another note in them."""
        self._fill = fill
        self._due = list(SECTIONS)
        self._fill_next()
        for key in [key for key in self._due if not self.holder(key).isHidden()]:
            self._due.remove(key)
            self._show(key)

    def give_way(self) -> None:
        """Somebody types: what is still to be shown waits for a pause."""
        if self._due:
            self._next.start(PAUSE_MS)

    def hurry(self) -> None:
        """Somebody scrolls there: what is still to be shown waits no longer."""
        if self._due:
            self._next.start(0)

    def hide(self) -> None:
        """There is nothing to write."""
        self._next.stop()
        self._due.clear()
        for holder in self._holders.values():
            holder.hide()

    def __getitem__(self, key: str) -> NoteSection:
        """A section, filled where it was still due."""
        if key in self._due:
            self._due.remove(key)
            self._show(key)
        return self._make(key)

    def ready(self) -> Mapping[str, NoteSection]:
        """The sections that show the note, in its order."""
        return {key: self._made[key] for key in SECTIONS if key in self._made and key not in self._due}

    def _fill_next(self) -> None:
        if self._due:
            self._show(self._due.pop(0))
        if self._due:
            self._next.start(0)

    def _show(self, key: str) -> None:
        section = self._make(key)
        if self._fill is not None:
            self._fill(key, section)
        self.holder(key).show()
        self.filled.emit(key)

    def _make(self, key: str) -> NoteSection:
        if key not in self._made:
            section = _KINDS[key]()  # type: ignore[call-arg]  # each section names itself
            section.set_key_hint(f"Alt+{SECTIONS.index(key) + 1}")
            section.edited.connect(lambda value: self.edited.emit(key, value))
            if isinstance(section, SubjectiveSection):
                section.intake_wanted.connect(self.intake_wanted)
                section.finding_wanted.connect(self.finding_wanted)
            if isinstance(section, ObjectiveSection):
                section.client_wanted.connect(self.client_wanted)
            if isinstance(section, PlanSection):
                section.handout_wanted.connect(self.handout_wanted)
            self._made[key] = section
            layout = self.holder(key).layout()
            assert layout is not None
            layout.addWidget(section)
        return self._made[key]
