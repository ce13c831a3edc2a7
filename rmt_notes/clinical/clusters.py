"""Tests that count together: how many of a cluster are positive on a side of the client.

A count is a suggestion with its source. It is told with what was tested: what was not done or was equivocal is neither
positive nor negative. Left and right are never added up: three positive tests of one side say something that two of
one and one of the other do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rmt_notes.clinical.assessment import RangeOfMotion, SpecialTest
from rmt_notes.clinical.catalogue import Catalogue, catalogue
from rmt_notes.clinical.catalogue_assessment import TestCluster
from rmt_notes.clinical.wording import side_word
from rmt_notes.i18n import _, _n

BOTH = ("bilateral", "")
"""Sides that speak for the left and the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCount:
    """How many members of a test cluster are positive on the client's `side` (`bilateral` where left and right are
    alike, empty where no member has a side). `done` counts those with a result there, `equivocal` are of them,
    `members` all there are; `reached` is the highest level's statement, empty while none is reached."""

    key: str
    label: str
    positive: tuple[str, ...]
    done: int
    members: int
    reached: str
    source: tuple[str, ...]
    side: str = ""
    equivocal: int = 0

    @property
    def sentence(self) -> str:
        """`Sacroiliac provocation, right: 3 of 5 positive. ...`; `2 positive of 4 tested, 1 not tested` while some are
        not."""
        name = _("{cluster}, {side}").format(cluster=self.label, side=side_word(self.side)) if self.side else self.label
        left = self.members - self.done
        if left or self.equivocal:
            count = _("{positive} positive of {done} tested").format(positive=len(self.positive), done=self.done)
            if self.equivocal:
                equivocal = _n("{number} equivocal", "{number} equivocal", self.equivocal).format(number=self.equivocal)
                count = _("{count}, {rest}").format(count=count, rest=equivocal)
            if left:
                untested = _n("{number} not tested", "{number} not tested", left).format(number=left)
                count = _("{count}, {rest}").format(count=count, rest=untested)
        else:
            count = _("{positive} of {members} positive").format(positive=len(self.positive), members=self.members)
        text = _("{cluster}: {count}").format(cluster=name, count=count)
        return _("{count}. {statement}").format(count=text, statement=self.reached) if self.reached else text

    def undecided(self) -> int:
        """How many members may still turn out positive."""
        return self.members - self.done + self.equivocal


def clusters(
    tests: Iterable[SpecialTest], motions: Iterable[RangeOfMotion] = (), book: Catalogue | None = None
) -> tuple[ClusterCount, ...]:
    """Every cluster of which at least one test was done: for each side on which something is positive, or once where
    nothing is. A movement counts as positive on the side on which it stays under the cluster's value."""
    words = book or catalogue()
    done, moved = _done(tests), _measured(motions)
    found: list[ClusterCount] = []
    for cluster in words.test_clusters.values():
        if not any(test.test in cluster.tests for test in done):
            continue
        sides = _positive_sides(cluster, done, moved)
        counts = [_count(cluster, done, moved, side) for side in sides or ("",)]
        if len(counts) == 2 and replace(counts[0], side="") == replace(counts[1], side=""):
            counts = [replace(counts[0], side="bilateral")]
        found.extend(counts)
    return tuple(found)


def count_on(
    side: str,
    key: str,
    tests: Iterable[SpecialTest],
    motions: Iterable[RangeOfMotion] = (),
    book: Catalogue | None = None,
) -> ClusterCount:
    """One cluster on one side of the client, whatever is positive there.

    Raises:
        KeyError: for an unknown cluster.
    """
    return _count((book or catalogue()).test_clusters[key], _done(tests), _measured(motions), side)


def _done(tests: Iterable[SpecialTest]) -> tuple[SpecialTest, ...]:
    return tuple(test for test in tests if test.result != "not_done")


def _measured(motions: Iterable[RangeOfMotion]) -> tuple[RangeOfMotion, ...]:
    """What was measured before treatment, as the tests were done."""
    return tuple(motion for motion in motions if motion.when == "before" and motion.active is not None)


def _positive_sides(
    cluster: TestCluster, tests: Sequence[SpecialTest], motions: Sequence[RangeOfMotion]
) -> tuple[str, ...]:
    """The sides on which a member of the cluster is positive, left first; none where no positive one has a side."""
    named = [test.side for test in tests if test.test in cluster.tests and test.result == "positive"]
    named += [motion.side for motion in motions if _is_short(motion, cluster.movements)]
    return tuple(side for side in ("left", "right") if side in named or "bilateral" in named)


def _is_short(motion: RangeOfMotion, limits: Mapping[str, float]) -> bool:
    return motion.active is not None and motion.active < limits.get(motion.movement, 0)


def _count(
    cluster: TestCluster, tests: Sequence[SpecialTest], motions: Sequence[RangeOfMotion], side: str
) -> ClusterCount:
    """A cluster on a side; on either where the side is empty."""
    here: dict[str, set[str]] = {}
    for test in tests:
        if test.test in cluster.tests and (not side or test.side in (side, *BOTH)):
            here.setdefault(test.test, set()).add(test.result)
    for motion in motions:
        if motion.movement in cluster.movements and (not side or motion.side in (side, *BOTH)):
            result = "positive" if _is_short(motion, cluster.movements) else "negative"
            here.setdefault(motion.movement, set()).add(result)
    members = (*cluster.tests, *cluster.movements)
    positive = tuple(key for key in members if "positive" in here.get(key, ()))
    equivocal = [key for key in members if "equivocal" in here.get(key, ()) and key not in positive]
    statements = [level.statement for level in cluster.levels if len(positive) >= level.count]
    return ClusterCount(
        key=cluster.key,
        label=str(cluster.label),
        positive=positive,
        done=len(here),
        members=len(members),
        reached=str(statements[-1]) if statements else "",
        source=cluster.source,
        side=side,
        equivocal=len(equivocal),
    )
