"""A signed note as prose: read-only, with its versions."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from rmt_notes.clinical.body_ground import numbered
from rmt_notes.clinical.carried import Carried
from rmt_notes.clinical.catalogue import named_for
from rmt_notes.clinical.correction import told_with_note
from rmt_notes.clinical.misfiling import came_words
from rmt_notes.clinical.narrative import narrate
from rmt_notes.clinical.reading import changed_words, read
from rmt_notes.clinical.record import Chart
from rmt_notes.clinical.visit import NoteVersion
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.key_value import KeyValue
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.paint import paint_ring, painter_of
from rmt_notes.ui.widgets.when import clock, long_day

LABELS = 152
"""The width of the labels, one for all cards of the note, at 100 %."""


class ReadCard(Card):
    """Prose to be read: Tab comes by, so that a keyboard can go through a signed note and page down in it."""

    def __init__(self, title: str, key: str = "", told: str = "") -> None:
        super().__init__(title)
        self.key = key
        self.setAccessibleDescription(told)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = painter_of(self)
            paint_ring(painter, QRectF(self.rect()), theme.metrics().card_radius)
            painter.end()


def version_words(version: NoteVersion) -> str:
    """`Version 2 · amended 9 November 2026, 10:12 · R. Example, RMT · reason: …`."""
    signed = _("amended {day}, {time}") if version.is_amendment() else _("signed {day}, {time}")
    parts = [
        _("Version {number}").format(number=version.number),
        signed.format(day=long_day(version.signed_at), time=clock(version.signed_at)),
        version.signed_name,
    ]
    if version.reason:
        parts.append(_("reason: {reason}").format(reason=version.reason))
    return " · ".join(parts)


def cards_of(
    version: NoteVersion, credentials: tuple[str, ...] = (), first: NoteVersion | None = None
) -> list[QWidget]:
    """One card for each section that says something, in the note's order. `credentials` are the therapist's; with
    `first`, the version that was amended, each line tells what changed in it."""
    cards: list[QWidget] = []
    for section in read(version.note, named_for(credentials), first=first.note if first is not None else None):
        if section.lines:
            changes = {number: changed_words(each) for number, each in enumerate(section.lines) if each.was is not None}
            told = ". ".join(
                f"{each.label}: {'. '.join(part for part in (each.text, changes.get(number, '')) if part)}"
                for number, each in enumerate(section.lines)
            )
            card = ReadCard(section.title, section.key, told)
            rows = [(each.label, each.text) for each in section.lines]
            card.add(KeyValue(rows, exactly=LABELS, changes=changes))
            cards.append(card)
        if section.key == "objective" and numbered(version.note):
            cards.append(_body_card(version))
    return cards


def _body_card(version: NoteVersion) -> Card:
    """The figure with the marks of every section under one row of numbers, as on paper."""
    from rmt_notes.ui.widgets.body.glance import BodyGlance

    card = Card(_("Body chart"))
    glance = BodyGlance()
    glance.set_note(version.note)
    card.add(glance)
    return card


def history_card(chart: Chart) -> Card:
    """All versions, newest first, with author, time and reason; those whose signature was withdrawn say so."""
    card = ReadCard(_("Versions of this note"))
    undone = {each.version.number: each.withdrawal for each in chart.undone}
    versions = (*chart.versions, *(each.version for each in chart.undone))
    for version in sorted(versions, key=lambda each: each.number, reverse=True):
        if version.number in undone:
            taken = undone[version.number].at
            words = _("{version} · signature withdrawn {time}, not in force").format(
                version=version_words(version), time=clock(taken)
            )
            card.add(Label(words, "hint", token="muted", wrap=True, selectable=True))
            continue
        card.add(Label(version_words(version), "hint", wrap=True, selectable=True))
        for words in source_words(version):
            card.add(Label(words, "hint", token="muted", wrap=True, selectable=True))
    return card


def filing_cards(chart: Chart) -> list[QWidget]:
    """What belongs beside the note: that it was moved here, and what the client asked to have corrected."""
    cards: list[QWidget] = []
    if chart.filed:
        card = Card(_("Filed"))
        for moved in chart.filed:
            card.add(Label(came_words(moved), wrap=True, selectable=True))
        cards.append(card)
    for correction in chart.corrections:
        rows = told_with_note(correction)
        if rows:
            card = Card(_("Correction asked for by the client"))
            card.add(KeyValue(rows))
            cards.append(card)
    return cards


def source_words(version: NoteVersion) -> tuple[str, ...]:
    """Which sections hold what an earlier visit said, reviewed before the signature: one sentence for each source."""
    titles = {section.key: section.title for section in narrate(version.note)}
    sources: dict[str, list[str]] = {}
    for one in version.note.carried:
        if one.fields or not one.template:
            sources.setdefault(source_of(one), []).append(titles.get(one.section, one.section))
    return tuple(
        _("Carried over in part from {source} and reviewed: {sections}").format(
            source=source, sections=", ".join(sections)
        )
        for source, sections in sources.items()
    )


def source_of(one: Carried) -> str:
    """Where something taken over comes from: the day of the visit, or the name of the template."""
    if one.template:
        return _("the template “{name}”").format(name=one.template)
    if not one.visit_id:
        return _("the health history of {day}").format(day=long_day(one.day))
    return long_day(one.day)
