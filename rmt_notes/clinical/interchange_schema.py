"""The JSON Schema of the interchange file, generated from the values themselves so that it cannot fall behind
them."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date, datetime
from typing import Any, Union

from rmt_notes.clinical.body import SIDES, Place
from rmt_notes.clinical.body_mark import MARK_SIDES, VIEWS, BodyMark
from rmt_notes.clinical.codec import to_plain
from rmt_notes.clinical.consent import HOW, Consent
from rmt_notes.clinical.consent import KINDS as CONSENT_KINDS
from rmt_notes.clinical.correction import HOW as ASKED_HOW
from rmt_notes.clinical.correction import STATES as CORRECTION_STATES
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.destruction import PLAN_STATES, DestructionPlan
from rmt_notes.clinical.finding import CHOICES, Decision, Finding
from rmt_notes.clinical.finding import STATES as FINDING_STATES
from rmt_notes.clinical.health_history import ANSWERS, Answer
from rmt_notes.clinical.interchange import FORMAT, FORMAT_VERSION
from rmt_notes.clinical.record import WholeRecord
from rmt_notes.clinical.visit import KINDS, STATES, Visit

CLOSED = {
    (Place, "side"): ("", *SIDES),
    (BodyMark, "side"): MARK_SIDES,
    (BodyMark, "view"): VIEWS,
    (Consent, "kind"): CONSENT_KINDS,
    (Consent, "how"): HOW,
    (Finding, "state"): FINDING_STATES,
    (Decision, "choice"): CHOICES,
    (Answer, "answer"): ANSWERS,
    (Correction, "how"): ASKED_HOW,
    (Correction, "state"): CORRECTION_STATES,
    (DestructionPlan, "state"): PLAN_STATES,
    (Visit, "kind"): KINDS,
    (Visit, "state"): STATES,
}
"""Fields that take one of a closed set of words; the values refuse any other."""


def schema() -> dict[str, Any]:
    """The schema of the whole document (JSON Schema, draft 2020-12)."""
    definitions: dict[str, Any] = {}
    record = _of(WholeRecord, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record of RMT Notes",
        "description": "The whole health record of a massage therapy practice. docs/interchange.md explains it.",
        "type": "object",
        "required": ["format", "format_version", "record"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "format_version": {"const": FORMAT_VERSION},
            "record": record,
        },
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as it is kept in `resources/schema/record.schema.json`."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(each, definitions) for each in typing.get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _of(typing.get_args(hint)[0], definitions)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return dict(_SCALARS[hint])


_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    type(None): {"type": "null"},
}


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    properties: dict[str, Any] = {}
    required = []
    for field in dataclasses.fields(kind):
        described = _of(hints[field.name], definitions)
        if (kind, field.name) in CLOSED:
            described["enum"] = list(CLOSED[(kind, field.name)])
        if field.default is dataclasses.MISSING:
            required.append(field.name)
        else:
            described["default"] = to_plain(field.default)
        properties[field.name] = described
    said = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
    return {
        "description": said,
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": properties,
    }
