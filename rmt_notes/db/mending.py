"""What stands in a saved record for something that was lost: clients, visits and people that other rows need, gaps of
the trail, and the entry that tells of it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, text

from rmt_notes.clinical.client import Client
from rmt_notes.clinical.finding import Finding
from rmt_notes.clinical.practice import OWNER, Practice, Practitioner
from rmt_notes.clinical.record import Draft
from rmt_notes.clinical.visit import Note, NoteVersion, Visit
from rmt_notes.db import audit, checks, keys, tables
from rmt_notes.db.audit import Entry, Trail
from rmt_notes.db.clients import columns_of as client_columns
from rmt_notes.db.keys import Opened
from rmt_notes.db.session import Clock, Session, body_of, value_of
from rmt_notes.db.visits import columns_of as visit_columns
from rmt_notes.db.visits import insert_draft
from rmt_notes.i18n import _


class Mending:
    """Makes the rows that were read stand on their own: stand-ins for lost parents, gaps of the trail marked, one entry
    that tells of it."""

    def __init__(self, connection: Connection, opened: Opened, vault: Mapping[str, Any], clock: Clock) -> None:
        self._connection = connection
        self._opened = opened
        self._vault = vault
        self._at = clock().replace(microsecond=0)
        self._entry = Entry(action="salvage", entity="record", entity_id="")
        self._told: list[str] = []

    def mend(self, lost: Mapping[str, int]) -> list[str]:
        """Returns sentences about what was put in the place of something lost."""
        self._mark_gaps()
        self._stand_in_for_the_record()
        for _round in range(6):
            if not self._stand_in_for_parents():
                break
        self._stand_in_for_notes()
        self._note_content()
        self._entry.detail = {"lost_rows": sum(lost.values())}
        self._entry.detail |= {f"lost_{name}": number for name, number in lost.items() if number}
        trail = Trail(self._opened.keys().audit, "salvage")
        trail.read_head(self._connection)
        trail.append(self._connection, [self._entry], self._at, self._person())
        return self._told

    def _mark_gaps(self) -> None:
        expected = 1
        for number in list(
            self._connection.execute(select(tables.Audit.number).order_by(tables.Audit.number)).scalars()
        ):
            if number != expected:
                key = audit.gap_key(expected)
                self._connection.execute(
                    insert(tables.About).prefix_with("OR REPLACE"), {"key": key, "value": str(number)}
                )
            expected = number + 1

    def _stand_in_for_the_record(self) -> None:
        about = set(self._connection.execute(select(tables.About.key)).scalars())
        for key, value in (("record", self._opened.record_id), ("made_at", self._at.isoformat()), ("made_by", "")):
            if key not in about:
                self._connection.execute(insert(tables.About), {"key": key, "value": value})
        if self._connection.execute(select(tables.Practice.id)).first() is None:
            body = body_of(Practice())
            self._connection.execute(insert(tables.Practice), {"id": 1, "body": body})
            self._entry.left("practice", "1", body)
            self._told.append(_("The letterhead could not be read. Fill it in again in the settings."))
        known = set(self._connection.execute(select(tables.Practitioner.person)).scalars())
        names = self._vault.get("names", {})
        for person in keys.persons(dict(self._vault)):
            if person not in known:
                self._practitioner(person, str(names.get(person) or _("Recovered person")), person)

    def _practitioner(self, key: str, name: str, person: str = "") -> None:
        owned = any(
            value_of(Practitioner, body).administers()
            for body in self._connection.execute(select(tables.Practitioner.body)).scalars()
        )
        standing = Practitioner(id=key, name=name, role="therapist" if owned else OWNER, active=bool(person))
        Session._add(self._connection, self._entry, tables.Practitioner, standing, person=person, name=name)
        self._told.append(_("A person could not be read; “{name}” stands for them.").format(name=name))

    def _stand_in_for_parents(self) -> bool:
        """One round over what belongs to something lost. False once nothing does."""
        found = list(self._connection.exec_driver_sql("PRAGMA foreign_key_check"))
        for table_name, rowid, parent, _number in found:
            table = tables.Base.metadata.tables[table_name]
            row = (
                self._connection.execute(text(f"SELECT * FROM {table_name} WHERE rowid = :row"), {"row": rowid})
                .mappings()
                .first()
            )
            if row is None:
                continue
            column = next(each.parent.name for each in table.foreign_keys if each.column.table.name == parent)
            if not self._stand_in(parent, str(row[column]), table_name, dict(row)):
                self._connection.execute(text(f"DELETE FROM {table_name} WHERE rowid = :row"), {"row": rowid})
                self._told.append(
                    _("One row ({kind}) belongs to something that is lost; it is only in the damaged file.").format(
                        kind=table_name.replace("_", " ")
                    )
                )
        return bool(found)

    def _stand_in(self, parent: str, key: str, child: str, row: dict[str, Any]) -> bool:
        """A stand-in for a lost parent; True also where an earlier one of this round made it."""
        table = tables.Base.metadata.tables[parent]
        if self._connection.execute(select(table.c.seq).where(table.c.id == key)).first() is not None:
            return True
        if parent == "client":
            self._client(key)
        elif parent == "practitioner":
            self._practitioner(key, _("Recovered person"))
        elif parent == "visit" and child == "note_version":
            self._visit(key, value_of(NoteVersion, row["body"]))
        elif parent == "visit" and child == "draft":
            self._visit_of_draft(key, value_of(Draft, row["body"]))
        elif parent == "finding" and child == "finding_state":
            finding = value_of(Finding, row["body"])
            columns = {"client_id": finding.client_id, "key": finding.key, "state": finding.state}
            Session._add(self._connection, self._entry, tables.Finding, finding, **columns)
        else:
            return False
        return True

    def _client(self, key: str) -> None:
        used = self._connection.execute(select(tables.Client.file_number)).scalars()
        number = max(used, default=0) + 1
        client = Client(
            id=key, file_number=number, first_name=_("Recovered"), last_name=_("client {number}").format(number=number)
        )
        Session._add(self._connection, self._entry, tables.Client, client, **client_columns(client))
        self._told.append(
            _("A client's identity could not be read; file number {number} stands for it.").format(number=number)
        )

    def _visit(self, key: str, version: NoteVersion) -> None:
        """A visit from one of its signed versions."""
        visit = Visit(
            id=key,
            client_id="",
            practitioner_id=version.practitioner_id,
            number=0,
            kind=version.kind,
            state="amended" if version.number > 1 else "signed",
            started_at=version.started_at,
            minutes=version.minutes,
            entered_at=version.signed_at,
        )
        self._stand_as_visit(visit)
        self._told.append(
            _("A visit of {day} was made again from its signed note.").format(day=version.started_at.date().isoformat())
        )

    def _visit_of_draft(self, key: str, draft: Draft) -> None:
        """A visit from its unsigned note; or from its newest signed one, where the unsigned is an amendment of it."""
        table = tables.NoteVersion
        signed = select(table.body).where(table.visit_id == key).order_by(table.number.desc()).limit(1)
        body = self._connection.execute(signed).scalar()
        if body is not None:
            self._visit(key, value_of(NoteVersion, body))
            return
        started = draft.started_at or draft.saved_at
        visit = Visit(
            id=key,
            client_id="",
            practitioner_id=self._who_began(key),
            number=0,
            kind=draft.kind or "follow_up",
            state="draft",
            started_at=started,
            minutes=draft.minutes or None,
            entered_at=draft.saved_at,
        )
        self._stand_as_visit(visit)
        self._told.append(
            _(
                "A visit of {day} was made again from its unsigned note. Look at its time, its kind and whose it is "
                "before you sign it."
            ).format(day=started.date().isoformat())
        )

    def _stand_as_visit(self, visit: Visit) -> None:
        """Whose a lost visit was, the trail may know; else a stand-in for its client will be made."""
        table = tables.Audit
        known = select(table.client_id).where(table.entity_id == visit.id, table.client_id != "")
        whose = self._connection.execute(known.order_by(table.number.desc()).limit(1)).scalar()
        client_id = whose or self._connection.execute(text("SELECT lower(hex(randomblob(16)))")).scalar_one()
        numbers = self._connection.execute(select(tables.Visit.number).where(tables.Visit.client_id == client_id))
        visit = replace(visit, client_id=client_id, number=max(numbers.scalars(), default=0) + 1)
        Session._add(self._connection, self._entry, tables.Visit, visit, **visit_columns(visit))

    def _who_began(self, visit_id: str) -> str:
        """Who wrote of a visit last, as the trail says; else whoever saves the record."""
        table = tables.Audit
        known = select(table.practitioner_id).where(table.entity_id == visit_id, table.practitioner_id != "")
        who = self._connection.execute(known.order_by(table.number.desc()).limit(1)).scalar()
        return str(who or self._person() or self._connection.execute(select(tables.Practitioner.id)).scalar_one())

    def _stand_in_for_notes(self) -> None:
        """A visit whose note is lost becomes an empty unsigned one, so that it is seen and can be written again."""
        lacking = self._connection.execute(
            text(
                "SELECT visit.body FROM visit WHERE NOT EXISTS (SELECT 1 FROM note_version WHERE visit_id = visit.id) "
                "AND NOT EXISTS (SELECT 1 FROM draft WHERE visit_id = visit.id)"
            )
        ).scalars()
        for body in list(lacking):
            visit = value_of(Visit, body)
            if visit.state != "void":
                visit = replace(visit, state="draft")
                Session._change(self._connection, self._entry, tables.Visit, visit, **visit_columns(visit))
            insert_draft(
                self._connection, self._entry, Draft(visit_id=visit.id, note=Note(), saved_at=visit.entered_at)
            )
            self._told.append(
                _(
                    "The note of visit {number} of {day} could not be read; it is there as an empty unsigned note."
                ).format(number=visit.number, day=visit.started_at.date().isoformat())
            )

    def _note_content(self) -> None:
        """What is no longer as the trail last knew it, said in the entry, so that later checks find what is later."""
        left = audit.left_content(self._connection)
        left |= {name: audit.digest(print_) for name, print_ in self._entry.content.items()}
        for entity, column in checks.KEPT_AS.items():
            table = tables.Base.metadata.tables[entity]
            for row_id, body in self._connection.execute(select(table.c[column], table.c.body)):
                name, print_ = f"{entity}/{row_id}", audit.fingerprint(body)
                if left.pop(name, b"") != audit.digest(print_):
                    self._entry.content[name] = print_
        self._entry.content |= {name: "" for name, known in left.items() if known}

    def _person(self) -> str:
        table = tables.Practitioner
        mine = select(table.id).where(table.person == self._opened.person) if self._opened.person else select(table.id)
        return str(self._connection.execute(mine).scalar() or "")
