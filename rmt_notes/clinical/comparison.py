"""What changed between two visits of one client, row by row, in words. It compares what was recorded and never guesses:
what one visit did
not look at is "not recorded", not "gone"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.assessment import PostureFinding, RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import SIDES, Place
from rmt_notes.clinical.body_chart import site_words
from rmt_notes.clinical.body_compare import Change, changes
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.narrative_words import label_side
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.scoring import rating_sentence
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import clauses, finding_text, listed, lower_first, side_word
from rmt_notes.i18n import _, _n

BETTER, WORSE, NEW, NEUTRAL = "better", "worse", "new", ""
_SEVERITIES = ("none", "mild", "moderate", "marked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row of the comparison.

    `before` and `after` are empty where that visit recorded nothing. `change` says the difference in words; `tone` is
    `better`, `worse`, `new`
    (a new limit) or empty where it is neither. `differs` tells whether to show it among the differences.
    """

    key: str
    label: str
    before: str = ""
    after: str = ""
    change: str = ""
    tone: str = NEUTRAL

    @property
    def differs(self) -> bool:
        """Both visits say something and it is not the same, or the later one says something the earlier did not."""
        return bool(self.after) and self.before != self.after or self.tone == NEW


def side_words(side: str) -> str:
    """The client's side, spelled."""
    return side_word(side) if side in SIDES else ""


def place_words(place: Place, words: Catalogue) -> str:
    """`Lumbar, left`."""
    return label_side(words.words("regions", place.region), side_words(place.side))


def compare(
    before: Note,
    after: Note,
    *,
    days: tuple[date, date],
    findings: Iterable[Finding] = (),
    words: Catalogue | None = None,
) -> tuple[Difference, ...]:
    """All rows on which the two notes say something, in the order of the note; `before` is the earlier visit, on
    `days[0]`."""
    known = words or catalogue()
    rows = [
        *_pain(before, after, known),
        *_marks(before, after),
        *_posture(before.objective.posture, after.objective.posture, known),
        *_motion(before.objective.range_of_motion, after.objective.range_of_motion, known),
        *_tests(before.objective.tests, after.objective.tests, known),
        *_strength(before, after, known),
        *_outcomes(before.objective.outcomes, after.objective.outcomes, known),
        *_lists(before, after, known),
        *_safety(tuple(findings), days, known),
    ]
    return tuple(row for row in rows if row.before or row.after)


def _signed(number: float) -> str:
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{_plain(abs(number))}"


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else f"{number:.1f}"


def is_meaningful(
    measure: str, first: float, second: float, scale: str = "", *, words: Catalogue | None = None
) -> bool:
    """Whether a change reaches the published figure: the percentage of the first score where the measure has one (a
    first score of 0 falls back to
    points), else its points. Sources stand in the catalogue's measure."""
    entry = (words or catalogue()).measures.get(measure)
    if entry is None or first == second:
        return False
    chosen = next((each for each in entry.scales if each.key == scale), entry.scales[0])
    by_points = abs(second - first) >= chosen.meaningful
    if entry.meaningful_percent is not None and first > 0:
        return by_points or abs(second - first) * 100 >= entry.meaningful_percent * first
    return by_points


def _change_of(
    measure: str, first: float, second: float, scale: str, known: Catalogue, unit: str = ""
) -> tuple[str, str]:
    entry = known.measures.get(measure)
    if first == second:
        return _("unchanged"), NEUTRAL
    higher = entry.higher_is_better if entry is not None else False
    tone = BETTER if (second > first) == higher else WORSE
    change = _signed(second - first) + unit
    if is_meaningful(measure, first, second, scale, words=known):
        change = _("{change} · meaningful").format(change=change)
    return change, tone


def _pain(before: Note, after: Note, known: Catalogue) -> list[Difference]:
    def said(note: Note) -> str:
        now, later = note.subjective.pain_now, note.treatment.pain_after
        if now is None and later is None:
            return ""
        if later is None:
            return _("{pain} before").format(pain=now)
        if now is None:
            return _("{pain} after").format(pain=later)
        return _("{before} before, {after} after").format(before=now, after=later)

    change, tone = "", NEUTRAL
    first, second = before.subjective.pain_now, after.subjective.pain_now
    if first is not None and second is not None:
        change, tone = _change_of("nprs", first, second, "", known)
    return [Difference(key="pain", label=_("Pain"), before=said(before), after=said(after), change=change, tone=tone)]


