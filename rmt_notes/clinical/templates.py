"""The shape of a note for a kind of visit: what to look at, which words to begin with, what is usually done.

A template never says what nobody saw. What it puts into a note waits to be reviewed like anything taken over, and what
it says under Subjective, Objective and Assessment has a placeholder to be filled in every line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from rmt_notes.clinical.carried import Carried, taken_over
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.phrasebook import LONGEST_NAME, LONGEST_TEXT, PLACEHOLDER
from rmt_notes.clinical.plan import HomeCare
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import KINDS, Note
from rmt_notes.i18n import _

SECTIONS = ("subjective", "objective", "treatment", "assessment", "plan")
OBSERVED = ("subjective", "objective", "assessment")
"""What is said, found and concluded belongs to its own day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePart:
    """One section of a template. `prompt` stands at its head while the note is written and is no part of it; `words`
    go into its notes."""

    section: str
    prompt: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The shape of a note. `kind` is the kind of visit it is for, empty for any; with `at_once` it is applied to each
    new visit of that kind. `techniques` are without place and result; `reassess_weeks` counts from the visit."""

    id: str
    practitioner_id: str
    name: str
    kind: str = ""
    at_once: bool = False
    parts: tuple[TemplatePart, ...] = ()
    techniques: tuple[TechniqueApplied, ...] = ()
    position: str = ""
    lubricant: str = ""
    frequency: str = ""
    session_minutes: int | None = None
    reassess_weeks: int | None = None
    home_care: tuple[HomeCare, ...] = ()
    advice: str = ""

    def part(self, section: str) -> TemplatePart:
        """What it has for a section."""
        return next((each for each in self.parts if each.section == section), TemplatePart(section=section))


def template_trouble(template: Template) -> str:
    """Why a template cannot be kept, as a sentence; empty where it can."""
    if not template.name.strip():
        return _("A template needs a name.")
    if template.kind and template.kind not in KINDS:
        return _("“{kind}” is no kind of visit.").format(kind=template.kind)
    if template.at_once and not template.kind:
        return _("Choose the kind of visit that the template is applied to by itself.")
    too_long = any(len(text) > LONGEST_TEXT for part in template.parts for text in (part.prompt, part.words))
    if too_long or len(template.name) > LONGEST_NAME:
        return _("A text of a template has at most {letters} letters, its name {name}.").format(
            letters=LONGEST_TEXT, name=LONGEST_NAME
        )
    for part in template.parts:
        if part.section not in SECTIONS:
            return _("“{section}” is no section of a note.").format(section=part.section)
        if part.section in OBSERVED and not all(
            PLACEHOLDER.search(line) for line in part.words.splitlines() if line.strip()
        ):
            return _(
                "What is said or found belongs to its own day: under Subjective, Objective and Assessment every line "
                "of a template's words needs a [placeholder] to be filled."
            )
    for applied in template.techniques:
        if applied != bare_technique(applied):
            return _("A technique of a template has no place and no result: these belong to the visit.")
    if any(
        number is not None and not 1 <= number <= 480 for number in (template.session_minutes, template.reassess_weeks)
    ):
        return _("A number of the template is out of reach.")
    return ""


def bare_technique(applied: TechniqueApplied) -> TechniqueApplied:
    """The technique and its usual minutes; what was done where, and what came of it, is the visit's."""
    return TechniqueApplied(technique=applied.technique, minutes=applied.minutes)


def fill(template: Template, note: Note, day: date) -> Note:
    """The note with what the template has for what is still empty in it; each entry waits to be reviewed."""
    filled = note
    marks = {one.section: one for one in note.carried}
    for key in SECTIONS:
        before = getattr(filled, key)
        wanted = {
            name: value for name, value in _wanted(template, key, day).items() if value and not getattr(before, name)
        }
        after = replace(before, **wanted)
        has_prompt = bool(template.part(key).prompt.strip())
        if (after == before and not has_prompt) or key in marks:
            continue
        entries = taken_over(before, after, after)
        marks[key] = Carried(
            section=key, visit_id="", day=day, fields=tuple(wanted), unread=entries, template=template.name
        )
        filled = replace(filled, **{key: after})
    return replace(filled, carried=tuple(marks[key] for key in SECTIONS if key in marks))


def _wanted(template: Template, section: str, day: date) -> dict[str, Any]:
    words: dict[str, Any] = {"notes": template.part(section).words.strip()}
    if section == "treatment":
        return {
            "techniques": tuple(bare_technique(each) for each in template.techniques),
            "position": template.position,
            "lubricant": template.lubricant,
            **words,
        }
    if section == "plan":
        weeks = template.reassess_weeks
        return {
            "frequency": template.frequency,
            "session_minutes": template.session_minutes,
            "reassess_on": None if weeks is None else day + timedelta(weeks=weeks),
            "home_care": template.home_care,
            "advice": template.advice,
            **words,
        }
    return words


def prompts_of(templates: Iterable[Template], note: Note) -> dict[str, str]:
    """What the template that a note began with asks for, by section; nothing where it is gone or there was none."""
    name = next((one.template for one in note.carried if one.template), "")
    found = next((each for each in templates if name and each.name == name), None)
    return {} if found is None else {part.section: part.prompt for part in found.parts if part.prompt.strip()}


def for_kind(templates: Iterable[Template], kind: str) -> tuple[Template, ...]:
    """The templates that fit a kind of visit: its own first, then those for any, then the others, each by name."""
    return tuple(
        sorted(
            templates, key=lambda each: (0 if each.kind == kind else 1 if not each.kind else 2, each.name.casefold())
        )
    )


def shape_of(note: Note, *, id: str, practitioner_id: str, name: str, kind: str) -> Template:
    """The shape of a written note: what was examined becomes a prompt, what was done and planned is kept without the
    client's places, results and words."""
    found = note.objective
    book = catalogue()
    looked_at = (
        (_("posture"), [_landmark(each.view, each.landmark) for each in found.posture]),
        (_("range of motion"), [book.words("movements", each.movement) for each in found.range_of_motion]),
        (_("tests"), [book.words("tests", each.test) for each in found.tests]),
        (_("strength"), [book.structure(each.muscle) for each in found.strength]),
        (_("outcome measures"), [book.words("measures", each.measure) for each in found.outcomes]),
    )
    lines = [
        f"{title[:1].upper()}{title[1:]}: {', '.join(dict.fromkeys(name for name in names if name))}"
        for title, names in looked_at
        if names
    ]
    if found.palpation:
        lines.append(_("Palpation"))
    if found.neuro:
        lines.append(_("Neurological screen"))
    plan, treatment = note.plan, note.treatment
    return Template(
        id=id,
        practitioner_id=practitioner_id,
        name=name,
        kind=kind,
        parts=(TemplatePart(section="objective", prompt="\n".join(lines)),) if lines else (),
        techniques=tuple(dict.fromkeys(bare_technique(each) for each in treatment.techniques)),
        position=treatment.position,
        lubricant=treatment.lubricant,
        session_minutes=plan.session_minutes,
        frequency=plan.frequency,
        home_care=tuple(HomeCare(key=each.key, dose=each.dose) for each in plan.home_care if each.key),
    )


def _landmark(view: str, key: str) -> str:
    """The name of a landmark of posture."""
    seen = catalogue().posture.get(view)
    entry = seen.landmarks.get(key) if seen is not None else None
    return str(entry.label) if entry is not None else key.replace("_", " ")
