"""Everybody else who treats or refers a client: surgeon, physiotherapist, chiropractor. Chosen among those on file, or
written down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.practice import Provider
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Rule
from rmt_notes.ui.widgets.provider_form import ProviderForm


class OtherProviders(QWidget):
    """`edited` on every change by the person. A row in which nobody is chosen counts for nothing; one on file who
    is not offered yet stays."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[Provider, ...] = ()
        self._rows: list[tuple[QWidget, ProviderForm]] = []
        self._not_offered: dict[ProviderForm, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(14))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.metrics().px(14))
        column.addLayout(self._list)
        self.more = Button(_("Add another provider"), "quiet", icon="user-plus")
        self.more.clicked.connect(self._add)
        line = QHBoxLayout()
        line.addWidget(self.more)
        line.addStretch(1)
        column.addLayout(line)

    def forms(self) -> tuple[ProviderForm, ...]:
        """The rows, in their order."""
        return tuple(form for _row, form in self._rows)

    def set_known(self, providers: Sequence[Provider]) -> None:
        """Offer these."""
        self._known = tuple(providers)
        for form in self.forms():
            chosen = form.value()
            form.set_known(providers)
            chosen = chosen or self._not_offered.get(form, "")
            if form.new_provider() is None and chosen:
                form.set_value(chosen)

    def set_value(self, keys: Sequence[str], written: Sequence[Provider] = ()) -> None:
        """Show these, `written` being written down or changed here and not kept yet; says nothing back."""
        while self._rows:
            self._take_out(self._rows[-1][1])
        fresh = {each.id: each for each in written}
        for key in keys:
            form = self._show()
            if key in fresh:
                form.set_new_provider(fresh[key])
            else:
                form.set_value(key)
                if not form.value():
                    self._not_offered[form] = key

    def value(self) -> tuple[str, ...]:
        """Who they are, each once."""
        keys = (form.value() or self._not_offered.get(form, "") for form in self.forms())
        return tuple(dict.fromkeys(key for key in keys if key))

    def written(self) -> tuple[Provider, ...]:
        """Those written down here, or changed."""
        return tuple(new for form in self.forms() if (new := form.new_provider()) is not None)

    def _show(self) -> ProviderForm:
        row = QWidget(self)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.metrics().px(6))
        column.addWidget(Rule(row))
        form = ProviderForm(_("Other provider"), new_words=_("New provider"), parent=row)
        form.set_known(self._known)
        form.edited.connect(lambda: self._edit(form))
        column.addWidget(form)
        gone = Button(_("Take off this client"), "quiet", icon="x", parent=row)
        gone.clicked.connect(lambda: self._remove(form))
        form.add_action(gone)
        self._rows.append((row, form))
        self._list.addWidget(row)
        row.show()
        return form

    def _edit(self, form: ProviderForm) -> None:
        self._not_offered.pop(form, None)
        self.edited.emit()

    def _add(self) -> None:
        self._show().setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, form: ProviderForm) -> None:
        self._take_out(form)
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _take_out(self, form: ProviderForm) -> None:
        row = next(each for each, held in self._rows if held is form)
        self._rows = [each for each in self._rows if each[1] is not form]
        self._not_offered.pop(form, None)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
