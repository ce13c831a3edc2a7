"""Why Qt is held at 6.11.

PySide6 6.12.0 gives one reference to `None` away at every `setVisible()` and aborts once they are used up. Python 3.12
and later never count references to `None`, so there the measurement passes whatever Qt does.
"""

from __future__ import annotations

import subprocess
import sys

CALLS = 500
MEASURE = f"""
import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
widget = QWidget()
widget.setVisible(True)
before = sys.getrefcount(None)
for _ in range({CALLS}):
    widget.setVisible(False)
    widget.setVisible(True)
print(before - sys.getrefcount(None))
"""


def test_showing_and_hiding_a_widget_loses_no_reference_to_none():
    answer = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    lost = int(answer.stdout)
    assert lost < CALLS // 10, f"{lost} references to None were lost in {2 * CALLS} calls"
