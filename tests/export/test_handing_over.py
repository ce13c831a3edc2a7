"""Locked PDFs, the copy of a chart, and the packet: read back with other programs than the one that wrote them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from rmt_notes import resources
from rmt_notes.clinical.attachment import Attachment, seal
from rmt_notes.clinical.correction import Correction
from rmt_notes.clinical.misfiling import Misfiling
from rmt_notes.clinical.record import ClientChart, Paper, PrintableVisit
from rmt_notes.clinical.undo_sign import SignatureWithdrawal, UndoneVersion
from rmt_notes.export.files import FileTrouble
from rmt_notes.export.packet import BadPacket, PacketWriter, is_packet, record_in
from rmt_notes.export.pdf import lock
from rmt_notes.export.pdf.chart_copy import CalledOff, chart_copy
from rmt_notes.export.pdf.soap_note import soap_note
from tests.export import sample_pages as sample
from tests.export.reading import extract, solid

WORDS = "Déjà vu près du lac 7"
AT = sample.at(9, 10)


def refused() -> PrintableVisit:
    """A note that was moved here, signed anew after a withdrawn signature, and which its client wanted corrected."""
    printable = sample.small()
    version = replace(printable.versions[0], number=2)
    asked = Correction(
        id="c",
        client_id=printable.client.id,
        visit_id=printable.visit.id,
        requested_on=date(2026, 11, 10),
        what="The left knee",
        recorded_at=AT,
        practitioner_id="p",
        state="refused",
        ground="professional_opinion",
        reason="Measured on the right",
        statement="It was the left one",
    )
    moved = Misfiling(
        id="m",
        visit_id=printable.visit.id,
        from_client_id="x",
        client_id=printable.client.id,
        started_at=AT,
        kind="initial",
        moved_at=AT,
        practitioner_id="p",
        by="R. Example, RMT",
        reason="Two charts were open",
    )
    act = SignatureWithdrawal(id="w", visit_id=printable.visit.id, version_id="v0", at=AT, practitioner_id="p")
    undone = UndoneVersion(version=replace(version, id="v0", number=1), withdrawal=act)
    return replace(printable, versions=(version,), corrections=(asked,), filed=(moved,), undone=(undone,))


def paper(name: str, media_type: str, content: bytes) -> Paper:
    told = Attachment(
        id=seal(content)[:32],
        client_id="c",
        kind="report",
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=seal(content),
        added_at=AT,
        practitioner_id="p",
    )
    return Paper(attachment=told, content=content)


@pytest.fixture(scope="module")
def chart() -> ClientChart:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGBA", (40, 60), (10, 20, 30, 128)).save(picture, "PNG")
    visit = refused()
    return ClientChart(
        practice=visit.practice,
        practitioner=visit.practitioner,
        client=visit.client,
        people=((visit.practitioner.id, visit.practitioner.name),),
        safety=visit.safety,
        visits=(visit, replace(sample.draft(), client=visit.client)),
        corrections=visit.corrections,
        papers=(
            paper("letter.pdf", "application/pdf", soap_note(sample.small())),
            paper("scan.png", "image/png", picture.getvalue()),
            paper("torn.pdf", "application/pdf", b"%PDF-1.7 torn %%EOF"),
            paper("torn.png", "image/png", picture.getvalue()[:70] + b"IEND"),
        ),
        printed_at=AT,
        audit_number=48213,
        audit_head="9f3a" * 16,
    )


def test_what_the_client_wanted_corrected_is_printed_with_the_note_wherever_it_goes():
    text = solid(extract(soap_note(refused())))
    for words in (
        "Correction asked for by the client".upper(),
        "The left knee",
        "A professional opinion or observation made in good faith. Measured on the right",
        "Statement of disagreement",
        "It was the left one",
        "first filed in another client's record",
        "signature withdrawn by the signer",
    ):
        assert solid(words) in text, words
    assert "AMENDED" not in text


def test_a_locked_page_opens_with_its_passphrase_alone_and_is_aes_256():
    page = soap_note(sample.small())
    locked = lock.lock(page, WORDS)
    reader = PdfReader(io.BytesIO(locked))
    assert reader.is_encrypted
    assert not reader.decrypt("something else 12")
    assert reader.decrypt(WORDS)
    told: Any = reader.trailer["/Encrypt"].get_object()
    assert (told["/V"], told["/R"], told["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3")
    assert reader.pages[0].extract_text() == PdfReader(io.BytesIO(page)).pages[0].extract_text()
    name = sample.small().client.last_name.encode()
    assert name not in locked
    assert extract(lock.unlock(locked, WORDS)) == extract(page)
    with pytest.raises(lock.WrongLock):
        lock.unlock(locked, "something else 12")


def test_a_passphrase_for_a_file_is_long_enough_short_enough_and_can_be_said():
    assert lock.problem("short") != ""
    assert lock.problem("x" * 128) != ""
    assert lock.problem("twelve\u200bletters") != ""
    assert lock.problem(WORDS) == ""
    said = {lock.suggested() for _time in range(20)}
    assert len(said) == 20
    assert all(lock.problem(each) == "" and len(each) == 19 and not set(each) & set("01OILU") for each in said)


def test_a_chart_is_one_file_with_every_note_and_every_paper(chart: ClientChart):
    told: list[tuple[int, int]] = []

    def tell(done: int, parts: int) -> bool:
        told.append((done, parts))
        return True

    pdf = chart_copy(chart, told=tell)
    reader = PdfReader(io.BytesIO(pdf))
    text = solid(extract(pdf))
    assert solid(chart.client.formal_name()) in text
    assert solid("It was the left one") in text
    assert solid("This paper cannot be shown on a page") in text
    outline: list[Any] = reader.outline
    assert (outline[0]["/Title"], len(outline)) == ("Client", 7)
    inside = {content[0] for content in reader.attachments.values()}
    assert inside == {each.content for each in chart.papers}
    assert told == [(number, 7) for number in range(8)]
    with pytest.raises(CalledOff):
        chart_copy(chart, told=lambda done, parts: done < 2)


@pytest.fixture(scope="module")
def packet(chart: ClientChart, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packet") / "practice.zip"
    key = Ed25519PrivateKey.generate()

    def sign(words: bytes) -> tuple[str, str]:
        return key.sign(b"rmt-notes packet v1\n" + words).hex(), key.public_key().public_bytes_raw().hex()

    with PacketWriter(path, WORDS, AT) as writer:
        writer.add_machine('{"record": "émile"}\n', b"audit lines\n")
        writer.add_chart(chart.client, chart_copy(chart, passphrase=WORDS), 2)
        writer.finish("Elm Street Massage", "r" * 32, sign)
    return path


def checked(packet: Path) -> subprocess.CompletedProcess[str]:
    """The verifying script, run as a stranger would: nothing of this program at hand."""
    script = resources.path("handover", "verify_packet.py")
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(script.parent)!r}); "]
    command[-1] += "import verify_packet; sys.exit(verify_packet.main(sys.argv[1:]))"
    return subprocess.run([*command, str(packet)], capture_output=True, text=True, timeout=60)


def test_a_packet_is_locked_throughout_and_tells_nobody_who_is_in_it(packet: Path, chart: ClientChart):
    with zipfile.ZipFile(packet) as opened:
        names = set(opened.namelist())
        number = f"{chart.client.file_number:04d}"
        assert names == {
            *("READ-ME.txt", "index.pdf", "machine.pdf", "manifest.json", "verify_packet.py", "verify_audit.py"),
            f"charts/{number}.pdf",
        }
        for name in names:
            data = opened.read(name)
            assert chart.client.last_name.encode() not in data, name
            if name.endswith(".pdf"):
                reader = PdfReader(io.BytesIO(data))
                assert reader.is_encrypted, name
                assert reader.decrypt(WORDS), name
        index = lock.unlock(opened.read("index.pdf"), WORDS)
        copied = lock.unlock(opened.read(f"charts/{number}.pdf"), WORDS)
    assert solid("It was the left one") in solid(extract(copied)), "the client's statement goes with the note"
    assert solid(chart.client.formal_name()) in solid(extract(index))
    assert record_in(packet, WORDS) == '{"record": "émile"}\n'
    with pytest.raises(lock.WrongLock):
        record_in(packet, "something else 12")
    assert is_packet(packet)


def test_a_packet_is_checked_with_python_alone_and_every_change_is_told(packet: Path, tmp_path: Path):
    whole = checked(packet)
    assert whole.returncode == 0, whole.stderr
    assert "Whole: 6 files" in whole.stdout
    torn = bytearray(packet.read_bytes())
    torn[len(torn) // 2] ^= 1
    (tmp_path / "torn.zip").write_bytes(torn)
    told = checked(tmp_path / "torn.zip")
    assert (told.returncode, told.stdout) == (1, "")
    assert "was altered or damaged on its way" in told.stderr
    with zipfile.ZipFile(packet) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(members["manifest.json"])

    def spoilt(**changes: bytes | None) -> Path:
        path = tmp_path / "spoilt.zip"
        with zipfile.ZipFile(path, "w") as out:
            for name, data in {**members, **changes}.items():
                if data is not None:
                    out.writestr(name, data)
        return path

    machine = bytearray(members["machine.pdf"])
    machine[2000] ^= 1
    manifest["made_at"] = "2020-01-01T00:00:00-05:00"
    for changes, words in (
        ({"machine.pdf": bytes(machine)}, "machine.pdf was altered"),
        ({"index.pdf": None}, "missing, or was added"),
        ({"more.pdf": b"x"}, "missing, or was added"),
        ({"manifest.json": json.dumps(manifest).encode()}, "signature does not fit"),
    ):
        path = spoilt(**changes)
        found = checked(path)
        assert found.returncode == 1
        assert words in found.stderr
    with pytest.raises(BadPacket):
        record_in(spoilt(**{"machine.pdf": bytes(machine)}), WORDS)


def test_a_packet_called_off_or_without_room_leaves_nothing_behind(tmp_path: Path, chart: ClientChart):
    path = tmp_path / "practice.zip"
    path.write_bytes(b"the one from last year")
    with PacketWriter(path, WORDS, AT) as writer:
        writer.add_machine("{}", b"")
    assert path.read_bytes() == b"the one from last year"
    assert [each.name for each in tmp_path.iterdir()] == ["practice.zip"]
    gone = tmp_path / "no folder" / "practice.zip"
    with pytest.raises(FileTrouble):
        PacketWriter(gone, WORDS, AT)
