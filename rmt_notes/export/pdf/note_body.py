"""A note's five sections: short lines as the narrative tells them, and tables where several of a kind stand
together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.body import Place
from rmt_notes.clinical.body_chart import mark_words
from rmt_notes.clinical.body_ground import avoid_sites, numbered, treated_sites
from rmt_notes.clinical.catalogue import Catalogue, catalogue, named_for
from rmt_notes.clinical.narrative_treatment import setting_text
from rmt_notes.clinical.reading import MARKED, ReadLine, changed_words, read, where_marked
from rmt_notes.clinical.techniques import TechniqueApplied
from rmt_notes.clinical.visit import Note, Objective, Treatment
from rmt_notes.clinical.wording import clauses, listed, lower_first, number, out_of, places_text, side_word, upper_first
from rmt_notes.export.pdf.blocks import Column, continued, heading, labelled, prose, table, with_heading_again
from rmt_notes.export.pdf.body_figure import BodyPage, body_rows
from rmt_notes.export.pdf.lines import Setter, Span
from rmt_notes.export.pdf.style import SOFT, Row
from rmt_notes.export.pdf.typefaces import ITALIC
from rmt_notes.i18n import _

TABLE_FROM = 2
"""Rows of range of motion or tests from which they stand in a table; fewer read better as a line."""


SHORT = 160
"""Earlier words up to this many letters stand beside what took their place; longer ones are read in the earlier text,
which follows on pages of its own."""


def note_body(
    setter: Setter,
    note: Note,
    avoid: Sequence[tuple[Place, str]] = (),
    credentials: tuple[str, ...] = (),
    first: Note | None = None,
) -> list[Row]:
    """All that the note says, in the order Subjective, Objective, body chart, Treatment, Assessment, Plan. Empty
    sections say so. The figure carries the marks of every section under one row of numbers; `avoid` are the places to
    keep away from. It is drawn where there is a mark. A method that needs a credential goes by its plain name without
    it. With `first`, what was signed first, each text that was changed since is marked."""
    book = named_for(credentials)
    tabled = _motions_tabled(note), _tests_tabled(note)
    tables = {"objective": _objective_tables(setter, note, tabled), "treatment": _technique_table(setter, note, book)}
    above, below = _around_tables(note, tabled)
    parts = [above, below, _in_tables(note, tabled)]
    then: list[Note | None] = [None, None, None]
    if first is not None:
        then = [*_around_tables(first, tabled), _in_tables(first, tabled)]
    told = [read(part, book, first=other, as_typed=True) for part, other in zip(parts, then, strict=True)]
    rows: list[Row] = []
    for before, after, within in zip(*told, strict=True):
        inner = _lines(setter, before.lines)
        grid = tables.get(after.key, [])
        if inner and grid:
            inner.append(Row(7.0, keep=True))
        inner += grid
        changed = [each for each in within.lines if each.was is not None]
        rest = _lines(setter, [*changed, *after.lines])
        if rest and grid:
            inner.append(Row(5.0))
        inner += rest
        where = where_marked(note, after.key)
        change = _marks_changed(note, first, after.key)
        if where or change:
            inner += labelled(setter, _("Body chart"), where, before=1.8 if inner else 0.0, change=change)
        if not inner:
            inner = prose(setter, [Span(_("Nothing recorded."), ITALIC)], grey=SOFT)
        rows += [*heading(setter, after.title), *with_heading_again(inner, continued(setter, after.title))]
        if after.key == "objective":
            rows += _body_chart(setter, note, avoid)
    return rows


def _marks_changed(note: Note, first: Note | None, section: str) -> str:
    """What of a section's marks on the body chart is not as it was signed first."""
    if first is None or section not in MARKED:
        return ""
    now, then = getattr(note, section).marks, getattr(first, section).marks
    if now == then:
        return ""
    told = clauses(mark_words(mark) for mark in then)
    return _change(ReadLine(_("Body chart"), where_marked(note, section), was=told))


def _change(told: ReadLine) -> str:
    """What is told beneath a changed text."""
    if told.was is not None and len(told.was) > SHORT:
        return _("Changed; the earlier words follow with the earlier text.")
    return changed_words(told)


