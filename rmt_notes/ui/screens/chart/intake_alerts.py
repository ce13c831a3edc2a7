"""What the chart's banner says of the health history: missing, begun and not kept, or due for its yearly review."""

from __future__ import annotations

from rmt_notes.clinical.record import Chart
from rmt_notes.i18n import _
from rmt_notes.ui.widgets.identity_alerts import Alert
from rmt_notes.ui.widgets.identity_words import review_alert

TO_INTAKE = "intake"
"""The key of an alert that leads to the intake when it is pressed."""


def intake_alerts(chart: Chart) -> tuple[Alert, ...]:
    """What the banner says of a health history that is not there, or not kept: silence would read as safety."""
    if chart.intake is not None and chart.intake.is_answered():
        words = _("Health history begun, not kept")
        why = _("What was answered in it limits nothing yet. Open it, and keep it or start over.")
        return (Alert("danger", words, why, key=TO_INTAKE),)
    if chart.history is None:
        words = _("No health history yet")
        why = _("The client was not asked, so nothing is known to limit treatment. Open the intake.")
        return (Alert("warning", words, why, key=TO_INTAKE),)
    return ()


def review_due(chart: Chart) -> tuple[Alert, ...]:
    """The reminder of the yearly review, while the note of the visit is still to be signed."""
    if chart.versions or chart.history is None:
        return ()
    versions = (chart.history, *chart.earlier_histories)
    return review_alert(versions, chart.visit.started_at.date(), TO_INTAKE)
