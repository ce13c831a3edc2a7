"""Whether a Qt object is still there."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6

is_alive: Callable[[object], bool] = shiboken6.isValid
"""Whether a Qt object still exists on the C++ side; asking a dead one anything else crashes."""
