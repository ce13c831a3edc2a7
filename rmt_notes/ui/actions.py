"""The table of what can be done from anywhere: its words, icon, key and the window's method. Menus, the palette
(Ctrl+K) and the sheet of
shortcuts are made of it, so an action is written once."""

from __future__ import annotations

from dataclasses import dataclass

from rmt_notes.i18n import _


@dataclass(frozen=True, slots=True)
class Action:
    """One command. `keys` are portable key sequences (`Ctrl+K`); `method` is the name of the window's method; `group`
    heads it in the sheet.

    `open_record` says that it makes sense only while a record is open.
    """

    key: str
    words: str
    icon: str
    keys: tuple[str, ...]
    method: str
    group: str
    open_record: bool = True


def actions() -> tuple[Action, ...]:
    """All of them, in the language in force."""
    go, work, program = _("Go to"), _("Work"), _("Program")
    return (
        Action("today", _("Today"), "sun", ("Alt+Home",), "show_today", go),
        Action("clients", _("Clients"), "users", ("Ctrl+Shift+F",), "show_clients", go),
        Action("find", _("Find client or note"), "search", ("Ctrl+K",), "show_find", go),
        Action("unsigned", _("Unsigned notes"), "pencil-line", ("Ctrl+U",), "show_unsigned", go),
        Action("back", _("Back"), "arrow-left", ("Alt+Left",), "go_back", go),
        Action("forward", _("Forward"), "arrow-right", ("Alt+Right",), "go_forward", go),
        Action("new_note", _("New note"), "square-pen", ("Ctrl+N",), "start_note", work),
        Action("new_client", _("New client"), "user-plus", ("Ctrl+Shift+N",), "start_client", work),
        Action("settings", _("Settings"), "settings", ("Ctrl+,",), "show_settings", program),
        Action(
            "shortcuts",
            _("Keyboard shortcuts"),
            "keyboard",
            ("Ctrl+/", "F1"),
            "show_shortcuts",
            program,
            open_record=False,
        ),
        Action("larger", _("Larger text"), "plus", ("Ctrl++", "Ctrl+="), "enlarge", program, open_record=False),
        Action("smaller", _("Smaller text"), "minus", ("Ctrl+-",), "shrink", program, open_record=False),
        Action("theme", _("Light or dark"), "moon", ("Ctrl+Shift+D",), "switch_theme", program, open_record=False),
        Action(
            "full_screen", _("Full screen"), "panel-right", ("F11",), "switch_full_screen", program, open_record=False
        ),
        Action("lock", _("Lock"), "lock", ("Ctrl+L",), "lock", program),
        Action("quit", _("Quit"), "x", ("Ctrl+Q",), "close", program, open_record=False),
    )


def chart_keys() -> tuple[tuple[str, str], ...]:
    """Keys that work inside a chart, for the sheet of shortcuts: key and words."""
    return (
        ("Alt+1", _("Subjective")),
        ("Alt+2", _("Objective")),
        ("Alt+3", _("Treatment")),
        ("Alt+4", _("Assessment")),
        ("Alt+5", _("Plan")),
        ("Ctrl+Enter", _("Sign and lock")),
        ("Ctrl+P", _("Preview the page")),
        ("Ctrl+D", _("Same as last time")),
        ("Ctrl+S", _("Keep now")),
        ("/", _("Phrases, in a text field")),
        ("Ctrl+Shift+P", _("Phrases; save marked words as one")),
        ("Tab", _("Next place of a phrase to fill")),
        ("F7", _("Spelling: next unknown word")),
        ("F6", _("Next pane")),
    )
