"""Outcome measures: scores from single answers, and what a change between two scores means.

A change counts as meaningful when it reaches the measure's smallest meaningful change in points, or its share of
the first score where the measure has such a rule (30 %). The figures and their sources are the catalogue's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.catalogue_assessment import Measure, MeasureScale
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.wording import number
from rmt_notes.i18n import _, _n


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score worked out from answers. `score` is None while too few of them are answered (`answered` of
    `needed`)."""

    score: float | None
    answered: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """A change from a first to a later score.

    `points` is signed, `percent` the size in percent of the first score (None where that is 0). `improved` is None
    where nothing changed. `meaningful` says that it reaches the smallest meaningful change, `clear` that it is
    beyond doubt where the measure has such a figure. `comparable` is False for two scores on different scales: then
    nothing else is said."""

    points: float
    percent: float | None
    improved: bool | None
    meaningful: bool
    clear: bool = False
    comparable: bool = True

    @property
    def sentence(self) -> str:
        """The change in words: `5 points better (38 %), a meaningful change`."""
        if not self.comparable:
            return _("not comparable, another scale was used")
        if self.improved is None:
            return _("no change")
        size = abs(self.points)
        amount = _n("{number} point", "{number} points", 1 if size == 1 else 2).format(number=number(round(size, 1)))
        if self.improved:
            text = _("{amount} better").format(amount=amount)
        else:
            text = _("{amount} worse").format(amount=amount)
        if self.percent is not None:
            text = _("{change} ({percent} %)").format(change=text, percent=number(round(self.percent)))
        if self.meaningful:
            return _("{change}, a meaningful change").format(change=text)
        return _("{change}, less than a meaningful change").format(change=text)


def score_of(measure: str, items: Sequence[float | None], book: Catalogue | None = None, *, scale: str = "") -> Score:
    """The score of a measure from its answers, None standing for an item left out; on its named scale, else its first.

    Raises:
        KeyError: no such measure.
        ValueError: more answers than the measure has items, or an answer outside its range.
    """
    entry = (book or catalogue()).measures[measure]
    if len(items) > entry.items_to:
        raise ValueError(f"{measure} has at most {entry.items_to} items")
    given = [item for item in items if item is not None]
    for item in given:
        if not entry.item_minimum <= item <= entry.item_maximum:
            raise ValueError(f"{item} is outside {entry.item_minimum:g} to {entry.item_maximum:g}")
    if entry.missing == "zero":
        return Score(score=float(sum(given)), answered=len(given), needed=entry.needs)
    if len(given) < max(entry.needs, 1):
        return Score(score=None, answered=len(given), needed=entry.needs)
    return Score(score=_scored(entry, given, scale), answered=len(given), needed=entry.needs)


def items_score(found: OutcomeScore, book: Catalogue | None = None) -> float | None:
    """What the answers or activities kept with a score come to; None where there are none, too few, or some that cannot
    be."""
    if found.activities:
        return mean_of_activities(found)
    entry = (book or catalogue()).measures.get(found.measure)
    if entry is None or not found.items:
        return None
    if entry.entry == "ticks":
        return float(len(found.items))
    try:
        return score_of(found.measure, found.items, book, scale=found.scale).score
    except ValueError:
        return None


def _scored(entry: Measure, given: list[float], scale: str) -> float:
    """A skipped item leaves the rest to speak for the whole: the score keeps its full range."""
    total, answered = sum(given), len(given)
    if entry.scoring == "number":
        return given[0]
    if entry.scoring == "mean":
        return _tenth(total / answered)
    if entry.scoring == "count":
        return float(total)
    if entry.scoring == "percent":
        return _tenth(100 * total / (entry.item_maximum * answered))
    if entry.scoring == "scaled_mean":
        return _tenth((total / answered - 1) * 25)
    highest = next((each.maximum for each in entry.scales if each.key == scale), entry.scales[0].maximum)
    return _tenth(highest * total / (entry.item_maximum * answered))


