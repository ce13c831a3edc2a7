"""The grid of the rooms that fill the window: what stands under a room's head begins where its title does."""

from __future__ import annotations

from rmt_notes.ui.widgets.scroll import ScrollColumn

ROOM_EDGES = (24, 20, 24, 20)
"""Left, top, right and bottom around what a room shows; left and right are those of its head."""
LIST_WIDTH = 1600
"""A list is as wide as its room up to here: beyond it the eye loses the line from a name to its state."""


class RoomColumn(ScrollColumn):
    """The one column of a room. A list takes all of `LIST_WIDTH`; a form says how wide its lines may be."""

    def __init__(self, name: str, widest: int = LIST_WIDTH) -> None:
        super().__init__(max_width=widest, edges=ROOM_EDGES, at_left=True, name=name)
