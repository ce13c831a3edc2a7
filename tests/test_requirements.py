"""The committed requirements are what `pyproject.toml` asks for: pinned, with hashes, without any index's address."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = {
    "run": PROJECT["dependencies"],
    "dev": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = (("linux", "x86_64"), ("linux", "aarch64"), ("win32", "AMD64"), ("darwin", "arm64"), ("darwin", "x86_64"))
PLACES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.1",
        "sys_platform": system,
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for python in PYTHONS
    for system, machine in MACHINES
]


@dataclass(frozen=True, slots=True)
class Pin:
    """One package at one version, with the hashes of its files."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        assert only.operator == "==", f"{self.requirement} is not pinned"
        return only.version

    def is_for(self, place: dict[str, str]) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate(place)


def text(kind: str) -> str:
    return (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")


def pins(kind: str) -> list[Pin]:
    found = []
    for block in re.sub(r"\\\n\s*", " ", text(kind)).splitlines():
        words, *hashes = block.split(" --hash=")
        found.append(Pin(Requirement(words), tuple(one.strip() for one in hashes)))
    return found


@pytest.mark.parametrize("kind", ["run", "dev"])
@pytest.mark.parametrize("place", PLACES, ids=lambda place: " ".join(list(place.values())[1:4]))
def test_each_place_gets_one_version_of_each_package_within_what_is_asked(kind, place):
    here = [pin for pin in pins(kind) if pin.is_for(place)]
    versions = {pin.name: pin.version for pin in here}
    assert len(versions) == len(here)
    for asked in map(Requirement, ASKED[kind]):
        assert asked.specifier.contains(versions[canonicalize_name(asked.name)]), f"{asked} at {place}"


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_pin_has_hashes_of_sha256(kind):
    for pin in pins(kind):
        assert pin.hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in pin.hashes), pin


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_no_address_and_no_option_of_pip_is_in_the_file(kind):
    for line in text(kind).splitlines():
        assert "/" not in line, line
        assert re.match(r"[a-z0-9]|    --hash=", line), line


def test_the_tools_are_added_to_the_program_without_changing_it():
    assert set(pins("run")) <= set(pins("dev"))
