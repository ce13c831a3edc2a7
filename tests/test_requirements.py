"""The committed requirements are what `pyproject.toml` asks for: pinned, with hashes, without any index's address."""

from __future__ import annotations

import re
import tomllib
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
SYSTEMS = ("linux", "win32", "darwin")


def text(kind: str) -> str:
    return (ROOT / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")


def entries(kind: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Package → its pin and its hashes."""
    found: dict[str, tuple[Requirement, list[str]]] = {}
    for block in re.sub(r"\\\n\s*", " ", text(kind)).splitlines():
        pin, *hashes = block.split(" --hash=")
        requirement = Requirement(pin)
        assert canonicalize_name(requirement.name) not in found, f"{requirement.name} is pinned twice"
        found[canonicalize_name(requirement.name)] = (requirement, [one.strip() for one in hashes])
    return found


def version(requirement: Requirement) -> str:
    (pin,) = requirement.specifier
    assert pin.operator == "==", f"{requirement} is not pinned"
    return pin.version


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_package_asked_for_is_pinned_within_what_is_asked(kind):
    pinned = entries(kind)
    for asked in map(Requirement, ASKED[kind]):
        requirement, _hashes = pinned[canonicalize_name(asked.name)]
        assert asked.specifier.contains(version(requirement)), f"{requirement} is not {asked}"


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_pin_has_hashes_of_sha256(kind):
    for requirement, hashes in entries(kind).values():
        assert version(requirement)
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_no_address_and_no_option_of_pip_is_in_the_file(kind):
    for line in text(kind).splitlines():
        assert "/" not in line, line
        assert re.match(r"[a-z0-9]|    --hash=", line), line


def test_the_tools_are_added_to_the_program_without_changing_it():
    run, dev = entries("run"), entries("dev")
    assert {name: str(dev[name][0]) for name in run} == {
        name: str(requirement) for name, (requirement, _) in run.items()
    }


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_what_the_program_asks_for_is_installed_on_every_supported_python_and_system(python, system):
    place = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    place |= {"platform_python_implementation": "CPython", "implementation_name": "cpython"}
    for requirement, _hashes in entries("run").values():
        assert requirement.marker is None or requirement.marker.evaluate(place), requirement
