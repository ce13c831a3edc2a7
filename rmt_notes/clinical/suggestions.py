"""What the recorded findings suggest: posture patterns, frequency, re-assessment, support for an
impression.

Suggestions only, each with its source; the therapist decides and records. Nothing here names a disease.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rmt_notes.clinical.assessment import PostureFinding, RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import where_it_hurts
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.catalogue_assessment import PosturePattern
from rmt_notes.clinical.catalogue_treatment import Frequency
from rmt_notes.clinical.clusters import count_on
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import day, lower_first
from rmt_notes.i18n import _, _n

MEMBERS_SIDED = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSuggestion:
    """A posture pattern whose signs are all recorded; `signs` are the `view.landmark` that speak for it."""

    key: str
    label: str
    signs: tuple[str, ...]
    short: tuple[str, ...]
    weak: tuple[str, ...]
    note: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencySuggestion:
    """How often visits are usual at a stage, with its source; the days between two visits from and to."""

    key: str
    rule: str
    days_from: int
    days_to: int
    source: tuple[str, ...]

    def next_visits(self, after: date) -> tuple[date, date]:
        """The first and the last usual day of the next visit."""
        return after + timedelta(days=self.days_from), after + timedelta(days=self.days_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A reason to re-assess: the key of the catalogue's rule, a sentence, its source."""

    rule: str
    sentence: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One criterion of an impression: whether what is recorded speaks for it (True), against it (False), or says
    nothing."""

    key: str
    label: str
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What the re-assessment rules look at.

    `visits` were treated since the last assessment (the first visit counts as one), which was on `assessed_on`.
    Pain is that of the baseline and of today. `triggers` are keys of the catalogue's re-assessment triggers that
    the therapist or the findings name. `meaningful`: whether a measure changed meaningfully since; None while
    nothing was measured again."""

    assessed_on: date
    visits: int
    stage: str = ""
    last_visit: date | None = None
    reassess_on: date | None = None
    pain_baseline: int | None = None
    pain_now: int | None = None
    triggers: tuple[str, ...] = ()
    meaningful: bool | None = None
    maintenance: bool = False


def posture_patterns(posture: Iterable[PostureFinding], book: Catalogue | None = None) -> tuple[PatternSuggestion, ...]:
    """The patterns whose signs are all recorded, those with the most signs first.

    Two signs at one landmark are alternatives, since a landmark shows one value at a time. A pattern made of others
    needs all of them."""
    words = book or catalogue()
    seen: dict[str, set[str]] = {}
    for finding in posture:
        seen.setdefault(f"{finding.view}.{finding.landmark}", set()).add(finding.value)
    matched: dict[str, tuple[str, ...]] = {}
    for pattern in words.posture_patterns.values():
        if not pattern.patterns:
            signs = _signs_seen(pattern, seen, words)
            if signs:
                matched[pattern.key] = signs
    for pattern in words.posture_patterns.values():
        if pattern.patterns and all(key in matched for key in pattern.patterns):
            signs = tuple(dict.fromkeys(sign for key in pattern.patterns for sign in matched[key]))
            matched[pattern.key] = signs
    suggestions = [_pattern(words.posture_patterns[key], signs, seen, words) for key, signs in matched.items()]
    return tuple(sorted(suggestions, key=lambda each: -len(each.signs)))


def _signs_seen(pattern: PosturePattern, seen: Mapping[str, set[str]], words: Catalogue) -> tuple[str, ...]:
    wanted: dict[str, set[str]] = {}
    for sign in pattern.signs:
        view, landmark, value = (*sign.split("."), "")[:3]
        wanted.setdefault(f"{view}.{landmark}", set()).update({value} if value else set())
    for place, values in wanted.items():
        view, landmark = place.split(".")
        neutral = words.posture[view].landmarks[landmark].neutral
        here = seen.get(place, set()) - {neutral}
        if not (here & values if values else here):
            return ()
    if pattern.same_side and not _same(wanted, seen):
        return ()
    return tuple(wanted)


def _same(places: Iterable[str], seen: Mapping[str, set[str]]) -> str:
    """The value that all these landmarks show; empty where they differ."""
    return next(iter(sorted(set.intersection(*(seen[place] for place in places)))), "")


