"""Asked before a clinical PDF is written: locked with a passphrase, or as it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmt_notes.export.pdf import lock
from rmt_notes.i18n import _
from rmt_notes.ui.dialogs import Dialog, Verb
from rmt_notes.ui.widgets.buttons import Button
from rmt_notes.ui.widgets.labels import Label
from rmt_notes.ui.widgets.text_fields import TextField


class LockQuestion(Dialog):
    """`chosen` carries the passphrase, empty for a file without a lock; nothing comes when the dialog is left. With
    `must` there is no way without one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, file: str, *, must: bool = False) -> None:
        verbs = [
            Verb("keep", _("Cancel")),
            Verb("open", _("Save without a lock")),
            Verb("lock", _("Save locked"), "primary"),
        ]
        super().__init__(
            parent,
            _("The passphrase of this file") if must else _("Lock this file?"),
            _(
                "{file} holds health information. Outside the record nothing protects it but its own lock: with one, "
                "whoever finds or receives it by mistake reads nothing."
            ).format(file=file),
            [verb for verb in verbs if not (must and verb.key == "open")],
            width=560,
        )
        self.field = TextField(_("Passphrase of this file"))
        self.field.set_text(lock.suggested())
        self.field.edited.connect(lambda _text: self.field.set_problem(None))
        self.field.entered.connect(lambda: self.answer("lock"))
        self.body.addWidget(self.field)
        row = QHBoxLayout()
        self.another = Button(_("Another one"), "quiet", icon="refresh-cw")
        self.another.clicked.connect(lambda: self.field.set_text(lock.suggested()))
        row.addWidget(self.another)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(Label(advice(), "hint", token="muted", wrap=True))
        self.focus_on_open(self.field.editor())

    def may_answer(self, key: str) -> bool:
        if key == "open":
            self.chosen.emit("")
        elif key == "lock":
            trouble = lock.problem(self.field.text())
            if trouble:
                self.field.set_problem(trouble)
                self.field.editor().setFocus()
                return False
            self.chosen.emit(self.field.text().strip())
        return True


def advice() -> str:
    """How a passphrase is handed over."""
    return _(
        "Write it down now: it is kept nowhere, and nobody can open the file without it. Tell it by telephone or in "
        "person to somebody you know, never in the same message as the file. Any current PDF reader asks for it "
        "(AES-256)."
    )


def ask_lock(parent: QWidget, file: str, then: Callable[[str], None]) -> LockQuestion:
    """Ask; `then` gets the passphrase, or nothing for a file without a lock."""
    dialog = LockQuestion(parent, file)
    dialog.chosen.connect(then)
    dialog.open()
    return dialog


def saved_words(name: str, passphrase: str) -> str:
    """What is said of a file that was written."""
    if passphrase:
        return _("Saved as {name}, locked. Tell its passphrase by another way than the file.").format(name=name)
    return _("Saved as {name}. It is not locked: keep it where nobody else reads it.").format(name=name)
