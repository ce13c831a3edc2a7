"""The techniques of a visit: their lines, the chips that add one, and the reason where one is barred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.contraindications import Screening
from rmt_notes.clinical.habits import Habits, used_often
from rmt_notes.clinical.reasons import Reason, Ruling, rank
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.announce import announce
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.flow_layout import FlowLayout, laid_once
from rmt_notes.ui.widgets.icon_mark import IconMark
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.carry import usual_technique
from rmt_notes.ui.widgets.note.pieces import lines_of
from rmt_notes.ui.widgets.note.place_picker import suggested_places
from rmt_notes.ui.widgets.note.reason_box import ReasonBox
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.note.technique_editor import TechniqueEditor
from rmt_notes.ui.widgets.note.technique_words import technique_look, technique_name
from rmt_notes.ui.widgets.note.value_row import RowLook
from rmt_notes.ui.widgets.roving import Roving

FIRST = ("deep_tissue", "cupping_static", "art", "iastm")
"""The four techniques of the source article stand first."""

MOST_HABITUAL = 3
"""Techniques offered because this therapist uses them often."""

MOST_LINES = 2
"""Lines of chips that add a technique."""

OFTEN = ("petrissage", "trigger_point", "myofascial_release")


def rule_on(screening: Screening | None, applied: TechniqueApplied) -> Ruling | None:
    """The ruling on a technique as recorded: at each of its places, the worst winning; over the whole body where it
    has no place yet."""
    if screening is None:
        return None
    pressure = applied.setting("pressure")
    strength = pressure if isinstance(pressure, int) and not isinstance(pressure, bool) else None
    rulings = [
        screening.ruling(applied.technique, place, strength, applied.settings) for place in applied.places or (None,)
    ]
    worst = max(rulings, key=lambda ruling: rank(ruling.effect))
    caps = [ruling.max_pressure for ruling in rulings if ruling.max_pressure is not None]
    if not caps or worst.max_pressure == min(caps):
        return worst
    return min(
        (ruling for ruling in rulings if ruling.max_pressure == min(caps)), key=lambda ruling: -rank(ruling.effect)
    )


def short_reason(reason: Reason) -> str:
    """The finding in as few words as stand on a chip."""
    words = reason.finding
    return words.split(",")[0].split(":")[0].split(" (")[0]


def is_limited(ruling: Ruling | None) -> bool:
    """Whether a technique may be given, but not in every way or place."""
    return ruling is not None and ruling.effect in ("mod", "loc") and bool(ruling.reasons)


class AddChip(Chip):
    """Adds a technique; barred with a cross and the reason, limited with a warning mark unless that is `told` for all
    of them in one line."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__("", checkable=False, icon="plus", parent=parent)
        self.key = key
        self.ruling: Ruling | None = None

    def show_ruling(self, name: str, ruling: Ruling | None, *, told: bool = False) -> None:
        """Show the name and what holds for the technique."""
        self.ruling = ruling
        self.set_words(name)
        worst = ruling.reasons[0] if ruling is not None and ruling.reasons else None
        barred = ruling is not None and ruling.effect in ("bar", "clr") and worst is not None
        self.set_barred(short_reason(worst) if barred and worst is not None else None)
        limited = is_limited(ruling)
        self._icon = "triangle-alert" if limited and not told else "plus"
        said = ruling.sentence if ruling is not None else ""
        self.setAccessibleName(
            _("Add {name}").format(name=name) if not barred else _("{name}, not available").format(name=name)
        )
        if limited or barred:
            self.setAccessibleDescription(said)
            self.setToolTip(said)
        self.update()


