"""Starts the program: a headless command where one is named, else the window."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def main(arguments: list[str] | None = None) -> int:
    """Hand over to the command line or to the window; the window's libraries load only where it opens.

    Returns the exit code.
    """
    from rmt_notes import cli, fault

    if arguments is None:  # nobody called who has hooks of an own
        fault.hush()
        fault.take_faults(lambda kind, trace: fault.tell(fault.report_of(kind, trace)))
    words = sys.argv[1:] if arguments is None else arguments

    options = cli.read(words)
    if options.command:
        return cli.run(options)
    from rmt_notes import app

    code = app.run(options.record, sample=options.sample)
    if arguments is None:
        leave(code)
    return code


def leave(code: int) -> NoReturn:
    """End the process. The record is closed by now; taking hundreds of widgets apart in whatever order they are found
    could only crash."""
    from rmt_notes import fault

    fault.flush()
    os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main())
