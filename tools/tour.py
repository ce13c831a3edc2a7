"""The tour: one new client from the first start of the program to a signed, amended and printed note, driven through
the real screens.

`python3 run.py tour OUT` leaves in OUT the record, the pages as PDF and a numbered picture of every screen, light and
dark, at two window
sizes. It prints every path it wrote; whatever fails ends it with a fault and an exit code that is not zero.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Literal

SIZES = ((1440, 900), (1280, 800))
MODES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WORDS = "seven geese over the lake"
HEART = "Any heart, blood-pressure or circulation condition, or a pacemaker?"
PACEMAKER = "Do you have a pacemaker, pump or other implanted device? Where?"
BONES = "Thin bones, loose joints, an unstable spine, arthritis or a hot swollen joint?"
THIN_BONES = "Have you been told you have thin bones?"


def main(arguments: list[str]) -> int:
    """Run the tour into the folder that is named. Returns the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("Name the folder to fill: python3 run.py tour OUT\n")
        return 2
    out = Path(arguments[0]).resolve()
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        sys.stderr.write(f"{out} is not empty; name a new folder.\n")
        return 2
    os.environ["RMT_NOTES_HOME"] = str(out / "home")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform.startswith("linux"):
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen(out / 'home')}"
    tour = Tour(out)
    tour.go()
    for path in tour.written:
        print(path)
    print(f"{len(tour.written)} files written")
    return 0


def _screen(folder: Path) -> Path:
    """A screen to draw on where there is none, large enough for every window: Qt's own is 800 by 800, and dialogs would
    be pushed aside on it."""
    folder.mkdir(exist_ok=True)
    path = folder / "screen.json"
    screen = {"name": "tour", "x": 0, "y": 0, "width": 1920, "height": 1200, "logicalDpi": 96, "dpr": 1}
    path.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return path


