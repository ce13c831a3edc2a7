"""The editor of one technique as applied: where, how, how long, how it was borne, and how it was modified where a
finding asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmt_notes.clinical.body_search import also_muscle
from rmt_notes.clinical.catalogue import Parameter, Technique, catalogue
from rmt_notes.clinical.reasons import Ruling
from rmt_notes.clinical.techniques import Setting, TechniqueApplied
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note import phrases
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.number_row import MINUTES, NumberRow, likely
from rmt_notes.ui.widgets.note.parameter_control import ParameterControl, all_structures, make_control
from rmt_notes.ui.widgets.note.phrase_field import PhraseField
from rmt_notes.ui.widgets.note.pieces import KeyChips, LabelledRow, choices_of, column, stack
from rmt_notes.ui.widgets.note.place_picker import PlacePicker, PlacesRow
from rmt_notes.ui.widgets.note.reason_box import ReasonBox
from rmt_notes.ui.widgets.note.row_list import RowEditor
from rmt_notes.ui.widgets.note.section import Fold, first_focusable
from rmt_notes.ui.widgets.note.technique_words import IN_FIELDS, usual_words
from rmt_notes.ui.widgets.scale_row import ScaleRow
from rmt_notes.ui.widgets.scroll import bring_opened

OPTIONAL_IN_SIGHT = 2
"""Parameters that need not be recorded but stand in sight; the rest waits behind "More"."""

Rule = Callable[[TechniqueApplied], Ruling | None]


def own_parameters(technique: Technique | None) -> tuple[tuple[Parameter, ...], tuple[Parameter, ...]]:
    """The technique's own parameters: those in sight and those behind "More", each in the catalogue's order."""
    own = [each for each in technique.parameters if each.key not in IN_FIELDS] if technique is not None else []
    sight: list[Parameter] = []
    optional = 0
    for parameter in own:
        if parameter.required or (optional < OPTIONAL_IN_SIGHT and parameter.kind != "text"):
            sight.append(parameter)
            optional += not parameter.required
    return tuple(sight), tuple(each for each in own if each not in sight)


class TechniqueEditor(RowEditor):
    """Shows one `TechniqueApplied`. What it does not know (an unknown setting) stays in the value."""

    def __init__(
        self,
        applied: TechniqueApplied,
        rule: Rule,
        regions: Sequence[str],
        parent: QWidget | None = None,
        *,
        usual: TechniqueApplied | None = None,
    ) -> None:
        super().__init__(parent)
        self._usual = usual
        self._value = applied
        self._rule = rule
        self._technique = catalogue().techniques.get(applied.technique)
        self._controls: dict[str, ParameterControl] = {}
        self._structures: KeyPicker | None = None
        self._tolerance: ScaleRow | None = None
        self._position: KeyChips | None = None
        self._response: PhraseField | None = None
        self._rows = column(self, step=2)
        self._rows.setContentsMargins(0, theme.metrics().space(1), 0, 0)
        self._reasons = ReasonBox()
        self._rows.addWidget(self._reasons)
        self._by_habit = Label("", "hint", token="muted", wrap=True)
        self._rows.addWidget(self._by_habit)
        self._modification = PhraseField(_("Modification"), phrases.modifications())
        self._modification.edited.connect(lambda text: self._change(modification=text))
        self._modification_row = LabelledRow(_("Modified how"), self._modification)
        self._rows.addWidget(self._modification_row)
        self._places = PlacePicker(_("Where"), regions, apart=True)
        self._places.edited.connect(self._choose_places)
        self._rows.addWidget(PlacesRow(_("Where"), self._places))
        sight, rest = own_parameters(self._technique)
        self._add_parameters(self._rows, sight)
        if not any(parameter.kind == "muscle" for parameter in (*sight, *rest)):
            self._rows.addWidget(LabelledRow(_("Structures"), self._make_structures()))
        self._minutes = self._make_minutes()
        self._rows.addWidget(LabelledRow(_("Minutes"), self._minutes))
        self._why = PhraseField(_("Why beyond the usual"), phrases.override_reasons())
        self._why.edited.connect(lambda text: self._change(override_reason=text))
        self._why_row = LabelledRow(_("Why beyond the usual"), self._why)
        self._rows.addWidget(self._why_row)
        self._make_tolerance(self._rows)
        self._rest = rest
        self._more = Fold(_("More"), self._build_more)
        self._rows.addWidget(self._more)
        self._show()
        if self._needs_more():
            self._more.set_open(True)

    # building

    def _add_parameters(self, rows: QVBoxLayout, parameters: Sequence[Parameter]) -> None:
        for parameter in parameters:
            control = make_control(parameter)
            control.edited.connect(lambda value, key=parameter.key: self._set(key, value))
            self._controls[parameter.key] = control
            rows.addWidget(LabelledRow(str(parameter.label), control, needed=parameter.required))

    def _make_structures(self) -> KeyPicker:
        self._structures = KeyPicker(_("Structures"), all_structures, free=True, also=also_muscle, lines=1)
        self._structures.edited.connect(lambda keys: self._change(structures=keys))
        return self._structures

    def _make_minutes(self) -> NumberRow:
        own = self._technique.parameter("minutes") if self._technique is not None else None
        common = own or catalogue().common_parameters.get("minutes")
        picks = (
            likely(str(own.typical), own.minimum, own.maximum)
            if own is not None and own.typical is not None
            else MINUTES
        )
        row = NumberRow(
            _("Minutes"),
            picks,
            minimum=common.minimum if common else None,
            maximum=common.maximum if common else None,
            step=1,
            warn_over=own.warn_over if own is not None else None,
        )
        row.edited.connect(lambda value: self._change(minutes=None if value is None else float(value)))
        return row

    def _make_tolerance(self, rows: QVBoxLayout) -> None:
        if self._technique is not None and self._technique.technique_class in ("EDU", "HYD"):
            return
        self._tolerance = ScaleRow(_("Tolerance"), show_label=False)
        self._tolerance.edited.connect(lambda value: self._change(tolerance=value))
        rows.addWidget(LabelledRow(_("Tolerance, 0 to 10"), self._tolerance))

    def _build_more(self) -> QWidget:
        box = stack()
        rows = box.layout()
        if not isinstance(rows, QVBoxLayout):
            raise TypeError("a stack is a column")
        self._add_parameters(rows, self._rest)
        self._position = KeyChips(
            choices_of(catalogue().vocabularies.get("positions")), multiple=False, label=_("Position")
        )
        self._position.edited.connect(lambda keys: self._change(position=keys[0] if keys else ""))
        rows.addWidget(LabelledRow(_("Position"), self._position))
        self._response = PhraseField(_("Response"), phrases.technique_response())
        self._response.edited.connect(lambda text: self._change(response=text))
        rows.addWidget(LabelledRow(_("Response"), self._response))
        self._show_more()
        self._show_muscles()
        return box

    def _needs_more(self) -> bool:
        hidden = {parameter.key for parameter in self._rest}
        return bool(
            self._value.response
            or self._value.position
            or any(setting.key in hidden for setting in self._value.settings)
        )

    # the value

    def value(self) -> TechniqueApplied:
        """The technique as it stands."""
        return self._value

    def set_value(self, value: TechniqueApplied) -> None:
        """Show another state of the same technique."""
        self._value = value
        self._show()

    def refresh(self) -> None:
        """Rule anew: the limits have changed."""
        self._show_ruling()

    def set_regions(self, regions: Sequence[str]) -> None:
        """Offer these regions first."""
        self._places.set_suggested(regions)

    def control(self, key: str) -> ParameterControl:
        """The control of a parameter.

        Raises:
            KeyError: it is not made (yet).
        """
        return self._controls[key]

    def places(self) -> PlacePicker:
        """Where the technique was applied."""
        return self._places

    def focus_first(self) -> None:
        """Go on where something is still to choose: the place first."""
        target = self._places if not self._value.places else self._minutes
        child = target.findChild(QWidget)
        if child is not None:
            for one in target.findChildren(QWidget):
                if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.isHidden():
                    one.setFocus(Qt.FocusReason.OtherFocusReason)
                    return

    def focus_setting(self, setting: str) -> None:
        """Go to the control of a setting; to the first one where it has none."""
        if setting in {parameter.key for parameter in self._rest} or setting in ("position", "response"):
            self._more.set_open(True)
        found: QWidget | None = {
            "region": self._places,
            "side": self._places.rows()[0].side if self._places.rows() else self._places,
            "minutes": self._minutes,
            "modification": self._modification,
            "override_reason": self._why,
            "tolerance": self._tolerance,
            "structures": self._structures,
            "position": self._position,
            "response": self._response,
        }.get(setting) or self._controls.get(setting)
        if found is None:
            self.focus_first()
        else:
            first_focusable(found).setFocus(Qt.FocusReason.ShortcutFocusReason)
            bring_opened(found)  # a long editor has just been shown from its upper edge

    def _beyond_usual(self) -> bool:
        """Whether a recorded number is above what the catalogue calls usual."""
        for parameter in self._technique.parameters if self._technique is not None else ():
            value = self._value.minutes if parameter.key == "minutes" else self._value.setting(parameter.key)
            if parameter.warn_over is not None and isinstance(value, int | float) and value > parameter.warn_over:
                return True
        return False

    def _change(self, **fields: Any) -> None:
        changed = replace(self._value, **fields)
        if changed == self._value:
            return
        self._value = changed
        self._show_ruling()
        self.edited.emit(changed)

    def _set(self, key: str, value: Any) -> None:
        """Record one setting where it stands, or at the end; None takes it out."""
        settings = list(self._value.settings)
        at = next((number for number, setting in enumerate(settings) if setting.key == key), None)
        if value is None:
            if at is not None:
                del settings[at]
        elif at is None:
            settings.append(Setting(key, value))
        else:
            settings[at] = Setting(key, value)
        self._change(settings=tuple(settings))

    def _choose_places(self, places: Any) -> None:
        self._change(places=places)
        self._show_muscles()

    # showing

    def _show(self) -> None:
        value = self._value
        self._places.set_value(value.places)
        self._minutes.set_value(value.minutes)
        if self._tolerance is not None:
            inside = value.tolerance is not None and 0 <= value.tolerance <= 10
            self._tolerance.set_value(value.tolerance if inside else None)
        if self._structures is not None:
            self._structures.set_values(value.structures)
        self._modification.set_text(value.modification)
        self._why.set_text(value.override_reason)
        for key, control in self._controls.items():
            control.show_value(value.setting(key))
        self._show_more()
        self._show_muscles()
        self._show_ruling()

    def _show_more(self) -> None:
        if self._position is not None:
            self._position.show_key(self._value.position)
        if self._response is not None:
            self._response.set_text(self._value.response)
        for parameter in self._rest:
            if parameter.key in self._controls:
                self._controls[parameter.key].show_value(self._value.setting(parameter.key))

    def _show_muscles(self) -> None:
        muscles = catalogue().muscles_in(place.region for place in self._value.places)
        if self._structures is not None:
            self._structures.set_suggested(muscles)
        for control in self._controls.values():
            control.set_muscles(muscles)

    def _show_usual(self) -> None:
        """Say what nobody chose today."""
        told = usual_words(self._value, self._usual)
        self._by_habit.setText(_("As you usually give it: {told}. Change what was otherwise.").format(told=told))
        self._by_habit.setVisible(bool(told))

    def _show_ruling(self) -> None:
        self._show_usual()
        ruling = self._rule(self._value)
        self._reasons.show_ruling(ruling)
        self._why_row.setVisible(bool(self._value.override_reason) or self._beyond_usual())
        wants = bool(self._value.modification) or (ruling is not None and ruling.effect == "mod")
        self._modification_row.setVisible(wants)
        cap = ruling.max_pressure if ruling is not None else None
        why = ""
        if cap is not None and ruling is not None:
            why = next((reason.sentence for reason in ruling.reasons if reason.kind == "pressure"), "") or _(
                "Pressure {number} or less for this client."
            ).format(number=cap)
        if "pressure" in self._controls:
            self._controls["pressure"].set_most(cap, why)
