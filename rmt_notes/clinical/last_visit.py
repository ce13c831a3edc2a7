"""The last visit in a dozen lines, to be read between two clients: pain, the complaint, what was off, what was done and
what was planned. What is not told here stands in the whole note; what must not be missed always stands here, first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rmt_notes.clinical.assessment import NeuroFinding, Palpation, RangeOfMotion, Strength
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.glance import both_sides, gathered
from rmt_notes.clinical.narrative import red_flags_text
from rmt_notes.clinical.narrative_objective import objective_groups, objective_lines
from rmt_notes.clinical.narrative_treatment import adverse_event_text, setting_text
from rmt_notes.clinical.narrative_words import Line, line, sided, word
from rmt_notes.clinical.plan import Plan, Referral
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Assessment, Note, Objective, Subjective, Treatment
from rmt_notes.clinical.wording import (
    clauses,
    day,
    listed,
    lower_first,
    number,
    out_of,
    place_text,
    places_text,
    side_word,
    upper_first,
)
from rmt_notes.i18n import _, _n

SHOWN = 3
"""So many findings of one kind are told one by one; of more, the rest is counted. Where the kind warns of danger
(tests, the nerve screen) every finding is told."""

FELT = 2
"""So many findings of the hands are told; they take more words than others."""

NAMED = 2
"""So many findings without change are told by their names, more of them are counted."""

SHORT_NOTE = 120
"""A therapist's own words up to this many letters stand here whole; longer ones are left to the whole note, since half
a sentence may say something else."""

TOLD_SETTINGS = ("pressure", "suction", "passes", "reps")
"""Of a technique's parameters, those that are asked for before it is done again."""

SKIN_TOLD_FROM = 2
"""The skin's response is told from red on (`skin_response` of the catalogue); pink is the usual one."""


@dataclass(frozen=True, slots=True)
class Fact(Line):
    """A line of the short form. `pressing`: it must not be missed, so it stands first and is set apart."""

    pressing: bool = False


def in_short(note: Note, book: Catalogue | None = None, *, on: date | None = None) -> tuple[Fact, ...]:
    """What to know of a visit before the next one, the most useful first. Lines of one label belong together. `on` is
    the day of that next visit: that it was planned for that day need not be told on it."""
    words = book or catalogue()
    pressing = [Fact(label, upper_first(text), pressing=True) for label, text in _pressing(note, words) if text]
    rest = (
        line(_("Pain"), _pain(note, words)),
        line(_("Complaint"), _complaint(note.subjective, words)),
        line(_("Health"), note.subjective.health_changes_detail),
        *_objective(note.objective, words),
        *(line(_("Treated"), _technique(each, words)) for each in note.treatment.techniques),
        line(_("Response"), _response(note.treatment, words)),
        line(_("Reaction"), _reaction(note.subjective)),
        line(_("Home care"), _home_care(note.plan, words)),
        line(_("Plan"), _plan(note.plan, words, on)),
        line(_("Notes"), clauses(dict.fromkeys(_own(each.notes) for each in _noted(note)))),
    )
    return (*pressing, *(Fact(each.label, upper_first(each.text)) for each in rest if each.text))


def _reaction(said: Subjective) -> str:
    """What the client told that day of the treatment before: read beside today's question about the last one, it could
    be taken for its answer."""
    told = said.reaction.strip()
    return _("to the visit before: {told}").format(told=lower_first(told)) if told else ""


def _pressing(note: Note, words: Catalogue) -> Iterator[tuple[str, str]]:
    """What may not be missed: an event, danger signs, a visit without the treatment, a limit that was passed, a client
    who would not say."""
    done, said = note.treatment, note.subjective
    if done.adverse_event is not None:
        yield _("Adverse event"), adverse_event_text(done.adverse_event, words)
    if said.red_flags not in ("", "none") or said.red_flags_found:
        yield _("Red flags"), red_flags_text(said, words)
    if done.outcome != "treated":
        deciders = {"therapist": _("decided by the therapist"), "client": _("decided by the client")}
        parts = (
            word(words, "visit_outcomes", done.outcome),
            done.outcome_reason,
            deciders.get(done.decided_by, done.decided_by),
            _("advice: {advice}").format(advice=done.advice_given) if done.advice_given else "",
        )
        yield _("Outcome"), clauses(parts)
    for each in done.techniques:
        if each.override_reason:
            named = _short_name(each, words)
            yield _("Limit passed"), _("{technique}: {why}").format(technique=named, why=each.override_reason)
    if said.health_changes == "declined":
        yield _("Health"), _("declined to answer")


