"""What changed between two versions of the health history, both chosen by the therapist."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.comparison import NEUTRAL, NEW, Difference
from rmt_notes.clinical.health_history import HealthHistory
from rmt_notes.clinical.history_difference import ADDED, UNASKED, HistoryDifference, differences, folded, kind_word
from rmt_notes.i18n import _, _n
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.change_table import ChangeTable
from rmt_notes.ui.widgets.columns import Columns
from rmt_notes.ui.widgets.fields import ChoiceField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.when import long_day


def version_word(history: HealthHistory) -> str:
    """`Version 2 · 12 March 2026`."""
    return _("Version {number} · {day}").format(number=history.number, day=long_day(history.taken_at.date()))


class HistoryChangeCard(Card):
    """Two versions and their differences. Hidden while there are not two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What changed between two versions"), parent=parent)
        self._versions: dict[str, HealthHistory] = {}
        self._chosen = ""
        self.earlier = ChoiceField(_("Earlier version"), optional=False)
        self.later = ChoiceField(_("Later version"), optional=False)
        for field in (self.earlier, self.later):
            field.edited.connect(lambda _key: self._fill())
        self.add(Columns((self.earlier, 1), (self.later, 1), narrow=420))
        self.table = ChangeTable()
        self.table.setAccessibleName(_("What changed between two versions"))
        self.words = Label("", token="muted", wrap=True)
        self.add(self.table)
        self.add(self.words)
        self.hide()

    def set_versions(self, histories: Sequence[HealthHistory], chosen: str = "") -> None:
        """Offer these versions: the chosen one (else the newest) against the one before it. The same client's choice
        of two stays while both are still there."""
        versions = sorted(histories, key=lambda each: each.number)
        known = {each.id: each for each in versions}
        stays = known == self._versions and chosen == self._chosen
        self._versions, self._chosen = known, chosen
        self.setVisible(len(versions) > 1)
        if len(versions) < 2 or stays:
            return
        choices = [(each.id, version_word(each)) for each in reversed(versions)]
        self.earlier.set_choices(choices)
        self.later.set_choices(choices)
        later = known.get(chosen, versions[-1])
        at = max(1, versions.index(later))
        self.earlier.set_value(versions[at - 1].id)
        self.later.set_value(versions[at].id)
        self._fill()

    def lines(self) -> tuple[HistoryDifference, ...]:
        """What is shown."""
        one, other = self._pair()
        return differences(one, other) if one is not None and other is not None else ()

    def _pair(self) -> tuple[HealthHistory | None, HealthHistory | None]:
        found = [self._versions.get(str(field.value() or "")) for field in (self.earlier, self.later)]
        return found[0], found[1]

    def _fill(self) -> None:
        one, other = self._pair()
        if one is None or other is None:
            return
        lines = self.lines()
        told = sum(1 for line in lines if line.kind != UNASKED)
        self.set_hint(_n("{number} difference", "{number} differences", told).format(number=told) if told else "")
        rows = [
            Difference(
                key=line.key,
                label=line.label,
                before=line.before,
                after=line.after,
                change=kind_word(line.kind),
                tone=NEW if line.kind == ADDED and line.limits else NEUTRAL,
            )
            for line in folded(lines)
        ]
        self.table.set_rows(long_day(one.taken_at.date()), long_day(other.taken_at.date()), rows)
        self.table.setVisible(bool(rows))
        self.words.setVisible(not rows or one.number > other.number or one is other)
        if one is other:
            self.words.setText(_("This is the same version twice. Choose another one to compare with."))
        elif not rows:
            self.words.setText(_("Both versions say the same."))
        else:
            self.words.setText(_("The version at the left is the later one, so this reads backwards in time."))
