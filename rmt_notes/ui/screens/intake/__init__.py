"""Health history and contraindication checklist of one client."""

from rmt_notes.ui.screens.intake.client_mode import ClientModeScreen
from rmt_notes.ui.screens.intake.measures_mode import ClientMeasuresScreen
from rmt_notes.ui.screens.intake.screen import IntakeScreen

__all__ = ["ClientMeasuresScreen", "ClientModeScreen", "IntakeScreen"]