def _pain(note: Note, words: Catalogue) -> str:
    said, done = note.subjective, note.treatment
    scores = [
        _("{score} before").format(score=said.pain_now) if said.pain_now is not None else "",
        _("{score} after").format(score=done.pain_after) if done.pain_after is not None else done.pain_after_reason,
    ]
    kinds = listed([lower_first(words.words("pain_qualities", each)) for each in said.qualities])
    return clauses((listed(scores), kinds))


def _complaint(said: Subjective, words: Catalogue) -> str:
    complaint = said.complaint.casefold()
    places = []
    for each in said.places:
        only = len(said.places) == 1  # then the side alone is new, where the words name the region
        named = only and words.words("regions", each.region).casefold() in complaint
        places.append(side_word(each.side) if named else places_text([each], words, inside=bool(complaint)))
    where = clauses(dict.fromkeys(places))
    return clauses((said.complaint.strip(), where))


def _objective(found: Objective, words: Catalogue) -> Iterator[Line]:
    """What was off, a line for each kind of finding; what was looked at without a finding is joined."""
    groups: dict[str, list[Line]] = {}
    for key, lines in objective_groups(found, None, words, brief=True):
        if key:
            groups[key] = lines
    yield line(_("Posture"), _posture(found, groups["posture"], words))
    yield line(_("Movement"), _movement(found, words))
    yield line(_("Tests"), _tests(found, groups["tests"]))
    felt = [_felt(each, words) for each in sorted(found.palpation, key=_weight) if not _is_soft(each)]
    yield line(_("Palpation"), _few(felt, _soft_words(len(found.palpation) - len(felt), bool(felt)), shown=FELT))
    weak = [told for each, told in zip(found.strength, groups["strength"], strict=True) if not _is_strong(each)]
    yield line(_("Strength"), _few(_told(weak), _strong_words(len(found.strength) - len(weak), bool(weak))))
    off = [told for each, told in zip(found.neuro, groups["neuro"], strict=True) if not _is_intact(each)]
    intact = _intact_words(len(found.neuro) - len(off), bool(off))
    yield line(_("Nerve screen"), clauses((*_told(off), intact, found.neuro_summary)))
    scores = [each for each in objective_lines(Objective(outcomes=found.outcomes), None, words) if each.text]
    yield line(_("Measures"), clauses(_told(scores)))
    yield line(_("No finding"), found.none_reason)


def _posture(found: Objective, lines: Sequence[Line], words: Catalogue) -> str:
    off: list[Line] = []
    neutral = 0
    for each, told in zip(found.posture, lines, strict=True):
        view = words.posture.get(each.view)
        landmark = view.landmarks.get(each.landmark) if view is not None else None
        if landmark is not None and each.value == landmark.neutral and not each.note:
            neutral += 1
        else:
            off.append(told)
    patterns = listed([lower_first(words.words("posture_patterns", each)) for each in found.posture_patterns])
    gait = word(words, "gait", found.gait, inside=True) if found.gait != "normal" else ""
    parts = (
        _few(_told(off), _neutral_words(neutral, bool(off))),
        _("pattern {patterns}").format(patterns=patterns) if patterns else "",
        _("gait {gait}").format(gait=gait) if gait else "",
    )
    return clauses(parts)


