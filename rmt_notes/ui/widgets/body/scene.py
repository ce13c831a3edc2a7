"""Everything that is shown on the figures, as one value: the canvas paints it and knows nothing else of the note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rmt_notes.clinical.body_chart import layer_of
from rmt_notes.clinical.body_mark import BodyMark, Site
from rmt_notes.clinical.body_referral import Referred


def _nothing() -> Mapping[Site, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Scene:
    """`marks` can be edited; `others` are marks of other layers, only looked at; `treated` are the regions of today's
    techniques; `avoid` the regions to avoid with the reason; `ghost` the marks of the last visit. `hidden` names layers
    that are switched off: `pain`, `findings`, `treated`, `avoid`, `ghost`. `dermatomes` lays the testing points of the
    roots over the figure, `referred` the regions where pain from a muscle is commonly felt. On an `unpinned` scene,
    made for looking, whole regions carry no pin that would cover them."""

    marks: tuple[BodyMark, ...] = ()
    others: tuple[BodyMark, ...] = ()
    treated: frozenset[Site] = frozenset()
    avoid: Mapping[Site, str] = field(default_factory=_nothing)
    ghost: tuple[BodyMark, ...] = ()
    hidden: frozenset[str] = frozenset()
    selected: int = 0
    dermatomes: bool = False
    referred: Referred = Referred()
    unpinned: bool = False

    def shown_marks(self) -> tuple[BodyMark, ...]:
        """The marks whose layer is switched on, those that can be edited last (on top)."""
        every = (*self.others, *self.marks)
        return every if not self.hidden else tuple(mark for mark in every if layer_of(mark) not in self.hidden)

    def pinned(self) -> tuple[BodyMark, ...]:
        """The shown marks that have a pin."""
        shown = self.shown_marks()
        return shown if not self.unpinned else tuple(mark for mark in shown if mark.x is not None)

    def shown_ghost(self) -> tuple[BodyMark, ...]:
        """The marks of the last visit, if they are to be seen."""
        return () if "ghost" in self.hidden else self.ghost

    def shown_treated(self) -> frozenset[Site]:
        """The treated regions, if they are to be seen."""
        return frozenset() if "treated" in self.hidden else self.treated

    def shown_avoid(self) -> Mapping[Site, str]:
        """The regions to avoid, if they are to be seen."""
        return _nothing() if "avoid" in self.hidden else self.avoid

    def kinds(self) -> tuple[str, ...]:
        """The kinds that are seen, each once, for the legend."""
        found = dict.fromkeys(mark.kind for mark in self.shown_marks())
        if self.shown_treated():
            found["treated"] = None
        if self.shown_avoid():
            found["avoid"] = None
        return (*found, *self.referred.kinds())
