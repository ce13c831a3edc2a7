"""The roll of screens: which one shows which place. A screen is loaded when somebody first goes there, so that the
start stays light."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from rmt_notes.ui import places

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from rmt_notes.ui.places import Place
    from rmt_notes.ui.worker import Worker

ROLL: dict[type[places.Place], tuple[str, str]] = {
    places.Today: ("today", "TodayScreen"),
    places.Clients: ("clients", "ClientsScreen"),
    places.ClientPlace: ("client", "ClientScreen"),
    places.NewClient: ("new_client", "NewClientScreen"),
    places.EditClient: ("new_client", "NewClientScreen"),
    places.NewVisit: ("new_visit", "NewVisitScreen"),
    places.Intake: ("intake", "IntakeScreen"),
    places.ClientMode: ("intake", "ClientModeScreen"),
    places.ClientMeasures: ("intake", "ClientMeasuresScreen"),
    places.Chart: ("chart", "ChartScreen"),
    places.Preview: ("preview", "PreviewScreen"),
    places.Unsigned: ("unsigned", "UnsignedScreen"),
    places.Find: ("find", "FindScreen"),
    places.Settings: ("settings", "SettingsScreen"),
}


class Screen(Protocol):
    """What the window asks of every screen."""

    gone: SignalInstance[tuple[object]]
    """Emits the place to go to next."""

    def show_place(self, place: Place) -> None:
        """Show that place, asking the worker for what it needs."""

    def title(self) -> str:
        """The screen's name for the window title and for screen readers; no client words."""

    def leave(self) -> None:
        """The user goes elsewhere: keep what was typed."""

    def has_unsaved(self) -> bool:
        """Whether something typed could not be kept yet."""

    def focus_first(self) -> None:
        """Put the caret where work begins."""


@runtime_checkable
class ClientHeld(Protocol):
    """A screen that asks for the passphrase before it lets go."""

    def tell_passphrase(self, passphrase: str) -> None:
        """Say it where it is asked for: the sample practice's is no secret."""


@runtime_checkable
class Preparable(Protocol):
    """A screen that can be made before somebody goes there."""

    def prepare(self) -> bool:
        """Make the next part; False when all is there."""


def make(place: places.Place, worker: Worker) -> Screen:
    """The screen for a place.

    Raises:
        KeyError: for a place that is not on the roll.
    """
    module, name = ROLL[type(place)]
    kind = getattr(import_module(f"rmt_notes.ui.screens.{module}"), name)
    return cast(Screen, kind(worker))


def screen_key(place: places.Place) -> str:
    """Places with the same key share one screen widget."""
    return ROLL[type(place)][1]
