"""The clinical spec of preparation. The example: 60 mL at 250 ×10⁹/L, 70 % of it in 6 mL: 10.5 billion."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from buffycoat.pathway.candidacy.records import Haematocrit, Labs
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from tests.spec.case import Case

INJECTED = Injection.model_validate(
    {
        "given_at": "2026-11-19T10:00:00Z",
        "operator": "Dr Two",
        "guidance": "ultrasound",
        "sites": [{"target": "SIJ", "level": "SI", "side": "R", "volume": 2}],
    }
)
NINE = datetime(2026, 11, 19, 9, tzinfo=UTC)


def draw(**changes: Any) -> Draw:
    """60 mL of blood at 250 ×10⁹/L in venous blood, with 8 mL of ACD-A."""
    return Draw.model_validate(
        {
            "identifiers_checked": True,
            "checked_by": "Nurse One and Dr One",
            "drawn_at": NINE,
            "blood_volume": 60,
            "anticoagulant": "ACD-A",
            "anticoagulant_volume": 8,
            "baseline_platelets": 250,
            "baseline_measured_in": "venous",
            "kit": "Double-spin kit",
            "kit_lot": "L77",
        }
        | changes
    )


def product(**changes: Any) -> Product:
    """6 mL at 1750 ×10⁹/L, counted diluted 1 in 10."""
    return Product.model_validate(
        {
            "volume": 6,
            "platelets": 1750,
            "buffy_coat": True,
            "analyser_dilution": 10,
            "counted_at": NINE + timedelta(minutes=40),
            "activation": "none",
            "label_printed": True,
            "identifiers_checked": True,
        }
        | changes
    )


def spin(number: int = 1, **changes: Any) -> Spin:
    """160 g for 10 minutes."""
    return Spin.model_validate({"number": number, "g_force": 160, "minutes": 10} | changes)


def labs(haematocrit: float) -> Labs:
    """A haematocrit from the laboratory."""
    return Labs(haematocrit=Haematocrit(taken_on=date(2026, 11, 1), value=haematocrit))


PLASMA = product(buffy_coat=False, volume=24, platelets=425)  # 1.7 times: what the 12-regimen study found
CASES = (
    Case("preparation.identity", "checked at each step", (draw(), product()), ()),
    Case(
        "preparation.identity",
        "not checked at the draw",
        (draw(identifiers_checked=False),),
        (("critical", "Not done: two identifiers checked at the draw"),),
    ),
    Case(
        "preparation.identity",
        "no label, not checked after the spin",
        (draw(), product(label_printed=False, identifiers_checked=False)),
        (("critical", "Not done: the syringe labelled"), ("critical", "after the spin")),
    ),
    Case(
        "preparation.identity",
        "nobody knows whether they were checked",
        (draw(identifiers_checked=None), product()),
        (("critical", "Not known: two identifiers checked at the draw"),),
    ),
    Case("preparation.balance", "70 % of the platelets in 6 mL", (draw(), product()), ()),
    Case("preparation.balance", "exactly all of them", (draw(), product(platelets=2500)), ()),
    Case(
        "preparation.balance",
        "more than were drawn",
        (draw(), product(platelets=2600)),
        (("critical", "Recovery of 104 % is impossible"),),
    ),
    Case(
        "preparation.balance",
        "counted in the tube: the same counts are possible there",
        (draw(baseline_measured_in="tube"), product(platelets=2600)),
        (),
    ),
    Case(
        "preparation.balance",
        "not known where it was counted: possible one way, so not refused",
        (draw(baseline_measured_in=None), product(platelets=2600)),
        (),
    ),
    Case(
        "preparation.balance",
        "not known where it was counted: impossible both ways",
        (draw(baseline_measured_in=None), product(platelets=3000)),
        (("critical", "impossible"),),
    ),
    Case(
        "preparation.balance",
        "a tenth of them",
        (draw(), product(platelets=250)),
        (("warning", "only 10 %"),),
    ),
    Case(
        "preparation.balance",
        "sixteen times the blood",
        (draw(), product(volume=3, platelets=4000)),
        (("warning", "16×"),),
    ),
    Case(
        "preparation.balance",
        "more product than blood",
        (draw(baseline_platelets=None), product(volume=70, platelets=None)),
        (("critical", "larger than the blood"),),
    ),
    Case(
        "preparation.balance",
        "more sampled than made",
        (draw(), product(sample_volume=7)),
        (("critical", "than was made"),),
    ),
    Case("preparation.balance", "nothing counted: nothing to refuse", (draw(), product(platelets=None)), ()),
    Case("preparation.single_spin", "buffy coat taken along", (draw(), spin(), product()), ()),
    Case("preparation.single_spin", "two spins", (draw(), spin(1), spin(2), product(buffy_coat=False)), ()),
    Case(
        "preparation.single_spin",
        "plasma of one spin, 7 times",
        (draw(), spin(), product(buffy_coat=False)),
        (("critical", "7×"),),
    ),
    Case(
        "preparation.single_spin",
        "plasma of one spin, 1.7 times at haematocrit 45",
        (draw(baseline_haematocrit=45), spin(), PLASMA),
        (),
    ),
    Case(
        "preparation.single_spin",
        "plasma of one spin, 1.7 times at haematocrit 35",
        (draw(baseline_haematocrit=35), spin(), PLASMA),
        (("warning", "1.7× is above what one spin can give at this haematocrit (1.5×)"),),
    ),
    Case(
        "preparation.single_spin",
        "the haematocrit is only in the laboratory record",
        (labs(35), draw(), spin(), PLASMA),
        (("warning", "1.5×"),),
    ),
    Case(
        "preparation.single_spin",
        "not known whether the buffy coat was taken",
        (draw(), spin(), product(buffy_coat=None)),
        (("warning", "(not known)"),),
    ),
    Case("preparation.baseline", "250", (draw(),), ()),
    Case("preparation.baseline", "not counted", (draw(baseline_platelets=None),), ()),
    Case("preparation.baseline", "exactly 150", (draw(baseline_platelets=150),), ()),
    Case(
        "preparation.baseline", "140", (draw(baseline_platelets=140),), (("warning", "expected dose is low"),)
    ),
    Case("preparation.baseline", "99", (draw(baseline_platelets=99),), (("critical", "stop unless"),)),
    Case("preparation.baseline", "49", (draw(baseline_platelets=49),), (("critical", "no PRP"),)),
    Case(
        "preparation.baseline",
        "140 in the tube is 159 in the blood",
        (draw(baseline_platelets=140, baseline_measured_in="tube"),),
        (),
    ),
    Case("preparation.analyser", "1750, diluted 1 in 10", (product(),), ()),
    Case("preparation.analyser", "not counted", (product(platelets=None),), ()),
    Case(
        "preparation.analyser",
        "1750, dilution not known",
        (product(analyser_dilution=None),),
        (("warning", "above the range"),),
    ),
    Case("preparation.analyser", "exactly 1000", (product(platelets=1000, analyser_dilution=1),), ()),
    Case("preparation.clock", "nothing drawn", (), ()),
    Case("preparation.clock", "drawn at nine", (draw(),), (("info", "Use by 13:00"),)),
    Case("preparation.clock", "drawn at nine and injected", (draw(), INJECTED), ()),
    Case(
        "preparation.clock",
        "drawn yesterday",
        (draw(drawn_at=NINE - timedelta(days=1)),),
        (("critical", "too old"),),
    ),
    Case(
        "preparation.clock",
        "counted before it was drawn",
        (draw(), product(counted_at=NINE - timedelta(minutes=5))),
        (("critical", "before the blood was drawn"), ("info", "Use by")),
    ),
    Case("preparation.dose", "no product yet", (draw(),), ()),
    Case(
        "preparation.dose",
        "the example",
        (draw(), product()),
        (("info", "10.5 billion platelets at hand Recovery 70 %, 7× the blood."),),
    ),
    Case(
        "preparation.dose",
        "half a millilitre went to the analyser",
        (draw(), product(sample_volume=0.5)),
        (("info", "9.62 billion"),),
    ),
    Case(
        "preparation.dose",
        "where the baseline was counted is not known: a range",
        (draw(baseline_measured_in=None), product()),
        (("info", "Recovery 62 to 70 %, 6.2 to 7×"),),
    ),
    Case(
        "preparation.dose",
        "no baseline: a dose, no recovery",
        (draw(baseline_platelets=None), product()),
        (("info", "Recovery cannot be given"),),
    ),
    Case(
        "preparation.dose",
        "not counted",
        (draw(), product(platelets=None)),
        (("warning", "The dose cannot be given"),),
    ),
    Case("preparation.spin", "two spins with their force", (spin(1), spin(2)), ()),
    Case("preparation.spin", "a kit setting is enough", (spin(g_force=None, kit_setting="7 %"),), ()),
    Case("preparation.spin", "turns and radius are enough", (spin(g_force=None, rpm=1500, radius=160),), ()),
    Case(
        "preparation.spin",
        "turns without the radius",
        (spin(g_force=None, rpm=1500),),
        (("warning", "could not be repeated"),),
    ),
    Case(
        "preparation.spin",
        "160 g and 1500 rpm at 160 mm (402 g)",
        (spin(rpm=1500, radius=160),),
        (("warning", "differ by"),),
    ),
    Case("preparation.spin", "second spin, no first", (spin(2),), (("warning", "Spins numbered 2"),)),
    Case("preparation.kit", "date not read", (draw(),), ()),
    Case("preparation.kit", "expires that day", (draw(kit_expires_on=date(2026, 11, 19)),), ()),
    Case(
        "preparation.kit",
        "expired the day before",
        (draw(kit_expires_on=date(2026, 11, 18)),),
        (("critical", "18 November 2026"),),
    ),
)
