"""The headless commands: take the record along, bring it in, print a note, check everything. No window, no Qt.

`read` turns the words of the command line into `Options`, `run` carries a command out. What a script wants goes to
standard output, what a person should read to standard error. Client words are in neither, except in the files that
were asked for.
"""

from __future__ import annotations

import os
import sys

from rmt_notes.cli.options import Options, read
from rmt_notes.cli.outcome import DAMAGED, DISK, IN_USE, LOCKED_OUT, NO_RECORD, REFUSED, STOPPED, Stop, tell
from rmt_notes.i18n import _

__all__ = ["Options", "read", "run"]


def run(options: Options) -> int:
    """Carry out a command. Returns the exit code; every trouble of the world ends in one sentence on standard error."""
    from rmt_notes.cli import commands, handing_over
    from rmt_notes.db import RecordTrouble
    from rmt_notes.export.files import FileTrouble

    known = {
        "export json": commands.export_json,
        "export pdf": commands.export_pdf,
        "export chart": handing_over.export_chart,
        "export packet": handing_over.export_packet,
        "import": commands.import_file,
        "verify": commands.verify,
    }
    try:
        return known[options.command](options)
    except Stop as stop:
        return _end(stop.code, str(stop))
    except FileTrouble as trouble:
        return _end(DISK, str(trouble))
    except RecordTrouble as trouble:
        return _end(_code_of(trouble), str(trouble))
    except KeyboardInterrupt:
        return _end(STOPPED, _("Stopped. Nothing was changed."))
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED


def _end(code: int, sentence: str) -> int:
    tell(sentence)
    return code


def _code_of(trouble: Exception) -> int:
    from rmt_notes import db

    codes: tuple[tuple[type[Exception], int], ...] = (
        (db.NoRecord, NO_RECORD),
        (db.WrongPassphrase, LOCKED_OUT),
        (db.Damaged, DAMAGED),
        (db.TooNew, DAMAGED),
        (db.Locked, IN_USE),
        (db.DiskTrouble, DISK),
    )
    return next((code for kind, code in codes if isinstance(trouble, kind)), REFUSED)
