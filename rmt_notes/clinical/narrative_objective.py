"""The Objective section in words: posture, movement, tests, palpation, strength, nerve screen, measures."""

from __future__ import annotations

from collections.abc import Iterator

from rmt_notes.clinical.assessment import (
    NeuroFinding,
    Palpation,
    PostureFinding,
    RangeOfMotion,
    SpecialTest,
    Strength,
)
from rmt_notes.clinical.catalogue import Catalogue
from rmt_notes.clinical.narrative_words import Line, label_side, line, mark_lines, sided, word
from rmt_notes.clinical.outcomes import OutcomeScore
from rmt_notes.clinical.scoring import change, rating_sentence, scale_of, score_told
from rmt_notes.clinical.visit import Objective
from rmt_notes.clinical.wording import listed, lower_first, number, out_of
from rmt_notes.i18n import _


def objective_lines(found: Objective, previous: Objective | None, words: Catalogue) -> Iterator[Line]:
    """What the therapist finds, a line for each finding."""
    for _key, lines in objective_groups(found, previous, words):
        yield from lines


def objective_groups(
    found: Objective, previous: Objective | None, words: Catalogue, *, brief: bool = False
) -> Iterator[tuple[str, list[Line]]]:
    """The lines by what they are about: `posture`, `movement`, `tests`, `palpation`, `strength`, `neuro`, and those
    that stand alone under an empty key. `brief` leaves the view out of a posture's label, since its value tells it, and
    the kind out of a strength's, since its group does."""
    patterns = [words.words("posture_patterns", each) for each in found.posture_patterns]
    yield "posture", [_posture(each, words, brief=brief) for each in found.posture]
    yield "", [line(_("Posture pattern"), listed(patterns)), line(_("Gait"), word(words, "gait", found.gait))]
    yield "", [line(_("Breathing"), word(words, "breathing", found.breathing))]
    yield "movement", [_motion(each, previous, words) for each in found.range_of_motion]
    yield "tests", [_test(each, words) for each in found.tests]
    yield "palpation", [_palpation(each, words) for each in found.palpation]
    yield "", list(mark_lines(found.marks))
    yield "strength", [_strength(each, previous, words, brief=brief) for each in found.strength]
    yield "neuro", [_neuro(each, words) for each in found.neuro]
    yield "", [line(_("Neurological screen"), found.neuro_summary)]
    yield "", [_outcome(each, previous, words) for each in found.outcomes]
    yield "", [line(_("No finding because"), found.none_reason), line(_("Notes"), found.notes)]


def _posture(posture: PostureFinding, words: Catalogue, *, brief: bool) -> Line:
    view = words.posture.get(posture.view)
    landmark = view.landmarks.get(posture.landmark) if view is not None else None
    name = str(landmark.label) if landmark is not None else posture.landmark.replace("_", " ")
    seen = lower_first(str(view.label)) if view is not None else posture.view.replace("_", " ")
    value = words.words("posture_values", posture.value)
    severity = lower_first(words.words("severity", posture.severity)) if posture.severity else ""
    return line(name if brief else label_side(name, seen), listed([value, severity, posture.note]))


def _motion(motion: RangeOfMotion, previous: Objective | None, words: Catalogue) -> Line:
    entry = words.movements.get(motion.movement)
    unit = " mm" if entry is not None and entry.unit == "mm" else "°"
    before = _same_motion(motion, previous)
    parts = []
    if motion.active is not None:
        parts.append(_measured(motion.active, entry.normal if entry else None, before.active if before else None, unit))
    if motion.passive is not None:
        passive = _measured(motion.passive, None, before.passive if before else None, unit)
        parts.append(_("passive {value}").format(value=passive))
    if motion.limit:
        parts.append(word(words, "range_limits", motion.limit, inside=True))
    if motion.pain is not None:
        pain = _("pain {score}").format(score=out_of(motion.pain, 10))
        if before is not None and before.pain is not None:
            pain = _("{value} (was {before})").format(value=pain, before=number(before.pain))
        parts.append(pain)
    if motion.end_feel:
        parts.append(_("end feel {feel}").format(feel=word(words, "end_feel", motion.end_feel, inside=True)))
    parts.append(motion.note)
    told = sided(words.words("movements", motion.movement), motion.side, listed(parts) or _("looked at"))
    if motion.when == "before":
        return told
    if motion.when == "after":
        return line(_("{movement}, after treatment").format(movement=told.label), told.text)
    return line(label_side(told.label, motion.when.replace("_", " ")), told.text)


def _measured(value: float, normal: float | None, before: float | None, unit: str) -> str:
    """`15° of 25° (was 12°)`."""
    text = f"{number(value)}{unit}"
    if normal is not None:
        text = _("{value} of {normal}").format(value=text, normal=f"{number(normal)}{unit}")
    if before is not None:
        text = _("{value} (was {before})").format(value=text, before=f"{number(before)}{unit}")
    return text


def _same_motion(motion: RangeOfMotion, previous: Objective | None) -> RangeOfMotion | None:
    """The same movement at the earlier visit, measured at the same time of the visit where there is one."""
    if previous is None:
        return None
    same = [each for each in previous.range_of_motion if (each.movement, each.side) == (motion.movement, motion.side)]
    return next((each for each in same if each.when == motion.when), same[0] if same else None)


