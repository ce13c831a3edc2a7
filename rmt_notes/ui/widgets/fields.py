"""The fields, by one door."""

from __future__ import annotations

from rmt_notes.ui.widgets.choice_field import ChoiceField
from rmt_notes.ui.widgets.date_field import DateField
from rmt_notes.ui.widgets.field_frame import Field
from rmt_notes.ui.widgets.number_field import NumberField
from rmt_notes.ui.widgets.text_area import TextArea
from rmt_notes.ui.widgets.text_fields import SearchField, TextField
from rmt_notes.ui.widgets.time_field import TimeField

__all__ = ["ChoiceField", "DateField", "Field", "NumberField", "SearchField", "TextArea", "TextField", "TimeField"]
