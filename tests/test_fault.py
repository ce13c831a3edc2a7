"""What the program says of its own faults, and by which ways Python and the libraries could say more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WORD = "quetzalcoatlus"
FAULTS = """
import logging, sys, threading, warnings
from concurrent.futures import Future
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer, qWarning
from rmt_notes.ui.crash import CrashReporter, hush
word, folder = sys.argv[1], Path(sys.argv[2])
app = QCoreApplication([])
told = []

def fail(*_anything):
    raise ValueError(f"{word} cannot lift her arm")

def fail_to_tell(path):
    told.append(path)
    fail()

class Gone:
    __del__ = fail

hush()
reporter = CrashReporter(folder, fail_to_tell)
reporter.install()
QTimer.singleShot(0, fail)  # told to a window that cannot be told
Gone()
thread = threading.Thread(target=fail)
thread.start()
thread.join()
done = Future()
done.add_done_callback(fail)
done.set_result(None)
logging.getLogger("a.library").error("%s was not found", word)
warnings.warn(word, RuntimeWarning)
qWarning(f"QFile::open: no file {word}.pdf")
QTimer.singleShot(50, app.quit)
app.exec()
assert len(told) == 1, told
no_room = CrashReporter(Path("/dev/null/reports") if sys.platform != "win32" else Path("nul:/reports"))
no_room.install()
QTimer.singleShot(0, fail)
sys.stderr, kept = None, sys.stderr  # as where the program was started from its icon
QTimer.singleShot(20, app.quit)
app.exec()
sys.stderr = kept
fail()
"""


def test_no_way_of_telling_a_fault_tells_the_words_in_it(tmp_path):
    command = [sys.executable, "-W", "always", "-c", FAULTS, WORD, str(tmp_path / "reports")]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent, timeout=60)
    said = ran.stdout + ran.stderr
    assert WORD not in said
    assert said.count("builtins.ValueError") == 6
    assert "in __del__" in said or "in fail" in said
    for each in ("ERROR of a.library", "RuntimeWarning at", "QtWarningMsg, default in QFile::open"):
        assert each in said
    reports = [path.read_text("utf-8") for path in (tmp_path / "reports").iterdir()]
    assert reports
    assert WORD not in "".join(reports)
