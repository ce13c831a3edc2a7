"""Finds and reads the files under `resources/`: in a checkout, an installed wheel or a frozen application."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder that holds `catalogue/`, `fonts/` and the rest.

    A wheel carries it inside the package, a checkout and an editable install beside it, a frozen application in its
    bundle.

    Raises:
        FileNotFoundError: when none of the three has it (a broken installation).
    """
    package = Path(__file__).resolve().parent
    places = [package / "resources", package.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if (place / "catalogue").is_dir():
            return place
    raise FileNotFoundError("The program's own files (resources) are missing; install it again.")


def path(*parts: str) -> Path:
    """The path of one resource, for instance `path("fonts", "Inter-Regular.ttf")`."""
    return root().joinpath(*parts)


def text(*parts: str) -> str:
    """The UTF-8 text of one resource."""
    return path(*parts).read_text(encoding="utf-8")


def data(*parts: str) -> bytes:
    """The bytes of one resource."""
    return path(*parts).read_bytes()
