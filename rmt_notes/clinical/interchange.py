"""The record as a file that people and other programs can read: one JSON document, described in docs/interchange.md.

The text is canonical: the same record always gives the same bytes, so that export, import and export again agree.
Reading is strict and says what is wrong in which line; a record is taken whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from rmt_notes.clinical.codec import BadValue, content_hash, from_plain, to_plain
from rmt_notes.clinical.half_typed import NEW_CLIENT
from rmt_notes.clinical.json_lines import BadJson, line_of, loads
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.i18n import _

FORMAT = "rmt-notes-record"
FORMAT_VERSION = 1


class BadRecord(ValueError):
    """A file that is no whole record. `str()` is a sentence with the line; `path` says where in the data."""

    def __init__(self, line: int, reason: str, path: str = "") -> None:
        where = _("line {line}, {path}").format(line=line, path=path) if path else _("line {line}").format(line=line)
        super().__init__(_("{where}: {reason}").format(where=where, reason=reason))
        self.line = line
        self.path = path
        self.reason = reason


def to_json(record: WholeRecord) -> str:
    """The canonical text of a whole record: names sorted, one space of indentation, a line break at the end."""
    document = {"format": FORMAT, "format_version": FORMAT_VERSION, "record": to_plain(record)}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def from_json(text: str) -> WholeRecord:
    """The record that a text holds.

    Raises:
        BadRecord: it is not JSON, not a record, from a newer program, or something in it does not fit together.
    """
    text = text.removeprefix("\ufeff")
    try:
        document = loads(text)
    except BadJson as trouble:
        raise BadRecord(trouble.line, trouble.reason, trouble.path) from trouble
    _check_head(text, document)
    try:
        record = from_plain(WholeRecord, document["record"])
        _check_whole(record)
    except BadValue as trouble:
        path = f"record.{trouble.path}" if trouble.path else "record"
        raise BadRecord(line_of(text, path), trouble.reason, path) from trouble
    return record


def _check_head(text: str, document: Any) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BadRecord(1, _("This file is not a record of RMT Notes."))
    version = document.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        line = line_of(text, "format_version")
        raise BadRecord(line, _("The version of the format is missing or is no number."), "format_version")
    if version > FORMAT_VERSION:
        sentence = _("This file was written by a newer program (format {version}, this program reads up to {known}).")
        line = line_of(text, "format_version")
        raise BadRecord(line, sentence.format(version=version, known=FORMAT_VERSION), "format_version")
    if "record" not in document:
        raise BadRecord(1, _("The record itself is missing."), "record")
    for name in document:
        if name not in ("format", "format_version", "record"):
            raise BadRecord(line_of(text, name), _("This is not a part of a record."), name)


def _check_whole(record: WholeRecord) -> None:
    """What must be true between the parts: ids used once, nothing pointing at what is not there, signatures whole.

    Raises:
        BadValue: with the path of the first thing that is not.
    """
    lists = {
        name: getattr(record, name)
        for name in (
            "practitioners",
            "providers",
            "clients",
            "histories",
            "reviews",
            "findings",
            "decisions",
            "clearances",
            "consents",
            "visits",
            "versions",
            "corrections",
            "holds",
        )
    }
    ids = {name: _ids(name, values) for name, values in lists.items()}
    numbers: dict[int, int] = {}
    for position, client in enumerate(record.clients):
        if client.file_number in numbers:
            raise BadValue(f"clients[{position}].file_number", _("Another client has this file number."))
        numbers[client.file_number] = position
        for name in ("provider_ids", "other_provider_ids"):
            for provider in getattr(client, name):
                _needs(provider, ids["providers"], f"clients[{position}].{name}")
    for name in (
        "histories",
        "reviews",
        "findings",
        "decisions",
        "clearances",
        "consents",
        "visits",
        "corrections",
        "holds",
    ):
        for position, value in enumerate(lists[name]):
            _needs(value.client_id, ids["clients"], f"{name}[{position}].client_id")
    for name in (
        "histories",
        "reviews",
        "findings",
        "decisions",
        "clearances",
        "consents",
        "visits",
        "versions",
        "corrections",
        "holds",
    ):
        for position, value in enumerate(lists[name]):
            _needs(value.practitioner_id, ids["practitioners"], f"{name}[{position}].practitioner_id")
    _belong(record.decisions, "decisions", "finding_id", {each.id: each.client_id for each in record.findings})
    _belong(record.reviews, "reviews", "history_id", {each.id: each.client_id for each in record.histories})
    visits = {each.id: each.client_id for each in record.visits}
    once_there = {(each.visit_id, each.from_client_id) for each in record.misfilings}
    for name in ("reviews", "findings", "decisions", "consents", "corrections"):
        # What was noted at a visit that was moved away stays where it was noted.
        bound = [each for each in lists[name] if each.visit_id and (each.visit_id, each.client_id) not in once_there]
        _belong(bound, name, "visit_id", visits, all_of=lists[name])
    _check_versions(record, ids["visits"])
    _check_lifecycle(record, ids["clients"])
    _check_intakes(record, ids["clients"], visits)
    _check_waiting(record)
    _check_identities(record, ids["clients"])
    _check_words(record, ids["practitioners"])


def _check_identities(record: WholeRecord, clients: dict[str, int]) -> None:
    seen: set[str] = set()
    for position, identity in enumerate(record.identities):
        path = f"identities[{position}].key"
        if identity.key != NEW_CLIENT:
            _needs(identity.key, clients, path)
        if identity.key in seen:
            raise BadValue(path, _("This client's identity is being typed twice."))
        seen.add(identity.key)


def _check_waiting(record: WholeRecord) -> None:
    """A letter waits beside the clearance that is being typed and names it."""
    named = {each.client_id: each.clearance.letter for each in record.intakes if each.clearance is not None}
    for position, waiting in enumerate(record.waiting_letters):
        if named.pop(waiting.client_id, None) != waiting.letter:
            raise BadValue(f"waiting_letters[{position}]", _("No clearance that is being typed names this letter."))


def _check_intakes(record: WholeRecord, clients: dict[str, int], visits: dict[str, str]) -> None:
    under_way: set[str] = set()
    for position, intake in enumerate(record.intakes):
        path = f"intakes[{position}]"
        _needs(intake.client_id, clients, f"{path}.client_id")
        if intake.client_id in under_way:
            raise BadValue(f"{path}.client_id", _("This client has two intakes under way."))
        under_way.add(intake.client_id)
        for name, sheet in (("sheet", intake.sheet), ("start", intake.start)):
            if sheet.client_id != intake.client_id:
                raise BadValue(f"{path}.{name}.client_id", _("This belongs to another client."))
        if intake.visit_id:
            _needs(intake.visit_id, visits, f"{path}.visit_id")
            if visits[intake.visit_id] != intake.client_id:
                raise BadValue(f"{path}.visit_id", _("This belongs to another client."))


def _check_words(record: WholeRecord, practitioners: dict[str, int]) -> None:
    for name in ("phrases", "templates", "own_words", "wordings"):
        values = getattr(record.wordbook, name)
        _ids(f"wordbook.{name}", values)
        for position, value in enumerate(values):
            _needs(value.practitioner_id, practitioners, f"wordbook.{name}[{position}].practitioner_id")


def _check_lifecycle(record: WholeRecord, clients: dict[str, int]) -> None:
    """Withdrawn signatures belong to versions, destroyed clients are gone, each by a list that names them."""
    visit_of = {version.id: version.visit_id for version in record.versions}
    undone: set[str] = set()
    for position, withdrawal in enumerate(record.withdrawals):
        path = f"withdrawals[{position}].version_id"
        _needs(withdrawal.version_id, visit_of, path)
        if visit_of[withdrawal.version_id] != withdrawal.visit_id or withdrawal.version_id in undone:
            raise BadValue(path, _("This signature belongs to another visit, or is withdrawn twice."))
        undone.add(withdrawal.version_id)
    named = {plan.id: plan.client_ids for plan in record.plans}
    for position, line in enumerate(record.destructions):
        path = f"destructions[{position}]"
        _needs(line.plan_id, named, f"{path}.plan_id")
        if line.client_id in clients or line.client_id not in named[line.plan_id]:
            raise BadValue(f"{path}.client_id", _("This client is still in the file, or on no list."))


def _ids(name: str, values: Iterable[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for position, value in enumerate(values):
        if not value.id:
            raise BadValue(f"{name}[{position}].id", _("An id is missing."))
        if value.id in found:
            raise BadValue(f"{name}[{position}].id", _("This id is used twice."))
        found[value.id] = position
    return found


def _needs(key: str, known: Iterable[str], path: str) -> None:
    if key not in known:
        raise BadValue(path, _("This points at something that is not in the file."))


def _belong(
    values: Iterable[Any], name: str, field: str, owners: dict[str, str], all_of: Iterable[Any] | None = None
) -> None:
    """Each value points at something of its own client."""
    positions = {id(value): position for position, value in enumerate(values if all_of is None else all_of)}
    for value in values:
        path = f"{name}[{positions[id(value)]}].{field}"
        key = getattr(value, field)
        _needs(key, owners, path)
        if owners[key] != value.client_id:
            raise BadValue(path, _("This belongs to another client."))


def _check_versions(record: WholeRecord, visits: dict[str, int]) -> None:
    last: dict[str, int] = {}
    for position, version in enumerate(record.versions):
        path = f"versions[{position}]"
        _needs(version.visit_id, visits, f"{path}.visit_id")
        if version.number != last.get(version.visit_id, 0) + 1:
            raise BadValue(f"{path}.number", _("The versions of a note must follow each other from 1."))
        last[version.visit_id] = version.number
        if version.content_hash != content_hash(replace(version, content_hash="")):
            raise BadValue(f"{path}.content_hash", _("This signed note was changed after it was signed."))
    drafts: set[str] = set()
    for position, draft in enumerate(record.drafts):
        _needs(draft.visit_id, visits, f"drafts[{position}].visit_id")
        if draft.visit_id in drafts:
            raise BadValue(f"drafts[{position}].visit_id", _("This visit has two drafts."))
        drafts.add(draft.visit_id)
