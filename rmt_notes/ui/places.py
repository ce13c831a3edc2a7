"""Where the user is: a frozen value for each place. Screens name places and need not know each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """Anywhere the window can go."""


@dataclass(frozen=True, slots=True)
class Today(Place):
    """The visits of a day; today's when no day is named."""

    day: date | None = None


@dataclass(frozen=True, slots=True)
class Clients(Place):
    """The list of clients, with search as you type."""


@dataclass(frozen=True, slots=True)
class ClientPlace(Place):
    """One client. `tab` is visits, health or identity."""

    client_id: str
    tab: str = "visits"


@dataclass(frozen=True, slots=True)
class NewClient(Place):
    """The form for a new client; `name` is what was typed in the search that found nobody."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class EditClient(Place):
    """The same form for a client who is on file. `at` is the field to begin with, `back` where saving leads to."""

    client_id: str
    at: str = field(default="", compare=False)
    back: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Intake(Place):
    """Health history and contraindication checklist of a client; `visit_id` when asked during a visit, `at` the field
    to begin with."""

    client_id: str
    visit_id: str = ""
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ClientMode(Place):
    """The device in the client's hands: the health questions of that client and nothing else."""

    client_id: str
    visit_id: str = ""


@dataclass(frozen=True, slots=True)
class ClientMeasures(ClientMode):
    """The device in the client's hands: the outcome measures of that visit and nothing else."""


@dataclass(frozen=True, slots=True)
class NewVisit(Place):
    """Start a visit: with the client chosen, or after picking one."""

    client_id: str = ""


@dataclass(frozen=True, slots=True)
class Chart(Place):
    """The chart of one visit."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class Preview(Place):
    """The pages of one visit: its note, or with `paper` "handout" the client's home care; `back` is where Esc returns
    to."""

    visit_id: str
    back: Place | None = field(default=None, compare=False)
    paper: str = "note"


@dataclass(frozen=True, slots=True)
class Unsigned(Place):
    """All notes that wait for a signature, oldest first."""


@dataclass(frozen=True, slots=True)
class Find(Place):
    """One box for clients and words in notes."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Settings(Place):
    """Practice, practitioner and this computer's preferences."""
