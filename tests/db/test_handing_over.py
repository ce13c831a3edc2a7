"""One client's chart as it is handed over: all of that client, nothing of anybody else, and an entry that says so."""

from __future__ import annotations

import pytest

from rmt_notes.clinical import codec
from rmt_notes.db import Refused
from tests.db.record_samples import full_record, signed
from tests.db.test_keeping import PAPER


def test_a_copy_holds_all_of_one_client_and_nothing_of_another(store, clock):
    first = full_record(store, clock)
    other = store.find_clients("小明")[0].id
    store.attach(first, "report", "émile.pdf", PAPER)
    store.attach(other, "report", "ming.pdf", PAPER + b"\n")
    store.withdraw_signature(signed(store, first).visit_id)
    chart = store.chart_copy(first, "the client")
    assert [each.visit.number for each in chart.visits] == [1, 2, 3]
    assert [len(each.versions) for each in chart.visits] == [2, 1, 0]
    assert [len(each.undone) for each in chart.visits] == [0, 0, 1]
    assert [paper.content for paper in chart.papers] == [PAPER]
    assert chart.histories
    assert chart.safety.findings
    said = "".join(codec.canonical(part) for part in (chart.client, chart.histories, chart.safety, chart.providers))
    said += "".join(codec.canonical(each.note) + codec.canonical(each.visit) for each in chart.visits)
    assert other not in said
    assert "小明" not in said
    entry = store.audit_rows(first, 1)[0]
    assert (entry.action, entry.entity, dict(entry.detail)) == (
        "export",
        "client",
        {"what": "chart", "to": "the client"},
    )
    assert chart.audit_number == entry.number
    assert {each.audit_number for each in chart.visits} == {entry.number}
    with pytest.raises(Refused):
        store.chart_copy("x")
