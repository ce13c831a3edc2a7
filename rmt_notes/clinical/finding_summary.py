"""What was found of one kind, for the line that stands for it while its grid is folded: what differs from normal first,
what is normal joined behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from rmt_notes.clinical.assessment import (
    NeuroFinding,
    Palpation,
    PostureFinding,
    SpecialTest,
    Strength,
)
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.glance import Told, gathered_parts
from rmt_notes.clinical.last_visit import motion_lines
from rmt_notes.clinical.narrative_objective import objective_groups
from rmt_notes.clinical.narrative_words import Line
from rmt_notes.clinical.visit import Objective
from rmt_notes.clinical.wording import listed, lower_first
from rmt_notes.i18n import _, _n

NAMED_NEGATIVE = 6
"""So many negative tests are told by name; more are counted."""

T = TypeVar("T")


def found_in(kind: str, found: Objective, book: Catalogue | None = None) -> tuple[Told, ...]:
    """The findings of a kind (`posture`, `gait`, `motion`, `tests`, `palpation`, `strength`, `neuro`, `outcomes`) in
    parts; none where nothing was examined.

    Raises:
        KeyError: for another kind.
    """
    return _KINDS[kind](found, book or catalogue())


def is_neutral(found: PostureFinding, words: Catalogue) -> bool:
    """Whether a landmark stands as it should and nothing more is said of it."""
    view = words.posture.get(found.view)
    mark = view.landmarks.get(found.landmark) if view is not None else None
    return mark is not None and mark.neutral == found.value and not (found.severity or found.note)


def is_normal_root(found: NeuroFinding) -> bool:
    """Whether nothing at this root differs from normal."""
    return (
        found.sensation in ("", "normal")
        and found.myotome in (None, 5)
        and found.reflex in (None, 2)
        and not found.note
    )


def _told_normal(found: NeuroFinding) -> bool:
    """Whether something is recorded of the root, and all of it is normal."""
    looked = bool(found.sensation) or found.myotome is not None or found.reflex is not None
    return looked and is_normal_root(found)


def _is_strong(found: Strength) -> bool:
    return found == Strength(muscle=found.muscle, side=found.side, grade=5)


def _is_quiet(found: Palpation) -> bool:
    return found == Palpation(place=found.place, tone="normal", tenderness=0)


def _off_first(found: Sequence[T], normal: Callable[[T], bool]) -> tuple[T, ...]:
    return tuple(sorted(found, key=normal))


def _lines(part: Objective, words: Catalogue) -> tuple[Line, ...]:
    return tuple(each for _key, lines in objective_groups(part, None, words, brief=True) for each in lines if each.text)


def _told_whole(lines: Sequence[Line]) -> tuple[Told, ...]:
    return gathered_parts(lines, joint=False)


def _told_plain(lines: Sequence[Line]) -> tuple[Told, ...]:
    return tuple(Told(_("{findings}: {text}").format(findings=one.label, text=lower_first(one.text))) for one in lines)


def _posture(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    off = tuple(each for each in found.posture if not is_neutral(each, words))
    told = _told_whole(_lines(Objective(posture=off), words))
    if found.posture_patterns:
        names = listed([lower_first(words.words("posture_patterns", each)) for each in found.posture_patterns])
        told = (*told, Told(_("pattern: {names}").format(names=names), len(found.posture_patterns)))
    if neutral := len(found.posture) - len(off):
        count = _n("{number} landmark neutral", "{number} landmarks neutral", neutral).format(number=neutral)
        told = (*told, Told(count, neutral))
    return told


def _gait(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    return _told_plain(_lines(Objective(gait=found.gait, breathing=found.breathing), words))


def _motion(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    normal = lower_first(words.words("range_limits", "wnl"))
    lines = sorted(motion_lines(found.range_of_motion, words), key=lambda each: (each[0].text == normal, each[1]))
    return gathered_parts([each for each, _full in lines])


def _is_plain_negative(found: SpecialTest) -> bool:
    return found.result == "negative" and not found.note


def _tests(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    plain = tuple(each for each in found.tests if _is_plain_negative(each))
    if len({each.test for each in plain}) <= NAMED_NEGATIVE:
        return _told_whole(_lines(Objective(tests=_off_first(found.tests, _is_plain_negative)), words))
    rest = tuple(each for each in found.tests if each not in plain)
    number = len({each.test for each in plain})
    counted = Told(_n("{number} negative", "{number} negative", number).format(number=number), number)
    return (*_told_whole(_lines(Objective(tests=rest), words)), counted)


def _palpation(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    return _told_whole(_lines(Objective(palpation=_off_first(found.palpation, _is_quiet)), words))


def _strength(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    return _told_whole(_lines(Objective(strength=_off_first(found.strength, _is_strong)), words))


def _neuro(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    normal = [each for each in found.neuro if _told_normal(each)]
    off = tuple(each for each in found.neuro if each not in normal)
    told = _told_whole(_lines(Objective(neuro=off), words))
    sides: dict[str, set[str]] = {}
    for each in normal:
        sides.setdefault(each.root, set()).update(("left", "right") if each.side in ("bilateral", "") else (each.side,))
    whole = [root for root, known in sides.items() if known >= {"left", "right"}]
    rest = tuple(each for each in normal if each.root not in whole)
    told = (*told, *_told_whole(_lines(Objective(neuro=rest), words)))
    if whole:
        names = [str(words.neuro_roots[root].label) if root in words.neuro_roots else root for root in whole]
        told = (*told, Told(_("{roots} normal").format(roots=listed(names)), len(whole)))
    return (*told, *((Told(found.neuro_summary),) if found.neuro_summary else ()))


def _outcomes(found: Objective, words: Catalogue) -> tuple[Told, ...]:
    return _told_plain(_lines(Objective(outcomes=found.outcomes), words))


_KINDS: dict[str, Callable[[Objective, Catalogue], tuple[Told, ...]]] = {
    "posture": _posture,
    "gait": _gait,
    "motion": _motion,
    "tests": _tests,
    "palpation": _palpation,
    "strength": _strength,
    "neuro": _neuro,
    "outcomes": _outcomes,
}