def _movement(found: Objective, words: Catalogue) -> str:
    """Each movement once, measured before and after treatment as `9° → 14° of 20°`; those that reach their usual range
    come last, and what is within normal limits is joined."""
    normal = lower_first(words.words("range_limits", "wnl"))
    kept = motion_lines(found.range_of_motion, words)
    off = [each for each, full in sorted(kept, key=lambda one: one[1]) if each.text != normal]
    wnl = [each for each, _full in kept if each.text == normal]
    named = both_sides(wnl)
    rest = gathered(named) if len(named) <= NAMED else _wnl_words(len(wnl), bool(off))
    return _few(_told(off), rest)


def motion_lines(found: Sequence[RangeOfMotion], words: Catalogue) -> list[tuple[Line, bool]]:
    """Each movement once where what came after treatment says nothing but its degrees (`9° → 14° of 20°`), and whether
    it reached its usual range."""
    motions: dict[tuple[str, str], list[RangeOfMotion]] = {}
    for each in found:
        motions.setdefault((each.movement, each.side), []).append(each)
    kept: list[tuple[Line, bool]] = []
    for several in motions.values():
        full = all(_is_full(each, words) for each in several)
        lines = [_motion(each, words) for each in several]
        if len(several) == 2 and _has_gained(*several):
            first = listed([_degrees(several[0], words), _but_degrees(several[0], words)])  # what was said of it before
            lines = [replace(lines[0], text=f"{first} → {lines[1].text}")]
        else:
            lines = [replace(lines[0], text=lower_first(lines[0].text)), *lines[1:]]
        kept.append((lines[0], full))
        kept.extend((each, full) for each in lines[1:])
    return kept


def _motion(motion: RangeOfMotion, words: Catalogue) -> Line:
    return next(
        each
        for key, lines in objective_groups(Objective(range_of_motion=(motion,)), None, words)
        for each in lines
        if key == "movement"
    )


def _has_gained(first: RangeOfMotion, second: RangeOfMotion) -> bool:
    """Whether the second says nothing but the degrees of the same movement after treatment."""
    only = replace(first, when="after", active=second.active, pain=None, note="", end_feel="", limit="", passive=None)
    return first.when == "before" and first.active is not None and second.active is not None and second == only


def _but_degrees(motion: RangeOfMotion, words: Catalogue) -> str:
    """What is recorded of a movement beside its active degrees."""
    rest = replace(motion, active=None)
    bare = RangeOfMotion(movement=motion.movement, side=motion.side, when=motion.when)
    return "" if rest == bare else _motion(rest, words).text


def _degrees(motion: RangeOfMotion, words: Catalogue) -> str:
    entry = words.movements.get(motion.movement)
    unit = " mm" if entry is not None and entry.unit == "mm" else "°"
    return f"{number(motion.active or 0)}{unit}"


def _is_full(motion: RangeOfMotion, words: Catalogue) -> bool:
    """Whether a movement reached its usual range and nothing was noted of it."""
    entry = words.movements.get(motion.movement)
    if motion.active is None or entry is None or motion.pain or motion.note:
        return False
    return motion.limit in ("", "wnl") and motion.active >= entry.normal


def _tests(found: Objective, lines: Sequence[Line]) -> str:
    """Every test that was not negative by its name; negative ones by theirs while they are few."""
    negative = [
        told for each, told in zip(found.tests, lines, strict=True) if each.result == "negative" and not each.note
    ]
    rest = [
        told
        for each, told in zip(found.tests, lines, strict=True)
        if told not in negative and (each.result != "not_done" or each.note)
    ]
    parts = [gathered([_abbreviated(each) for each in rest], joint=False)] if rest else []
    named = both_sides([_abbreviated(each) for each in negative])
    if len(named) > SHOWN:
        parts.append(_n("{number} negative", "{number} negative", len(named)).format(number=len(named)))
    elif named:
        parts.append(gathered(named, joint=False))
    return clauses(parts)


def _abbreviated(told: Line) -> Line:
    """A test by its initials where its name has them: `SLR`."""
    name, _open, rest = told.name.partition(" (")
    initials = rest.partition(")")[0]
    return sided(initials, told.side, told.text) if name and initials.replace(" ", "").isupper() else told


