"""The clinical catalogue: every vocabulary and rule of the program, read from `resources/catalogue` and checked
whole.

What the catalogue says is data with its source; what the therapist decides is record. Keys are stable and never
reused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rmt_notes import resources
from rmt_notes.clinical import catalogue_loader
from rmt_notes.clinical.catalogue_assessment import (
    Impression,
    Joint,
    Measure,
    Movement,
    Muscle,
    MuscleGroup,
    NeuroRoot,
    PosturePattern,
    PostureView,
    Region,
    SpecialTest,
    Subset,
    TestCluster,
)
from rmt_notes.clinical.catalogue_reader import CatalogueError
from rmt_notes.clinical.catalogue_safety import (
    AvoidSite,
    Contraindication,
    EndangermentSite,
    IntakeGroup,
    RedFlag,
    Source,
    TechniqueClass,
    TechniqueRule,
    WordingCare,
)
from rmt_notes.clinical.catalogue_treatment import (
    Caution,
    Choice,
    Frequency,
    HomeCare,
    Parameter,
    ReassessRule,
    Referral,
    Scale,
    Technique,
)
from rmt_notes.clinical.words import Words

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Choice",
    "Contraindication",
    "Parameter",
    "Technique",
    "Words",
    "catalogue",
    "load",
]

Vocabulary = Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything in the catalogue, each kind a read-only mapping from key to entry in the order of its file.

    `vocabularies`, `palpation` and `qualifiers` map the name of a vocabulary to its keys and words.
    `common_parameters` are recorded for every technique. `posture_values` are the words that the landmarks share.
    """

    contraindications: Mapping[str, Contraindication]
    intake_groups: Mapping[str, IntakeGroup]
    red_flags: Mapping[str, RedFlag]
    yellow_flags: Vocabulary
    wording_cares: Mapping[str, WordingCare]
    technique_classes: Mapping[str, TechniqueClass]
    technique_rules: Mapping[str, TechniqueRule]
    avoid_sites: Mapping[str, AvoidSite]
    endangerment_sites: Mapping[str, EndangermentSite]
    scales: Mapping[str, Scale]
    common_parameters: Mapping[str, Parameter]
    techniques: Mapping[str, Technique]
    regions: Mapping[str, Region]
    muscles: Mapping[str, Muscle]
    muscle_groups: Mapping[str, MuscleGroup]
    posture_values: Vocabulary
    posture: Mapping[str, PostureView]
    posture_patterns: Mapping[str, PosturePattern]
    palpation: Mapping[str, Vocabulary]
    joints: Mapping[str, Joint]
    movements: Mapping[str, Movement]
    tests: Mapping[str, SpecialTest]
    test_clusters: Mapping[str, TestCluster]
    neuro_roots: Mapping[str, NeuroRoot]
    measures: Mapping[str, Measure]
    impressions: Mapping[str, Impression]
    qualifiers: Mapping[str, Vocabulary]
    frequencies: Mapping[str, Frequency]
    reassess_rules: Mapping[str, ReassessRule]
    cautions: Mapping[str, Caution]
    home_care: Mapping[str, HomeCare]
    referrals: Mapping[str, Referral]
    vocabularies: Mapping[str, Vocabulary]
    subsets: Mapping[str, Subset]
    sources: Mapping[str, Source]

    def parameters_of(self, technique: str) -> tuple[Parameter, ...]:
        """The common parameters and the technique's own, in the order to ask them; its own one replaces a common
        one of the same key.

        Raises:
            KeyError: no such technique.
        """
        own = self.techniques[technique].parameters
        taken = {parameter.key for parameter in own}
        common = [each for each in self.common_parameters.values() if each.key not in taken]
        before = tuple(each for each in common if each.key in ("region", "side", "structures", "position"))
        after = tuple(each for each in common if each not in before)
        return (*before, *own, *after)

    def words(self, kind: str, key: str) -> str:
        """The label of `key` among `kind` (an attribute of the catalogue, or a vocabulary by name) in the language
        in force.

        A key the catalogue does not have (an older or newer record) comes back readable instead of failing:
        `cross_fibre` as `cross fibre`.
        """
        entries = getattr(self, kind, None) if kind in self.__slots__ else self.vocabularies.get(kind)
        if entries is None:
            entries = self.palpation.get(kind) or self.qualifiers.get(kind) or {}
        entry = entries.get(key)
        if entry is None:
            return key.replace("_", " ")
        return str(entry if isinstance(entry, Words) else entry.label)

    def structure(self, key: str) -> str:
        """The name of a muscle or muscle group; own words come back as they are."""
        entry = self.muscles.get(key) or self.muscle_groups.get(key)
        return str(entry.label) if entry else key

    def muscles_in(self, regions: Iterable[str]) -> tuple[str, ...]:
        """The muscles of these regions, each once, in their order. An unknown region adds none."""
        found = [muscle for region in regions if region in self.regions for muscle in self.regions[region].muscles]
        return tuple(dict.fromkeys(found))

    def joints_near(self, regions: Iterable[str]) -> tuple[str, ...]:
        """The joints around these regions."""
        chosen = set(regions)
        return tuple(key for key, joint in self.joints.items() if chosen & set(joint.regions))


def load(folder: Path | None = None) -> Catalogue:
    """Read and check the whole catalogue (of the program itself when `folder` is None).

    Raises:
        CatalogueError: the first bad entry, with file, key and reason.
    """
    return catalogue_loader.load(Catalogue, folder or resources.path("catalogue"))


@cache
def catalogue() -> Catalogue:
    """The program's own catalogue, read once."""
    return load()


@cache
def named_for(credentials: tuple[str, ...]) -> Catalogue:
    """The program's own catalogue for who holds these credentials: a method that needs another one goes by its plain
    name, on the screen and on paper."""
    book = catalogue()
    plain = {
        key: replace(entry, label=entry.ungated_label, short=entry.ungated_label.without_brackets())
        for key, entry in book.techniques.items()
        if entry.ungated_label is not None and entry.gate is not None and entry.gate not in credentials
    }
    return replace(book, techniques=MappingProxyType({**book.techniques, **plain})) if plain else book