def _test(test: SpecialTest, words: Catalogue) -> Line:
    result = listed([word(words, "test_results", test.result), test.note])
    return sided(words.words("tests", test.test), test.side, result)


def _palpation(found: Palpation, words: Catalogue) -> Line:
    parts = [
        word(words, "texture", found.texture, inside=True),
        word(words, "tone", found.tone, inside=True),
        _("temperature {value}").format(value=word(words, "temperature", found.temperature, inside=True))
        if found.temperature
        else "",
        _tenderness(found.tenderness, words),
        _trigger_point(found, words),
        _("length {value}").format(value=word(words, "muscle_length", found.length, inside=True))
        if found.length
        else "",
        found.note,
    ]
    text = listed(parts)
    if found.structure:
        structure = words.structure(found.structure).replace("_", " ")
        text = _("{structure}: {findings}").format(structure=structure, findings=text) if text else structure
    return sided(words.words("regions", found.place.region), found.place.side, text or _("palpated"))


def _tenderness(grade: int | None, words: Catalogue) -> str:
    if grade is None:
        return ""
    said = words.palpation["tenderness"].get(str(grade))
    score = out_of(grade, 4)
    if said is None:
        return _("tenderness {score}").format(score=score)
    return _("tenderness {score} ({words})").format(score=score, words=lower_first(str(said)))


def _trigger_point(found: Palpation, words: Catalogue) -> str:
    point = ""
    if found.trigger_point:
        kind = word(words, "trigger_point_types", found.trigger_point, inside=True)
        point = _("trigger point {kind}").format(kind=kind)
    if not found.referral:
        return point
    referral = _("refers to {where}").format(where=found.referral)
    return listed([point, referral])


def _strength(found: Strength, previous: Objective | None, words: Catalogue, *, brief: bool) -> Line:
    parts = []
    if found.grade is not None:
        grade = out_of(found.grade, 5)
        before = (
            next((each for each in previous.strength if (each.muscle, each.side) == (found.muscle, found.side)), None)
            if previous is not None
            else None
        )
        if before is not None and before.grade is not None:
            grade = _("{value} (was {before})").format(value=grade, before=number(before.grade))
        parts.append(grade)
    if found.resisted:
        parts.append(_("resisted: {value}").format(value=word(words, "resisted", found.resisted, inside=True)))
    if found.pain is not None:
        parts.append(_("pain {score}").format(score=out_of(found.pain, 10)))
    parts.append(found.note)
    muscle = words.structure(found.muscle).replace("_", " ")
    name = muscle if brief else _("Strength: {muscle}").format(muscle=muscle)
    return sided(name, found.side, listed(parts) or _("looked at"))


def _neuro(found: NeuroFinding, words: Catalogue) -> Line:
    root = words.neuro_roots.get(found.root)
    parts = []
    if found.sensation:
        sensation = word(words, "sensation", found.sensation, inside=True)
        parts.append(_("sensation {value}").format(value=sensation))
    if found.myotome is not None:
        parts.append(_("strength {score}").format(score=out_of(found.myotome, 5)))
    if found.reflex is not None:
        said = words.vocabularies["reflexes"].get(str(found.reflex))
        reflex = f"{found.reflex}+"
        parts.append(
            _("reflex {grade} ({words})").format(grade=reflex, words=lower_first(str(said)))
            if said is not None
            else _("reflex {grade}").format(grade=reflex)
        )
    parts.append(found.note)
    name = _("Root {root}").format(root=str(root.label) if root is not None else found.root)
    return sided(name, found.side, listed(parts) or _("looked at"))


def _outcome(found: OutcomeScore, previous: Objective | None, words: Catalogue) -> Line:
    entry = words.measures.get(found.measure)
    scale = scale_of(found.measure, found.scale, words)
    parts = [score_told(found, words) or _("not given"), rating_sentence(found, words)]
    if found.scale and (scale is None or scale.key != found.scale or (entry is not None and len(entry.scales) > 1)):
        named = str(scale.label) if scale is not None and scale.key == found.scale else found.scale.replace("_", " ")
        parts.append(_("scale {scale}").format(scale=named))
    parts.extend(
        activity.text
        if activity.score is None
        else _("{activity} {score}").format(activity=activity.text, score=number(activity.score))
        for activity in found.activities
    )
    if found.items:
        said = " ".join("\u2013" if item is None else number(item) for item in found.items)
        ticks = entry is not None and entry.entry == "ticks"
        parts.append(_("ticked {items}").format(items=said) if ticks else _("answers {answers}").format(answers=said))
    parts.append(found.note)
    text = listed(parts)
    before = next((each for each in previous.outcomes if each.measure == found.measure), None) if previous else None
    if before is not None and before.score is not None and found.score is not None:
        if rating_sentence(found, words):  # says a change by itself
            return line(
                str(entry.short) if entry is not None else found.measure,
                _("{score} (was {before})").format(score=text, before=score_told(before, words)),
            )
        text = _("{score} (was {before}: {change})").format(
            score=text, before=number(before.score), change=change(before, found, words).sentence
        )
    return line(str(entry.short) if entry is not None else found.measure.replace("_", " "), text)
