"""Where in a section the words are being typed, as a short text that the draft keeps: it names the control without any
of its words."""

from __future__ import annotations

import zlib

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def caret_in(ground: QWidget) -> str:
    """The control of `ground` that has the focus and the place in its text; empty where none has."""
    writer = QApplication.focusWidget()
    if writer is None or not ground.isAncestorOf(writer):
        return ""
    alike = _alike(ground, _kind(writer), type(writer))
    return f"{_kind(writer)}.{alike.index(writer)}.{_position(writer)}" if writer in alike else ""


def find_caret(ground: QWidget, words: str) -> QWidget | None:
    """The control that `caret_in` named, where it is there and in sight; its text's caret is put to the place."""
    kind, _point, rest = words.partition(".")
    nth, _point, at = rest.partition(".")
    if not (nth.isdecimal() and at.isdecimal()):
        return None
    alike = _alike(ground, kind)
    writer = alike[int(nth)] if int(nth) < len(alike) else None
    if writer is None or not writer.isVisibleTo(ground) or not writer.isEnabledTo(ground):
        return None
    _put(writer, int(at))
    return writer


def _kind(widget: QWidget) -> str:
    """What tells a control from its neighbours: its class and its name, the name as a number."""
    return f"{zlib.crc32(f'{type(widget).__name__} {widget.accessibleName()}'.encode()):08x}"


def _alike(ground: QWidget, kind: str, of: type[QWidget] = QWidget) -> list[QWidget]:
    return [
        each for each in ground.findChildren(of) if each.focusPolicy() & Qt.FocusPolicy.TabFocus and _kind(each) == kind
    ]


def _position(writer: QWidget) -> int:
    if isinstance(writer, QTextEdit | QPlainTextEdit):
        return writer.textCursor().position()
    return writer.cursorPosition() if isinstance(writer, QLineEdit) else 0


def _put(writer: QWidget, at: int) -> None:
    if isinstance(writer, QLineEdit):
        writer.setCursorPosition(at)
    elif isinstance(writer, QTextEdit | QPlainTextEdit):
        cursor = writer.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.MoveAnchor, at)
        writer.setTextCursor(cursor)
