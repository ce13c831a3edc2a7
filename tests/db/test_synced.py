"""A record in a folder that some service keeps in step is told of, and only that."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rmt_notes.db import RecordStore
from rmt_notes.db.synced import synced_by
from tests.db.record_samples import PASSPHRASE


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/ida/Dropbox/record", "Dropbox"),
        ("/home/ida/Dropbox (Personal)/record", "Dropbox"),
        ("/Users/ida/OneDrive - Elm Street Massage/record", "OneDrive"),
        ("/Users/ida/Library/Mobile Documents/com~apple~CloudDocs/record", "iCloud"),
        ("/Users/ida/Google Drive/My Drive/record", "Google Drive"),
        ("/home/ida/Nextcloud/record", "Nextcloud"),
        ("/home/ida/.local/share/rmt-notes/record", ""),
        ("/home/megan/Omega/dropboxes/record", ""),
    ],
)
def test_a_service_is_known_by_the_name_of_its_folder(folder, service):
    assert synced_by(Path(folder), {}) == service


def test_a_service_is_known_by_what_it_leaves_and_by_what_the_system_says(tmp_path):
    assert synced_by(tmp_path / "record", {}) == ""
    (tmp_path / ".stfolder").mkdir()
    assert synced_by(tmp_path / "record", {}) == "Syncthing"
    assert synced_by(Path("/srv/cloud/record"), {"OneDrive": "/srv/cloud"}) == "OneDrive"


def test_a_record_in_such_a_folder_opens_with_a_warning(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "Dropbox" / "record")
    with RecordStore.open(tmp_path / "Dropbox" / "record", PASSPHRASE) as store:
        (warning,) = store.warnings
        assert "Dropbox" in warning
        assert store.verify().ok
    with RecordStore.open(folder, PASSPHRASE) as store:
        assert store.warnings == ()
