"""What the recorded findings suggest: test clusters, posture patterns, frequency, re-assessment, support for an
impression.

Suggestions only, each with its source; the therapist decides and records. Nothing here names a disease.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rmt_notes.clinical.assessment import PostureFinding, RangeOfMotion, SpecialTest
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.catalogue_assessment import PosturePattern
from rmt_notes.clinical.catalogue_treatment import Frequency
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import day
from rmt_notes.i18n import _, _n

MEMBERS_SIDED = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCount:
    """How many members of a test cluster are positive. `done` counts those with a result, `members` all there are;
    `reached` is the highest level's statement, empty while none is reached."""

    key: str
    label: str
    positive: tuple[str, ...]
    done: int
    members: int
    reached: str
    source: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """`Sacroiliac provocation: 3 of 5 positive. ...`"""
        text = _("{cluster}: {positive} of {members} positive").format(
            cluster=self.label, positive=len(self.positive), members=self.members
        )
        return _("{count}. {statement}").format(count=text, statement=self.reached) if self.reached else text


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


def clusters(
    tests: Iterable[SpecialTest], motions: Iterable[RangeOfMotion] = (), book: Catalogue | None = None
) -> tuple[ClusterCount, ...]:
    """Every cluster of which at least one test was done. A test counts once, on whichever side it is positive; a
    movement counts as positive when it stays under the cluster's value on any side."""
    words = book or catalogue()
    results: dict[str, set[str]] = {}
    for test in tests:
        if test.result != "not_done":
            results.setdefault(test.test, set()).add(test.result)
    reached: dict[str, float] = {}
    for motion in motions:
        if motion.when == "before" and motion.active is not None:
            reached[motion.movement] = min(motion.active, reached.get(motion.movement, motion.active))
    found = []
    for cluster in words.test_clusters.values():
        done = [key for key in cluster.tests if key in results]
        if not done:
            continue
        positive = [key for key in done if "positive" in results[key]]
        measured = [key for key in cluster.movements if key in reached]
        positive += [key for key in measured if reached[key] < cluster.movements[key]]
        statements = [level.statement for level in cluster.levels if len(positive) >= level.count]
        found.append(
            ClusterCount(
                key=cluster.key,
                label=str(cluster.label),
                positive=tuple(positive),
                done=len(done) + len(measured),
                members=len(cluster.tests) + len(cluster.movements),
                reached=str(statements[-1]) if statements else "",
                source=cluster.source,
            )
        )
    return tuple(found)


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
    suggestions = [_pattern(words.posture_patterns[key], signs) for key, signs in matched.items()]
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
    return tuple(wanted)


def _pattern(pattern: PosturePattern, signs: tuple[str, ...]) -> PatternSuggestion:
    return PatternSuggestion(
        key=pattern.key,
        label=str(pattern.label),
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
    sides = {place.side for place in note.subjective.places if place.side}
    painful_side = next(iter(sides)) if len(sides) == 1 and sides <= set(MEMBERS_SIDED) else ""
    moved = note.objective.range_of_motion
    met: dict[str, bool | None] = {
        "no_red_flag": {"none": True, "positive": False}.get(note.subjective.red_flags),
        "no_root_signs": _no_root_signs(note),
        "local_tenderness": _tender(note),
        "provocation": _provoked(note, entry.cluster, words),
        "unilateral_localised": bool(painful_side) if sides else None,
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


def _provoked(note: Note, cluster: str | None, words: Catalogue) -> bool | None:
    """Whether a cluster reached its first level; None while the tests that are not done yet could still decide it."""
    found = next((one for one in clusters(note.objective.tests, (), words) if one.key == cluster), None)
    if found is None or cluster is None:
        return None
    needed = min(level.count for level in words.test_clusters[cluster].levels)
    if len(found.positive) >= needed:
        return True
    return False if len(found.positive) + found.members - found.done < needed else None


SPINE = ("cervical", "thoracolumbar", "lumbar")


def _hurts(motions: Sequence[RangeOfMotion], movements: tuple[str, ...], side: str) -> bool | None:
    """Whether a spinal movement hurts, to one side where that is asked; None when its pain was not recorded."""
    asked = [
        motion.pain
        for motion in motions
        if motion.movement.partition(".")[0] in SPINE
        and motion.movement.partition(".")[2] in movements
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