def _felt(found: Palpation, words: Catalogue) -> str:
    """`Erector spinae, lumbar, both sides: moderately hypertonic, tenderness 2/4`: the muscle stands for its region."""
    where = place_text(found.place, words)
    if found.structure:
        where = listed([words.structure(found.structure).replace("_", " "), side_word(found.place.side)])
    length = word(words, "muscle_length", found.length, inside=True)
    point = word(words, "trigger_point_types", found.trigger_point, inside=True)
    parts = (
        _("trigger point {kind}").format(kind=point) if point else "",
        _("tender {score}").format(score=out_of(found.tenderness, 4)) if found.tenderness is not None else "",
        word(words, "tone", found.tone, inside=True) if found.tone != "normal" or _is_soft(found) else "",
        word(words, "texture", found.texture, inside=True) if found.tone in ("", "normal") else "",
        word(words, "temperature", found.temperature, inside=True) if found.temperature != "normal" else "",
        _("refers to {where}").format(where=found.referral) if found.referral else "",
        length if found.length in ("short", "long") or not length else _("length {value}").format(value=length),
        _own(found.note),
    )
    text = listed(parts)
    return _("{finding}: {text}").format(finding=where, text=text) if text else where


def _is_soft(found: Palpation) -> bool:
    """Whether the hands found nothing."""
    usual = found.tone in ("", "normal") and found.texture in ("", "normal") and found.length in ("", "normal")
    point = found.trigger_point or found.referral or found.temperature not in ("", "normal")
    return usual and not found.tenderness and not point and not found.note


def _weight(found: Palpation) -> tuple[bool, int]:
    """Trigger points first, then by tenderness."""
    return (not found.trigger_point, -(found.tenderness or 0))


def _is_strong(found: Strength) -> bool:
    return found.grade == 5 and found.resisted in ("", "strong_painless") and not found.pain and not found.note


def _is_intact(found: NeuroFinding) -> bool:
    usual = found.sensation in ("", "normal") and found.myotome in (None, 5) and found.reflex in (None, 2)
    return usual and not found.note


def _told(lines: Sequence[Line]) -> list[str]:
    """Findings as texts, left and right as one where they say the same: `Lumbar extension 12° of 25°`."""
    told = []
    for each in both_sides(lines):
        template = _("{finding} {text}") if each.text[:1].isdigit() else _("{finding}: {text}")
        told.append(template.format(finding=each.label, text=lower_first(each.text)))
    return told


def _few(texts: Sequence[str], rest: str = "", shown: int = SHOWN) -> str:
    """The first few texts, and what is said of the rest; others are counted, so that nobody takes these for all."""
    texts = [text if number == 0 else lower_first(text) for number, text in enumerate(texts)]
    more = len(texts) - shown
    counted = _n("{number} more", "{number} more", more).format(number=more) if more > 0 else ""
    return clauses((*texts[:shown], counted, lower_first(rest) if texts else rest))


def _technique(done: TechniqueApplied, words: Catalogue) -> str:
    """`Deep tissue 15 min: low back, both sides, pressure 3`, with the muscles where that is shorter."""
    minutes = _("{number} min").format(number=number(done.minutes)) if done.minutes else ""
    sides = [side_word(side) for side in dict.fromkeys(place.side for place in done.places)]
    where = places_text(done.places, words, inside=True)
    muscles = [lower_first(words.structure(each).replace("_", " ")) for each in done.structures]
    if muscles and len(done.places) < 2:
        where = min((each for each in (where, listed([*muscles, *sides])) if each), key=len)
    told = listed([where, *(_asked(done, key, words) for key in TOLD_SETTINGS)])
    name = " ".join(part for part in (_short_name(done, words), minutes) if part)
    return _("{technique}: {text}").format(technique=name, text=told) if told else name


def _asked(done: TechniqueApplied, key: str, words: Catalogue) -> str:
    """A setting without its scale: `pressure 3`."""
    setting = next((each for each in done.settings if each.key == key), None)
    if setting is None:
        return ""
    if isinstance(setting.value, bool) or not isinstance(setting.value, int | float):
        return setting_text(done.technique, setting, words)
    templates = {
        "pressure": _("pressure {value}"),
        "suction": _("suction {value}"),
        "passes": _("{value} passes"),
        "reps": _("{value} repetitions"),
    }
    return templates[key].format(value=number(setting.value))


