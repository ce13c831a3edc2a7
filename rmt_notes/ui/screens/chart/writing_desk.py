"""The therapist's own words at work in a chart: read from the record, offered to its text fields, kept there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.phrasebook import Phrase
from rmt_notes.clinical.templates import Template
from rmt_notes.clinical.wordbook import Wordbook
from rmt_notes.i18n import _
from rmt_notes.ui.screens.chart.spelling_desk import SpellingDesk
from rmt_notes.ui.widgets.phrase_popup import offer_phrases
from rmt_notes.ui.widgets.writing import WritingAid
from rmt_notes.ui.worker import Changes, Worker


class WritingDesk(QObject):
    """`aid` is for the text fields; `told` carries a sentence of what was kept."""

    told = Signal(str)
    loaded = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self.aid = WritingAid(self)
        self.aid.phrase_kept.connect(self._keep_phrase)
        self.aid.phrases_asked.connect(lambda area, by_slash: offer_phrases(self.aid, area, by_slash))
        self.aid.word_learned.connect(self._learn)
        self._spelling = SpellingDesk(worker, self.aid, self)
        self._book = Wordbook()
        worker.changed.connect(self._hear)

    def load(self, client: Client) -> None:
        """Read the words of whoever is signed in, for a chart of this client."""
        self.aid.set_names((client.first_name, client.last_name, client.preferred_name))
        self._read()

    def _read(self) -> None:
        self._worker.ask(self, lambda store: store.wordbook(), self._take)

    def _take(self, book: Wordbook) -> None:
        self._book = book
        self.aid.set_phrases(book.phrases)
        self.aid.set_wordings(book.wordings)
        self._spelling.set_own(each.word for each in book.own_words)
        self.loaded.emit()

    def templates(self) -> tuple[Template, ...]:
        """What a note may begin with."""
        return self._book.templates

    def at_once(self, kind: str) -> Template | None:
        """The template that new visits of this kind begin with by themselves."""
        return next((each for each in self._book.templates if each.at_once and each.kind == kind), None)

    def keep_template(self, template: Template, failed: Callable[[str], None]) -> None:
        """Keep the shape of a note."""
        self._worker.ask(
            self,
            lambda store: store.keep_template(template),
            lambda _kept: self.told.emit(_("Kept as a template: {name}").format(name=template.name)),
            lambda trouble: failed(str(trouble)),
            changes=Changes(frozenset({"words"})),
        )

    def _keep_phrase(self, name: str, text: str) -> None:
        phrase = Phrase(id="", practitioner_id="", name=name, text=text)
        self._worker.ask(
            self,
            lambda store: store.keep_phrase(phrase),
            lambda _kept: self.told.emit(_("Kept as a phrase: {name}").format(name=name)),
            changes=Changes(frozenset({"words"})),
        )

    def _learn(self, word: str) -> None:
        self._worker.ask(
            self,
            lambda store: store.add_own_word(word),
            lambda _kept: self.told.emit(_("Added to your words: {word}").format(word=word)),
            changes=Changes(frozenset({"words"})),
        )

    def _hear(self, changes: Changes) -> None:
        if "words" in changes.kinds:
            self._read()
