"""A note's five sections: short lines as the narrative tells them, and tables where several of a kind stand
together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rmt_notes.clinical import narrative
from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_ground import avoid_sites, ground_of, numbered, treated_sites
from rmt_notes.clinical.catalogue import Catalogue, catalogue, named_for
from rmt_notes.clinical.narrative_treatment import setting_text
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note, Objective
from rmt_notes.clinical.wording import listed, lower_first, number, out_of, places_text, side_word, upper_first
from rmt_notes.export.pdf.blocks import Column, continued, heading, labelled, prose, table, with_heading_again
from rmt_notes.export.pdf.body_figure import BodyPage, body_rows
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import SOFT, Row
from rmt_notes.export.pdf.typefaces import ITALIC
from rmt_notes.i18n import _

TABLE_FROM = 2
"""Rows of range of motion or tests from which they stand in a table; fewer read better as a line."""


def note_body(
    setter: Setter, note: Note, avoid: Sequence[tuple[Place, str]] = (), credentials: tuple[str, ...] = ()
) -> list[Row]:
    """All that the note says, in the order Subjective, Objective, body chart, Treatment, Assessment, Plan. Empty
    sections say so. The figure carries the marks of every section under one row of numbers; `avoid` are the places to
    keep away from. It is drawn where there is a mark. A method that needs a credential goes by its plain name without
    it."""
    tables = {
        "objective": _objective_tables(setter, note),
        "treatment": _technique_table(setter, note, named_for(credentials)),
    }
    above, below = _around_tables(note)
    rows: list[Row] = []
    for before, after in zip(narrative.narrate(above), narrative.narrate(below), strict=True):
        inner = _lines(setter, before.lines)
        grid = tables.get(after.key, [])
        if inner and grid:
            inner.append(Row(7.0, keep=True))
        inner += grid
        rest = _lines(setter, after.lines)
        if rest and grid:
            inner.append(Row(5.0))
        inner += rest
        where = _where_marked(note, after.key)
        if where:
            inner += labelled(setter, _("Body chart"), where, before=1.8 if inner else 0.0)
        if not inner:
            inner = prose(setter, [Span(_("Nothing recorded."), ITALIC)], grey=SOFT)
        rows += [*heading(setter, after.title), *with_heading_again(inner, continued(setter, after.title))]
        if after.key == "objective":
            rows += _body_chart(setter, note, avoid)
    return rows


def _where_marked(note: Note, section: str) -> str:
    """Which numbers of the body chart belong to a section: `marks 1 to 3, drawn and told below`."""
    own = getattr(note, section).marks if section in ("subjective", "objective", "treatment") else ()
    if not own:
        return ""
    first = ground_of(note, section, None, ()).first
    last = first + len(own) - 1
    if first == last:
        number = _("mark {number}").format(number=first)
    elif last == first + 1:
        number = _("marks {first} and {last}").format(first=first, last=last)
    else:
        number = _("marks {first} to {last}").format(first=first, last=last)
    words = _("{marks} of the figure above") if section == "treatment" else _("{marks} of the figure below")
    return words.format(marks=number)


def _body_chart(setter: Setter, note: Note, avoid: Sequence[tuple[Place, str]]) -> list[Row]:
    marks = numbered(note)
    if not marks:
        return []
    page = BodyPage(marks=marks, treated=treated_sites(note.treatment.techniques), avoid=frozenset(avoid_sites(avoid)))
    title = _("Body chart")
    return [*heading(setter, title), *with_heading_again(body_rows(setter, page), continued(setter, title))]


def _lines(setter: Setter, lines: Sequence[narrative.Line]) -> list[Row]:
    """Label and text; a label that was just said is not said again."""
    rows: list[Row] = []
    last = ""
    for line in lines:
        rows += labelled(setter, line.label if line.label != last else "", line.text, before=1.8 if rows else 0.0)
        last = line.label
    return rows


def _around_tables(note: Note) -> tuple[Note, Note]:
    """What stands above the tables and what below. Nothing of the note is in both; what is in neither is in a table,
    or told with the figure."""
    unmarked = {part: replace(getattr(note, part), marks=()) for part in ("subjective", "objective", "treatment")}
    note = replace(note, **unmarked)
    objective = note.objective
    above = Note()
    if _motions_tabled(note) or _tests_tabled(note):
        looked = Objective(
            posture=objective.posture,
            posture_patterns=objective.posture_patterns,
            gait=objective.gait,
            breathing=objective.breathing,
        )
        above = Note(objective=looked)
        objective = replace(objective, posture=(), posture_patterns=(), gait="", breathing="")
    if _motions_tabled(note):
        objective = replace(objective, range_of_motion=())
    if _tests_tabled(note):
        objective = replace(objective, tests=())
    return above, replace(note, objective=objective, treatment=replace(note.treatment, techniques=()))


def _motions_tabled(note: Note) -> bool:
    return len(note.objective.range_of_motion) >= TABLE_FROM


def _tests_tabled(note: Note) -> bool:
    return len(note.objective.tests) >= TABLE_FROM


def _technique_table(setter: Setter, note: Note, book: Catalogue) -> list[Row]:
    if not note.treatment.techniques:
        return []
    columns = (
        Column(_("Technique"), 27),
        Column(_("Where"), 28),
        Column(_("How"), 36),
        Column(_("Minutes"), 9, "right"),
    )
    return table(setter, columns, [_technique_cells(applied, book) for applied in note.treatment.techniques])


def _technique_cells(applied: TechniqueApplied, words: Catalogue) -> tuple[str, str, str, str]:
    where = places_text(applied.places)
    structures = ", ".join(words.structure(structure) for structure in applied.structures)
    how = [_tight(setting_text(applied.technique, setting, words)) for setting in applied.settings]
    if applied.position:
        how.append(lower_first(words.words("positions", applied.position)))
    if applied.tolerance is not None:
        how.append(_("tolerance {score}").format(score=out_of(applied.tolerance, 10)))
    lines = [
        upper_first(listed(how)),
        _("Response: {words}").format(words=applied.response) if applied.response else "",
        _("Modified: {words}").format(words=applied.modification) if applied.modification else "",
        _("Limit passed because: {words}").format(words=applied.override_reason) if applied.override_reason else "",
    ]
    minutes = number(applied.minutes) if applied.minutes is not None else ""
    return (
        words.words("techniques", applied.technique),
        "\n".join(part for part in (where, structures) if part),
        "\n".join(line for line in lines if line),
        minutes,
    )


def _objective_tables(setter: Setter, note: Note) -> list[Row]:
    rows: list[Row] = []
    if _motions_tabled(note):
        columns = [
            Column(_("Range of motion"), 27),
            Column(_("Side"), 12),
            Column(_("Active"), 13),
            Column(_("Passive"), 13),
            Column(_("Pain"), 9),
            Column(_("Limit, end feel, remarks"), 26),
        ]
        rows += table(setter, columns, [_motion_cells(motion) for motion in note.objective.range_of_motion])
    if _tests_tabled(note):
        columns = [Column(_("Test"), 36), Column(_("Side"), 14), Column(_("Result"), 16), Column(_("Remarks"), 34)]
        if rows:
            rows.append(Row(9.0, keep=True))
        rows += table(setter, columns, [_test_cells(test) for test in note.objective.tests])
    return rows


def _motion_cells(motion: RangeOfMotion) -> tuple[str, ...]:
    words = catalogue()
    known = words.movements.get(motion.movement)
    name = words.words("movements", motion.movement)
    if motion.when != "before":
        name = (
            _("{movement}, after treatment").format(movement=name)
            if motion.when == "after"
            else f"{name}, {motion.when}"
        )

    def measured(value: float | None) -> str:
        if value is None:
            return ""
        unit = " mm" if known is not None and known.unit == "mm" else "°"
        amount = f"{number(value)}{unit}"
        if known is None or known.normal is None:
            return amount
        return _("{amount} of {normal}").format(amount=amount, normal=f"{number(known.normal)}{unit}")

    remarks = [
        words.words("range_limits", motion.limit) if motion.limit else "",
        words.words("end_feel", motion.end_feel) if motion.end_feel else "",
        motion.note,
    ]
    pain = "" if motion.pain is None else out_of(motion.pain, 10)
    return (
        name,
        side_word(motion.side),
        measured(motion.active),
        measured(motion.passive),
        pain,
        "; ".join(part for part in remarks if part),
    )


def _test_cells(test: SpecialTest) -> tuple[str, ...]:
    words = catalogue()
    return (words.words("tests", test.test), side_word(test.side), words.words("test_results", test.result), test.note)


def _tight(words: str) -> str:
    """A number stays on the line of its unit."""
    return re.sub(r"(?<=\d) (?=(?:%|[a-zA-Z]{1,3}\b))", "\u00a0", words)
