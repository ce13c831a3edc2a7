"""The words of the therapist who is signed in: phrases, templates, and words the spelling knows.

They are no part of any client's record: they may be changed and removed, and each change leaves its audit entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, select

from rmt_notes.clinical.phrasebook import OwnWord, Phrase, Wording, fold, phrase_trouble, word_trouble, wording_trouble
from rmt_notes.clinical.templates import Template, template_trouble
from rmt_notes.clinical.wordbook import Wordbook
from rmt_notes.db import tables
from rmt_notes.db.audit import Entry
from rmt_notes.db.errors import Refused
from rmt_notes.db.session import Session, changed_fields, value_of
from rmt_notes.i18n import _

W = TypeVar("W", Phrase, Template, OwnWord, Wording)
WordsValue = Phrase | Template | OwnWord | Wording
_KINDS: dict[type[Any], type[tables.Base]] = {
    Phrase: tables.Phrase,
    Template: tables.Template,
    OwnWord: tables.OwnWord,
    Wording: tables.Wording,
}


class Words(Session):
    """Intentions about the therapist's own words."""

    def wordbook(self) -> Wordbook:
        """Everything of the person signed in, in the order of creation."""
        with self._reading() as connection:
            return self._wordbook(connection)

    def export_wordbook(self) -> Wordbook:
        """The same, to be written into a file; the export is logged."""
        with self._intention("export", "wordbook", self._practitioner.id) as (connection, _entry):
            return self._wordbook(connection)

    def keep_phrase(self, phrase: Phrase) -> Phrase:
        """Add a phrase (one without an id gets one), or keep it anew.

        Raises:
            Refused: without name or words, too long, or another person's.
        """
        _refuse(phrase_trouble(phrase))
        return self._keep_words(phrase)

    def keep_template(self, template: Template) -> Template:
        """Add a template (one without an id gets one), or keep it anew. The one applied by
        itself takes that from any other of its kind.

        Raises:
            Refused: it says what nobody saw, has the name of another, is too long, or another person's.
        """
        _refuse(template_trouble(template))
        others = [each for each in self.wordbook().templates if each.id != template.id]
        if any(fold(each.name) == fold(template.name) for each in others):
            raise Refused(_("Another template has this name."))
        kept = self._keep_words(template)
        for other in others:
            if template.at_once and other.at_once and other.kind == template.kind:
                self._keep_words(replace(other, at_once=False))
        return kept

    def add_own_word(self, word: str) -> OwnWord:
        """Let the spelling know a word from now on; a word that is known already stays.

        Raises:
            Refused: not one word.
        """
        _refuse(word_trouble(word))
        known = next((each for each in self.wordbook().own_words if each.word == word.strip()), None)
        return known or self._keep_words(OwnWord(id="", practitioner_id="", word=word.strip()))

    def remove_words(self, value: WordsValue) -> None:
        """Take a phrase, a template or a word out. Notes that were written with it stay as they are.

        Raises:
            Refused: it is not there, or another person's.
        """
        table = _KINDS[type(value)]
        with self._intention("remove", table.__tablename__, value.id) as (connection, entry):
            self._mine(connection, value)
            connection.execute(delete(table).where(table.metadata.tables[table.__tablename__].c.id == value.id))
            entry.left(table.__tablename__, value.id, "")

    def take_wordbook(self, book: Wordbook) -> Wordbook:
        """Take over what is new of a file; returns what was. The same words twice are taken once, and a template with
        a name that is in use gets a number behind it.

        Raises:
            Refused: an entry that cannot be kept; then nothing is taken.
        """
        for trouble in (
            *(phrase_trouble(each) for each in book.phrases),
            *(template_trouble(each) for each in book.templates),
            *(word_trouble(each.word) for each in book.own_words),
            *(wording_trouble(each) for each in book.wordings),
        ):
            _refuse(trouble)
        with self._intention("import", "wordbook", self._practitioner.id) as (connection, entry):
            here = self._wordbook(connection)
            new = _new_in(book, here)
            replaced = {each.measure for each in new.wordings}
            for old in here.wordings:
                if old.measure in replaced:
                    connection.execute(delete(tables.Wording).where(tables.Wording.id == old.id))
                    entry.left("wording", old.id, "")
            taken: dict[str, tuple[Any, ...]] = {}
            for name in ("phrases", "templates", "own_words", "wordings"):
                owned = tuple(
                    replace(each, id=self.new_id(), practitioner_id=self._practitioner.id)
                    for each in getattr(new, name)
                )
                for each in owned:
                    _insert_words(connection, entry, each)
                taken[name] = owned
        return Wordbook(**taken)

    # --- within a transaction ----------------------------------------------------------------------------------------

    def _wordbook(self, connection: Connection) -> Wordbook:
        return Wordbook(
            phrases=self._all_mine(connection, Phrase),
            templates=self._all_mine(connection, Template),
            own_words=self._all_mine(connection, OwnWord),
            wordings=self._all_mine(connection, Wording),
        )

    def _all_mine(self, connection: Connection, kind: type[W]) -> tuple[W, ...]:
        table = _KINDS[kind].__table__
        found = connection.execute(
            select(table.c.body).where(table.c.practitioner_id == self._practitioner.id).order_by(table.c.seq)
        ).scalars()
        return tuple(value_of(kind, body) for body in found)

    def _mine(self, connection: Connection, value: WordsValue) -> WordsValue:
        """The same as it was kept before."""
        kind: type[Any] = type(value)
        found: WordsValue = self._one(connection, _KINDS[kind], kind, value.id)
        if found.practitioner_id != self._practitioner.id:
            raise Refused(_("These words belong to another person."))
        return found

    def _keep_words(self, value: W) -> W:
        table = _KINDS[type(value)]
        owned = replace(value, practitioner_id=self._practitioner.id, id=value.id or self.new_id())
        with self._reading() as connection:
            ids = table.__table__.c.id
            known = connection.execute(select(ids).where(ids == owned.id)).scalar() is not None
        if not known:
            with self._intention("add", table.__tablename__, owned.id) as (connection, entry):
                _insert_words(connection, entry, owned)
            return owned
        with self._reading() as connection:
            before = self._mine(connection, owned)
        if fields := changed_fields(before, owned):
            with self._intention("change", table.__tablename__, owned.id, fields=fields) as (connection, entry):
                self._change(connection, entry, table, owned)
        return owned