def _marks(before: Note, after: Note) -> list[Difference]:
    rows = []
    for layer, one, other in (
        ("pain", before.subjective.marks, after.subjective.marks),
        ("findings", before.objective.marks, after.objective.marks),
    ):
        found = changes(one, other, layer)
        change, tone = ("", NEUTRAL) if not (one and other) else _marks_change(found)
        label = _("Body chart: {layer}").format(layer=lower_first(str(body_words().layers[layer])))
        said = (
            clauses(_marked(each, each.was) for each in found if each.before),
            clauses(_marked(each, each.now) for each in found if each.after),
        )
        rows.append(
            Difference(key=f"marks.{layer}", label=label, before=said[0], after=said[1], change=change, tone=tone)
        )
    return rows


def _marked(each: Change, score: int | None) -> str:
    place = site_words(each.site)
    return place if score is None else _("{place} {score}/10").format(place=place, score=score)


def _marks_change(found: tuple[Change, ...]) -> tuple[str, str]:
    """How many regions went, came, eased or grew stronger; better or worse only where all point one way."""
    counted = {word: sum(each.word == word for each in found) for word in ("gone", "weaker", "new", "stronger")}
    words = {
        "gone": _("{number} gone"),
        "weaker": _("{number} less"),
        "new": _("{number} new"),
        "stronger": _("{number} more"),
    }
    told = [words[word].format(number=count) for word, count in counted.items() if count]
    eased, grew = counted["gone"] + counted["weaker"], counted["new"] + counted["stronger"]
    tone = BETTER if eased and not grew else WORSE if grew and not eased else NEUTRAL
    return listed(told) or (_("unchanged") if found else ""), tone


def _posture(before: Iterable[PostureFinding], after: Iterable[PostureFinding], known: Catalogue) -> list[Difference]:
    then = {(each.view, each.landmark): each for each in before}
    now = {(each.view, each.landmark): each for each in after}
    rows = []
    for view, landmark in dict.fromkeys((*then, *now)):
        place = known.posture[view].landmarks.get(landmark) if view in known.posture else None
        label = str(place.label) if place else landmark.replace("_", " ")

        def said(finding: PostureFinding | None, values: Mapping[str, object] = place.values if place else {}) -> str:
            if finding is None:
                return ""
            value = str(values.get(finding.value, finding.value.replace("_", " ")))
            return f"{value}, {known.words('severity', finding.severity).lower()}" if finding.severity else value

        first, second = then.get((view, landmark)), now.get((view, landmark))
        change, tone = _posture_change(first, second, place.neutral if place else "")
        rows.append(
            Difference(
                key=f"posture.{view}.{landmark}",
                label=label,
                before=said(first),
                after=said(second),
                change=change,
                tone=tone,
            )
        )
    return rows


def _posture_change(first: PostureFinding | None, second: PostureFinding | None, neutral: str) -> tuple[str, str]:
    if first is None or second is None or first == second:
        return "", NEUTRAL
    if second.value == neutral and first.value != neutral:
        return _("now neutral"), BETTER
    if first.value == neutral and second.value != neutral:
        return _("new finding"), WORSE
    if first.value == second.value and first.severity in _SEVERITIES and second.severity in _SEVERITIES:
        steps = _SEVERITIES.index(second.severity) - _SEVERITIES.index(first.severity)
        if steps < 0:
            return _("less marked"), BETTER
        if steps > 0:
            return _("more marked"), WORSE
    return "", NEUTRAL