class Tour:
    """The steps, in order; each leaves pictures."""

    def __init__(self, out: Path) -> None:
        from rmt_notes import app, settings
        from tools.user import User

        self.out = out
        self.written: list[Path] = []
        self._number = 0
        preferences = settings.Preferences(theme="light")
        settings.save(preferences)
        self._qt = app.application(preferences)
        sys.excepthook = _fail
        self.session = app.Session(self._qt, preferences, out / "record")
        self.session.start()
        sys.excepthook = _fail
        self.user = User(self.session.window, lambda: not self.session.worker.is_idle())
        self.user.window.activateWindow()
        self.user.wait(self.user.window.isActiveWindow, "the window to come to the front")

    def go(self) -> None:
        """Every step, then the end of the program."""
        for step in (
            self.first_run,
            self.today_empty,
            self.new_client,
            self.intake,
            self.first_chart,
            self.sign_first,
            self.preview,
            self.amend,
            self.client,
            self.lists,
            self.settings,
            self.other_rooms,
            self.lock_and_unlock,
            self.sample_practice,
        ):
            print(f"{step.__name__.replace('_', ' ')} …", flush=True)
            step()
        self.session.window.close()
        self.session.end()
        self.written.append(self.out / "record")

    # -- pictures --------------------------------------------------------------------------------

    def picture(self, name: str) -> None:
        """The window as it is, light and dark, at both sizes. It stays in the look that came last: dressing a full
        chart anew takes longer than its picture."""
        from rmt_notes.ui import theme

        self._number += 1
        window = self.user.window
        now = "dark" if theme.tokens() is theme.DARK else "light"
        for mode in sorted(MODES, key=lambda mode: mode != now):
            if mode != now:
                theme.apply(self._qt, mode, "touch", theme.metrics().scale)  # client mode has larger letters
            for width, height in SIZES if mode == now else reversed(SIZES):
                window.resize(width, height)
                path = self.out / f"{self._number:02d}-{name}-{mode}-{width}.png"
                self.written.append(self.user.picture(path))

    # -- steps -----------------------------------------------------------------------------------

    def first_run(self) -> None:
        """Who you are, a passphrase, the recovery code asked back."""
        user = self.user
        self.picture("first-run-who")
        user.type_into("Your name", "N. Example")
        user.type_into("Registration number", "T000")
        user.type_into("Clinic or practice", "Lakeside Massage Therapy")
        user.type_into("Address", "12 Example Street, Orillia, Ontario")
        user.type_into("Phone", "705 555 0100")
        user.press("Continue")
        user.type_into("New passphrase", WORDS)
        user.type_into("The same once more", WORDS)
        self.picture("first-run-passphrase")
        user.press("Make the record")
        user.wait(lambda: user.sees("Recovery code"), "the recovery code")
        self.picture("first-run-recovery")
        code = user.find("Recovery code").accessibleDescription().replace(" ", "").split("-")
        for number in range(1, len(code) + 1):
            if user.sees(f"Group {number}"):
                user.type_into(f"Group {number}", code[number - 1])
        user.press("Continue")
        self.picture("first-run-begin")
        user.press("Start with my own clients")
        user.wait(lambda: user.sees("New visit"), "the day")

    def today_empty(self) -> None:
        """The day, and the lists that are still empty."""
        self.picture("today-empty")
        self.user.press("Clients")
        self.picture("clients-empty")

    def new_client(self) -> None:
        """Identity, with loose input tidied."""
        user = self.user
        user.keys("Ctrl+Shift+N")
        user.type_into("First name", "Béatrice")
        user.type_into("Last name", "O'Hara-Nguyễn")
        user.type_into("Date of birth", "14 mar 1980")
        user.press("she/her")
        user.type_into("Phone", "705 555 0117")
        user.type_into("Address", "4 Invented Lane, Orillia")
        user.type_into("Emergency contact: Name", "Luc Nguyễn")
        user.press("Physician: None")
        user.press("Referred by: Nobody")
        user.type_into("Preferred language", "English")
        user.keys("Return")
        user.press("Mobility and access needs: None")
        self.picture("new-client")
        user.press("Save and start intake")
        user.wait(lambda: user.sees("Keep this health history"), "the intake")

    def intake(self) -> None:
        """The checklist: a pacemaker and thin bones among the answers, a decision on each."""
        user = self.user
        self.picture("intake")
        user.type_into("Reason for care", "Low back ache for three months, worse sitting at the desk")
        user.type_into("Goals", "Sit through a working day, lift my daughter")
        user.press("Allergies and sensitivities (oils, nuts, latex, tape, scents): None known")
        user.press("Answered by: Client")
        user.press("How: Spoken")
        user.press("Notice of information practices shown")
        user.press(f"{HEART}: Yes")
        user.press(f"{PACEMAKER}: Yes")
        user.type_into("Details: Pacemaker, ICD, pump or stimulator", "Pacemaker since 2 November 2026")
        user.press("More: Add a region")
        user.type_into("Search: Add a region", "chest")
        user.press("Add Chest wall")
        user.press("Side of Chest wall: Left")
        user.press(f"{BONES}: Yes")
        user.press(f"{THIN_BONES}: Yes")
        user.press("No to the other")
        self.picture("intake-answers")
        user.press("Findings and decisions")
        user.press("Modify: Pacemaker or device")
        user.type_into("How the treatment is modified", "No cupping; nothing within 10 cm of the device")
        user.press("Modify: Low bone density")
        user.press("Use the catalogue's words")
        self.picture("intake-findings")
        user.press("Keep this health history")
        user.wait(lambda: user.sees("New note"), "the client")
        self.picture("client-health")

    def first_chart(self) -> None:
        """The first visit: what hurts, what is found, what is done; a barred technique says why."""
        user = self.user
        user.press("New note")
        user.wait(lambda: user.sees("Sign and lock"), "the chart")
        self.picture("chart-empty")
        user.press("Red flags asked today: None found")
        user.type_into("Complaint, in the client's words", "Low back ache, worse after a day at the desk")
        user.press("Add a region: Low back")
        user.press("Side of Low back: Both sides")
        user.press("Pain now, 0 to 10: 6")
        user.press("Best and worst in the last 24 hours")
        user.press("At best, 0 to 10: 3")
        user.press("At worst, 0 to 10: 7")
        user.press("Aching")
        user.press("Worse with: sitting")
        user.press("Eased by: walking")
        user.press("Limits in daily life: work")
        user.press("Onset: gradual")
        self.picture("chart-subjective")
        self._objective()
        self._treatment()
        self._assessment_and_plan()

    def _objective(self) -> None:
        """Posture, one movement on both sides, one test."""
        user = self.user
        user.press("Posture: not examined")
        user.press("Pelvis: Anterior tilt")
        user.press("Severity, Pelvis: Moderate")
        user.press("Lumbar curve: Increased lordosis")
        user.press("Lower crossed")
        self.picture("chart-posture")
        user.press("Done with Posture")
        user.press("Range of motion: not examined")
        user.press("Thoracolumbar extension: not recorded")
        user.press("Active, degrees: 15°")
        user.press("Pain: 5 of 10")
        user.press("All others within normal limits")
        self.picture("chart-motion")
        user.press("Done with Range of motion")
        user.press("Special tests: not examined")
        user.press("Straight leg raise (SLR), right: Negative")
        user.press("Straight leg raise (SLR), left: Negative")
        self.picture("chart-tests")
        user.press("Done with Special tests")

    def _treatment(self) -> None:
        """Consent, a barred technique that says why, deep tissue with its parameters, the response."""
        user = self.user
        user.press("Record: all six discussed, client agrees")
        user.press("Cupping, not available")
        self.picture("chart-barred")
        user.press("Add Deep tissue")
        user.press("Add a region: Low back")
        user.press("Side of Low back: Both sides", nth=1)
        user.press("Pressure: 3")
        user.press("Stripping")
        user.press("Minutes: 15")
        user.press("Tolerance: 4 of 10")
        self.picture("chart-technique")
        user.press("Done with Deep tissue")
        user.press("Prone")
        user.press("Draping explained")
        user.press("Lubricant: unscented lotion")
        user.press("Pain after: 3 of 10")
        user.press("Response: feels looser")
        self.picture("chart-treatment")

    def _assessment_and_plan(self) -> None:
        """Impression, stage with the suggested frequency, a goal, home care, next visit."""
        user = self.user
        user.press("Clinical impression: Non-specific low back pain, over 12 weeks")
        user.press("Chronic")
        user.press("Use this")
        user.press("Next visit: in 2 weeks")
        user.press("Re-assess on: in 4 weeks")
        user.press("Visits planned: 6")
        user.press("Home care: Walking")
        user.press("Home care: Half-kneeling hip flexor stretch")
        self.picture("chart-plan")

    def sign_first(self) -> None:
        """What is missing, each line with its way to the field; then the signature."""
        user = self.user
        user.press("Sign and lock")
        self.picture("chart-missing")
        user.press("Go to: Say how many minutes the visit took.")
        user.press("60 min")
        user.press("Go to: Set a goal with its measure, baseline, target and date.")
        user.press("Add a goal")
        user.type_into("Goal, in the client's words", "Sit through a working day")
        user.type_into("Measured by", "minutes of sitting")
        user.type_into("Baseline", "40")
        user.type_into("Target", "120")
        user.type_into("By", "31 jan 2027")
        user.keys("Tab")
        user.press("Sign and lock")
        user.wait(lambda: user.sees("Amend"), "the signed note")
        self.picture("chart-signed")

    def preview(self) -> None:
        """The page in the program, then as a file."""
        user = self.user
        user.press("Preview")
        user.wait(lambda: user.sees("Save…") and user.find("Save…").isEnabled(), "the pages")
        self.picture("preview")
        self._save_page("soap-note.pdf")
        user.keys("Escape")
        user.wait(lambda: user.sees("Amend"), "the signed note again")

    def amend(self) -> None:
        """A correction as a new version with its reason; the first stays readable."""
        user = self.user
        user.press("Amend")
        self.picture("amend-reason")
        user.type_into("Reason", "The client called: the pain began in August")
        user.press("Begin the amendment")
        user.wait(lambda: user.sees("Sign the amendment"), "the amendment")
        user.type_into("Complaint, in the client's words", "Low back ache since August, worse after a day at the desk")
        user.press("Sign the amendment")
        user.wait(lambda: user.sees("Amend"), "the amended note")
        self.picture("chart-amended")
        user.press("Preview")
        user.wait(lambda: user.sees("Save…") and user.find("Save…").isEnabled(), "the pages")
        self._save_page("soap-note-amended.pdf")
        user.keys("Escape")

    def client(self) -> None:
        """One client: visits, health history, identity."""
        user = self.user
        user.press("Clients")
        user.choose_row("Clients", "Béatrice")
        user.wait(lambda: user.sees("New note"), "the client")
        self.picture("client-visits")
        user.press("Health")
        self.picture("client-history")
        user.press("Record")
        self.picture("client-record")

    def lists(self) -> None:
        """A second visit as a draft; then the day, all clients, what is unsigned, and a search in notes."""
        user = self.user
        user.press("New note")
        user.wait(lambda: user.sees("Sign and lock"), "the chart")
        user.press("Same as last time")
        self.picture("chart-carried")
        user.press("Mark as reviewed: Deep tissue")
        self.picture("chart-carried-rows")
        user.press("Today")
        self.picture("today")
        user.press("Clients")
        self.picture("clients")
        user.press("Unsigned")
        self.picture("unsigned")
        user.press("Find")
        user.type_into("Find", "august")
        user.wait(lambda: user.sees("Notes"), "the note that says so")
        self.picture("find")

    def settings(self) -> None:
        """Letterhead, who signs, preferences; the sheet of keys."""
        user = self.user
        user.press("Settings")
        self.picture("settings")
        user.keys("Ctrl+/")
        self.picture("shortcuts")
        user.keys("Escape")

    def other_rooms(self) -> None:
        """What the way to the signed note does not pass."""
        from tools import tour_rooms

        tour_rooms.own_record(self, WORDS)

    def lock_and_unlock(self) -> None:
        """Closed and opened anew: the gate, a wrong passphrase, the right one, and every word is there."""
        from rmt_notes import app, settings
        from tools import tour_rooms

        self.session.window.close()
        self.session.end()
        self.session = app.Session(self._qt, settings.load().preferences, self.out / "record")
        self.session.start()
        sys.excepthook = _fail
        user = self.user
        user.window = self.session.window
        self.picture("unlock")
        tour_rooms.restoring(self)
        user.type_into("Passphrase", "not this one")
        user.press("Unlock")
        user.wait(lambda: user.sees("Passphrase"), "the gate")
        self.picture("unlock-wrong")
        user.type_into("Passphrase", WORDS)
        user.press("Unlock")
        user.wait(lambda: user.sees("New visit"), "the day")

    def sample_practice(self) -> None:
        """The invented practice: the day, a client in the middle of a plan, and her chart of today beside the last
        visit."""
        from rmt_notes import app, settings
        from rmt_notes.ui.widgets.body.canvas import BodyCanvas
        from tools import tour_rooms

        self.session.window.close()
        self.session.end()
        self.session = app.Session(self._qt, settings.load().preferences, settings.sample_folder(), sample=True)
        self.session.start()
        sys.excepthook = _fail
        user = self.user
        user.window = self.session.window
        user.patience = 120.0
        user.wait(lambda: user.sees("New visit"), "the sample practice")
        self.picture("sample-today")
        user.press("Clients")
        user.choose_row("Clients", "Amélie")
        user.wait(lambda: user.sees("New note"), "the client")
        user.choose_row("Visits", "signed")
        self.picture("sample-client")
        user.press("New note")
        user.wait(lambda: user.sees("Sign and lock"), "the chart")
        user.press("Same as last time")
        user.press("Pain now, 0 to 10: 2")
        self.picture("sample-chart")
        user.press("Body chart: 3 marks")
        user.bring_into_view(user.find("Body chart", BodyCanvas))
        self.picture("sample-body-chart")
        user.press("Body")
        self.picture("sample-body-last-visit")
        tour_rooms.sample_record(self)

    def _save_page(self, name: str) -> None:
        """Save through the dialog, as a user names the file."""
        user = self.user
        user.press("Save…")
        user.type_into("File name", str(self.out / name))
        user.keys("Return")
        user.wait(lambda: user.sees("Save without a lock"), "the question of a lock")
        if name == "soap-note.pdf":
            self.picture("lock-question")
        user.press("Save without a lock")
        user.wait((self.out / name).exists, "the file")
        self.written.append(self.out / name)


def _fail(kind: type[BaseException], fault: BaseException, trace: object) -> None:
    """A fault in a slot ends the tour; it is shown whole, for the record of the tour holds invented people only."""
    sys.__excepthook__(kind, fault, trace)  # type: ignore[arg-type]
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
