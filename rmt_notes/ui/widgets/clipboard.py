"""What the program itself puts on the clipboard: for a while only, out of the system's history where it has one, and
gone with the lock."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 60

_SECRET = (
    # Windows: not in the history, not in the cloud, not for programs that watch the clipboard.
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"\x00\x00\x00\x00"),
    ('application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"', b"\x00\x00\x00\x00"),
    ('application/x-qt-windows-mime;value="CanUploadToCloudClipboard"', b"\x00\x00\x00\x00"),
    # macOS and KDE: managers of clipboards leave it out.
    ("application/x-nspasteboard-concealed-type", b"1"),
    ("x-kde-passwordManagerHint", b"secret"),
)


def lend(words: str, seconds: int = SECONDS) -> None:
    """Put words on the clipboard; they go after some seconds, unless something else lies there by then."""
    clipboard = QGuiApplication.clipboard()
    data = QMimeData()
    data.setText(words)
    for kind, value in _SECRET:
        data.setData(kind, value)
    clipboard.setMimeData(data)

    def forget() -> None:
        if clipboard.text() == words:
            clipboard.clear()

    QTimer.singleShot(seconds * 1000, clipboard, forget)


def forget_ours() -> None:
    """Empty the clipboard where what lies there came from this program, however it was copied."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(clipboard.Mode.Selection)
