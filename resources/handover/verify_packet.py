#!/usr/bin/env python3
"""Checks a packet that RMT Notes made: `python3 verify_packet.py PACKET.zip`.

This file and verify_audit.py beside it stand alone. They need Python 3.9 or later and nothing else: no RMT Notes, no
library, no passphrase. It tells whether every file of the packet is as it was made, none is missing, none was added,
and who signed the packet. Compare the fingerprint with the one that the practice gave you by another way.

Exit code 0: whole. 1: altered, or no such packet. 2: the file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
import zlib

from verify_audit import Altered, canonical, signed

MANIFEST = "manifest.json"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Use: python3 verify_packet.py PACKET.zip\n")
        return 2
    try:
        print(verify(arguments[0]))
    except OSError as error:
        sys.stderr.write(f"The file cannot be read: {error.strerror}\n")
        return 2
    except (Altered, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        words = str(error) if isinstance(error, Altered) else "it is no packet that RMT Notes made"
        sys.stderr.write(f"NOT whole: {words}.\n")
        return 1
    return 0


def verify(path: str) -> str:
    """The sentence for a whole packet. Raises Altered."""
    with zipfile.ZipFile(path) as packet:
        manifest = json.loads(packet.read(MANIFEST).decode("utf-8"))
        if manifest["format"] != "rmt-notes-packet" or manifest["version"] != 1:
            raise Altered("it is no packet that this check knows")
        told = {each["name"]: each for each in manifest["members"]}
        names = packet.namelist()
        if len(names) != len(set(names)) or len(told) != len(manifest["members"]):
            raise Altered("a file is in it twice")
        if set(names) != {*told, MANIFEST}:
            raise Altered("a file is missing, or was added")
        for name in sorted(told):
            digest, size = hashlib.sha256(), 0
            try:
                with packet.open(name) as member:
                    for piece in iter(lambda: member.read(1 << 20), b""):
                        digest.update(piece)
                        size += len(piece)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise Altered(f"{name} was altered or damaged on its way") from error
            if (size, digest.hexdigest()) != (told[name]["size"], told[name]["sha256"]):
                raise Altered(f"{name} was altered")
    signature = bytes.fromhex(manifest.pop("signature"))
    key = bytes.fromhex(manifest["public_key"])
    if not signed(key, b"rmt-notes packet v1\n" + canonical(manifest).encode(), signature):
        raise Altered("the signature does not fit")
    digest_of_key = hashlib.sha256(key).hexdigest()[:16]
    signer = " ".join(digest_of_key[start : start + 4] for start in range(0, 16, 4))
    return f"Whole: {len(told)} files, made {manifest['made_at']}. Signed by {signer}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
