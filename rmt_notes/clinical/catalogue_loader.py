"""Puts the catalogue together from its files: which file holds what, what is inherited, and what must agree across
files."""

from __future__ import annotations

import typing
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from rmt_notes.clinical import catalogue_reader as reader
from rmt_notes.clinical.catalogue_reader import CatalogueError, Reading
from rmt_notes.clinical.catalogue_safety import COLUMNS
from rmt_notes.clinical.catalogue_treatment import Choice, Parameter, Scale
from rmt_notes.clinical.words import Words

C = TypeVar("C")

WHOLE = {
    "contraindications.toml": "contraindications",
    "techniques.toml": "techniques",
    "muscles.toml": "muscles",
    "tests.toml": "tests",
    "measures.toml": "measures",
    "impressions.toml": "impressions",
    "home_care.toml": "home_care",
    "vocabularies.toml": "vocabularies",
    "sources.toml": "sources",
}
"""Files that hold one kind of entry, key by key."""

SECTIONS = {
    "safety.toml": ("intake_groups", "red_flags", "yellow_flags", "wording_cares"),
    "technique_rules.toml": (
        "technique_classes", "technique_rules", "avoid_sites", "endangerment_sites", "scales", "common_parameters",
    ),
    "regions.toml": ("regions", "muscle_groups"),
    "posture.toml": ("posture_values", "posture", "posture_patterns"),
    "assessment.toml": ("palpation", "joints", "movements", "test_clusters", "neuro_roots", "qualifiers", "subsets"),
    "plan.toml": ("frequencies", "reassess_rules", "cautions", "referrals"),
}  # fmt: skip
"""Files that hold several kinds, each under its own heading."""

Raw = dict[str, Any]


def load(cls: type[C], folder: Path) -> C:
    """The catalogue of type `cls` in `folder`.

    Raises:
        CatalogueError: see `Catalogue`.
    """
    hints = typing.get_type_hints(cls)
    found: dict[str, Any] = {}
    references: list[reader.Reference] = []
    for file, section, raw in _raw_sections(folder):
        reading = Reading(file)
        place = "" if file in WHOLE else section
        found[section] = reader.convert(hints[section], _prepared(section, raw, reading), reading, place)
        references.extend(reading.references)
    _complete_parameters(found)
    reader.check_references(references, lambda target: keys_of(found, target))
    _check(found)
    return cls(**found)


def keys_of(found: Mapping[str, Any], target: str) -> Collection[str]:
    """The keys a reference may name: of a kind (`muscles`) or of one vocabulary (`vocabularies.positions`)."""
    kind, _, name = target.partition(".")
    keys: Collection[str] = found[kind].get(name, ()) if name else found[kind]
    return keys


def _raw_sections(folder: Path) -> list[tuple[str, str, Raw]]:
    sections: list[tuple[str, str, Raw]] = []
    for file, section in WHOLE.items():
        sections.append((file, section, reader.parse(folder, file)))
    for file, names in SECTIONS.items():
        tables = reader.parse(folder, file)
        unknown = tables.keys() - set(names)
        if unknown:
            raise CatalogueError(file, sorted(unknown)[0], "unknown section")
        for name in names:
            if name not in tables:
                raise CatalogueError(file, name, "the section is missing")
            if name == "posture":
                tables[name] = _posture_with_words(tables[name], tables["posture_values"], file)
            sections.append((file, name, tables[name]))
    return sections


def _posture_with_words(views: Raw, words: Raw, file: str) -> Raw:
    """A landmark lists its values by key; the words are shared."""
    filled: Raw = {}
    for view, table in views.items():
        landmarks: Raw = {}
        for key, landmark in table.get("landmarks", {}).items():
            values = landmark.get("values", [])
            for value in values:
                if value not in words:
                    raise CatalogueError(
                        file, f"posture.{view}.landmarks.{key}.values", f"{value!r} is not in posture_values"
                    )
            landmarks[key] = {**landmark, "values": {value: words[value] for value in values}}
        filled[view] = {**table, "landmarks": landmarks}
    return filled


