"""The same regions without a figure: type a name, a muscle or a side, and enter."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rmt_notes.clinical.body_chart import region_words, site_words
from rmt_notes.clinical.body_mark import Site
from rmt_notes.clinical.body_regions import body_words
from rmt_notes.clinical.body_search import find_sites
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.list_rows import ListRows, Row

_ROWS_SHOWN = 4


class RegionSearch(QWidget):
    """`chosen` carries the key of a site (`rhomboids.left`) that was entered or pressed, `rested` that of the row the
    keys are on."""

    chosen = Signal(str)
    rested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marked: Mapping[Site, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(4))
        self.field = SearchField(_("Find a region or muscle"), placeholder=_("Find a region or muscle"), parent=self)
        self.field.edited.connect(self._find)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._enter)
        column.addWidget(self.field)
        self.list = ListRows(_("Regions found"), parent=self)
        self.list.opened.connect(self.chosen)
        self.list.chosen.connect(self.rested)
        self.list.hide()
        column.addWidget(self.list)
        self._none = Label(_("No region by that name"), "hint", token="muted", parent=self)
        self._none.hide()
        column.addWidget(self._none)
        self.setFocusProxy(self.field.editor())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_marked(self, marked: Mapping[Site, str]) -> None:
        """What is marked already, in words; its rows carry a tick."""
        self._marked = dict(marked)
        if not self.list.isHidden():
            self._show(self.field.text())

    def clear(self) -> None:
        """Empty the search and fold the list."""
        self.field.set_text("")
        self._find("")

    def _find(self, text: str) -> None:
        if text.strip():
            self._show(text)
        else:
            self.list.hide()
            self._none.hide()
            self.updateGeometry()

    def _show(self, text: str) -> None:
        words = body_words()
        rows = []
        for site in find_sites(text):
            region = words.regions[site.region]
            label = str(catalogue().regions[region.group].label)
            below = [str(words.areas[region.area])]
            if label != region_words(site.region):
                below.append(label)
            told = self._marked.get(site, "")
            icon = "check" if told else ""
            rows.append(Row(f"{site.region}.{site.side}", site_words(site), told or " · ".join(below), icon=icon))
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self.list.setFixedHeight(min(self.list.content_height(), _ROWS_SHOWN * theme.metrics().row + 2))
        self.updateGeometry()

    def _step(self, direction: int) -> None:
        if self.list.isHidden():
            self._show(self.field.text())
        self.list.step(direction)

    def _enter(self) -> None:
        if not self.list.isHidden():
            self.list.open_current()

    @staticmethod
    def site_of(key: str) -> Site:
        """The site that a row's key means."""
        region, _dot, side = key.rpartition(".")
        return Site(region, side)
