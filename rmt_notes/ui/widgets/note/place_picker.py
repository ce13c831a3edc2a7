"""Where on the client's body: regions as chips, the client's own side spelled beside each chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body import SIDES, Place
from rmt_notes.clinical.body_search import also_region
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import IconButton
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.carried_mark import BAR
from rmt_notes.ui.widgets.note.key_picker import KeyPicker
from rmt_notes.ui.widgets.note.pieces import QWIDGETSIZE_MAX, LabelledRow, lower_first, sentence_case
from rmt_notes.ui.widgets.note.value_row import NAME_WIDTH
from rmt_notes.ui.widgets.paint import painter_of
from rmt_notes.ui.widgets.segmented import Segmented

OFTEN_TREATED = (
    "low_back",
    "neck_posterior",
    "shoulder_top",
    "upper_back",
    "mid_back",
    "gluteal",
    "hip_anterior",
    "leg_posterior",
)
"""Offered where nothing else is known; the client's own regions come before them."""

MOST_SUGGESTED = 8


def side_words(side: str) -> str:
    """A side in words: Left, Right, Both sides, Midline; empty for none."""
    return catalogue().words("sides", side) if side else ""


def region_words(region: str) -> str:
    """A region in words."""
    return sentence_case(catalogue().words("regions", region))


def place_words(place: Place) -> str:
    """`Low back, both sides`; the side is always spelled."""
    if not place.side:
        return region_words(place.region)
    return _("{region}, {side}").format(region=region_words(place.region), side=lower_first(side_words(place.side)))


def places_words(places: Sequence[Place]) -> str:
    """Several places in one line."""
    return "; ".join(place_words(place) for place in places)


def suggested_regions(*sources: Sequence[Place], habitual: Sequence[str] = ()) -> tuple[str, ...]:
    """The regions of these places, then those this therapist treats often, then those often treated, so many as
    fit."""
    known = [place.region for source in sources for place in source]
    offered = dict.fromkeys((*known, *habitual, *OFTEN_TREATED))
    return tuple(offered)[: max(MOST_SUGGESTED, len(dict.fromkeys(known)))]


def suggested_places(*sources: Sequence[Place], habitual: Sequence[str] = ()) -> tuple[str, ...]:
    """As `suggested_regions`, but the places known of this client as whole places: region and side in one press."""
    whole = [place_key(place) for source in sources for place in source]
    named = {place_of_key(key).region for key in whole}
    rest = [key for key in suggested_regions(*sources, habitual=habitual) if key not in named]
    return (*dict.fromkeys(whole), *rest)[: max(MOST_SUGGESTED, len(dict.fromkeys(whole)))]


def place_key(place: Place) -> str:
    """A place as one choice of the picker, its side with it: `low_back:bilateral`."""
    return f"{place.region}:{place.side}" if place.side else place.region


def place_of_key(key: str) -> Place:
    """The place of such a choice, or of a region alone."""
    region, _colon, side = key.partition(":")
    return Place(region, side)


class _RegionPicker(KeyPicker):
    """Regions, and whole places of this client."""

    def words_of(self, key: str) -> str:
        return place_words(place_of_key(key)) if ":" in key else super().words_of(key)


def sides_of(region: str) -> tuple[str, ...]:
    """The sides that a region has; all of them for a region the catalogue does not know."""
    entry = catalogue().regions.get(region)
    return entry.sides if entry is not None else SIDES


