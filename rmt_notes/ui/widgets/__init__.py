"""The widget kit: values in, `edited` out; no widget knows the worker or the store.

Import each widget from its own module, for instance `from rmt_notes.ui.widgets.chips import ChipGroup`.
"""