def _motion(before: Iterable[RangeOfMotion], after: Iterable[RangeOfMotion], known: Catalogue) -> list[Difference]:
    def measured(rows: Iterable[RangeOfMotion]) -> dict[tuple[str, str], RangeOfMotion]:
        best: dict[tuple[str, str], RangeOfMotion] = {}
        for row in rows:  # the measurement before treatment counts; the one after only where there is no other
            key = (row.movement, row.side)
            if key not in best or (best[key].when != "before" and row.when == "before"):
                best[key] = row
        return best

    then, now = measured(before), measured(after)
    rows = []
    for movement, side in dict.fromkeys((*then, *now)):
        entry = known.movements.get(movement)
        unit = " mm" if entry is not None and entry.unit == "mm" else "°"
        normal = entry.normal if entry is not None else None
        label = label_side(known.words("movements", movement), side_words(side))

        def said(row: RangeOfMotion | None, unit: str = unit, normal: float | None = normal) -> str:
            if row is None:
                return ""
            parts = []
            value = row.active if row.active is not None else row.passive
            if value is not None:
                parts.append(
                    f"{_plain(value)}{unit}"
                    if normal is None
                    else _("{value} of {normal}").format(
                        value=f"{_plain(value)}{unit}", normal=f"{_plain(normal)}{unit}"
                    )
                )
            elif row.limit:
                parts.append(known.words("range_limits", row.limit))
            if row.pain is not None:
                parts.append(_("pain {pain}/10").format(pain=row.pain))
            return listed(parts)

        first, second = then.get((movement, side)), now.get((movement, side))
        change, tone = "", NEUTRAL
        if first is not None and second is not None:
            one = first.active if first.active is not None else first.passive
            two = second.active if second.active is not None else second.passive
            if one is not None and two is not None and one != two:
                change = _signed(two - one) + unit
                nearer = normal is not None and abs(two - normal) < abs(one - normal)
                farther = normal is not None and abs(two - normal) > abs(one - normal)
                tone = BETTER if nearer else WORSE if farther else NEUTRAL
        rows.append(
            Difference(
                key=f"motion.{movement}.{side}",
                label=label,
                before=said(first),
                after=said(second),
                change=change,
                tone=tone,
            )
        )
    return rows


def _tests(before: Iterable[SpecialTest], after: Iterable[SpecialTest], known: Catalogue) -> list[Difference]:
    then, now = _by_test(before), _by_test(after)
    rows = []
    for test in dict.fromkeys((*then, *now)):
        first, second = then.get(test, {}), now.get(test, {})
        change, tone = "", NEUTRAL
        cleared = [side for side, result in second.items() if result == "negative" and first.get(side) == "positive"]
        turned = [side for side, result in second.items() if result == "positive" and first.get(side) == "negative"]
        if turned:
            change, tone = _side_change(turned, _("now positive")), WORSE
        elif cleared:
            change, tone = _side_change(cleared, _("cleared")), BETTER
        rows.append(
            Difference(
                key=f"test.{test}",
                label=known.words("tests", test),
                before=_results(first),
                after=_results(second),
                change=change,
                tone=tone,
            )
        )
    return rows


