"""How a command ends: exit codes for scripts, one sentence for people."""

from __future__ import annotations

import sys

DONE, PROBLEMS, MISUSED, NO_RECORD, LOCKED_OUT, DAMAGED, IN_USE, DISK, REFUSED = range(9)
STOPPED = 130
"""Exit codes; `--help` explains them."""


class Stop(Exception):
    """A command that cannot go on: a sentence for the person and an exit code for the script."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def tell(sentence: str) -> None:
    """Say something to the person, beside what the script gets."""
    print(sentence, file=sys.stderr)
