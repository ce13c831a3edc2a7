"""The fault campaign: `python3 run.py faults [--short] [--json] [names]`.

Plants faults one after the other in a real record and counts what was lost and what went unseen. Each campaign has a
control that must fail, so that a clean table means something. The exit code is 0 only when nothing was lost, nothing
went unseen, and every control bit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import fault_damage, fault_disk, fault_kills, fault_program, fault_wandering
from tools.fault_bench import Result, Skipped, Template, complain, template

SEED = 20261122
Run = Callable[[Template, Path, int, random.Random], Result]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A name for the command line, what runs, and how often in full and in short."""

    name: str
    run: Run
    full: int
    short: int


CAMPAIGNS = (
    Campaign("kill-store", fault_kills.of_the_store, 200, 4),
    Campaign("kill-program", fault_program.killed, 50, 1),
    Campaign("end-session", fault_program.told_to_end, 20, 1),
    Campaign("lock-memory", fault_program.locked, 5, 0),
    Campaign("network", fault_program.connected, 3, 0),
    Campaign("power-cut", fault_disk.of_the_power, 1800, 24),
    Campaign("disk-full", fault_disk.of_no_room, 60, 10),
    Campaign("io-error", fault_disk.of_no_answer, 200, 5),
    Campaign("damage", fault_damage.of_the_file, 600, 14),
    Campaign("older", fault_damage.of_time, 40, 4),
    Campaign("log", fault_damage.of_the_log, 60, 3),
    Campaign("kill-backup", fault_kills.of_a_backup, 100, 2),
    Campaign("kill-passphrase", fault_kills.of_a_passphrase, 100, 2),
    Campaign("kill-new-key", fault_kills.of_a_new_key, 80, 1),
    Campaign("kill-migration", fault_kills.of_a_migration, 50, 2),
    Campaign("clock", fault_damage.of_the_clock, 80, 12),
    Campaign("salvage", fault_damage.of_single_pages, 20, 1),
    Campaign("backup-saving", fault_kills.of_a_backup_while_saving, 50, 1),
    Campaign("words-outside", fault_wandering.wandered, 10_000, 40),
    Campaign("fuzz-vault", fault_damage.of_the_vault, 5000, 30),
    Campaign("fuzz-backup", fault_damage.of_a_backup, 200, 30),
)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    chosen = [each for each in CAMPAIGNS if (each.name in options.names if options.names else wanted(each, options))]
    results: list[Result] = []
    with template() as record:
        for campaign in chosen:
            count = options.count or (campaign.short if options.short else campaign.full) or 1
            try:
                result = _run(campaign, record, count, options.seed)
            except Skipped as reason:
                complain(f"{campaign.name}: not run. {reason}")
                continue
            results.append(result)
            complain(_line(result))
    if options.json:
        print(json.dumps([_plain(result) for result in results], indent=1))
    else:
        print(table(results))
    return 0 if results and all(result.holds() for result in results) else 1


def wanted(campaign: Campaign, options: argparse.Namespace) -> bool:
    """Whether a campaign runs when none is named: the dearest are left out of the short form."""
    return not options.short or campaign.short > 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py faults", description="Plant faults and see each of them caught.")
    parser.add_argument("names", nargs="*", help="only these: " + ", ".join(each.name for each in CAMPAIGNS))
    parser.add_argument("--short", action="store_true", help="a minute's worth of each")
    parser.add_argument("--json", action="store_true", help="a list for programs")
    parser.add_argument("--count", type=int, default=0, help="how often, for every campaign")
    parser.add_argument("--seed", type=int, default=SEED, help="repeats the same faults")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - {each.name for each in CAMPAIGNS}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


def _run(campaign: Campaign, record: Template, count: int, seed: int) -> Result:
    place = Path(tempfile.mkdtemp(prefix="rmt-notes-faults-"))
    started, worked = time.monotonic(), _worked()
    try:
        result = campaign.run(record, place, count, random.Random(f"{seed} {campaign.name}"))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    result.seconds = time.monotonic() - started
    result.worked = _worked() - worked
    return result


def _worked() -> float:
    """Seconds of work of this process and of those it ended: what stays the same on a busy machine."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _plain(result: Result) -> dict[str, object]:
    return {
        "campaign": result.campaign,
        "tried": result.tried,
        "lost": result.lost,
        "unseen": result.unseen,
        "control_bites": result.bites,
    }


def _line(result: Result) -> str:
    remarks = f" ({'; '.join(result.remarks)})" if result.remarks else ""
    verdict = "ok" if result.holds() else "FAILED"
    return (
        f"{verdict:<6} {result.campaign}: {result.tried} tried, {result.lost} lost, {result.unseen} unseen, "
        f"control {'bites' if result.bites else 'does not bite'}, {result.seconds:.0f} s "
        f"({result.worked:.1f} s of work){remarks}"
    )


def table(results: Sequence[Result]) -> str:
    """The results as a table of a document."""
    lines = [
        "| campaign | tried | acknowledged saves lost | damage unseen | control that must fail | it fails |",
        "|---|---:|---:|---:|---|---|",
    ]
    for result in results:
        bites = "yes" if result.bites else "no"
        lines.append(
            f"| {result.campaign} | {result.tried:,} | {result.lost} | {result.unseen} | {result.control} | {bites} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
