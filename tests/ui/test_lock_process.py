"""The lock, looked at from outside: what the process that takes over still holds, and how long it took."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rmt_notes.db import Kdf, RecordStore, keys
from tests.ui.conftest import AMELIE, CLIENTS, PASSPHRASE, PRACTICE, PRACTITIONER, chart_visit, noon, note_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

TYPED = "quetzal humming about her shoulder"
MARKERS = (TYPED, "quetzal humming", "Tremblay", "cannot sit through a film", PASSPHRASE)
LOCK_SECONDS = 1.0


def wait_for(reached: Callable[[], object], seconds: float = 120.0) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def found_in_memory(pid: int, needles: list[bytes]) -> dict[bytes, int]:
    """How often each sequence of bytes stands in the process's memory."""
    counts = dict.fromkeys(needles, 0)
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+)", line)
            if match is None or not match[3].startswith("rw"):
                continue
            start, end = int(match[1], 16), int(match[2], 16)
            try:
                memory.seek(start)
                data = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue  # the kernel's own pages
            for needle in needles:
                counts[needle] += data.count(needle)
    return counts


def inet_sockets(pid: int) -> int:
    """Sockets of the network among the process's open files."""
    mine = set()
    for entry in os.listdir(f"/proc/{pid}/fd"):
        try:
            match = re.fullmatch(r"socket:\[(\d+)\]", os.readlink(f"/proc/{pid}/fd/{entry}"))
        except FileNotFoundError:
            continue
        if match:
            mine.add(match[1])
    network = set()
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        table = Path(f"/proc/{pid}/net/{kind}")
        if table.exists():
            network |= {line.split()[9] for line in table.read_text().splitlines()[1:]}
    return len(mine & network)


def test_after_the_lock_a_fresh_process_holds_nothing_of_the_record(tmp_path):
    folder, told = tmp_path / "record", tmp_path / "told"
    told.mkdir()
    store, _code = RecordStore.create(folder, PASSPHRASE, PRACTICE, PRACTITIONER, kdf=Kdf.cheap)
    with store:
        for client in CLIENTS:
            store.add_client(client)
        visit = chart_visit(store, AMELIE, note_of(5, 3, 20, "mild", None, "effleurage"), noon(1), draft=True)
    data_key = keys.open_with_passphrase(keys.read_vault(folder / "vault.json"), PASSPHRASE)
    secret = [data_key.data_key, data_key.keys().database, data_key.keys().database.hex().encode()]
    needles = [each for marker in MARKERS for each in (marker.encode(), marker.encode("utf-16-le"))] + secret
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "RMT_NOTES_HOME": str(tmp_path / "home")}
    driver = Path(__file__).with_name("lock_driver.py")
    ran = subprocess.Popen(
        [sys.executable, str(driver), str(folder), PASSPHRASE, visit, TYPED, str(told)], env=environment
    )
    try:
        wait_for(lambda: (told / "ready").exists() or ran.poll() is not None)
        before = found_in_memory(ran.pid, needles)
        assert before[b"Tremblay"] + before["Tremblay".encode("utf-16-le")] > 0, "the scan finds what is there"
        assert before[data_key.keys().database] + before[secret[2]] > 0
        assert inet_sockets(ran.pid) == 0
        (told / "go").write_text("")
        wait_for(lambda: (told / "locked").exists() and (told / "locked").read_text())
        # The same process number, another program: wait until it has loaded the store and stands at the door.
        wait_for(lambda: b"sqlcipher3" in Path(f"/proc/{ran.pid}/maps").read_bytes())
        command = Path(f"/proc/{ran.pid}/cmdline").read_bytes().split(b"\0")
        assert command[1:4] == [b"-m", b"rmt_notes", b"--record"]
        after = found_in_memory(ran.pid, needles)
        assert {needle: count for needle, count in after.items() if count} == {}
        assert inet_sockets(ran.pid) == 0
    finally:
        ran.kill()
        ran.wait()
    assert float((told / "locked").read_text()) <= LOCK_SECONDS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    for path in (tmp_path / "home").rglob("*"):
        assert not path.is_file() or not any(needle in path.read_bytes() for needle in needles), path
    with RecordStore.open(folder, PASSPHRASE) as again:
        assert TYPED in str(again.chart(visit).note), "what was typed was kept"
        assert ("lock", "key") in {(row.action, row.entity_id) for row in again.audit_rows(limit=5)}