def _pattern(
    pattern: PosturePattern, signs: tuple[str, ...], seen: Mapping[str, set[str]], words: Catalogue
) -> PatternSuggestion:
    label = str(pattern.label)
    if pattern.same_side:
        side = lower_first(words.words("posture_values", _same(signs, seen)))
        label = _("{pattern}, {side}").format(pattern=label, side=side)
    return PatternSuggestion(
        key=pattern.key,
        label=label,
        signs=signs,
        short=pattern.short,
        weak=pattern.weak,
        note=str(pattern.note or ""),
        source=pattern.source,
    )


def frequencies(stage: str, book: Catalogue | None = None) -> tuple[FrequencySuggestion, ...]:
    """The usual rhythms of visits at a stage; none for a stage the catalogue says nothing of."""
    words = book or catalogue()
    return tuple(_frequency(each) for each in words.frequencies.values() if stage in each.stages)


def _frequency(entry: Frequency) -> FrequencySuggestion:
    return FrequencySuggestion(
        key=entry.key,
        rule=str(entry.rule),
        days_from=entry.days_from,
        days_to=entry.days_to,
        source=entry.source,
    )


def reassessment_due(course: Course, on: date, book: Catalogue | None = None) -> tuple[Due, ...]:
    """Why a re-assessment is due on a day; empty while it is not."""
    words = book or catalogue()
    rules = words.reassess_rules
    found: list[Due] = []

    def due(rule: str, sentence: str) -> None:
        found.append(Due(rule=rule, sentence=sentence, source=rules[rule].source))

    planned, trigger = rules["planned"].limits, rules["trigger"].limits
    if course.reassess_on is not None and course.reassess_on <= on:
        due("planned", _("Re-assessment was planned for {day}.").format(day=day(course.reassess_on)))
    weeks = (on - course.assessed_on).days / 7
    if course.maintenance:
        _maintenance(course, on, rules["maintenance"].limits, due)
    elif (
        course.stage in ("acute", "flare")
        and weeks >= planned["acute_weeks_from"]
        or course.stage not in ("acute", "flare")
        and weeks >= planned["weeks_from"]
    ):
        due("planned", _weeks_sentence(int(weeks)))
    elif course.visits >= planned["visits_from"]:
        text = _n(
            "{number} visit since the last assessment.", "{number} visits since the last assessment.", course.visits
        )
        due("planned", text.format(number=course.visits))
    if course.pain_baseline is not None and course.pain_now is not None:
        rise = course.pain_now - course.pain_baseline
        if rise >= trigger["pain_rise"]:
            due("trigger", _("Pain is up by {number} from the baseline.").format(number=rise))
    if course.last_visit is not None and _add_months(course.last_visit, trigger["gap_months"]) < on:
        due("trigger", _("The last visit was on {day}.").format(day=day(course.last_visit)))
    for key in course.triggers:
        if key in rules["trigger"].triggers and key not in ("pain_up", "long_gap"):
            due(
                "trigger",
                _("{trigger} since the last assessment.").format(trigger=words.words("reassess_triggers", key)),
            )
    unchanged = rules["no_change"].limits
    if course.meaningful is False and (course.visits >= unchanged["visits_from"] or weeks >= unchanged["weeks"]):
        text = _("No meaningful change in pain since {day}: change the plan or refer, and record which.")
        due("no_change", text.format(day=day(course.assessed_on)))
    return tuple(found)


def _weeks_sentence(weeks: int) -> str:
    text = _n("{number} week since the last assessment.", "{number} weeks since the last assessment.", weeks)
    return text.format(number=weeks)


def _maintenance(course: Course, on: date, limits: Mapping[str, int], due: Callable[[str, str], None]) -> None:
    if _add_months(course.assessed_on, limits["months"]) <= on:
        months = limits["months"]
        due("maintenance", _("More than {number} months since the last assessment.").format(number=months))
    elif course.visits >= limits["visits"]:
        text = _n(
            "{number} visit since the last assessment.", "{number} visits since the last assessment.", course.visits
        )
        due("maintenance", text.format(number=course.visits))


def _add_months(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=start.day - 1), following - timedelta(days=1))


