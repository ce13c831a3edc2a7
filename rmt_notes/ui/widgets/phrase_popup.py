"""The list that opens on `/` or by the button of a text field: find a phrase, put it in, or keep marked words as
one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.phrasebook import LONGEST_NAME, Phrase, find_phrases
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.drop import Drop
from rmt_notes.ui.widgets.fields import SearchField, TextArea, TextField
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.list_rows import ListRows, Row
from rmt_notes.ui.widgets.writing import WritingAid

ROWS_SHOWN = 6
WIDTH = 420


class PhrasePopup(Drop):
    """`chosen` carries a `Phrase`, `kept(name, text)` the marked words under a name, `left` what was typed where
    nothing was chosen.

    Opened by a slash, it goes away as soon as what is typed can be no phrase, so that "6 /10" and "and/or" are written
    without a stop."""

    chosen = Signal(object)
    kept = Signal(str, str)
    left = Signal(str)

    def __init__(
        self,
        phrases: Sequence[Phrase],
        parent: QWidget,
        *,
        by_slash: bool = False,
        marked: str = "",
        names_client: bool = False,
    ) -> None:
        super().__init__(parent, WIDTH)
        self.setAccessibleName(_("Phrases"))
        self._phrases = {phrase.id: phrase for phrase in phrases}
        self._by_slash = by_slash
        self._marked = marked
        self._answered = False
        m = theme.metrics()
        column = QVBoxLayout(self)
        edge = m.px(8)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(m.px(6))
        self._finder = QWidget()
        finder = QVBoxLayout(self._finder)
        finder.setContentsMargins(0, 0, 0, 0)
        finder.setSpacing(m.px(6))
        self.search = SearchField(_("Find a phrase"), placeholder=_("Find a phrase"))
        self.search.edited.connect(self._find)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._enter)
        finder.addWidget(self.search)
        self.list = ListRows(_("Phrases found"))
        self.list.opened.connect(self._choose)
        finder.addWidget(self.list)
        self._none = Label("", "hint", token="muted", wrap=True)
        finder.addWidget(self._none)
        column.addWidget(self._finder)
        self._naming = self._naming_form(names_client)
        self._naming.hide()
        column.addWidget(self._naming)
        self._keep = Button(_("Save selection as phrase"), "quiet", icon="plus")
        self._keep.clicked.connect(self.name_it)
        self._keep.setVisible(bool(marked))
        column.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeft)
        self._find("")

    def _naming_form(self, names_client: bool) -> QWidget:
        m = theme.metrics()
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(m.px(4), m.px(2), m.px(4), m.px(4))
        column.setSpacing(m.px(8))
        column.addWidget(Label(_("Save selection as phrase"), weight="semibold"))
        words = self._marked if len(self._marked) <= 180 else f"{self._marked[:180]}…"
        column.addWidget(Label(words, "hint", token="muted", wrap=True))
        if names_client:
            warning = _("It names the client. A phrase goes into other people's notes: mark words without the name.")
            column.addWidget(Label(warning, "hint", "medium", "warning", wrap=True))
        self._name = TextField(_("Name"), hint=_("What you type after the slash to find it."))
        self._name.editor().setMaxLength(LONGEST_NAME)
        self._name.entered.connect(self._keep_it)
        column.addWidget(self._name)
        line = QHBoxLayout()
        save = Button(_("Save phrase"), icon="check")
        save.clicked.connect(self._keep_it)
        line.addWidget(save)
        line.addStretch(1)
        column.addLayout(line)
        return form

    # -- naming ------------------------------------------------------------------------------------------------------

    def name_it(self) -> None:
        """Ask for the name of the marked words."""
        self._naming.show()
        self._name.editor().setFocus(Qt.FocusReason.OtherFocusReason)  # before what has the keys now goes
        self._finder.hide()
        self._keep.hide()
        self.settle()

    # -- finding -----------------------------------------------------------------------------------------------------

    def _find(self, typed: str) -> None:
        found = find_phrases(self._phrases.values(), typed)
        if self._by_slash and (typed[:1].isspace() or (typed and not found)):
            self.close()
            return
        self.list.set_rows([Row(each.id, each.name, " ".join(each.text.split())) for each in found], keep=False)
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(min(self.list.content_height(), ROWS_SHOWN * theme.metrics().row + 2))
        self._none.setVisible(not found)
        if self._phrases:
            self._none.setText(_("No phrase holds these words."))
        else:
            self._none.setText(
                _("No phrases yet. Mark words and save them here, or take the starter set in the settings.")
            )
        if found:
            self.list.set_current(found[0].id)
        if self.isVisible():
            self.settle()

    def _step(self, direction: int) -> None:
        self.list.step(direction)

    def _enter(self) -> None:
        if not self.list.isHidden():
            self.list.open_current()

    def _choose(self, key: str) -> None:
        self._answered = True
        phrase = self._phrases[key]
        self.close()
        self.chosen.emit(phrase)

    def _keep_it(self) -> None:
        name = self._name.text().strip()
        if not name:
            self._name.set_problem(_("A phrase needs a name to be found by."))
            self._name.editor().setFocus()
            return
        self._answered = True
        self.close()
        self.kept.emit(name, self._marked)

    # -- leaving -----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search.editor() and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            nothing = event.key() == Qt.Key.Key_Backspace and not self.search.text()
            if nothing or event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._answered:
            self._answered = True
            self.left.emit(self.search.text())


def offer_phrases(aid: WritingAid, area: TextArea, by_slash: bool) -> PhrasePopup:
    """Open the list at the caret of a text area."""
    marked = area.marked()
    popup = PhrasePopup(aid.phrases(), area, by_slash=by_slash, marked=marked, names_client=aid.names_client(marked))
    popup.chosen.connect(lambda phrase: area.put_phrase(phrase.text, over_slash=by_slash))
    popup.kept.connect(aid.phrase_kept)
    popup.kept.connect(lambda _name, _text: area.take_caret())
    popup.left.connect(lambda typed: area.type_back(typed if by_slash else ""))
    popup.open_at(area.caret(), popup.search.editor())
    return popup