def _prepared(section: str, raw: Raw, reading: Reading) -> Raw:
    """Techniques that are `like` another take over its parameters, gate and sites to avoid, and add their own."""
    if section != "techniques":
        return raw
    prepared: Raw = {}
    for key, table in raw.items():
        like = table.get("like") if isinstance(table, dict) else None
        if like is None:
            prepared[key] = table
            continue
        base = raw.get(like)
        if base is None or "like" in base:
            raise reading.fail(f"{key}.like", f"{like!r} is no technique with parameters of its own")
        inherited = {name: base[name] for name in ("gate", "extra_avoid", "technique_class", "group") if name in base}
        parameters = {**base.get("parameters", {}), **table.get("parameters", {})}
        prepared[key] = {**inherited, **table, "parameters": parameters}
    return prepared


def _complete_parameters(found: dict[str, Any]) -> None:
    """Give every parameter its choices and bounds, where it names a scale or a vocabulary for them."""
    common = {}
    for key, parameter in found["common_parameters"].items():
        completed = _completed(parameter, found, "technique_rules.toml", f"common_parameters.{key}")
        common[key] = replace(completed, common=True)
    found["common_parameters"] = MappingProxyType(common)
    techniques = {}
    for key, technique in found["techniques"].items():
        parameters = tuple(
            _completed(each, found, "techniques.toml", f"{key}.parameters.{each.key}") for each in technique.parameters
        )
        techniques[key] = replace(technique, parameters=parameters)
    found["techniques"] = MappingProxyType(techniques)


def _completed(parameter: Parameter, found: Mapping[str, Any], file: str, place: str) -> Parameter:
    if parameter.kind == "scale":
        scale: Scale | None = found["scales"].get(parameter.scale)
        if scale is None:
            raise CatalogueError(file, place, f"{parameter.scale!r} is not in scales")
        choices = tuple(Choice(str(grade), words) for grade, words in scale.points.items())
        return replace(parameter, choices=choices, minimum=scale.minimum, maximum=scale.maximum, step=1)
    if parameter.vocabulary is not None:
        words: Mapping[str, Words] | None = found["vocabularies"].get(parameter.vocabulary)
        if words is None:
            raise CatalogueError(file, place, f"{parameter.vocabulary!r} is not in vocabularies")
        parameter = replace(parameter, choices=tuple(Choice(key, label) for key, label in words.items()))
    if (parameter.kind == "choice") != bool(parameter.choices):
        raise CatalogueError(file, place, "a choice needs its choices, and nothing else has any")
    if parameter.kind == "list" and parameter.item is None:
        raise CatalogueError(file, place, "a list must say of what (item)")
    if parameter.minimum is not None and parameter.maximum is not None and parameter.minimum >= parameter.maximum:
        raise CatalogueError(file, place, "minimum is not under maximum")
    return parameter


