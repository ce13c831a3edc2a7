#!/usr/bin/env python3
"""Checks an audit trail that RMT Notes exported: `python3 verify_audit.py FILE`.

This file stands alone. It needs Python 3.9 or later and nothing else: no RMT Notes, no library, no secret. It tells
whether every entry is as it was exported, none is missing, none was added, and who signed the export. Compare the
fingerprint it prints with the one that the practice's Settings show: only that tells whose record it is.

Exit code 0: whole. 1: altered, or no such export. 2: the file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from typing import Any

Point = tuple[int, int]

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


class Altered(Exception):
    """The file is not what was exported; the sentence says where."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Use: python3 verify_audit.py FILE\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8", newline="\n") as file:
            print(verify(file))
    except OSError as error:
        sys.stderr.write(f"The file cannot be read: {error.strerror}\n")
        return 2
    except (Altered, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        words = str(error) if isinstance(error, Altered) else "it is no audit trail that RMT Notes exported"
        sys.stderr.write(f"NOT whole: {words}.\n")
        return 1
    return 0


def verify(text_lines: Iterable[str]) -> str:
    """The sentence for a whole export. Raises Altered."""
    lines = iter(text_lines)
    head = parse(next(lines, "null\n"))
    if head["format"] != "rmt-notes-audit" or head["version"] != 1:
        raise Altered("it is no audit trail that this check knows")
    link, count, number = advance(b"", head), 0, 0
    last: Any = None
    for text in lines:
        if last is not None:
            raise Altered("something follows the signature")
        entry = parse(text)
        if "signature" in entry:
            last = entry
            continue
        claimed = entry.pop("link")
        link = advance(link, entry)
        count += 1
        if link.hex() != claimed:
            raise Altered(f"entry {entry.get('number')} was altered, or one before it is missing")
        whole = not head["client"]
        if entry["number"] != number + 1 if whole else entry["number"] <= number:
            raise Altered(f"entry {entry['number']} does not follow entry {number}")
        if not whole and entry["client_id"] != head["client"]:
            raise Altered(f"entry {entry['number']} is about another client")
        number = entry["number"]
    if last is None:
        raise Altered("the end with the signature is missing")
    if last["entries"] != count or last["link"] != link.hex():
        raise Altered("the end does not fit the entries")
    key = bytes.fromhex(head["public_key"])
    words = b"rmt-notes audit export v1\n" + link + str(count).encode()
    if last["signature"] != last["signature"].lower() or head["public_key"] != key.hex():
        raise Altered("a line is not spelled as it was exported")
    if not signed(key, words, bytes.fromhex(last["signature"])):
        raise Altered("the signature does not fit")
    digest = hashlib.sha256(key).hexdigest()[:16]
    signer = " ".join(digest[start : start + 4] for start in range(0, 16, 4))
    return f"Whole: {count} entries, exported {head['exported_at']}. Signed by {signer}."


def canonical(entry: Any) -> str:
    return json.dumps(entry, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def parse(text: str) -> Any:
    """One line. An export has one spelling only, so that no byte of it can change unseen."""
    entry = json.loads(text)
    if canonical(entry) + "\n" != text:
        raise Altered("a line is not spelled as it was exported")
    return entry


def advance(previous: bytes, entry: Any) -> bytes:
    return hashlib.sha256(previous + canonical(entry).encode()).digest()


def signed(key: bytes, words: bytes, signature: bytes) -> bool:
    """Ed25519 after RFC 8032: whether `signature` over `words` was made with the secret half of `key`."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, point = unpack(key), unpack(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if public is None or point is None or number >= Q:
        return False
    digest = hashlib.sha512(signature[:32] + key + words).digest()
    challenge = int.from_bytes(digest, "little") % Q
    y = 4 * pow(5, P - 2, P) % P
    base = (x_of(y, 0) or 0, y)
    return times(number, base) == add(point, times(challenge, public))


def unpack(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = x_of(y, sign) if y < P else None
    return None if x is None else (x, y)


def x_of(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def add(one: Point, two: Point) -> Point:
    (a, b), (c, d) = one, two
    product = D * a * b * c * d % P
    return (
        (a * d + b * c) * pow(1 + product, P - 2, P) % P,
        (b * d + a * c) * pow(1 - product, P - 2, P) % P,
    )


def times(number: int, point: Point) -> Point:
    result = (0, 1)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