def _short_name(done: TechniqueApplied, words: Catalogue) -> str:
    entry = words.techniques.get(done.technique)
    return str(entry.short) if entry is not None else done.technique.replace("_", " ")


def _response(done: Treatment, words: Catalogue) -> str:
    skin = ""
    if done.skin_response and not (done.skin_response.isdecimal() and int(done.skin_response) < SKIN_TOLD_FROM):
        skin = done.skin_response.replace("_", " ")
        point = words.scales["skin_response"].points.get(int(skin)) if skin.isdecimal() else None
        skin = _("skin: {response}").format(response=lower_first(str(point)) if point is not None else skin)
    return clauses((done.response.strip().rstrip("."), skin))


def _home_care(plan: Plan, words: Catalogue) -> str:
    told = []
    for each in plan.home_care:
        name = lower_first(words.words("home_care", each.key)) if each.key else each.note
        dosed = " ".join(part for part in (name, each.dose.replace(" ", "\u00a0")) if part)
        told.append(listed([dosed, _own(each.note) if each.key else ""]))
    return clauses(told)


def _plan(plan: Plan, words: Catalogue, on: date | None) -> str:
    referred = [_referred(each, words) for each in plan.referrals]
    parts = (
        plan.frequency.strip().rstrip("."),
        _("next {day}").format(day=day(plan.next_visit)) if plan.next_visit and plan.next_visit != on else "",
        *referred,
        *(_("re-assessment {day}").format(day=day(each)) for each in (plan.reassess_on,) if each),
        *dict.fromkeys(_own(each) for each in (plan.changes, plan.notes)),
    )
    return clauses(parts)


def _referred(referral: Referral, words: Catalogue) -> str:
    """To whom, and how soon where it could not wait; own words stay as they were written."""
    known = referral.to in words.vocabularies.get("referrals", {})
    to = lower_first(words.words("referrals", referral.to)) if known else referral.to
    urgent = referral.urgency in ("same_day", "emergency")
    soon = lower_first(words.words("urgencies", referral.urgency)) if urgent else ""
    return _("referred: {to}").format(to=listed([to, soon]))


def _noted(note: Note) -> tuple[Subjective | Objective | Treatment | Assessment, ...]:
    """The sections whose notes have no other place here."""
    return note.subjective, note.objective, note.treatment, note.assessment


def _own(text: str) -> str:
    """The therapist's own words, whole, or that there are more of them than stand here."""
    said = text.strip()
    fits = len(said) <= SHORT_NOTE and "\n" not in said
    return said.rstrip(".") if fits else _("more in the whole note")


def _neutral_words(count: int, others: bool) -> str:
    if not count:
        return ""
    if others:
        return _n("{number} other neutral", "{number} others neutral", count).format(number=count)
    return _n("{number} landmark neutral", "all {number} landmarks neutral", count).format(number=count)


def _wnl_words(count: int, others: bool) -> str:
    if others:
        return _n("{number} other within normal limits", "{number} others within normal limits", count).format(
            number=count
        )
    return _("all {number} within normal limits").format(number=count)


def _soft_words(count: int, others: bool) -> str:
    if not count:
        return ""
    if others:
        return _n("{number} other place without a finding", "{number} other places without a finding", count).format(
            number=count
        )
    return _n("{number} place without a finding", "{number} places without a finding", count).format(number=count)


def _strong_words(count: int, others: bool) -> str:
    if not count:
        return ""
    if others:
        return _n("{number} other 5/5", "{number} others 5/5", count).format(number=count)
    return _n("{number} muscle 5/5", "all {number} muscles 5/5", count).format(number=count)


def _intact_words(count: int, others: bool) -> str:
    if not count:
        return ""
    if others:
        return _n("{number} other root without a finding", "{number} other roots without a finding", count).format(
            number=count
        )
    return _n("{number} root without a finding", "all {number} roots without a finding", count).format(number=count)
