"""Starts the program: a headless command where one is named, else the window."""

from __future__ import annotations

import sys


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

    return app.run(options.record, sample=options.sample)


if __name__ == "__main__":
    raise SystemExit(main())
