"""The contraindication table as the clinical material states it, read here on its own: key, severity, urgency,
region asked, then the effect on general, deep tissue, cupping, active release and instrument work."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = ("GEN", "DT", "CUP", "ART", "IAS")


@dataclass(frozen=True)
class Row:
    key: str
    severity: str
    urgency: str
    asks_region: bool
    effect: dict[str, str]


TEXT = """
acute_muscle_tear local routine y loc loc loc loc loc
acute_sprain local routine y loc loc loc loc loc
fracture_recent clearance same_day y clr clr loc clr loc
dislocation_recent clearance routine y clr loc loc loc loc
head_neck_trauma clearance same_day y clr clr loc clr loc
concussion_active clearance routine n clr clr clr clr clr
contusion_haematoma local none y loc loc loc loc loc
tendon_rupture clearance same_day y clr clr loc clr loc
acute_radicular clearance routine y mod clr loc clr loc
pain_unexplained_severe clearance same_day y clr clr clr clr clr
compartment_syndrome absolute emergency y bar bar bar bar bar
myositis_ossificans local routine y loc loc loc loc loc
burn_sunburn local none y loc loc loc loc loc
fever absolute routine n bar bar bar bar bar
acute_illness absolute routine n bar bar bar bar bar
cellulitis absolute same_day y bar bar bar bar bar
open_wound local none y loc loc loc loc loc
acne_severe local none y loc loc loc loc loc
skin_contagious_local local routine y loc loc loc loc loc
skin_infestation absolute routine n bar bar bar bar bar
shingles_rash absolute same_day y bar bar bar bar bar
dermatitis_psoriasis_flare local none y mod loc loc loc loc
rash_undiagnosed local routine y loc loc loc loc loc
abscess_boil local routine y loc loc loc loc loc
joint_hot_swollen local routine y loc loc loc loc loc
bursa_tendon_acute local none y mod loc loc loc loc
septic_bone_joint absolute same_day n bar bar bar bar bar
lump_undiagnosed clearance routine y clr clr loc clr loc
skin_allergy precaution none n mod mod mod mod mod
abdominal_pain_acute absolute emergency n bar bar bar bar bar
dvt_suspected absolute emergency y bar bar bar bar bar
dvt_history clearance routine n clr bar bar clr bar
bleeding_disorder clearance routine n clr bar bar clr bar
platelet_low_anaemia clearance routine n mod bar bar clr bar
bp_crisis absolute same_day n bar bar bar bar bar
bp_uncontrolled clearance routine n clr clr clr clr clr
bp_controlled precaution none n mod mod mod ok ok
hypotension_faint precaution none n mod mod mod ok ok
heart_failure clearance routine n clr bar bar clr bar
cardiac_event_recent clearance routine n clr bar bar clr bar
chest_pain_breathless absolute emergency n bar bar bar bar bar
pacemaker_device precaution none y mod loc bar loc loc
aneurysm absolute same_day n bar bar bar bar bar
carotid_artery_disease clearance routine y clr loc loc loc loc
arterial_dissection_signs absolute emergency n bar bar bar bar bar
arterial_disease_peripheral clearance routine y mod clr loc clr loc
varicose_veins local none y mod loc loc loc loc
phlebitis_superficial clearance same_day y clr loc loc loc loc
oedema_systemic clearance same_day n clr bar bar clr bar
lymphoedema clearance routine y clr loc loc loc loc
shock_collapse absolute emergency n bar bar bar bar bar
stroke_acute absolute emergency n bar bar bar bar bar
stroke_recent clearance routine n clr bar bar clr bar
seizure_disorder precaution none n mod mod mod mod mod
cauda_equina absolute emergency n bar bar bar bar bar
neuro_progressive absolute same_day y bar bar bar bar bar
sensation_reduced precaution none y mod loc loc mod loc
diabetes precaution none n mod mod mod ok mod
organ_failure clearance routine n clr bar bar clr bar
osteoporosis_severe clearance routine n clr bar clr clr clr
osteoporosis_mild precaution none n mod mod mod mod mod
spinal_instability clearance routine y clr clr loc clr loc
hypermobility precaution none n mod mod mod mod mod
cancer_active clearance routine n clr bar bar clr bar
cancer_history precaution none n mod mod clr mod mod
immune_suppressed clearance routine n clr clr clr clr clr
autoimmune_stable precaution none y mod mod mod mod mod
pain_sensitivity precaution none y mod loc loc mod loc
respiratory_chronic precaution none n mod mod mod ok ok
skin_fragile precaution none y mod loc loc mod loc
anticoagulant precaution routine n mod bar bar clr bar
antiplatelet precaution none n mod mod clr mod clr
pain_or_numbing_med precaution none n mod mod mod mod mod
steroid_long_term precaution none n mod mod clr mod clr
injection_recent local none y loc loc loc loc loc
pregnancy precaution none n mod mod clr mod mod
pregnancy_complicated clearance routine n clr bar bar clr bar
preeclampsia_signs absolute emergency n bar bar bar bar bar
postpartum_early precaution none n mod mod clr mod mod
spine_surgery_recent clearance routine y clr clr clr clr clr
surgery_recent clearance routine y clr clr clr clr clr
scar_immature local none y mod loc loc mod loc
joint_replacement precaution none y mod mod loc mod loc
implant_hardware local none y mod loc loc loc loc
tattoo_piercing_recent local none y loc loc loc loc loc
intoxicated_impaired absolute none n bar bar bar bar bar
no_valid_consent absolute none n bar bar bar bar bar
"""


def rows() -> tuple[Row, ...]:
    """All rows."""
    found = []
    for line in TEXT.strip().splitlines():
        key, severity, urgency, region, *effects = line.split()
        found.append(Row(key, severity, urgency, region == "y", dict(zip(COLUMNS, effects, strict=True))))
    return tuple(found)


ROWS = rows()
