"""The alert banner: what a therapist must see before touching the client, short enough to read at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rmt_notes.clinical.body import Place
from rmt_notes.clinical.catalogue import Catalogue, Contraindication
from rmt_notes.clinical.finding import Clearance, Finding
from rmt_notes.clinical.wording import any_of, bare, day, listed, lower_first, places_text, upper_first
from rmt_notes.i18n import _

KINDS = ("danger", "warning", "info")
_NO_MASSAGE = {"bar": 0, "clr": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert: `text` for the pill, `detail` for whoever asks why. `kind` is one of `KINDS`; `finding_id` and
    `key` lead to the finding."""

    kind: str
    text: str
    detail: str
    finding_id: str = ""
    key: str = ""
    urgency: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one active finding does, over the whole body: the effect per column after clearances."""

    finding: Finding
    entry: Contraindication
    places: tuple[Place, ...]
    effects: Mapping[str, str]
    clearances: tuple[Clearance, ...]


def alerts_of(
    limits: Iterable[Limits],
    *,
    lapsed: Iterable[tuple[Finding, Clearance]] = (),
    against: Iterable[tuple[Finding, Clearance]] = (),
    expiring: Iterable[Clearance] = (),
    unknown: Iterable[Finding] = (),
    own: Iterable[Finding] = (),
    on: date,
    book: Catalogue,
) -> tuple[Alert, ...]:
    """One alert per active finding, gravest first, then clearances that ended or soon end, then findings the
    catalogue does not know. Alerts of the practice's own questions warn as firmly as those of the catalogue."""
    held = tuple(limits)
    found = [_alert(each, book) for each in held]
    general = {each.finding.id: each.effects["GEN"] for each in held}
    found += [
        Alert(
            kind="warning",
            text=finding.sentence.rstrip("."),
            detail=_("From a question of your own. {detail}").format(detail=finding.detail).strip(),
            finding_id=finding.id,
            key=finding.key,
        )
        for finding in own
    ]
    found.sort(
        key=lambda alert: (
            KINDS.index(alert.kind),
            alert.urgency != "emergency",
            _NO_MASSAGE.get(general.get(alert.finding_id, ""), 2),
        )
    )
    for finding, clearance in against:
        name = lower_first(bare(book.words("contraindications", finding.key)))
        detail = _("{clinician} advised against massage on {day}: {finding}. {limits}").format(
            clinician=clearance.clinician, day=day(clearance.received_on), finding=name, limits=clearance.limits
        )
        found.insert(
            0,
            Alert(
                kind="danger",
                text=_("Advised against · {finding}").format(finding=name),
                detail=detail.strip(),
                finding_id=finding.id,
                key=finding.key,
            ),
        )
    for finding, clearance in lapsed:
        text = _("Clearance ended {day}").format(day=day(clearance.valid_until))
        detail = _("The clearance by {clinician} ended on {day}. Ask for a new one: {finding}.").format(
            clinician=clearance.clinician,
            day=day(clearance.valid_until),
            finding=book.words("contraindications", finding.key),
        )
        found.append(Alert(kind="warning", text=text, detail=detail, finding_id=finding.id, key=finding.key))
    for clearance in expiring:
        left = (clearance.valid_until - on).days
        text = (
            _("Clearance ends today") if left == 0 else _("Clearance ends {day}").format(day=day(clearance.valid_until))
        )
        detail = _("The clearance by {clinician} is valid until {day}. {limits}").format(
            clinician=clearance.clinician, day=day(clearance.valid_until), limits=upper_first(clearance.limits)
        )
        found.append(Alert(kind="info", text=text, detail=detail.strip()))
    for finding in unknown:
        text = finding.key.replace("_", " ")
        detail = _("This finding comes from another version of the program and cannot be checked: {finding}. {detail}")
        found.append(
            Alert(kind="warning", text=text, detail=detail.format(finding=text, detail=finding.detail).strip(),
                  finding_id=finding.id, key=finding.key)
        )  # fmt: skip
    return tuple(found)


def short_label(entry: Contraindication) -> str:
    """The contraindication in few words, for pills."""
    return bare(str(entry.short or entry.label))


def _alert(limits: Limits, book: Catalogue) -> Alert:
    entry, effects = limits.entry, limits.effects
    parts = [part for part in (_limit_words(limits, book), _pressure_words(limits)) if part]
    name = lower_first(short_label(entry))
    if limits.finding.state == "suspected" and "suspected" not in (entry.short or entry.label).en.lower():
        name = _("{finding}, suspected").format(finding=name)
    kind = "info"
    if "bar" in effects.values() or effects["GEN"] == "clr":
        kind = "danger"
    elif (
        {"clr", "loc"} & set(effects.values()) or entry.urgency in ("same_day", "emergency") or _pressure_words(limits)
    ):
        kind = "warning"
    return Alert(
        kind=kind,
        text=" · ".join((*parts, name)),
        detail=_detail(limits, book),
        finding_id=limits.finding.id,
        key=entry.key,
        urgency=entry.urgency,
    )


def _limit_words(limits: Limits, book: Catalogue) -> str:
    effects = limits.effects
    if effects["GEN"] == "bar":
        return _("No massage")
    if effects["GEN"] == "clr":
        return _("Clearance first")
    barred = [_class_word(key, book) for key, effect in effects.items() if effect == "bar"]
    if barred:
        return _("No {techniques}").format(techniques=any_of(barred))
    if effects["GEN"] == "loc":
        if limits.places:
            return _("Avoid {places}").format(places=places_text(limits.places, book, inside=True))
        return _("Avoid the place, not marked yet")
    limited = [_class_word(key, book) for key, effect in effects.items() if effect in ("loc", "clr")]
    if limited:
        if limits.places:
            return _("Light work only at {places}").format(places=places_text(limits.places, book, inside=True))
        return (
            _("No {techniques} without clearance").format(techniques=any_of(limited))
            if _waits(effects)
            else _("Light work only")
        )
    if limits.entry.max_pressure is None and not limits.entry.pressure_step_lower:
        return _("Modify")
    return ""


def _class_word(key: str, book: Catalogue) -> str:
    return lower_first(bare(book.words("technique_classes", key)))


def _waits(effects: Mapping[str, str]) -> bool:
    return "clr" in effects.values() and "loc" not in effects.values()


def _pressure_words(limits: Limits) -> str:
    caps = [limits.entry.max_pressure, *(clearance.max_pressure for clearance in limits.clearances)]
    known = [cap for cap in caps if cap is not None]
    if limits.effects["GEN"] == "bar":
        return ""
    if known:
        return _("Pressure {number} or less").format(number=min(known))
    if limits.entry.pressure_step_lower:
        return _("One pressure step lower")
    return ""


def _detail(limits: Limits, book: Catalogue) -> str:
    entry = limits.entry
    lines = [f"{entry.label}."]
    if limits.finding.detail:
        lines.append(_("Noted: {detail}.").format(detail=limits.finding.detail.rstrip(".")))
    if limits.places:
        lines.append(_("Place: {places}.").format(places=places_text(limits.places, book)))
    lines.append(_("What to do: {action}.").format(action=str(entry.action).rstrip(".")))
    if entry.urgency in ("same_day", "emergency"):
        lines.append(f"{book.words('urgencies', entry.urgency)}.")
    for clearance in limits.clearances:
        lines.append(
            _("Cleared by {clinician} until {day}: {limits}.").format(
                clinician=clearance.clinician,
                day=day(clearance.valid_until),
                limits=clearance.limits.rstrip(".")
                or listed([book.words("technique_classes", key) for key in clearance.techniques]),
            )
        )
    return " ".join(lines)
