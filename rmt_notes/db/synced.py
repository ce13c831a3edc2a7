"""Whether a folder is kept in step with other computers by some service: such a service copies a file in the middle of
a change, and the copy, or the file itself, is damaged."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "icloud~": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "mega": "MEGA",
    "megasync": "MEGA",
    "syncthing": "Syncthing",
    "proton drive": "Proton Drive",
}
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
}
_TOLD = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Where Windows says that OneDrive keeps its folder."""


def synced_by(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The name of the service that keeps this folder in step; empty where none is known to."""
    folder = folder.absolute()
    for name in _TOLD:
        told = environment.get(name, "")
        if told and folder.is_relative_to(Path(told)):
            return "OneDrive"
    for part in folder.parts:
        plain = part.casefold()
        # OneDrive writes the employer behind its name: "OneDrive - Elm Street Massage".
        service = _NAMES.get(plain) or _NAMES.get(plain.split(" - ")[0]) or _NAMES.get(plain.split(" (")[0])
        if service:
            return service
    for parent in (folder, *folder.parents):
        for mark, service in _MARKS.items():
            if (parent / mark).exists():
                return service
    return ""