class _PlaceRow(QWidget):
    """One chosen region: its name, its side, and a way to take it out. The sides stand under the name, which is never
    cut, where they would not fit beside it in one line. Where the rows stand `apart`, across the whole section, the
    names and the sides each have their column in it."""

    def __init__(self, place: Place, owner: PlacePicker) -> None:
        super().__init__(owner)
        self.place = place
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._apart = owner.list_box is not None
        self._carried = False
        self._grid.setSpacing(theme.metrics().px(8) if self._apart else theme.metrics().gap)
        self._grid.setColumnStretch(2 if self._apart else 0, 1)
        name = region_words(place.region)
        self._words = Label(name, "body", "semibold", wrap=True)
        offered = sides_of(place.region)
        if place.side and place.side not in offered:
            offered = (*offered, place.side)
        self.side = Segmented(
            [(side, side_words(side)) for side in offered],
            label=_("Side of {region}").format(region=name),
            show_label=False,
            optional=False,
            tight=True,
        )
        self.side.set_value(place.side or None)
        self.side.edited.connect(lambda side: owner.choose_side(self, side or ""))
        self._remove = IconButton("x", _("Remove {region}").format(region=name))
        self._remove.clicked.connect(lambda: owner.remove_row(self))
        self._narrow: bool | None = None
        self._arrange(narrow=self._is_narrow((owner.list_box or owner).width()))

    def _arrange(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for part in (self._words, self.side, self._remove):
            self._grid.removeWidget(part)
        self._words.setMinimumWidth(0 if narrow else self._name_width())
        self._words.setMaximumWidth(self._name_width() if self._apart and not narrow else QWIDGETSIZE_MAX)
        self._grid.addWidget(self._words, 0, 0)
        if narrow:
            self._grid.addWidget(self.side, 1, 0, 1, 4)
        else:
            self._grid.addWidget(self.side, 0, 1)
        self._grid.addWidget(self._remove, 0, 3)

    def _name_width(self) -> int:
        return theme.metrics().px(NAME_WIDTH if self._apart else NAME_WIDTH - 16)

    def set_carried(self, carried: bool) -> None:
        """Stand behind the bar of what was taken over."""
        if carried != self._carried:
            self._carried = carried
            self._words.setContentsMargins(theme.metrics().px(10) if carried else 0, 0, 0, 0)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._carried:
            m = theme.metrics()
            painter = painter_of(self)
            painter.fillRect(QRectF(0, m.px(3), m.px(BAR), self.height() - m.px(6)), theme.color("carried"))
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(narrow=self._is_narrow(self.width()))

    def _is_narrow(self, width: int) -> bool:
        m = theme.metrics()
        taken = self._name_width() + m.target + 2 * m.gap
        return 0 < width < taken + self.side.line_width()


class PlacePicker(QWidget):
    """The chosen places as rows and further regions as chips. `edited` carries the tuple of places.

    With `apart` the rows stand in `list_box`, which is put where it has the whole width; one line of chips is enough
    then, once a place is chosen.
    """

    edited = Signal(object)

    def __init__(
        self,
        label: str = "",
        suggested: Sequence[str] = OFTEN_TREATED,
        parent: QWidget | None = None,
        *,
        single: bool = False,
        apart: bool = False,
    ) -> None:
        super().__init__(parent)
        self._label = label or _("Where")
        self.list_box = QWidget() if apart else None
        self._carried = False
        self._single = single
        self._suggested = tuple(suggested)
        self._places: tuple[Place, ...] = ()
        self._rows: list[_PlaceRow] = []
        self.setAccessibleName(self._label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().gap)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(6))
        if self.list_box is not None:
            self._list.setContentsMargins(0, 0, 0, 0)
            self.list_box.setLayout(self._list)
            self.list_box.hide()
        else:
            column.addLayout(self._list)
        self._add = _RegionPicker(_("Add a region"), self._everything, (), add_only=True, also=also_region)
        self._add.edited.connect(lambda keys: self.add_region(keys[0]))
        column.addWidget(self._add)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show_suggested()

    @staticmethod
    def _everything() -> tuple[tuple[str, str], ...]:
        return tuple((key, str(region.label)) for key, region in catalogue().regions.items())

    def value(self) -> tuple[Place, ...]:
        """The chosen places."""
        return self._places

    def set_value(self, places: Sequence[Place]) -> None:
        """Show these places; says nothing back."""
        if tuple(places) == self._places:
            return
        self._places = tuple(places)
        self._show()

    def set_suggested(self, regions: Sequence[str]) -> None:
        """Offer these regions first."""
        self._suggested = tuple(regions)
        self._show_suggested()

    def add_region(self, region: str) -> None:
        """Add a region; its side is asked at once, unless the whole place was chosen. A region that lies on both sides
        may be added once for each."""
        place = place_of_key(region)
        self._places = (place,) if self._single else (*self._places, place)
        self._show()
        row = self._rows[-1]
        self.edited.emit(self._places)
        segment = row.side.segment(place.side or sides_of(place.region)[0])
        segment.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_side(self, row: _PlaceRow, side: str) -> None:
        """The side of one row was chosen."""
        at = self._rows.index(row)
        row.place = Place(row.place.region, side)
        self._places = tuple(row.place if number == at else place for number, place in enumerate(self._places))
        self.edited.emit(self._places)

    def remove_row(self, row: _PlaceRow) -> None:
        """Take one place out."""
        at = self._rows.index(row)
        self._places = tuple(place for number, place in enumerate(self._places) if number != at)
        self._show()
        self.edited.emit(self._places)

    def set_carried(self, carried: bool) -> None:
        """Show on the rows that nobody has looked at them since they were taken over."""
        self._carried = carried
        for row in self._rows:
            row.set_carried(carried)

    def rows(self) -> tuple[_PlaceRow, ...]:
        """The rows of the chosen places."""
        return tuple(self._rows)

    def _show(self) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_PlaceRow(place, self) for place in self._places]
        for row in self._rows:
            row.set_carried(self._carried)
            self._list.addWidget(row)
            row.show()
        if self.list_box is not None:
            self.list_box.setVisible(bool(self._rows))
            self._add.set_lines(1 if self._rows else 2)
        self._show_suggested()

    def _show_suggested(self) -> None:
        taken = {place.region for place in self._places}
        self._add.set_suggested([key for key in self._suggested if place_of_key(key).region not in taken])
        self._add.setVisible(not (self._single and self._places))


class PlacesRow(QWidget):
    """The question where it is, with chips for further regions, and under it the chosen ones across the whole width.
    `reviewed` comes when what was taken over was looked at."""

    reviewed = Signal()

    def __init__(self, label: str, picker: PlacePicker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picker = picker
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().gap)
        self._row = LabelledRow(label, picker)
        self._row.reviewed.connect(self.reviewed)
        column.addWidget(self._row)
        if picker.list_box is not None:
            column.addWidget(picker.list_box)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_carried(self, source: str | None) -> None:
        """Say where the places come from while nobody has looked at them; None takes the mark away."""
        self._row.set_carried(source)
        self._picker.set_carried(bool(source))
