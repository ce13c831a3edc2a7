"""Files that leave the program: whole or not at all, and never named after a client."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest

from rmt_notes.export.files import FileTrouble, note_name, record_name, write


def test_a_file_is_written_and_replaced_whole(tmp_path: Path):
    path = tmp_path / "note.pdf"
    write(path, b"first")
    write(path, b"second")
    assert path.read_bytes() == b"second"
    assert [each.name for each in tmp_path.iterdir()] == ["note.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_its_owner_reads_the_file(tmp_path: Path):
    write(tmp_path / "note.pdf", b"x")
    assert (tmp_path / "note.pdf").stat().st_mode & 0o077 == 0


def test_a_missing_folder_is_told_with_its_name(tmp_path: Path):
    with pytest.raises(FileTrouble, match="There is no folder .*nowhere"):
        write(tmp_path / "nowhere" / "note.pdf", b"x")


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path):
    (tmp_path / "note.pdf").mkdir()
    with pytest.raises(FileTrouble, match="note.pdf is a folder"):
        write(tmp_path / "note.pdf", b"x")


def test_a_name_that_is_too_long_is_told(tmp_path: Path):
    with pytest.raises(FileTrouble, match="too long"):
        write(tmp_path / ("n" * 400), b"x")


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path):
    (tmp_path / "real.pdf").write_bytes(b"old")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    write(tmp_path / "link.pdf", b"new")
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == b"new"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit on file size is set the Linux way")
def test_when_no_more_can_be_written_the_old_file_stands_and_nothing_is_left_beside_it(tmp_path: Path):
    path = tmp_path / "note.pdf"
    write(path, b"old")
    script = textwrap.dedent("""
        import resource, signal, sys
        from pathlib import Path
        from rmt_notes.export.files import FileTrouble, write
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        try:
            write(Path(sys.argv[1]), b"x" * 100_000)
        except FileTrouble as trouble:
            print(trouble)
    """)
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert "The disk is full, so note.pdf was not written." in done.stdout
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["note.pdf"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kills the Linux way")
def test_killed_while_writing_it_leaves_no_half_file_under_the_final_name(tmp_path: Path):
    path = tmp_path / "note.pdf"
    write(path, b"old" * 1000)
    script = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from rmt_notes.export import files
        os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
        files.write(Path(sys.argv[1]), b"new" * 1000)
    """)
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=False)
    assert done.returncode == -9
    assert path.read_bytes() == b"old" * 1000


def test_names_hold_file_number_and_day_and_no_client():
    assert note_name(412, date(2026, 11, 8)) == "0412 2026-11-08 note.pdf"
    assert note_name(7, date(2026, 11, 8), draft=True) == "0007 2026-11-08 draft note.pdf"
    assert record_name(date(2026, 11, 22)) == "rmt-notes record 2026-11-22.json"
