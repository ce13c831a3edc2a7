"""The therapist's own words in the settings: phrases, templates, words the spelling knows; and as a file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from rmt_notes import resources
from rmt_notes.clinical import wordbook
from rmt_notes.clinical.catalogue import catalogue
from rmt_notes.clinical.phrasebook import OwnWord, Phrase, Wording, find_phrases, fold, phrase_trouble
from rmt_notes.clinical.templates import Template, template_trouble
from rmt_notes.clinical.wordbook import BadWordbook, Wordbook
from rmt_notes.db import RecordStore, RecordTrouble
from rmt_notes.export.files import FileTrouble, write
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Card
from rmt_notes.ui.widgets.chips import Chip
from rmt_notes.ui.widgets.fields import SearchField
from rmt_notes.ui.widgets.flow_layout import FlowLayout
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.note.found_rows import FoundRows
from rmt_notes.ui.widgets.note.pieces import LabelledRow, stack
from rmt_notes.ui.widgets.note.row_list import RowList
from rmt_notes.ui.widgets.note.section import Fold
from rmt_notes.ui.widgets.qt_dialogs import open_dialog, save_dialog
from rmt_notes.ui.widgets.word_rows import PhraseEditor, TemplateEditor, phrase_look, template_look
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 500
MOST_WORDS = 60
"""More chips than that are searched, not looked through."""
_CHANGED = frozenset({"words"})


class WordsDesk(Card):
    """Kept as they are typed. What cannot be kept yet (a phrase without words) waits, and says so in its row."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(_("Phrases and templates"), _("your own words"), parent=parent)
        self._worker = worker
        self._kept: dict[str, Phrase | Template] = {}
        self._own: tuple[OwnWord | Wording, ...] = ()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.keep_now)
        self.phrases = FoundRows(
            RowList(phrase_look, PhraseEditor, same=lambda one, other: one.id == other.id),
            _("Find a phrase"),
            find_phrases,
        )
        self.templates = FoundRows(
            RowList(template_look, TemplateEditor, same=lambda one, other: one.id == other.id),
            _("Find a template"),
            lambda templates, typed: [each for each in templates if fold(typed) in fold(each.name)],
        )
        self._phrase_fold = self._list_of(_("Phrases"), self.phrases, _("Add a phrase"), self._new_phrase)
        self._template_fold = self._list_of(_("Templates"), self.templates, _("Add a template"), self._new_template)
        self._word_box = QWidget()
        self._word_flow = FlowLayout(self._word_box, theme.metrics().px(8))
        self._word_search = SearchField(_("Find an own word"))
        self._word_search.edited.connect(lambda _text: self._show_own())
        self._word_search.hide()
        self._word_row = LabelledRow(_("Own words"), stack(self._word_search, self._word_box))
        self.add(self._word_row)
        line = FlowLayout(gap=theme.metrics().px(10))
        self._starter = Button(_("Take the starter set"), "secondary", icon="download", compact=True)
        self._starter.clicked.connect(lambda: self.take(resources.text("wordbook", "starter.json")))
        bring = Button(_("Import from a file…"), "secondary", icon="upload", compact=True)
        bring.clicked.connect(self._ask_file)
        out = Button(_("Save as a file…"), "secondary", icon="save", compact=True)
        out.clicked.connect(self._ask_where)
        for button in (self._starter, bring, out):
            line.addWidget(button)
        self.add(line)
        self.words = Label("", wrap=True)
        self.words.hide()
        self.add(self.words)
        worker.changed.connect(self._hear)

    def _list_of(self, title: str, rows: FoundRows, add: str, make: Callable[[], Any]) -> Fold:
        button = Button(add, "quiet", icon="plus")
        button.clicked.connect(lambda: rows.add(make()))
        rows.edited.connect(lambda _values: self._quiet.start())
        unfold = Fold(title, lambda: stack(rows, _at_left(button)))
        self.add(unfold)
        return unfold

    # -- reading and keeping -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read the words of whoever is signed in."""
        self._worker.ask(self, lambda store: store.wordbook(), self._show)

    def _show(self, book: Wordbook) -> None:
        if self._quiet.isActive():
            return  # what is typed now is newer
        everything: tuple[Phrase | Template, ...] = (*book.phrases, *book.templates)
        self._kept = {each.id: each for each in everything}
        self.phrases.set_values(_with_unfinished(book.phrases, self.phrases.values(), phrase_trouble))
        self.templates.set_values(_with_unfinished(book.templates, self.templates.values(), template_trouble))
        self._starter.setVisible(not book.phrases and not book.templates)
        own: tuple[OwnWord | Wording, ...] = (*book.own_words, *book.wordings)
        if own != self._own or not self._word_flow.count():
            self._own = own
            self._show_own()

    def _show_own(self) -> None:
        while (item := self._word_flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        typed = fold(self._word_search.text().strip())
        told_words = [(word, word.word if isinstance(word, OwnWord) else _wording_words(word)) for word in self._own]
        found = [each for each in told_words if typed in fold(each[1])]
        self._word_search.setVisible(len(self._own) > MOST_WORDS)
        for word, told in found[:MOST_WORDS]:
            chip = Chip(told, checkable=False, icon="x", parent=self._word_box)
            chip.setAccessibleName(_("Take out of my words: {word}").format(word=told))
            chip.clicked.connect(lambda _on=False, word=word: self._remove(word))
            self._word_flow.addWidget(chip)
        if len(found) > MOST_WORDS:
            left = _("{number} more; type to find them.").format(number=len(found) - MOST_WORDS)
            self._word_flow.addWidget(Label(left, "hint", token="muted"))
        if not self._own:
            self._word_flow.addWidget(
                Label(_("None yet. The spelling in a note offers “Add to my words”."), "hint", token="muted", wrap=True)
            )

    def is_waiting(self) -> bool:
        """Whether something typed has not been asked to be kept yet."""
        return self._quiet.isActive()

    def keep_now(self) -> None:
        """Keep what was changed, take out what was removed."""
        self._quiet.stop()
        shown = {each.id: each for each in (*self.phrases.values(), *self.templates.values())}
        changed = [each for key, each in shown.items() if self._kept.get(key) != each and not _trouble(each)]
        gone = [each for key, each in self._kept.items() if key not in shown]
        if not changed and not gone:
            return

        def keep(store: RecordStore) -> Wordbook:
            for each in gone:
                store.remove_words(each)
            for each in changed:
                if isinstance(each, Phrase):
                    store.keep_phrase(each)
                else:
                    store.keep_template(each)
            return store.wordbook()

        self._worker.ask(self, keep, self._took, self._refused, changes=Changes(_CHANGED, asker=self))

    def _took(self, book: Wordbook) -> None:
        self.words.hide()
        self._show(book)

    def _refused(self, trouble: RecordTrouble) -> None:
        self._tell(str(trouble), "danger")

    def _remove(self, word: OwnWord | Wording) -> None:
        def remove(store: RecordStore) -> Wordbook:
            store.remove_words(word)
            return store.wordbook()

        self._worker.ask(self, remove, self._show, self._refused, changes=Changes(_CHANGED, asker=self))

    def _new_phrase(self) -> Phrase:
        return Phrase(id=uuid.uuid4().hex, practitioner_id="", name="", text="")

    def _new_template(self) -> Template:
        return Template(id=uuid.uuid4().hex, practitioner_id="", name="")

    def _hear(self, changes: Changes) -> None:
        if changes.asker is not self and "words" in changes.kinds and self.isVisible():
            self.load()

    def _tell(self, sentence: str, token: str) -> None:
        self.words.setText(sentence)
        self.words.set_token(token)
        self.words.show()

    # -- files -------------------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = open_dialog(self, _("Import phrases and templates"), folder, _("Phrases and templates (*.json)"))
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        QDialog.open(dialog)

    def take_file(self, path: Path) -> None:
        """Take over what is new in a file; a bad one is refused with a sentence."""
        try:
            if path.exists() and not path.is_file():  # a pipe would keep the program waiting
                self._tell(_("This is no file that can be read."), "danger")
                return
            if path.stat().st_size > wordbook.LARGEST_FILE:
                self._tell(_("This file is too large for phrases and templates."), "danger")
                return
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self._tell(_("This file holds no phrases and templates of RMT Notes."), "danger")
            return
        except OSError as error:
            self._tell(_("The file cannot be read: {reason}.").format(reason=error.strerror or error), "danger")
            return
        self.take(text)

    def take(self, text: str) -> None:
        """Take over what is new in a text of that form."""
        try:
            book = wordbook.from_json(text)
        except BadWordbook as trouble:
            self._tell(str(trouble), "danger")
            return

        def take(store: RecordStore) -> tuple[Wordbook, Wordbook]:
            return store.take_wordbook(book), store.wordbook()

        def told(found: tuple[Wordbook, Wordbook]) -> None:
            taken, now = found
            new = taken != Wordbook()
            words = _("Imported: {what}.").format(what=taken.counted()) if new else _("All of it was here already.")
            self._tell(words, "ok")
            self._show(now)
            self._phrase_fold.set_open(True)
            self._template_fold.set_open(True)

        self._worker.ask(self, take, told, self._refused, changes=Changes(_CHANGED, asker=self))

    def _ask_where(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = _("phrases and templates") + wordbook.SUFFIX
        kind = _("Phrases and templates (*.json)")
        dialog = save_dialog(self, _("Save phrases and templates"), folder, name, kind, "json")
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        QDialog.open(dialog)

    def save_to(self, path: Path) -> None:
        """Write all of it into a file; the record notes the export."""

        def written(sentence: str) -> None:
            if sentence:
                self._tell(sentence, "danger")
            else:
                self._tell(_("Saved as {name}. The record notes the export.").format(name=path.name), "ok")

        self.keep_now()
        self._worker.ask(
            self,
            lambda store: store.export_wordbook(),
            lambda book: self._worker.draw(self, lambda: _write(path, book), written),
        )


def _wording_words(wording: Wording) -> str:
    """A questionnaire whose items a file brought."""
    return _("{measure}: {number} items").format(
        measure=catalogue().words("measures", wording.measure), number=len(wording.items)
    )


def _at_left(widget: QWidget) -> QWidget:
    """As wide as it needs to be, where the lines begin."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(widget)
    line.addStretch(1)
    return box


def _trouble(value: Phrase | Template) -> str:
    return phrase_trouble(value) if isinstance(value, Phrase) else template_trouble(value)


def _with_unfinished(kept: Sequence[Any], shown: Sequence[Any], trouble: Callable[[Any], str]) -> tuple[Any, ...]:
    """What is kept, in the order in which it is shown, with what is still being made."""
    known = {each.id: each for each in kept}
    here = [each if trouble(each) else known.get(each.id) for each in shown]
    there = {each.id for each in here if each is not None}
    return (*(each for each in here if each is not None), *(each for each in kept if each.id not in there))


def _write(path: Path, book: Wordbook) -> str:
    try:
        write(path, wordbook.to_json(book).encode("utf-8"))
    except FileTrouble as trouble:
        return str(trouble)
    return ""