def support_for(key: str, note: Note, book: Catalogue | None = None) -> tuple[Support, ...]:
    """How far the recorded findings speak for an impression, criterion by criterion; empty where the catalogue names
    none. It lists and never concludes: for the facet-type pattern, for one, there is no validated rule and the quadrant
    test is nonspecific."""
    words = book or catalogue()
    entry = words.impressions.get(key)
    if entry is None or not entry.criteria:
        return ()
    places = where_it_hurts(note.subjective)
    sides = {place.side for place in places if place.side}
    painful_side = next(iter(sides)) if len(sides) == 1 and sides <= set(MEMBERS_SIDED) else ""
    local = len({place.region for place in places}) == 1 or None  # several regions: the therapist knows
    moved = _near(note.objective.range_of_motion, places, words)
    met: dict[str, bool | None] = {
        "no_red_flag": {"none": True, "positive": False}.get(note.subjective.red_flags),
        "no_root_signs": _no_root_signs(note),
        "local_tenderness": _tender(note),
        "provocation": _provoked(note, entry.cluster, painful_side, words),
        "below_l5": any(place.region in BELOW_L5 for place in places) or None,
        "unilateral_localised": (local if painful_side else False) if sides else None,
        "worse_extension": _hurts(moved, ("extension",), ""),
        "worse_same_side": _hurts(moved, ("rotation", "lateral_flexion"), painful_side) if painful_side else None,
        "kemp_local": _result(_on_side(note.objective.tests, painful_side), "kemp"),
    }
    return tuple(Support(key=each, label=str(label), met=met.get(each)) for each, label in entry.criteria.items())


def _on_side(tests: Iterable[SpecialTest], side: str) -> tuple[SpecialTest, ...]:
    """The tests of the painful side; all of them where none is."""
    return tuple(test for test in tests if not side or test.side in ("", "bilateral", side))


def _tender(note: Note) -> bool | None:
    """Whether palpation found a tender place; None when tenderness was not recorded."""
    grades = [found.tenderness for found in note.objective.palpation if found.tenderness is not None]
    return any(grades) if grades else None


def _provoked(note: Note, cluster: str | None, side: str, words: Catalogue) -> bool | None:
    """Whether a cluster reached its first level on the painful side, on either where none is; None while tests that are
    not done yet, or were equivocal, could still decide it."""
    tests = note.objective.tests
    if cluster is None or not any(test.test in words.test_clusters[cluster].tests for test in tests):
        return None
    needed = min(level.count for level in words.test_clusters[cluster].levels)
    counts = [count_on(each, cluster, tests, book=words) for each in ((side,) if side else MEMBERS_SIDED)]
    if any(len(count.positive) >= needed for count in counts):
        return True
    return None if any(len(count.positive) + count.undecided() >= needed for count in counts) else False


BELOW_L5 = ("sacrum", "gluteal")


SPINE = ("cervical", "thoracolumbar", "lumbar")


def _near(motions: Sequence[RangeOfMotion], places: Sequence[Place], words: Catalogue) -> tuple[RangeOfMotion, ...]:
    """The movements of the part of the spine where it hurts; of all of it where no place says which."""
    regions = {place.region for place in places}
    near = {joint for joint in SPINE if joint in words.joints and regions & set(words.joints[joint].regions)}
    return tuple(motion for motion in motions if motion.movement.partition(".")[0] in (near or SPINE))


def _hurts(motions: Sequence[RangeOfMotion], movements: tuple[str, ...], side: str) -> bool | None:
    """Whether one of these movements hurts, to one side where that is asked; None when its pain was not recorded."""
    asked = [
        motion.pain
        for motion in motions
        if motion.movement.partition(".")[2] in movements
        and (not side or motion.side == side)
        and motion.when == "before"
        and motion.pain is not None
    ]
    return any(pain > 0 for pain in asked) if asked else None


def _no_root_signs(note: Note) -> bool | None:
    """True when roots or tension tests were looked at and none shows anything; None when nothing was looked at."""
    tests = [_result(note.objective.tests, key) for key in ("slr", "slump", "femoral_nerve", "spurling")]
    done = [result for result in tests if result is not None]
    roots = [
        root.sensation in ("", "normal") and root.myotome in (None, 5) and root.reflex in (None, 2)
        for root in note.objective.neuro
    ]
    if not done and not roots:
        return None
    return not any(done) and all(roots)


def _result(tests: Iterable[SpecialTest], key: str) -> bool | None:
    results = {test.result for test in tests if test.test == key} & {"positive", "negative"}
    return ("positive" in results) if results else None