def _tenth(value: float) -> float:
    """To one decimal as a hand does it: a half goes up."""
    return float(Decimal(str(round(value, 6))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def scale_of(measure: str, scale: str = "", book: Catalogue | None = None) -> MeasureScale | None:
    """The scale a score is on: the named one, else the measure's first; None for an unknown measure."""
    entry = (book or catalogue()).measures.get(measure)
    if entry is None:
        return None
    return next((each for each in entry.scales if each.key == scale), entry.scales[0])


def change(first: OutcomeScore, later: OutcomeScore, book: Catalogue | None = None) -> ScoreChange:
    """What changed from one score to a later one of the same measure.

    Raises:
        ValueError: two different measures.
    """
    if first.measure != later.measure:
        raise ValueError(f"{first.measure} and {later.measure} cannot be compared")
    scale = scale_of(first.measure, first.scale, book)
    other = scale_of(later.measure, later.scale, book)
    if scale is None or other is None or scale.key != other.key or first.score is None or later.score is None:
        return ScoreChange(points=0, percent=None, improved=None, meaningful=False, comparable=False)
    entry = (book or catalogue()).measures[first.measure]
    return change_between(entry, _for_one_activity(entry, scale, first, later), first.score, later.score)


def _for_one_activity(entry: Measure, scale: MeasureScale, first: OutcomeScore, later: OutcomeScore) -> MeasureScale:
    """A single activity must change more than the mean of several does, where the catalogue has that figure."""
    single = next((each for each in entry.changes if each.key == "single"), None)
    if single is None or (len(first.activities), len(later.activities)) != (1, 1):
        return scale
    return replace(scale, meaningful=single.low)


def change_between(entry: Measure, scale: MeasureScale, first: float, later: float) -> ScoreChange:
    """What changed between two scores on one scale."""
    points = round(later - first, 6)
    if points == 0:
        return ScoreChange(points=0, percent=None, improved=None, meaningful=False)
    percent = round(100 * abs(points) / abs(first), 6) if first else None
    by_share = entry.meaningful_percent is not None and percent is not None and percent >= entry.meaningful_percent
    return ScoreChange(
        points=points,
        percent=percent,
        improved=(points > 0) == entry.higher_is_better,
        meaningful=abs(points) >= scale.meaningful or by_share,
        clear=scale.clear is not None and abs(points) >= scale.clear,
    )


def pain_change(first: int, later: int, book: Catalogue | None = None) -> ScoreChange:
    """What a change of pain (0 to 10) means."""
    entry = (book or catalogue()).measures["nprs"]
    return change_between(entry, entry.scales[0], first, later)


def mean_of_activities(score: OutcomeScore) -> float | None:
    """The mean of the client's own activities, where they are recorded (patient-specific functional scale)."""
    given = [activity.score for activity in score.activities if activity.score is not None]
    return _tenth(sum(given) / len(given)) if given else None


def is_on_scale(found: OutcomeScore, book: Catalogue | None = None) -> bool:
    """Whether a score is one that its measure has; one that was not given, or of an unknown measure, is not judged.
    What is counted, or is one number of a row, has no parts."""
    scale = scale_of(found.measure, found.scale, book)
    if scale is None or found.score is None:
        return True
    whole = (book or catalogue()).measures[found.measure].scoring in ("count", "number")
    return scale.minimum <= found.score <= scale.maximum and not (whole and found.score % 1)


def rating_sentence(found: OutcomeScore, book: Catalogue | None = None) -> str:
    """What a score says that is a change by itself, one that goes below nought: `better, a clear change`."""
    scale = scale_of(found.measure, found.scale, book)
    if scale is None or scale.minimum >= 0 or found.score is None or not is_on_scale(found, book):
        return ""
    if found.score == 0:
        return _("no change")
    size = abs(found.score)
    if scale.clear is not None and size >= scale.clear:
        return _("better, a clear change") if found.score > 0 else _("worse, a clear change")
    if size >= scale.meaningful:
        return _("better, a meaningful change") if found.score > 0 else _("worse, a meaningful change")
    if found.score > 0:
        return _("better, less than a meaningful change")
    return _("worse, less than a meaningful change")


def score_told(found: OutcomeScore, book: Catalogue | None = None) -> str:
    """`13 of 24`, `+5`, `−2`; nothing for a score that was not given."""
    if found.score is None:
        return ""
    scale = scale_of(found.measure, found.scale, book)
    if scale is None:
        return number(found.score)
    if scale.minimum < 0:
        sign = "+" if found.score > 0 else "\u2212" if found.score < 0 else ""
        return f"{sign}{number(abs(found.score))}"
    return _("{score} of {most}").format(score=number(found.score), most=number(scale.maximum))
