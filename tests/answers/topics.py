"""What the library must hold: the topics decided on, and the rows of the seed texts that they answer."""

DECIDED = """
    medial-branch-block-or-ablation how-long-ablation-lasts pain-when-sitting discography pain-after-fusion
    adjacent-segment-and-hardware back-hip-or-knee epidural-steroid warning-signs when-surgery facet-joint
    when-emergency nerve-root-block-or-epidural hip-or-back prp-after-fusion exercise-and-physiotherapy
    second-opinion scans-and-pain
    what-is-prp how-prp-is-made how-prp-may-work what-prp-is-used-for where-it-is-injected the-visit
    how-long-the-visit-takes image-guidance side-effects infection-risk soreness-after activity-after
    when-it-works pain-medicines-and-prp who-should-not-have-prp blood-thinners not-a-structural-cure
    the-evidence what-affects-outcome cost-and-insurance avoiding-surgery repeat-treatment alternatives
    equipment-and-kits staff-training prepare-for-the-day driving-and-work ice-or-heat how-many-platelets
    kinds-of-prp steroids-and-prp consent-and-changing-my-mind my-data-and-the-registry pregnancy-and-age
    cancer-history stem-cells-and-bone-marrow contrast-and-radiation if-it-does-not-help neck-prp disc-prp
    sacroiliac-prp facet-prp epidural-prp ligament-and-muscle-prp fever-after-injection smoking-and-health
    off-label
"""
TOPICS = tuple(DECIDED.split())

# Rows of the rule base, sections 11 and 11.1, and what each asks.
SEED = {
    "A01": "medial branch block or ablation",
    "A02": "how long ablation lasts, and whether it can be repeated",
    "A03": "pain when sitting",
    "A04": "discography",
    "A05": "pain after a fusion",
    "A06": "adjacent segments and hardware",
    "A07": "back, hip or knee",
    "A08": "epidural steroid",
    "A09": "warning signs",
    "A10": "when to consider surgery",
    "A11": "the facet joint",
    "A12": "when to go to the emergency department",
    "A13": "nerve-root block or epidural",
    "A14": "hip or back",
    "A15": "PRP after a fusion",
    "P1": "what PRP is",
    "P2": "why have it: the claim that it avoids surgery",
    "P3": "how it is made",
    "P4": "what it is for",
    "P5": "how it is done, and how long it takes",
    "P6": "what comes after",
    "P7": "when it works",
    "P8": "whether it is safe",
    "P9": "whom it is for, in our own words",
    "S1": "targets",
    "S2": "no repair of structure",
    "S3": "contraindications",
    "S4": "soreness, ice, pain medicines",
    "S5": "cleared devices",
    "S6": "evidence, what affects it, cover",
    "S7": "growth factors",
    "S8": "equipment, without the advertisement",
}

# What the seed texts say, as the rule base quotes them: claims and phrases that are not ours to repeat.
NOT_OURS = {
    "en": (
        "help promote natural healing and reduce inflammation",
        "promote natural healing",
        "avoid or delay surgery",
        "help your body heal",
        "joint stays stable",
        "provide safer insight",
        "help preserve the surrounding spine",
        "can often delay revision",
        "calm for months",
        "most patients benefit",
        "because it is your own blood, the risk",
        "risk of allergic reaction or infection is very low",
        "natural, minimally invasive",
        "promote capillary growth",
        "biologic repair",
        "sterile centrifuge",
    ),
    "es": (
        "promover la curación natural",
        "evitar o retrasar la cirugía",
        "ayuda a su cuerpo a sanar",
        "la mayoría de los pacientes mejora",
        "natural y mínimamente invasiv",
    ),
}
