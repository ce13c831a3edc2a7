"""What the identity bar says of a client, the same words on every screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rmt_notes.clinical.alerts import Alert as ClinicalAlert
from rmt_notes.clinical.client import Client
from rmt_notes.clinical.health_history import HealthHistory
from rmt_notes.clinical.history_difference import full_review_due
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.alert_pill import PillKind
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.when import born_words, long_day

PILLS: dict[str, PillKind] = {"danger": "danger", "warning": "warning", "info": "neutral"}
"""How a clinical alert looks as a pill."""


def identity_facts(client: Client, on: date) -> tuple[str, ...]:
    """Legal name where another is preferred, pronouns, birth date with age, file number."""
    legal = client.full_name() if client.shown_name() != client.full_name() else ""
    return tuple(
        fact
        for fact in (
            _("legal name {name}").format(name=legal) if legal else "",
            client.pronouns,
            born_words(client.born, client.age(on)),
            _("file {number}").format(number=f"{client.file_number:04d}"),
        )
        if fact
    )


def alerts_for(alerts: Iterable[ClinicalAlert], client: Client) -> tuple[Alert, ...]:
    """The screening's alerts, then the client's reminders."""
    shown = [Alert(PILLS[alert.kind], alert.text, alert.detail, key=alert.finding_id or "safety") for alert in alerts]
    for reminder in client.reminders:
        shown.append(
            Alert(
                "neutral",
                reminder.text,
                _("Clinical reminder") if reminder.clinical else _("Private reminder, not printed"),
            )
        )
    return tuple(shown)


def review_words(due: date) -> str:
    """That a year has passed."""
    return _("All health questions were last asked over a year ago. A full review was due {day}.").format(
        day=long_day(due)
    )


def review_alert(histories: Iterable[HealthHistory], on: date, key: str) -> tuple[Alert, ...]:
    """The reminder that all health questions should be asked again, where it is due on a day; pressing it tells
    `key`."""
    due = full_review_due(histories)
    if due is None or due > on:
        return ()
    return (Alert("neutral", _("Full health review due"), review_words(due), key=key),)