def _body_chart(setter: Setter, note: Note, avoid: Sequence[tuple[Place, str]]) -> list[Row]:
    marks = numbered(note)
    if not marks:
        return []
    page = BodyPage(marks=marks, treated=treated_sites(note.treatment.techniques), avoid=frozenset(avoid_sites(avoid)))
    title = _("Body chart")
    return [*heading(setter, title), *with_heading_again(body_rows(setter, page), continued(setter, title))]


def _lines(setter: Setter, lines: Sequence[ReadLine]) -> list[Row]:
    """Label and text; a label that was just said is not said again."""
    rows: list[Row] = []
    last = ""
    for line in lines:
        label = line.label if line.label != last else ""
        rows += labelled(setter, label, line.text, before=1.8 if rows else 0.0, change=_change(line))
        last = line.label
    return rows


def _around_tables(note: Note, tabled: tuple[bool, bool]) -> tuple[Note, Note]:
    """What stands above the tables and what below; `tabled`: whether motions and tests have one. Nothing of the note is
    in both; what is in neither is in a table, or told with the figure. Findings without change stand below a table,
    joined."""
    unmarked = {part: replace(getattr(note, part), marks=()) for part in MARKED}
    note = replace(note, **unmarked)
    objective = note.objective
    above = Note()
    if any(tabled):
        looked = Objective(
            posture=objective.posture,
            posture_patterns=objective.posture_patterns,
            gait=objective.gait,
            breathing=objective.breathing,
        )
        above = Note(objective=looked)
        objective = replace(objective, posture=(), posture_patterns=(), gait="", breathing="")
    if tabled[0]:
        plain = tuple(motion for motion in objective.range_of_motion if _is_wnl(motion))
        objective = replace(objective, range_of_motion=plain)
    if tabled[1]:
        objective = replace(objective, tests=tuple(test for test in objective.tests if _is_negative(test)))
    return above, replace(note, objective=objective, treatment=replace(note.treatment, techniques=()))


def _in_tables(note: Note, tabled: tuple[bool, bool]) -> Note:
    """What stands in the tables, to tell what an amendment changed there."""
    motions = tuple(each for each in note.objective.range_of_motion if tabled[0] and not _is_wnl(each))
    tests = tuple(each for each in note.objective.tests if tabled[1] and not _is_negative(each))
    return Note(
        objective=Objective(range_of_motion=motions, tests=tests),
        treatment=Treatment(techniques=note.treatment.techniques),
    )


def _is_wnl(motion: RangeOfMotion) -> bool:
    """Whether nothing is recorded of a motion but that it is within normal limits."""
    return replace(motion, movement="", side="") == RangeOfMotion(movement="", limit="wnl")


def _is_negative(test: SpecialTest) -> bool:
    return test.result == "negative" and not test.note


def _motions_tabled(note: Note) -> bool:
    return sum(not _is_wnl(motion) for motion in note.objective.range_of_motion) >= TABLE_FROM


def _tests_tabled(note: Note) -> bool:
    return sum(not _is_negative(test) for test in note.objective.tests) >= TABLE_FROM


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


def _objective_tables(setter: Setter, note: Note, tabled: tuple[bool, bool]) -> list[Row]:
    rows: list[Row] = []
    if tabled[0]:
        columns = [
            Column(_("Range of motion"), 27),
            Column(_("Side"), 12),
            Column(_("Active"), 13),
            Column(_("Passive"), 13),
            Column(_("Pain"), 9),
            Column(_("Limit, end feel, remarks"), 26),
        ]
        rows += table(
            setter, columns, [_motion_cells(each) for each in note.objective.range_of_motion if not _is_wnl(each)]
        )
    if tabled[1]:
        columns = [Column(_("Test"), 36), Column(_("Side"), 14), Column(_("Result"), 16), Column(_("Remarks"), 34)]
        if rows:
            rows.append(Row(9.0, keep=True))
        rows += table(setter, columns, [_test_cells(each) for each in note.objective.tests if not _is_negative(each)])
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
