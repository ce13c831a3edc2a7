"""How the program looks and behaves on this computer: a card of the settings."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmt_notes.i18n import _, _n
from rmt_notes.settings import Preferences
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.segmented import Segmented

SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
IDLE = (1, 2, 5, 10, 15, 30, 0)


class ComputerCard(Card):
    """`edited` carries the new preferences. `languages` says whether the screens speak more than one language."""

    edited = Signal(object)

    def __init__(self, *, languages: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(_("This computer"), _("not part of the record"), parent=parent)
        self._kept = Preferences()
        self.theme = Segmented(
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            label=_("Colours"),
            optional=False,
        )
        self.density = Segmented(
            [
                ("oily", _("Oily hands: largest")),
                ("touch", _("Touch: large targets")),
                ("desk", _("Desk: compact")),
            ],
            label=_("Size of targets"),
            optional=False,
        )
        self.scale = Segmented(
            [(str(each), f"{round(each * 100)} %") for each in SCALES], label=_("Size of letters"), optional=False
        )
        self.language = Segmented(
            [("", _("As the system")), ("en", "English"), ("fr", "Français")],
            label=_("Language of the screens"),
            optional=False,
        )
        self.language.setVisible(languages)
        self.idle = Segmented(
            [(str(each), _minutes(each)) for each in IDLE], label=_("Lock after no touch for"), optional=False
        )
        self._later = Label(_("The new language is spoken from the next start."), "hint", token="muted")
        self._later.hide()
        for part in (self.theme, self.density, self.scale, self.language, self._later, self.idle):
            self.add(part)
        for choice in (self.theme, self.density, self.scale, self.language, self.idle):
            choice.edited.connect(lambda _key: self._tell())

    def set_value(self, preferences: Preferences) -> None:
        """Show preferences; says nothing back. A size or time in between shows as the nearest one."""
        self._kept = preferences
        self.theme.set_value(preferences.theme)
        self.density.set_value(preferences.density)
        self.scale.set_value(str(_nearest_scale(preferences)))
        self.language.set_value(preferences.language)
        self.idle.set_value(str(_nearest_idle(preferences)))

    def value(self) -> Preferences:
        """The preferences as chosen; what was not touched keeps its exact value."""
        kept = self._kept
        scale, idle = self.scale.value(), self.idle.value()
        language = self.language.value()
        return replace(
            kept,
            theme=self.theme.value() or kept.theme,
            density=self.density.value() or kept.density,
            scale=kept.scale if scale in (None, str(_nearest_scale(kept))) else float(scale or kept.scale),
            language=kept.language if language is None else language,
            idle_minutes=kept.idle_minutes if idle in (None, str(_nearest_idle(kept))) else int(idle or 0),
        )

    def _tell(self) -> None:
        now = self.value()
        if now == self._kept:
            return
        if now.language != self._kept.language:
            self._later.show()
        self._kept = now
        self.edited.emit(now)


def _minutes(number: int) -> str:
    return _n("{number} min", "{number} min", number).format(number=number) if number else _("never")


def _nearest_scale(preferences: Preferences) -> float:
    return min(SCALES, key=lambda each: abs(each - preferences.scale))


def _nearest_idle(preferences: Preferences) -> int:
    if preferences.idle_minutes == 0:
        return 0
    return min((each for each in IDLE if each), key=lambda each: abs(each - preferences.idle_minutes))
