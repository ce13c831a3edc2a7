"""Clocks that no change of the wall clock moves: the time that passes, sleep included, and how much of it was sleep."""

from __future__ import annotations

import sys
import time


def time_passed() -> float:
    """Seconds since some start, those included in which the computer slept."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # Python's own stops while a Mac sleeps
    return time.monotonic()  # on Windows the ticks since the start, sleep included


def time_asleep() -> float:
    """Seconds of that in which the computer slept, as far as the system tells; 0 where it does not."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    if sys.platform == "win32":
        import ctypes

        awake = ctypes.c_ulonglong()
        if ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(awake)):
            return time.monotonic() - awake.value / 10_000_000
    return 0.0
