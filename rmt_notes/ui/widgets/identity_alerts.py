"""Which alerts stand in the identity bar, in which words and where: nothing grave ever gives way, a reason gives way
before a reminder goes behind a number, and all of them take a line of their own before anything grave would be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.alert_pill import PILL_ICONS, PillKind

ALERTS_SHOWN = 3
"""So many alerts at most stand beside the name."""

ALERTS_IN_LINE = 5
"""So many at most where a line of their own has the room."""

GRAVE: tuple[str, ...] = ("danger", "warning")
REASONS: tuple[tuple[str, ...], ...] = ((), ("warning",), GRAVE)
"""Whose reasons give way, step by step."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of the client: its weight, its few words, and the longer reason."""

    kind: PillKind
    text: str
    description: str = ""
    key: str = ""

    def brief(self) -> str:
        """What it asks for without why; the reason is told by whoever is pressed, so one that cannot be keeps it."""
        what, _dot, why = self.text.rpartition(" · ")
        return what if why and self.key and self.kind in GRAVE else self.text


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of the alerts that show, in their order, whether they stand in a line of their own, and how many of
    all there are do not show."""

    words: tuple[str, ...] = ()
    below: bool = False
    more: int = 0


def more_words(number: int) -> str:
    """How many do not show."""
    return _("+{number} more").format(number=number)


def pill_width(words: str, *, icon: bool) -> int:
    """How wide a pill with these words is."""
    m = theme.metrics()
    return int(theme.text_width(words, "hint", "semibold")) + (m.px(21) if icon else 0) + 2 * m.px(12) + 2


def line_width(alerts: Sequence[Alert], shown: Shown, mark: int) -> int:
    """How wide all that shows is in one line, with a mark of this width behind it (0 for none)."""
    wide = [
        pill_width(words, icon=bool(PILL_ICONS[alert.kind])) for alert, words in zip(alerts, shown.words, strict=False)
    ]
    if shown.more:
        wide.append(pill_width(more_words(shown.more), icon=False))
    if mark:
        wide.append(mark)
    return sum(wide) + max(0, len(wide) - 1) * theme.metrics().gap


def _so_many(alerts: Sequence[Alert], number: int, *, brief: Sequence[str] = (), below: bool = False) -> Shown:
    words = tuple(one.brief() if one.kind in brief else one.text for one in alerts[:number])
    return Shown(words, below, len(alerts) - number)


def _up_to(alerts: Sequence[Alert], kinds: Sequence[str]) -> int:
    """How many from the front hold all alerts of these kinds: a light one may stand before a grave one."""
    return max((number for number, one in enumerate(alerts, start=1) if one.kind in kinds), default=0)


def arranged(alerts: Sequence[Alert], mark: int, *, beside: int, whole: int, low: bool) -> Shown:
    """What shows with `beside` pixels next to the name and `whole` in a line below it. In a `low` window no more than
    one line of them, but everything that is barred."""
    if not alerts:
        return Shown(below=0 < beside < mark)
    most = min(ALERTS_SHOWN, len(alerts))
    grave = max(1, _up_to(alerts[:most], GRAVE))
    for number in range(most, grave - 1, -1):
        for brief in REASONS[:2] if number in (most, grave) else REASONS[:1]:
            found = _so_many(alerts, number, brief=brief)
            if line_width(alerts, found, mark) <= beside:
                return found
    barred = _up_to(alerts[:most], ("danger",))
    for number in range(min(ALERTS_IN_LINE, len(alerts)), (barred if low else most) - 1, -1):
        for brief in REASONS:
            found = _so_many(alerts, max(1, number), brief=brief, below=True)
            if line_width(alerts, found, mark) <= whole:
                return found
    return _so_many(alerts, max(1, barred) if low else most, brief=GRAVE if low else (), below=True)
