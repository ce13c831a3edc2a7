"""The chart of one visit."""

from rmt_notes.ui.screens.chart.screen import ChartScreen

__all__ = ["ChartScreen"]
