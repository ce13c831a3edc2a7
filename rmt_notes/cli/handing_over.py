"""The headless commands that hand charts over: one client's copy, and the packet for a successor."""

from __future__ import annotations

import sys

from rmt_notes.cli.commands import client_id_of
from rmt_notes.cli.opening import lock_for, opened
from rmt_notes.cli.options import Options
from rmt_notes.cli.outcome import DONE, REFUSED, Stop, tell
from rmt_notes.i18n import _


def export_chart(options: Options) -> int:
    from rmt_notes.export import files
    from rmt_notes.export.pdf import lock
    from rmt_notes.export.pdf.chart_copy import chart_copy

    assert options.out is not None
    passphrase = lock_for(options)
    if passphrase and (trouble := lock.problem(passphrase)):
        raise Stop(REFUSED, trouble)
    with opened(options) as store:
        chart = store.chart_copy(client_id_of(store, options.client), options.to)
    files.write(options.out, chart_copy(chart, passphrase=passphrase))
    if passphrase:
        tell(_("The chart is in {file}, locked.").format(file=options.out))
    else:
        tell(_("The chart is in {file}. It is not locked: --lock-file locks it.").format(file=options.out))
    return DONE


def export_packet(options: Options) -> int:
    from rmt_notes.clinical import interchange
    from rmt_notes.export.packet import PacketWriter, parts_of
    from rmt_notes.export.pdf import lock
    from rmt_notes.export.pdf.chart_copy import chart_copy

    assert options.out is not None
    passphrase = lock_for(options, new=True, needed=True)
    if trouble := lock.problem(passphrase):
        raise Stop(REFUSED, trouble)
    with opened(options) as store, PacketWriter(options.out, passphrase, store.now()) as packet:
        packet.add_machine(interchange.to_json(store.export_record()), store.audit_export())
        clients = store.packet_clients()
        for number, client in enumerate(clients, start=1):
            _say_progress(number, parts_of(clients))
            chart = store.chart_copy(client.id, _("packet for a successor"))
            packet.add_chart(client, chart_copy(chart, passphrase=passphrase), len(chart.visits))
        packet.finish(store.practice().name, store.record_id, store.sign_packet)
        fingerprint = store.signing_fingerprint()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    tell(
        _("The packet is in {file}. Give the passphrase by another way. It is signed by {fingerprint}.").format(
            file=options.out, fingerprint=fingerprint
        )
    )
    return DONE


def _say_progress(number: int, parts: int) -> None:
    """A line that is written over, where a person looks on."""
    if sys.stderr.isatty():
        words = _("Chart {number} of {parts}").format(number=number, parts=parts - 2)
        print(f"\r{words}", end="", file=sys.stderr, flush=True)
