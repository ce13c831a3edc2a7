"""Which section of the note is read, by where the headings stand."""

from __future__ import annotations

from rmt_notes.ui.screens.chart.section_read import SectionRead


def test_the_section_is_read_that_was_gone_to_else_whose_heading_stands_high_else_that_fills_the_page():
    read = SectionRead()
    heads = [(-900, "subjective"), (-40, "objective"), (200, "treatment"), (560, "plan")]
    assert read.read(900, heads, 600, least=44, ended=False) == "treatment"
    assert read.read(
        900, [(-900, "subjective"), (-40, "objective"), (400, "treatment")], 600, least=44, ended=False
    ) == ("objective")
    assert read.read(900, [(-900, "subjective"), (400, "plan")], 600, least=44, ended=True) == "plan"
    assert read.read(0, [], 600, least=44, ended=False) == ""
    read.go_to("objective", 900)
    assert read.read(905, heads, 600, least=44, ended=False) == "objective"
    assert read.read(1000, heads, 600, least=44, ended=False) == "treatment"
    assert read.read(900, heads, 600, least=44, ended=False) == "treatment"  # gone on since