def _check(found: Mapping[str, Any]) -> None:
    """What a single field cannot tell: columns complete, numbers in order, keys of different kinds apart."""
    for key, item in found["contraindications"].items():
        if tuple(item.effect) != COLUMNS:
            raise CatalogueError(
                "contraindications.toml", f"{key}.effect", f"must rule on {', '.join(COLUMNS)} in this order"
            )
        if (item.question is None) != (item.ask == "observe"):
            raise CatalogueError(
                "contraindications.toml", f"{key}.question", "is asked unless the therapist observes it"
            )
        if not item.asks_region and "loc" in item.effect.values():
            raise CatalogueError("contraindications.toml", f"{key}.effect", "loc needs asks_region = true")
        if item.max_pressure is not None and not 1 <= item.max_pressure <= 5:
            raise CatalogueError("contraindications.toml", f"{key}.max_pressure", "must be 1 to 5")
    _check_scales(found)
    _check_technique_settings(found)
    _check_posture(found)
    for key in found["muscle_groups"].keys() & found["muscles"].keys():
        raise CatalogueError("regions.toml", f"muscle_groups.{key}", "is already the key of a muscle")
    for key, movement in found["movements"].items():
        if key != f"{movement.joint}.{movement.movement}":
            raise CatalogueError("assessment.toml", f"movements.{key}", "the key must be joint.movement")
    for key, cluster in found["test_clusters"].items():
        counts = [level.count for level in cluster.levels]
        if counts != sorted(set(counts)) or not counts or counts[-1] > len(cluster.tests) + len(cluster.movements):
            raise CatalogueError(
                "assessment.toml", f"test_clusters.{key}.levels", "counts must rise and stay within the members"
            )
    for key, rhythm in found["frequencies"].items():
        if not 0 < rhythm.days_from <= rhythm.days_to:
            raise CatalogueError("plan.toml", f"frequencies.{key}", "days_from and days_to must rise from 1")
    for key, subset in found["subsets"].items():
        kind, _, name = subset.of.partition(".")
        known = found.get(kind, {})
        known = known.get(name, {}) if name else known
        for each in subset.keys:
            if each not in known:
                raise CatalogueError("assessment.toml", f"subsets.{key}", f"{each!r} is not in {subset.of}")


def _check_scales(found: Mapping[str, Any]) -> None:
    for key, scale in found["scales"].items():
        if scale.minimum >= scale.maximum:
            raise CatalogueError("technique_rules.toml", f"scales.{key}", "minimum is not under maximum")
        marks = (*scale.points, scale.aim_at_most, scale.stop_at, scale.adverse_at)
        if any(mark is not None and not scale.minimum <= mark <= scale.maximum for mark in marks):
            raise CatalogueError("technique_rules.toml", f"scales.{key}", "a point lies outside the scale")
    for key, measure in found["measures"].items():
        if not measure.items_from <= measure.items_to or measure.needs > measure.items_to or not measure.scales:
            raise CatalogueError("measures.toml", key, "items, needs and scales do not fit each other")
        if any(scale.minimum >= scale.maximum for scale in measure.scales):
            raise CatalogueError("measures.toml", f"{key}.scales", "minimum is not under maximum")


def _check_technique_settings(found: Mapping[str, Any]) -> None:
    for key, technique in found["techniques"].items():
        for name in technique.light_limits:
            if technique.parameter(name) is None:
                raise CatalogueError("techniques.toml", f"{key}.light_limits", f"{name!r} is none of its parameters")
        if bool(technique.light_class) != bool(technique.light_limits):
            raise CatalogueError("techniques.toml", key, "light_class and light_limits belong together")
    for key, rule in found["technique_rules"].items():
        if not rule.classes and not rule.techniques:
            raise CatalogueError(
                "technique_rules.toml", f"technique_rules.{key}", "names neither classes nor techniques"
            )
        for name, values in rule.settings.items():
            for technique_key in rule.techniques:
                parameter = found["techniques"][technique_key].parameter(name)
                known = {choice.key for choice in parameter.choices} if parameter else set()
                if not set(values) <= known:
                    place = f"technique_rules.{key}.settings.{name}"
                    raise CatalogueError("technique_rules.toml", place, f"{technique_key} has no such setting")


def _check_posture(found: Mapping[str, Any]) -> None:
    for view_key, view in found["posture"].items():
        for key, landmark in view.landmarks.items():
            if landmark.neutral not in landmark.values:
                raise CatalogueError(
                    "posture.toml", f"posture.{view_key}.landmarks.{key}.neutral", "is none of its values"
                )
    for key, pattern in found["posture_patterns"].items():
        for sign in pattern.signs:
            view_key, landmark_key, value = (*sign.split("."), "", "")[:3]
            seen = found["posture"].get(view_key)
            landmark = seen.landmarks.get(landmark_key) if seen else None
            if landmark is None or (value and value not in landmark.values):
                raise CatalogueError("posture.toml", f"posture_patterns.{key}.signs", f"{sign!r} is no posture finding")
