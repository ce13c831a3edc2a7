"""Draws every widget of the kit to pictures, light and dark, to look at while building them.

python -m tools.gallery OUT [--ratio 1.5] [--density desk] [--scale 1.2]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures and print their paths."""
    parser = argparse.ArgumentParser(prog="tools.gallery", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--ratio", type=float, default=1.0, help="device pixels in a logical one")
    parser.add_argument("--density", choices=("touch", "desk", "oily"), default="touch")
    parser.add_argument("--scale", type=float, default=1.0, help="size of letters and targets")
    chosen = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(chosen.ratio)
    from tools import gallery_pages

    for path in gallery_pages.draw(chosen.out, chosen.density, chosen.scale, chosen.ratio):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