def all_words(connection: Connection) -> Wordbook:
    """Everybody's words, in the order of creation."""
    return Wordbook(
        phrases=Session._all(connection, tables.Phrase, Phrase),
        templates=Session._all(connection, tables.Template, Template),
        own_words=Session._all(connection, tables.OwnWord, OwnWord),
        wordings=Session._all(connection, tables.Wording, Wording),
    )


def insert_wordbook(connection: Connection, entry: Entry, book: Wordbook) -> None:
    """Put words of a whole record in, with their ids and owners."""
    values: tuple[WordsValue, ...] = (*book.phrases, *book.templates, *book.own_words, *book.wordings)
    for value in values:
        _insert_words(connection, entry, value)


def _insert_words(connection: Connection, entry: Entry, value: WordsValue) -> None:
    Session._add(connection, entry, _KINDS[type(value)], value, practitioner_id=value.practitioner_id)


def _refuse(trouble: str) -> None:
    if trouble:
        raise Refused(trouble)


def _new_in(book: Wordbook, here: Wordbook) -> Wordbook:
    """What of a file is not here yet; each once."""
    known = {(each.name, each.text) for each in here.phrases}
    phrases = []
    for phrase in book.phrases:
        if (phrase.name, phrase.text) not in known:
            known.add((phrase.name, phrase.text))
            phrases.append(phrase)
    names = {fold(each.name) for each in here.templates}
    bare = [replace(each, id="", practitioner_id="", at_once=False) for each in here.templates]
    templates = []
    for template in book.templates:
        if replace(template, id="", practitioner_id="", at_once=False) in bare:
            continue
        name, number = template.name, 1
        while fold(name) in names:
            number += 1
            name = f"{template.name[:54]} ({number})"
        names.add(fold(name))
        # What is applied by itself is for its owner to say.
        templates.append(replace(template, name=name, at_once=False))
    own = {each.word for each in here.own_words}
    words = {each.word: each for each in book.own_words if each.word not in own}
    known_wordings = {replace(each, id="", practitioner_id="") for each in here.wordings}
    wordings = {each.measure: each for each in book.wordings if each not in known_wordings}
    return Wordbook(
        phrases=tuple(phrases),
        templates=tuple(templates),
        own_words=tuple(words.values()),
        wordings=tuple(wordings.values()),
    )
