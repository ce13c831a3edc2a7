"""Qt's own dialogs for files and printers in the program's look: the system's may be missing, and these can be
tested."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QTreeView, QWidget

from rmt_notes.ui import theme

_LAST: list[Path] = []
"""The folder of the last file that was saved or read."""


def sheet() -> str:
    """The style sheet of these dialogs for the look in force."""
    t, m = theme.tokens(), theme.metrics()
    inner = m.target - m.px(6)
    field = f"border: 1px solid {t.border}; border-radius: {m.radius}px; background: {t.card}; color: {t.text};"
    return f"""
QDialog {{ background: {t.window}; }}
QLineEdit, QComboBox, QSpinBox {{ {field} min-height: {inner}px; padding: 0 {m.px(10)}px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: {m.ring}px solid {t.focus}; }}
QComboBox::drop-down {{ border: none; width: {m.px(28)}px; }}
QPushButton {{ {field} min-height: {inner}px; padding: 0 {m.px(18)}px; font-weight: 600; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:focus {{ border: {m.ring}px solid {t.focus}; }}
QPushButton:default {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
QPushButton:default:hover {{ background: {t.accent_hover}; }}
QPushButton:disabled {{ background: {t.track}; color: {t.disabled}; border-color: {t.track}; }}
QToolButton {{ border: none; border-radius: {m.radius}px; min-width: {m.px(32)}px; min-height: {inner}px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:focus {{ border: {m.ring}px solid {t.focus}; }}
QTreeView, QListView {{ background: {t.card}; color: {t.text}; border: 1px solid {t.line};
  border-radius: {m.radius}px; outline: none; }}
QTreeView::item, QListView::item {{ min-height: {m.px(36)}px; padding: 0 {m.px(4)}px; }}
QTreeView::item:selected, QListView::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QHeaderView::section {{ background: {t.card}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line};
  padding: {m.px(8)}px {m.px(6)}px; }}
QCheckBox, QRadioButton {{ min-height: {m.px(32)}px; }}
QTabWidget::pane, QGroupBox {{ border: 1px solid {t.line}; border-radius: {m.radius}px; }}
QSplitter::handle {{ background: transparent; }}
"""


def save_dialog(parent: QWidget, title: str, folder: str, name: str, kind: str, suffix: str) -> QFileDialog:
    """A dialog that asks where to save a file; show it with `QDialog.open`. `kind` names the files ("PDF pages
    (*.pdf)")."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(suffix)
    _start_at(dialog, *_LAST, Path(folder))
    dialog.selectFile(name)
    dress(dialog)
    m = theme.metrics()
    dialog.resize(min(m.px(860), 1180), min(m.px(560), 740))
    for tree in dialog.findChildren(QTreeView):
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return dialog


def open_dialog(parent: QWidget, title: str, folder: str, kind: str = "") -> QFileDialog:
    """A dialog that asks for a file of a kind, or for a folder where no kind is named; show it with `QDialog.open`."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile if kind else QFileDialog.FileMode.Directory)
    if kind:
        dialog.setNameFilter(kind)
    else:
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _start_at(dialog, Path(folder), *_LAST)
    dress(dialog)
    m = theme.metrics()
    dialog.resize(min(m.px(860), 1180), min(m.px(560), 740))
    for tree in dialog.findChildren(QTreeView):
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return dialog


def _start_at(dialog: QFileDialog, *folders: Path) -> None:
    """Begin in the first folder that exists, else at home, never where the program was started from. What is chosen is
    remembered until the program ends."""
    dialog.setDirectory(str(next((each for each in folders if each.is_dir()), Path.home())))
    dialog.fileSelected.connect(_remember)


def _remember(chosen: str) -> None:
    path = Path(chosen)
    _LAST[:] = [path if path.is_dir() else path.parent]


def dress(dialog: QDialog) -> None:
    """Give a dialog of Qt the program's look."""
    dialog.setStyleSheet(sheet())