def _by_test(tests: Iterable[SpecialTest]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in tests:
        if each.result == "not_done":
            continue
        sides = ("left", "right") if each.side == "bilateral" else (each.side,)
        for side in sides:
            found.setdefault(each.test, {})[side] = each.result
    return found


def _side_change(sides: list[str], what: str) -> str:
    spelled = _("both sides") if {"left", "right"} <= set(sides) else side_words(sides[0])
    return _("{side} {what}").format(side=spelled, what=what).strip()


def _results(sides: Mapping[str, str]) -> str:
    spelled = {"positive": _("positive"), "negative": _("negative"), "equivocal": _("equivocal")}
    results = set(sides.values())
    if len(results) == 1 and ({"left", "right"} <= set(sides)):
        return _("{result} both sides").format(result=spelled.get(next(iter(results)), next(iter(results))))
    told = (
        _("{result} {side}").format(result=spelled.get(one, one), side=side_words(side)) for side, one in sides.items()
    )
    return listed([one.strip() for one in told])


def _strength(before: Note, after: Note, known: Catalogue) -> list[Difference]:
    then = {(each.muscle, each.side): each.grade for each in before.objective.strength}
    now = {(each.muscle, each.side): each.grade for each in after.objective.strength}
    rows = []
    for muscle, side in dict.fromkeys((*then, *now)):
        first, second = then.get((muscle, side)), now.get((muscle, side))
        change, tone = "", NEUTRAL
        if first is not None and second is not None and first != second:
            change, tone = _signed(second - first), BETTER if second > first else WORSE
        label = label_side(known.structure(muscle), side_words(side))
        rows.append(
            Difference(
                key=f"strength.{muscle}.{side}",
                label=_("Strength: {muscle}").format(muscle=label),
                before="" if first is None else f"{first}/5",
                after="" if second is None else f"{second}/5",
                change=change,
                tone=tone,
            )
        )
    return rows


def _outcomes(before: Iterable[OutcomeScore], after: Iterable[OutcomeScore], known: Catalogue) -> list[Difference]:
    def scale_key(score: OutcomeScore) -> str:
        """An unnamed scale is the measure's first."""
        entry = known.measures.get(score.measure)
        return score.scale or (entry.scales[0].key if entry is not None else "")

    then = {(each.measure, scale_key(each)): each for each in before}
    now = {(each.measure, scale_key(each)): each for each in after}
    rows = []
    for measure, scale in dict.fromkeys((*then, *now)):
        entry = known.measures.get(measure)
        chosen = None
        if entry is not None:
            chosen = next((each for each in entry.scales if each.key == scale), entry.scales[0])

        def said(score: OutcomeScore | None, highest: float | None = chosen.maximum if chosen else None) -> str:
            if score is None or score.score is None:
                return ""
            value = _plain(score.score)
            return value if highest is None else _("{score} of {highest}").format(score=value, highest=_plain(highest))

        first, second = then.get((measure, scale)), now.get((measure, scale))
        change, tone = "", NEUTRAL
        if first is not None and second is not None and first.score is not None and second.score is not None:
            change, tone = _change_of(measure, first.score, second.score, scale, known)
        if second is not None and (rating := rating_sentence(second, known)):  # a change by itself
            change, tone = rating, BETTER if (second.score or 0) > 0 else WORSE if second.score else NEUTRAL
        label = str(entry.short) if entry is not None else measure
        rows.append(
            Difference(
                key=f"outcome.{measure}", label=label, before=said(first), after=said(second), change=change, tone=tone
            )
        )
    return rows


def _lists(before: Note, after: Note, known: Catalogue) -> list[Difference]:
    def joined(named: Callable[[Note], Iterable[str]], note: Note) -> str:
        return listed(dict.fromkeys(named(note)))

    def impressions(note: Note) -> Iterable[str]:
        return (known.words("impressions", each.key) for each in note.assessment.impressions)

    def techniques(note: Note) -> Iterable[str]:
        known_ones = known.techniques
        for each in note.treatment.techniques:
            entry = known_ones.get(each.technique)
            yield str(entry.short) if entry is not None else known.words("techniques", each.technique)

    def home_care(note: Note) -> Iterable[str]:
        return (known.words("home_care", each.key) if each.key else each.note for each in note.plan.home_care)

    def frequency(note: Note) -> Iterable[str]:
        return (note.plan.frequency,) if note.plan.frequency else ()

    kinds: tuple[tuple[str, str, Callable[[Note], Iterable[str]]], ...] = (
        ("impressions", _("Impression"), impressions),
        ("techniques", _("Techniques"), techniques),
        ("frequency", _("Frequency"), frequency),
        ("home_care", _("Home care"), home_care),
    )
    return [
        Difference(key=key, label=label, before=joined(named, before), after=joined(named, after))
        for key, label, named in kinds
    ]


def _safety(findings: tuple[Finding, ...], days: tuple[date, date], known: Catalogue) -> list[Difference]:
    def limiting(day: date) -> tuple[Finding, ...]:
        return tuple(
            each
            for each in findings
            if each.state != "entered_in_error"
            and each.recorded_at.date() <= day
            and (each.closed_on is None or each.closed_on > day)
        )

    first, second = limiting(days[0]), limiting(days[1])
    known_then, known_now = {each.key for each in first}, {each.key for each in second}
    fresh, gone = len(known_now - known_then), len(known_then - known_now)
    change, tone = "", NEUTRAL
    if fresh:
        change, tone = _n("{number} new", "{number} new", fresh).format(number=fresh), NEW
    elif gone:
        change, tone = _n("{number} resolved", "{number} resolved", gone).format(number=gone), BETTER
    if not first and not second:
        return []

    def named(several: tuple[Finding, ...]) -> str:
        return listed(dict.fromkeys(finding_text(each, known) for each in several)) or _("none known")

    return [
        Difference(key="safety", label=_("Safety"), before=named(first), after=named(second), change=change, tone=tone)
    ]
