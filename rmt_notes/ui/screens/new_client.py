"""A new client, or the identity of one who is on file: the form, look-alikes beside it, saved with Ctrl+Enter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.half_typed import NEW_CLIENT, IdentityDraft
from rmt_notes.clinical.jurisdiction import jurisdictions
from rmt_notes.clinical.practice import Provider
from rmt_notes.clinical.record import ClientFile, ClientRow
from rmt_notes.db import RecordStore, RecordTrouble, Refused
from rmt_notes.i18n import _
from rmt_notes.ui import theme
from rmt_notes.ui.autosave import Autosave
from rmt_notes.ui.places import ClientPlace, Clients, EditClient, Intake, NewClient, Place
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.card import Panel
from rmt_notes.ui.widgets.client_form import STATED, ClientForm, FormState
from rmt_notes.ui.widgets.client_list import client_line
from rmt_notes.ui.widgets.double_pane import DoublePane
from rmt_notes.ui.widgets.identity_words import identity_facts
from rmt_notes.ui.widgets.keys import bind
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.page_header import PageHeader
from rmt_notes.ui.widgets.room import RoomColumn
from rmt_notes.ui.widgets.tidy import name_from_search
from rmt_notes.ui.worker import Changes, Worker

QUIET_MS = 250
WIDE = 1000
_NOBODY = Client(id="", file_number=0, first_name="", last_name="")


@dataclass(frozen=True, slots=True)
class Typed:
    """What one save leaves in the record: the identity as typed, or nothing."""

    key: str
    draft: IdentityDraft | None


class IdentityKeeper(Autosave[Typed]):
    """Keeps an identity that is being typed."""

    def keep(self, store: RecordStore, newest: Typed) -> datetime:
        """Write it, or take it out of the record."""
        if newest.draft is not None:
            return store.keep_identity_draft(newest.draft)
        store.discard_identity_draft(newest.key)
        return store.now()

    def changes(self, newest: Typed) -> Changes:
        """Nothing that others show."""
        return Changes(frozenset({"identity"}), asker=self.parent())


def draft_of(key: str, state: FormState) -> IdentityDraft:
    """The form's state as the record holds it."""
    return IdentityDraft(
        key=key,
        client=state.client,
        saved_at=datetime.now().astimezone().replace(microsecond=0),
        born_text=state.born_text,
        provider=state.provider,
        others=state.others,
        stated=tuple(f"{name}={answer}" for name, answer in state.stated if answer),
    )


def state_of(draft: IdentityDraft) -> FormState:
    """The record's draft as the form takes it."""
    stated = dict.fromkeys(STATED, "") | dict(each.split("=", 1) for each in draft.stated)
    return FormState(draft.client, draft.born_text, draft.provider, tuple(stated.items()), draft.others)


