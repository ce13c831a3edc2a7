"""Tokens and sizes turned into what Qt understands: a palette and a short style sheet.

The sheet dresses only what Qt paints itself (menus, tooltips, scroll bars, bare editors); our own widgets paint from
the tokens.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from rmt_notes.ui.theme.metrics import Metrics
from rmt_notes.ui.theme.tokens import Tokens

_ROLES: dict[QPalette.ColorRole, str] = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "card",
    QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "placeholder",
    QPalette.ColorRole.Button: "card",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "on_selection",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Shadow: "shadow",
}

_SWITCHED_OFF = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


def make_palette(tokens: Tokens) -> QPalette:
    """The palette of one look, every group filled."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(tokens.colour(name)))
    for role in _SWITCHED_OFF:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, QColor(tokens.track))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.HighlightedText, QColor(tokens.text))
    return palette


def make_sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The style sheet of one look and one density."""
    t, m = tokens, metrics
    bar = m.px(12)
    return f"""
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border}; padding: {m.px(6)}px {m.px(8)}px; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border}; padding: {m.px(6)}px; }}
QMenu::item {{ min-height: {m.target - m.px(12)}px; padding: {m.px(6)}px {m.px(28)}px {m.px(6)}px {m.px(12)}px;
  border-radius: {m.px(6)}px; }}
QMenu::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::icon {{ padding-left: {m.px(8)}px; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {m.px(6)}px {m.px(8)}px; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {t.border}; border-radius: {bar // 2 - m.px(3)}px; margin: {m.px(3)}px; }}
QScrollBar::handle:vertical {{ min-height: {m.px(40)}px; }}
QScrollBar::handle:horizontal {{ min-width: {m.px(40)}px; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QLineEdit, QTextEdit, QPlainTextEdit {{ background: transparent; border: none; padding: 0; color: {t.text};
  placeholder-text-color: {t.placeholder};
  selection-background-color: {t.selection}; selection-color: {t.on_selection}; }}
QComboBox QAbstractItemView, QListView[popup="true"] {{ background: {t.raised}; color: {t.text};
  padding: {m.px(4)}px; outline: none; }}
QComboBox QAbstractItemView::item, QListView[popup="true"]::item {{
  padding: 0 {m.px(8)}px; border-radius: {m.px(6)}px; }}
QComboBox QAbstractItemView::item:selected, QListView[popup="true"]::item:selected {{ background: {t.accent_soft};
  color: {t.text}; }}
QListView[popup="true"] {{ border: 1px solid {t.border}; }}
QAbstractScrollArea {{ border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""
