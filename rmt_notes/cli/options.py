"""The words of the command line and what they ask for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rmt_notes import __version__, i18n, settings
from rmt_notes.i18n import _

if TYPE_CHECKING:
    import argparse

PASSPHRASE = "RMT_NOTES_PASSPHRASE"
LOCK = "RMT_NOTES_LOCK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks for. An empty `command` means the window."""

    command: str = ""
    record: Path | None = None
    sample: bool = False
    passphrase_file: Path | None = None
    file: Path | None = None
    out: Path | None = None
    lock_file: Path | None = None
    to: str = ""
    client: str = ""
    visit: str = ""


def read(words: Sequence[str]) -> Options:
    """Understand the command line; asks for help and version are answered at once.

    Raises:
        SystemExit: 0 after help or version, 2 for words that make no command.
    """
    plain = _window_words(words)
    if plain is not None:
        return plain
    _choose_language()
    found = _parser().parse_args(list(words))
    names = Options.__dataclass_fields__
    return Options(**{name: value for name, value in vars(found).items() if name in names and value is not None})


def _window_words(words: Sequence[str]) -> Options | None:
    """The usual ways of opening the window, understood at once: the parser takes longer to build than its window."""
    match list(words):
        case []:
            return Options()
        case ["--sample"]:
            return Options(sample=True)
        case ["--record", folder] if folder and not folder.startswith("-"):
            return Options(record=Path(folder))
    return None


def _choose_language() -> None:
    preferred = settings.load().preferences.language
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    i18n.choose(i18n.spoken(preferred or ("fr" if spoken.lower().startswith("fr") else "en")))


def _parser() -> argparse.ArgumentParser:
    import argparse

    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common = everywhere.add_argument_group(_("which record"))
    common.add_argument(
        "--record",
        type=Path,
        metavar=_("FOLDER"),
        help=_("the folder of the record (usually: {folder})").format(
            folder=_as_help(str(settings.record_folder(settings.load().preferences)))
        ),
    )
    common.add_argument(
        "--sample",
        action="store_true",
        help=_("the sample practice: invented clients, no passphrase"),
    )
    common.add_argument(
        "--passphrase-file",
        type=Path,
        metavar=_("FILE"),
        help=_("read the passphrase from the first line of this file"),
    )
    parser = argparse.ArgumentParser(
        prog="rmt-notes",
        parents=[everywhere],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        description=_("RMT Notes: treatment charting for massage therapists. Without a command it opens its window."),
        epilog=_epilog(),
    )
    parser.add_argument("--version", action="version", version=f"RMT Notes {__version__}")
    commands = parser.add_subparsers(title=_("commands without a window"), metavar=_("COMMAND"), dest="first")
    export = commands.add_parser(
        "export", help=_("take the record, or one note, along"), parents=[everywhere], allow_abbrev=False
    )
    kinds = export.add_subparsers(title=_("what"), metavar=_("FORMAT"), dest="second", required=True)
    whole = kinds.add_parser(
        "json",
        parents=[everywhere],
        allow_abbrev=False,
        help=_("the whole record as one JSON file"),
        description=_(
            "The whole record as one JSON file, unencrypted: keep it where nobody else reads it. "
            "docs/interchange.md explains the format."
        ),
    )
    whole.add_argument("--out", type=Path, metavar=_("FILE"), help=_("write to this file instead of standard output"))
    whole.set_defaults(command="export json")
    page = kinds.add_parser(
        "pdf",
        parents=[everywhere],
        allow_abbrev=False,
        help=_("one visit's note as PDF"),
        description=_("One visit's note as PDF on Letter paper. The export is entered in the record's log."),
    )
    page.add_argument("--client", required=True, metavar=_("NUMBER"), help=_("the client's file number, or id"))
    page.add_argument(
        "--visit", required=True, metavar=_("DATE"), help=_("the day of the visit as 2026-11-08, or the visit's id")
    )
    page.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the PDF to write"))
    _lockable(page)
    page.set_defaults(command="export pdf")
    chart = kinds.add_parser(
        "chart",
        parents=[everywhere],
        allow_abbrev=False,
        help=_("one client's whole chart as PDF"),
        description=_("One client's whole chart as one PDF: identity, history, every note, every paper."),
    )
    chart.add_argument("--client", required=True, metavar=_("NUMBER"), help=_("the client's file number, or id"))
    chart.add_argument("--to", metavar=_("NAME"), help=_("who gets it; entered in the record's log"))
    chart.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the PDF to write"))
    _lockable(chart)
    chart.set_defaults(command="export chart")
    packet = kinds.add_parser(
        "packet",
        parents=[everywhere],
        allow_abbrev=False,
        help=_("the whole practice for a successor, locked"),
        description=_(
            "The whole practice as one zip of locked PDFs (AES-256): a chart for each client, the record as JSON, the "
            "audit trail, and what checks them. Its passphrase is read from --lock-file, from the environment's "
            "{variable}, or asked for."
        ).format(variable=LOCK),
    )
    packet.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the packet to write"))
    _lockable(packet)
    packet.set_defaults(command="export packet")
    bring = commands.add_parser(
        "import",
        parents=[everywhere],
        allow_abbrev=False,
        help=_("bring a JSON export or a packet in"),
        description=_(
            "Bring a JSON export or a packet in, all or nothing. Where there is no record yet, "
            "one is made and its recovery code printed."
        ),
    )
    bring.add_argument(
        "file", type=Path, metavar=_("FILE"), help=_("a file made by 'rmt-notes export json' or 'export packet'")
    )
    _lockable(bring)
    bring.set_defaults(command="import")
    check = commands.add_parser(
        "verify",
        parents=[everywhere],
        allow_abbrev=False,
        help=_("read and check every signed note and the whole log"),
        description=_("Check every signed version against its hash, every log entry against the one before."),
    )
    check.set_defaults(command="verify")
    return parser


def _lockable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lock-file",
        type=Path,
        metavar=_("FILE"),
        help=_("the passphrase that locks (or unlocks) the file itself, from the first line of this one"),
    )


def _epilog() -> str:
    return _(
        "The passphrase is asked for, or read from --passphrase-file, or from the environment's {variable};\n"
        "it is never an argument, because other programs can read those.\n"
        "\n"
        "exit codes\n"
        "  0  done                                5  the record is damaged, or newer than this program\n"
        "  1  verify found problems               6  the record is open in another program\n"
        "  2  the command was not understood      7  a file could not be read or written\n"
        "  3  there is no record                  8  refused: no such client or visit, a file that is no export,\n"
        "  4  wrong passphrase, or none              or a record that already holds what it brings"
    ).format(variable=PASSPHRASE)


def _as_help(words: str) -> str:
    """argparse reads percent signs in its help."""
    return words.replace("%", "%%")
