"""What the headless commands do."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmt_notes.cli.opening import folder_of, lock_for, opened, passphrase_for
from rmt_notes.cli.options import Options
from rmt_notes.cli.outcome import DISK, DONE, LOCKED_OUT, PROBLEMS, REFUSED, Stop, tell
from rmt_notes.i18n import _, _n

if TYPE_CHECKING:
    from rmt_notes.clinical.record import VisitRow, WholeRecord
    from rmt_notes.db import RecordStore

_LARGEST_IMPORT = 2 << 30


def export_json(options: Options) -> int:
    from rmt_notes.clinical import interchange
    from rmt_notes.export import files

    with opened(options) as store:
        text = interchange.to_json(store.export_record())
    data = text.encode("utf-8")
    if options.out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return DONE
    files.write(options.out, data)
    tell(
        _("The record is in {file}. It is not encrypted: keep it where nobody else reads it.").format(file=options.out)
    )
    return DONE


def export_pdf(options: Options) -> int:
    from rmt_notes.export import files
    from rmt_notes.export.pdf.soap_note import soap_note, unprintable

    assert options.out is not None
    with opened(options) as store:
        visit = _visit(store, client_id_of(store, options.client), options.visit)
        printable = store.printable(visit.id, purpose="export")
    files.write(options.out, _locked(options, soap_note(printable)))
    lost = unprintable(printable)
    if lost:
        tell(
            _n(
                "{number} sign has no letterform and is printed by its name: {signs}",
                "{number} signs have no letterform and are printed by their names: {signs}",
                len(lost),
            ).format(number=len(lost), signs=", ".join(f"U+{ord(sign):04X}" for sign in lost))
        )
    tell(_("The note is in {file}.").format(file=options.out))
    return DONE


def _locked(options: Options, pdf: bytes) -> bytes:
    """The page, locked where a passphrase is named."""
    from rmt_notes.export.pdf import lock

    passphrase = lock_for(options)
    if not passphrase:
        return pdf
    if trouble := lock.problem(passphrase):
        raise Stop(REFUSED, trouble)
    return lock.lock(pdf, passphrase)


def import_file(options: Options) -> int:
    assert options.file is not None
    record = _read_export(options.file, options)
    folder = folder_of(options)
    from rmt_notes.db import RecordStore

    if options.sample or RecordStore.exists(folder):
        with opened(options) as store:
            store.import_record(record)
    else:
        _import_into_new(folder, record, passphrase_for(options, new=True))
    tell(
        _("Brought in: {clients} clients, {visits} visits, {versions} signed versions.").format(
            clients=len(record.clients), visits=len(record.visits), versions=len(record.versions)
        )
    )
    return DONE


def _import_into_new(folder: Path, record: WholeRecord, passphrase: str) -> None:
    """Make the record beside its final place and move it there when everything is in: no half record is ever found."""
    import shutil
    import tempfile

    from rmt_notes.db import RecordStore

    if not record.practitioners:
        raise Stop(REFUSED, _("The file names no practitioner, so no new record can be made from it."))
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise Stop(DISK, _("The folder {folder} cannot be made.").format(folder=folder)) from error
    try:
        owners = [each for each in record.practitioners if each.administers()]
        first = (owners or record.practitioners)[0]
        store, code = RecordStore.create(beside, passphrase, record.practice, first)
        with store:
            store.import_record(record)
        os.replace(beside, folder)
    except OSError as error:
        raise Stop(DISK, _("The folder {folder} is not empty; choose another one.").format(folder=folder)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    tell(
        _("A new record was made in {folder}. Its recovery code, shown only now; keep it on paper:").format(
            folder=folder
        )
    )
    print(code)


def verify(options: Options) -> int:
    with opened(options) as store:
        found = store.verify()
    for sentence in (*found.problems, *found.notes):
        tell(sentence)
    if not found.ok:
        tell(
            _n(
                "{number} problem found. Nothing was changed.",
                "{number} problems found. Nothing was changed.",
                len(found.problems),
            ).format(number=len(found.problems))
        )
        return PROBLEMS
    print(
        _("The record is whole: {versions} signed versions, {entries} log entries. Head {head}").format(
            versions=found.versions, entries=found.audit_entries, head=found.head
        )
    )
    return DONE


def client_id_of(store: RecordStore, asked: str) -> str:
    """The client meant by a file number or an id."""
    words = asked.strip()
    if len(words) == 32 and all(letter in "0123456789abcdef" for letter in words.lower()):
        return words.lower()
    if not (words.isascii() and words.isdigit()):
        raise Stop(REFUSED, _("'{words}' is neither a file number nor an id of a client.").format(words=asked))
    number = int(words)
    for row in store.find_clients(str(number), limit=1000, inactive=True):
        if row.file_number == number:
            return row.id
    raise Stop(REFUSED, _("There is no client with file number {number}.").format(number=number))


def _visit(store: RecordStore, client_id: str, asked: str) -> VisitRow:
    """The visit of a client meant by a day or an id."""
    rows = store.visit_rows(client_id)
    words = asked.strip()
    for row in rows:
        if row.id == words.lower():
            return row
    try:
        day = date.fromisoformat(words)
    except ValueError as error:
        raise Stop(
            REFUSED,
            _("'{words}' is neither a day like 2026-11-08 nor an id of a visit of this client.").format(words=asked),
        ) from error
    found = [row for row in rows if row.started_at.date() == day]
    if not found:
        raise Stop(REFUSED, _("This client has no visit on {day}.").format(day=day.isoformat()))
    if len(found) > 1:
        ids = "\n".join(f"  {row.id}  {row.started_at:%H:%M}" for row in found)
        raise Stop(
            REFUSED, _("There are {number} visits that day. Name one by its id:").format(number=len(found)) + "\n" + ids
        )
    return found[0]


def _read_packet(path: Path, options: Options) -> str:
    from rmt_notes.export import packet
    from rmt_notes.export.pdf.lock import WrongLock

    try:
        return packet.record_in(path, lock_for(options, needed=True))
    except packet.BadPacket as error:
        raise Stop(REFUSED, f"{path}: {error}") from error
    except WrongLock as error:
        raise Stop(LOCKED_OUT, str(error)) from error


def _read_export(path: Path, options: Options) -> WholeRecord:
    from rmt_notes.clinical import interchange
    from rmt_notes.export import packet

    try:
        if path.stat().st_size > _LARGEST_IMPORT:
            raise Stop(REFUSED, _("{file} is too large to be an export of this program.").format(file=path))
        text = _read_packet(path, options) if packet.is_packet(path) else path.read_bytes().decode("utf-8")
    except OSError as error:
        raise Stop(DISK, _("{file} cannot be read.").format(file=path)) from error
    except UnicodeDecodeError as error:
        raise Stop(
            REFUSED, _("{file} is not an export of this program: it is not UTF-8 text.").format(file=path)
        ) from error
    try:
        return interchange.from_json(text)
    except interchange.BadRecord as error:
        raise Stop(REFUSED, f"{path}: {error}") from error