class NewClientScreen(QWidget):
    """One form for `NewClient` and `EditClient`. What was typed stays when the user goes elsewhere and comes back,
    until it is saved or
    started over."""

    gone = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._key = ""
        self._kept: dict[str, FormState] = {}
        self._dirty = False
        self._saving = False
        self._asked = 0
        self._original = _NOBODY
        self._written: FormState | None = None
        self._at = ""
        self._back_to: Place | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._look_for_doubles)
        self._build()
        self.keeper = IdentityKeeper(worker, self)
        self.keeper.saved.connect(lambda _at: self._refresh())
        self.keeper.failed.connect(self._not_written)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            bind(self, keys, self.save)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._head = PageHeader(_("New client"))
        self._over = Button(_("Start over"), "secondary", icon="rotate-ccw")
        self._over.clicked.connect(self._start_over)
        self._head.add_action(self._over)
        outer.addWidget(self._head)
        self._scroll = RoomColumn(_("Identity of the client"), widest=1160)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.metrics().space(4))
        self._form = ClientForm()
        self._form.edited.connect(self._edited)
        self._form.identified.connect(self._quiet.start)
        self._pane = DoublePane()
        self._pane.opened.connect(lambda client: self.gone.emit(ClientPlace(client)))
        self._pane.wanted.connect(self._form.focus_field)
        self._both.addWidget(self._form, 1)
        self._both.addWidget(self._pane)
        self._scroll.add(self._both)
        outer.addWidget(self._scroll, 1)
        foot = Panel("card", "top")
        line = QHBoxLayout(foot)
        line.setContentsMargins(
            theme.metrics().space(5), theme.metrics().px(10), theme.metrics().space(5), theme.metrics().px(10)
        )
        line.setSpacing(theme.metrics().px(10))
        self._status = Label("", "hint", token="muted", wrap=True)
        self._back = Button(_("Back"), "secondary", icon="arrow-left")
        self._back.clicked.connect(self._go_back)
        self._save = Button(_("Save"), "secondary", key_hint="Ctrl+Return")
        self._save.clicked.connect(self.save)
        self._intake = Button(_("Save and start intake"), icon="clipboard-list")
        self._intake.clicked.connect(lambda: self.save(then_intake=True))
        line.addWidget(self._status, 1)
        for button in (self._back, self._save, self._intake):
            line.addWidget(button)
        outer.addWidget(foot)
        self._arrange()

    # -- the screen's contract -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The screen's name, without client words."""
        return _("Edit identity") if self._key else _("New client")

    def show_place(self, place: Place) -> None:
        """Show the form for a new client or for one on file, with what was typed before."""
        self.leave()
        self._at, self._back_to = (place.at, place.back) if isinstance(place, EditClient) else ("", None)
        if isinstance(place, EditClient):
            self._show_existing(place.client_id)
        else:
            self._show_new(place.name if isinstance(place, NewClient) else "")
        self._worker.ask(self, _surroundings, self._take_surroundings)
        if not self._key and not self._dirty:
            self._worker.ask(self, lambda store: store.identity_draft(NEW_CLIENT), self._take_new)

    def _take_new(self, draft: IdentityDraft | None) -> None:
        """A new client who was being typed when the program was locked or closed."""
        typed = self._form.value()
        named = bool(typed.first_name or typed.last_name)
        same = draft is not None and (typed.first_name, typed.last_name) == (
            draft.client.first_name,
            draft.client.last_name,
        )
        if draft is None or self._key or self._dirty or (named and not same):
            return
        self._form.set_state(state_of(draft))
        self._dirty = True
        self._say(_("As you left it. It is not saved yet."))
        self._refresh()
        self._look_for_doubles()

    def leave(self) -> None:
        """Keep what was typed for when the user returns; the record holds it as well."""
        if self._dirty:
            self._kept[self._key] = self._form.state()
        self.keep_now()

    def keep_now(self) -> None:
        """Write the draft at once; nothing that shows changes. A day that is none yet tells nobody that it is typed,
        so that the form is looked at once more."""
        if self._dirty and not self._saving and self._form.isEnabled() and self._form.state() != self._written:
            self._write_down()
        self.keeper.keep_now()

    def has_unsaved(self) -> bool:
        """Whether something typed is not yet written down as a draft; an identity itself is saved on purpose."""
        return self.keeper.has_unsaved()

    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._dirty or bool(self._kept)

    def focus_first(self) -> None:
        """Put the caret into the first name, or into the field that was asked for."""
        if self._at:
            self._form.focus_field(self._at)
        else:
            self._form.first.setFocus()

    # -- showing -------------------------------------------------------------------------------------------------

    def _show_new(self, name: str) -> None:
        self._key = ""
        self._original = _NOBODY
        first, last = name_from_search(name)
        kept = self._kept.pop("", None)
        self._head.set_title(_("New client"))
        if kept is not None and (not name or (kept.client.first_name, kept.client.last_name) == (first, last)):
            self._form.set_state(kept)
            self._say(_("As you left it. It is not saved yet."))
        else:
            self._form.set_value(replace(_NOBODY, first_name=first, last_name=last))
            self._say(_("Only a name is needed to begin; the rest can follow."))
        self._dirty = kept is not None and self._form.value() != _NOBODY
        self._refresh()
        self._look_for_doubles()

    def _show_existing(self, client_id: str) -> None:
        self._key = client_id
        self._form.set_value(replace(_NOBODY, id=client_id))
        self._form.setEnabled(False)
        self._head.set_title(_("Edit identity"))
        self._say("")
        self._dirty = False
        self._refresh()
        self._worker.ask(
            self, lambda store: (store.client_file(client_id), store.identity_draft(client_id)), self._take_client
        )

    def _take_client(self, found: tuple[ClientFile, IdentityDraft | None]) -> None:
        file, draft = found
        if file.client.id != self._key:
            return
        self._original = file.client
        self._form.setEnabled(True)
        self._form.set_value(file.client)
        kept = self._kept.pop(self._key, None) or (state_of(draft) if draft is not None else None)
        if kept is not None:
            self._form.set_state(kept)
            self._dirty = True
        self._head.set_title(file.client.shown_name())
        self._say(" · ".join(identity_facts(file.client, date.today())))
        self._refresh()
        self._look_for_doubles()
        self.focus_first()

    def _take_surroundings(self, found: tuple[tuple[Provider, ...], int, int]) -> None:
        providers, number, majority = found
        self._form.set_known_providers(providers)
        if not self._dirty:
            self._form.show_providers(self._original)
        self._form.set_majority(majority)
        if not self._key:
            self._form.set_file_number(number)
        self._refresh()

    def _say(self, second: str) -> None:
        self._head.set_second(second)

    def _refresh(self) -> None:
        new = not self._key
        self._intake.setVisible(new)
        self._save.set_kind("secondary" if new else "primary")
        self._over.setVisible(self._dirty)
        self._over.set_text(_("Start over") if new else _("Undo all changes"))
        self._pane.set_gaps(self._form.gaps())
        self._save.setEnabled(not self._saving)
        self._intake.setEnabled(not self._saving)
        if not self._status.text() or self._dirty:
            self._status.setText(_("Not saved yet") if self._dirty else "")
            self._status.set_token("muted")

    def _edited(self) -> None:
        self._dirty = True
        self._write_down()
        self._refresh()

    def _write_down(self) -> None:
        """Have the record hold what stands here, or nothing any more."""
        key = self._key or NEW_CLIENT
        self._written = state = self._form.state() if self._dirty else None
        self.keeper.change(Typed(key, draft_of(key, state) if state is not None else None))

    def _not_written(self, reason: str) -> None:
        self._status.setText(_("Not written down yet. {reason}").format(reason=reason))
        self._status.set_token("danger")

    def _start_over(self) -> None:
        self._kept.pop(self._key, None)
        self._dirty = False
        self._write_down()
        self._form.set_value(self._original)
        self._status.setText("")
        if not self._key:
            self._say(_("Only a name is needed to begin; the rest can follow."))
            self._worker.ask(self, _surroundings, self._take_surroundings)
        self._refresh()
        self._look_for_doubles()
        self.focus_first()

    def _go_back(self) -> None:
        self.gone.emit(self._back_to or (ClientPlace(self._key, "identity") if self._key else Clients()))

    # -- doubles -------------------------------------------------------------------------------------------------

    def _look_for_doubles(self) -> None:
        client = self._form.value()
        self._asked += 1
        asked = self._asked
        if not (client.last_name or client.phone or client.email or (client.first_name and client.born)):
            self._pane.set_doubles(())
            return

        def look(store: RecordStore) -> tuple[ClientRow, ...]:
            return store.similar_clients(client.first_name, client.last_name, client.born, client.phone, client.email)

        def show(rows: tuple[ClientRow, ...]) -> None:
            if asked == self._asked:
                others = [row for row in rows if row.id != self._key]
                self._pane.set_doubles([client_line(row, date.today()) for row in others])

        self._worker.ask(self, look, show)

    # -- saving --------------------------------------------------------------------------------------------------

    def save(self, *, then_intake: bool = False) -> None:
        """Keep the client and go to its screen, or on to the intake."""
        if self._saving or not self._form.isEnabled():
            return
        if not self._form.check():
            self._status.setText(_("Something has to be put right first."))
            self._status.set_token("danger")
            return
        client, provider, others = self._form.value(), self._form.new_provider(), self._form.others.written()
        new = not self._key
        if new:
            client = replace(client, id=uuid4().hex)
        if provider is not None and provider.id not in client.provider_ids:
            client = replace(client, provider_ids=(provider.id, *client.provider_ids))

        draft_key = self._key or NEW_CLIENT
        self.keeper.forget()

        def keep(store: RecordStore) -> str:
            for each in (*((provider,) if provider is not None else ()), *others):
                store.keep_provider(each)
            if new:
                number = client.file_number or store.next_file_number()
                store.add_client(replace(client, file_number=number))
            elif client != self._original:
                store.change_client(client)
            store.discard_identity_draft(draft_key)
            return client.id

        self._saving = True
        self._status.setText(_("Saving…"))
        self._refresh()
        changes = Changes(frozenset({"clients"}), client_id=client.id, asker=self)
        self._worker.ask(self, keep, lambda key: self._saved(key, then_intake), self._not_saved, changes=changes)

    def _saved(self, client_id: str, then_intake: bool) -> None:
        self._saving = False
        self._dirty = False
        self._kept.pop(self._key, None)
        self._status.setText("")
        self._original = _NOBODY
        self._form.set_value(_NOBODY)
        here = ClientPlace(client_id, "visits" if not self._key else "identity")
        self.gone.emit(Intake(client_id) if then_intake else self._back_to or here)

    def _not_saved(self, trouble: RecordTrouble) -> None:
        self._saving = False
        self._write_down()
        self._refresh()
        if isinstance(trouble, Refused):
            self._form.number.set_problem(str(trouble))
            self._form.number.setFocus()
        self._status.setText(str(trouble))
        self._status.set_token("danger")

    # -- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Take up the sizes in force."""
        self._arrange()

    def _arrange(self) -> None:
        m = theme.metrics()
        wide = self.width() >= m.px(WIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if wide:
            self._pane.setFixedWidth(m.px(300))
        else:
            self._pane.setMinimumWidth(0)
            self._pane.setMaximumWidth(16_777_215)
        if way != self._both.direction():
            self._both.setDirection(way)


def _surroundings(store: RecordStore) -> tuple[tuple[Provider, ...], int, int]:
    """Physicians on file, the next file number, the age of majority where the practice is."""
    profile = jurisdictions().get(store.practice().jurisdiction)
    return store.providers(), store.next_file_number(), profile.majority if profile else 18
