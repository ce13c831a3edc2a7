"""One client's screen."""

from __future__ import annotations

from rmt_notes.ui.screens.client.screen import ClientScreen

__all__ = ["ClientScreen"]
