"""A note's five sections: short lines as the narrative tells them, and tables where several of a kind stand
together."""

from __future__ import annotations

from dataclasses import replace

from rmt_notes.clinical import narrative
from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note
from rmt_notes.clinical.wording import listed, lower_first, number, places_text, side_word, upper_first
from rmt_notes.export.pdf.blocks import Column, continued, heading, labelled, prose, table, with_heading_again
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import SOFT, Row
from rmt_notes.export.pdf.typefaces import ITALIC
from rmt_notes.export.pdf.words import setting_words
from rmt_notes.i18n import _

TABLE_FROM = 2
"""Rows of range of motion or tests from which they stand in a table; fewer read better as a line."""


def note_body(setter: Setter, note: Note) -> list[Row]:
    """All that the note says, in the order Subjective, Objective, Treatment, Assessment, Plan. Empty sections say
    so."""
    tables = {"objective": _objective_tables(setter, note), "treatment": _technique_table(setter, note)}
    rows: list[Row] = []
    for section in narrative.narrate(_without_tabled(note)):
        again = continued(setter, section.title)
        inner: list[Row] = []
        grid = tables.pop(section.key, [])
        if section.key == "treatment" and grid:
            inner += grid
        for line in section.lines:
            inner += labelled(setter, line.label, line.text, before=0.0 if not inner else 1.8)
        if section.key != "treatment" and grid:
            inner += grid
        if not inner:
            inner = prose(setter, [Span(_("Nothing recorded."), ITALIC)], grey=SOFT)
        rows += [*heading(setter, section.title), *with_heading_again(inner, again)]
    return rows


def _without_tabled(note: Note) -> Note:
    """The note without what stands in tables, so that nothing is printed twice and nothing can be left out of both."""
    objective = note.objective
    if len(objective.range_of_motion) >= TABLE_FROM:
        objective = replace(objective, range_of_motion=())
    if len(objective.tests) >= TABLE_FROM:
        objective = replace(objective, tests=())
    return replace(note, objective=objective, treatment=replace(note.treatment, techniques=()))


def _technique_table(setter: Setter, note: Note) -> list[Row]:
    if not note.treatment.techniques:
        return []
    columns = (
        Column(_("Technique"), 23),
        Column(_("Where"), 30),
        Column(_("How"), 38),
        Column(_("Minutes"), 9, "right"),
    )
    return [*table(setter, columns, [_technique_cells(applied) for applied in note.treatment.techniques]), Row(5.0)]


def _technique_cells(applied: TechniqueApplied) -> tuple[str, str, str, str]:
    words = catalogue()
    where = places_text(applied.places)
    structures = ", ".join(words.structure(structure) for structure in applied.structures)
    how = [setting_words(applied.technique, setting) for setting in applied.settings]
    if applied.position:
        how.append(lower_first(words.words("positions", applied.position)))
    if applied.tolerance is not None:
        how.append(_("tolerance {number} of 10").format(number=applied.tolerance))
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
    motions, tests = note.objective.range_of_motion, note.objective.tests
    if len(motions) >= TABLE_FROM:
        columns = [
            Column(_("Range of motion"), 27),
            Column(_("Side"), 12),
            Column(_("Active"), 13),
            Column(_("Passive"), 13),
            Column(_("Pain"), 9),
            Column(_("Limit, end feel, remarks"), 26),
        ]
        rows += [Row(9.0), *table(setter, columns, [_motion_cells(motion) for motion in motions])]
    if len(tests) >= TABLE_FROM:
        columns = [Column(_("Test"), 36), Column(_("Side"), 14), Column(_("Result"), 16), Column(_("Remarks"), 34)]
        rows += [Row(9.0), *table(setter, columns, [_test_cells(test) for test in tests])]
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
    pain = "" if motion.pain is None else _("{number} of 10").format(number=motion.pain)
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
