"""The rest of the tour: the screens that one new client's way to the signed note does not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.tour import Tour


def own_record(tour: Tour, passphrase: str) -> None:
    """Identity, whom a visit is for, and the device in the client's hands until the passphrase brings it back."""
    user = tour.user
    user.press("Today")
    user.press("New visit")
    user.wait(lambda: user.sees("Search clients"), "the question of whom the visit is for")
    tour.picture("new-visit")
    user.press("Clients")
    user.choose_row("Clients", "Béatrice")
    user.wait(lambda: user.sees("Intake"), "the client")
    user.press("Identity")
    tour.picture("client-identity")
    user.press("Intake")
    user.wait(lambda: user.sees("Hand to the client"), "the intake")
    user.press("Hand to the client")
    tour.picture("client-mode-hello")
    user.press("Start")
    tour.picture("client-mode-words")
    user.press("Next" if user.sees("Next") else "Leave out")
    tour.picture("client-mode-questions")
    user.press("Hand back")
    tour.picture("client-mode-back")
    user.type_into("Therapist: your passphrase", passphrase)
    user.press("Back to the record")
    user.wait(lambda: user.sees("Hand to the client"), "the intake again")


def restoring(tour: Tour) -> None:
    """The way back from a backup, offered before anything is unlocked."""
    user = tour.user
    user.press("Restore a backup")
    user.wait(lambda: user.sees("Choose the file"), "the question of the backup")
    tour.picture("restore")
    user.press("Back")
    user.wait(lambda: user.sees("Passphrase"), "the gate")


def sample_record(tour: Tour) -> None:
    """Beside the chart: what is safe and the course of pain. Then two versions of a health history side by side."""
    from rmt_notes.ui.widgets.change_table import ChangeTable

    user = tour.user
    user.press("Safety")
    tour.picture("sample-safety")
    user.press("Trend")
    tour.picture("sample-trend")
    user.press("Clients")
    user.choose_row("Clients", "Walter")
    user.wait(lambda: user.sees("New note"), "the client of forty visits")
    tour.picture("sample-forty-visits")
    user.press("Health")
    user.wait(lambda: user.sees("Earlier version"), "the differences")
    user.bring_into_view(user.find("What changed between two versions", ChangeTable))
    tour.picture("sample-history-differences")
