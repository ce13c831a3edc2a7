"""The body chart: the figure, its marks, and the same data as a list.

Import each widget from its own module, for instance `from rmt_notes.ui.widgets.body.chart import BodyChart`.
"""