class TechniqueList(QWidget):
    """`edited` carries the tuple of techniques. A barred technique is not added: pressing it says why."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screening: Screening | None = None
        self._usual: tuple[str, ...] = ()
        self._habits = Habits()
        self._lubricant = ""
        self._by_habit: dict[str, TechniqueApplied] = {}
        self._places: tuple[Place, ...] = ()
        self._all_shown = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().space(2))
        self.rows = RowList(self._look, self._make_editor, same=lambda one, other: one.technique == other.technique)
        self.rows.edited.connect(self._hear)
        column.addWidget(self.rows)
        self._refusal = ReasonBox()
        column.addWidget(self._refusal)
        self._bar = QWidget()
        self._flow = FlowLayout(self._bar)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._bar.setSizePolicy(policy)
        column.addWidget(self._bar)
        self._limits = QWidget()
        limits = QHBoxLayout(self._limits)
        limits.setContentsMargins(theme.metrics().px(4), 0, 0, 0)
        limits.setSpacing(theme.metrics().gap)
        self._limited = Label("", "hint", token="muted", wrap=True)
        limits.addWidget(IconMark("triangle-alert", "warning", 16), 0, Qt.AlignmentFlag.AlignTop)
        limits.addWidget(self._limited, 1)
        self._limits.hide()
        column.addWidget(self._limits)
        self._all = QWidget()
        self._all.hide()
        self._all_column = QVBoxLayout(self._all)
        self._all_column.setContentsMargins(0, 0, 0, 0)
        self._all_column.setSpacing(theme.metrics().space(2))
        column.addWidget(self._all)
        self._chips: dict[str, AddChip] = {}
        self._roving = Roving(self)
        self._more = Chip(_("More"), checkable=False)
        self._more.setAccessibleName(_("More techniques"))
        self._more.clicked.connect(self._toggle_all)
        self.setSizePolicy(policy)
        self._deal_chips()

    # from outside

    def values(self) -> tuple[TechniqueApplied, ...]:
        """The techniques, in order."""
        return tuple(self.rows.values())

    def set_values(self, techniques: Sequence[TechniqueApplied]) -> None:
        """Show these; says nothing back."""
        self.rows.set_values(techniques)
        self._refusal.show_sentences(())

    def forget_habit(self) -> None:
        """Another note is shown: nothing in it was put in by habit here."""
        self._by_habit.clear()

    def by_habit(self) -> float:
        """How many of the minutes are still as habit put them in."""
        usual = self._by_habit
        return sum(
            one.minutes or 0
            for one in self.values()
            if one.technique in usual and usual[one.technique].minutes == one.minutes
        )

    def set_screening(self, screening: Screening | None) -> None:
        """Rule on every technique anew."""
        before = self._offered()
        self._screening = screening
        if self._offered() == before:
            self._show_rulings()
        else:
            self._deal_chips()
        self.rows.refresh()
        for editor in self.rows.editors():
            if isinstance(editor, TechniqueEditor):
                editor.refresh()

    def set_usual(self, techniques: Sequence[str]) -> None:
        """Offer these right after the first four: those of the last visit."""
        usual = tuple(dict.fromkeys(key for key in techniques if key not in FIRST))[:4]
        if usual != self._usual:
            self._usual = usual
            self._deal_chips()

    def set_habits(self, habits: Habits) -> None:
        """What this therapist usually does: often used techniques are offered after the last visit's, and a new one
        begins with the minutes and settings of its last use."""
        changed = habits.often() != self._habits.often()
        self._habits = habits
        if changed:
            self._deal_chips()

    def set_places(self, places: Sequence[Place]) -> None:
        """The places of the complaint: their regions are offered first."""
        self._places = tuple(places)
        for editor in self.rows.editors():
            if isinstance(editor, TechniqueEditor):
                editor.set_regions(self._regions())

    def set_lubricant(self, words: str) -> None:
        """The lubricant of the whole treatment: a technique that asks for one need not say it again."""
        if words != self._lubricant:
            self._lubricant = words
            self.rows.refresh()

    def chip(self, key: str) -> AddChip:
        """The chip that adds a technique.

        Raises:
            KeyError: it is not offered in sight.
        """
        return self._chips[key]

    def offer_all(self) -> None:
        """Show every technique by group."""
        if not self._all_shown:
            self._toggle_all()

    def refusal(self) -> tuple[str, ...]:
        """What was said when a barred technique was pressed."""
        return () if self._refusal.isHidden() else self._refusal.sentences()

    def allows(self, applied: TechniqueApplied) -> bool:
        """Whether the technique may be given at its places today."""
        ruling = rule_on(self._screening, applied)
        return ruling is None or ruling.allowed or any(reason.kind == "pressure" for reason in ruling.reasons[:1])

    def explain(self, sentences: Sequence[str]) -> None:
        """Say why something was left out."""
        self._refusal.show_sentences(sentences, grave=True)
        announce(self, " ".join(sentences))

    # parts

    def _look(self, applied: TechniqueApplied) -> RowLook:
        return technique_look(applied, self._screening, self._lubricant, self._by_habit.get(applied.technique))

    def _regions(self) -> tuple[str, ...]:
        treated = [place for applied in self.values() for place in applied.places]
        return suggested_places(self._places, treated, habitual=used_often(self._habits.regions))

    def _make_editor(self, applied: TechniqueApplied) -> TechniqueEditor:
        usual = self._by_habit.get(applied.technique)
        return TechniqueEditor(applied, lambda each: rule_on(self._screening, each), self._regions(), usual=usual)

    def _hear(self, techniques: Any) -> None:
        self._refusal.show_sentences(())
        self._by_habit = {
            key: usual
            for key, usual in self._by_habit.items()
            if any(one.technique == key and one.minutes == usual.minutes for one in techniques)
        }
        self.edited.emit(techniques)

    def _add(self, key: str) -> None:
        ruling = self._ruling(key)
        if ruling is not None and ruling.effect in ("bar", "clr"):
            actions = [reason.detail for reason in ruling.reasons if reason.detail][:2]
            self._refusal.show_sentences(ruling.brief_sentences(), grave=True, hints=actions)
            announce(self, ruling.sentence)
            return
        self._refusal.show_sentences(())
        usual = self._usual_use(key)
        if usual.minutes is not None or usual.settings:
            self._by_habit[key] = usual
        self.rows.add(usual)

    def _usual_use(self, key: str) -> TechniqueApplied:
        """The technique as it was given last, so far as today's limits allow that."""
        bare = TechniqueApplied(technique=key)
        usual = usual_technique(key, self._habits.last_use(key))
        limit = rule_on(self._screening, bare)
        if limit is not None and limit.max_pressure is not None:
            usual = replace(usual, settings=tuple(one for one in usual.settings if one.key != "pressure"))
        judged = rule_on(self._screening, usual)
        return usual if judged is None or judged.allowed or limit is None or not limit.allowed else bare

    def _ruling(self, key: str) -> Ruling | None:
        return self._screening.ruling(key) if self._screening is not None else None

    # the chips

    def _deal_chips(self) -> None:
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._more)
        self._chips = {key: self._make_chip(key) for key in self._offered()}
        for chip in self._chips.values():
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self._more)
        self._more.show()
        self._roving.set_buttons([*self._chips.values(), self._more])
        self._show_rulings()

    def _offered(self) -> tuple[str, ...]:
        """The techniques in sight, in their usual order, those that may not be given today after all others."""
        known = catalogue().techniques
        habitual = [key for key in self._habits.often() if key not in FIRST and key not in self._usual][:MOST_HABITUAL]
        offered = [key for key in dict.fromkeys((*FIRST, *self._usual, *habitual, *OFTEN)) if key in known][
            : max(6, len(FIRST) + len(self._usual) + len(habitual))
        ]
        return tuple(sorted(offered, key=self._is_barred))

    def _is_barred(self, key: str) -> bool:
        ruling = self._ruling(key)
        return ruling is not None and ruling.effect in ("bar", "clr")

    def _make_chip(self, key: str) -> AddChip:
        chip = AddChip(key, self._bar)
        chip.clicked.connect(lambda: self._add(key))
        return chip

    def _show_rulings(self) -> None:
        """A mark that every chip in sight wears tells nothing: then one line says what limits them all."""
        chips = self.findChildren(AddChip) if self._all_shown else list(self._chips.values())
        free = [self._ruling(chip.key) for chip in chips if not self._is_barred(chip.key)]
        told = len(free) > 1 and all(is_limited(ruling) for ruling in free)
        for chip in self.findChildren(AddChip):
            chip.show_ruling(technique_name(chip.key, self._screening), self._ruling(chip.key), told=told)
        why = dict.fromkeys(reason.finding for ruling in free if ruling is not None for reason in ruling.reasons)
        words = _("All have limits: {findings}. Each says how when added.")
        self._limited.setText(words.format(findings=", ".join(why)))
        self._limits.setVisible(told)
        self._fit_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_chips()

    def _fit_chips(self) -> None:
        """Stand on two lines: what finds no room there waits with all the others, the usual ones first; never one of
        the first four, and none that is barred, since that has to be seen."""
        room, gap = self.width(), theme.metrics().gap
        more = self._more.sizeHint().width()
        shown = dict(self._chips)
        spare = [key for key, chip in self._chips.items() if key not in FIRST and chip.barred is None]
        while spare:
            widths = [chip.sizeHint().width() for chip in shown.values()]
            lines = lines_of([*widths, more], room, gap)
            if lines <= MOST_LINES and lines == lines_of(widths, room, gap):  # "More" does not stand there alone
                break
            del shown[spare.pop()]
        with laid_once(self._flow):
            for key, chip in self._chips.items():
                if chip.isHidden() == (key in shown):
                    chip.setVisible(key in shown)
        self._roving.settle()

    def _toggle_all(self) -> None:
        self._all_shown = not self._all_shown
        if self._all_shown and self._all_column.count() == 0:
            self._build_all()
        self._all.setVisible(self._all_shown)
        self._show_rulings()
        self._more.set_words(_("Fewer") if self._all_shown else _("More"))
        self._more.setAccessibleName(_("Fewer techniques") if self._all_shown else _("More techniques"))

    def _build_all(self) -> None:
        book = catalogue()
        groups: dict[str, list[str]] = {}
        for key, technique in book.techniques.items():
            groups.setdefault(technique.group, []).append(key)
        for group, keys in groups.items():
            self._all_column.addWidget(Label(book.words("technique_groups", group), "hint", "semibold", token="muted"))
            box = QWidget()
            flow = FlowLayout(box)
            chips = []
            for key in keys:
                chip = AddChip(key, box)
                chip.clicked.connect(lambda _on=False, key=key: self._add(key))
                chip.show_ruling(technique_name(key, self._screening), self._ruling(key))
                flow.addWidget(chip)
                chips.append(chip)
            walk = Roving(box)
            walk.set_buttons(chips)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            box.setSizePolicy(policy)
            self._all_column.addWidget(box)


def barred_sentences(screening: Screening | None, left_out: Sequence[str]) -> tuple[str, ...]:
    """Why techniques were not taken over from last time."""
    if screening is None:
        return ()
    return tuple(
        _("Not carried over: {name}. {reason}").format(
            name=technique_name(key, screening), reason=screening.ruling(key).sentence
        )
        for key in left_out
    )
