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
            "checked_by": "Nurse One",
            "checked_second": "Dr One",
            "baseline_clumps": False,
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
            "checked_by": "Nurse One",
            "checked_second": "Dr One",
            "clumps": False,
        }
        | changes
    )


def spin(number: int = 1, **changes: Any) -> Spin:
    """160 g for 10 minutes."""
    due = {"centrifuge": "C1", "calibration_due_on": date(2027, 3, 1)}
    return Spin.model_validate({"number": number, "g_force": 160, "minutes": 10} | due | changes)


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
    Case(
        "preparation.identity",
        "the second person is not named",
        (draw(checked_second=None),),
        (("critical", "which two people checked the identifiers at the draw"),),
    ),
    Case(
        "preparation.identity",
        "the same person twice",
        (draw(), product(checked_second=" nurse  ONE ")),
        (("critical", "The same person checked the identifiers after the spin twice"),),
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
    Case(
        "preparation.balance",
        "more than were drawn, by less than the counting error",
        (draw(baseline_cv=3), product(platelets=2600, analyser_cv=3)),
        (("warning", "Recovery of 104 %: above what was drawn, by no more than the counting error"),),
    ),
    Case(
        "preparation.balance",
        "more than were drawn, by more than the counting error",
        (draw(baseline_cv=3), product(platelets=2800, analyser_cv=3)),
        (("critical", "Recovery of 112 % is impossible"),),
    ),
    Case(
        "preparation.balance",
        "a count with clumps is not computed with",
        (draw(), product(platelets=2600, clumps=True)),
        (),
    ),
    Case(
        "preparation.balance",
        "counted between the spins: 14 of 15 billion, then 10.5",
        (draw(), spin(1, kept_volume=28, kept_platelets=500), spin(2), product()),
        (),
    ),
    Case(
        "preparation.balance",
        "more after the first spin than before it",
        (draw(), spin(1, kept_volume=32, kept_platelets=500), spin(2), product()),
        (("critical", "After a spin there are 106.7 % of the platelets that went into it"),),
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
    Case(
        "preparation.analyser",
        "1200 undiluted on an analyser that is straight to 2000",
        (product(platelets=1200, analyser_dilution=1, analyser_high=2000),),
        (),
    ),
    Case(
        "preparation.analyser",
        "900 undiluted on an analyser that is straight to 800",
        (product(platelets=900, analyser_dilution=1, analyser="A1", analyser_high=800),),
        (("warning", "900 ×10⁹/L was counted above this analyser’s own 800"),),
    ),
    Case(
        "preparation.analyser",
        "diluted too far: 17.5 on an analyser that is straight from 20",
        (product(analyser_dilution=100, analyser_low=20, analyser_high=2000),),
        (("warning", "17.5 ×10⁹/L was counted below this analyser’s own 20"),),
    ),
    Case("preparation.clumps", "none", (draw(), product()), ()),
    Case("preparation.clumps", "not known", (draw(baseline_clumps=None), product(clumps=None)), ()),
    Case(
        "preparation.clumps",
        "before the spin and in the product",
        (draw(baseline_clumps=True), product(clumps=True)),
        (("warning", "250 ×10⁹/L before the spin"), ("warning", "1750 ×10⁹/L in the product is not used")),
    ),
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
        (("info", "what was drawn, and the recovery, cannot be given"),),
    ),
    Case(
        "preparation.dose",
        "not counted",
        (draw(), product(platelets=None)),
        (("warning", "The dose cannot be given"),),
    ),
    Case(
        "preparation.dose",
        "clumps",
        (draw(), product(clumps=True)),
        (("warning", "its count is unreliable (clumps)"),),
    ),
    Case(
        "preparation.dose",
        "the analyser’s error is not known: said, and no interval",
        (draw(), product()),
        (("info", "The analyser’s counting error is not known for the blood and the product"),),
    ),
    Case(
        "preparation.dose",
        "an analyser with a counting error of 4 %",
        (draw(baseline_cv=4), product(analyser_cv=4)),
        (("info", "10.5 (9.98 to 11.05, 80 %) billion platelets at hand Recovery 65 to 75 %"),),
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
    Case("preparation.calibration", "in calibration", (spin(1), spin(2)), ()),
    Case(
        "preparation.calibration", "due on that very day", (spin(calibration_due_on=date(2026, 11, 19)),), ()
    ),
    Case(
        "preparation.calibration",
        "overdue by a day",
        (spin(calibration_due_on=date(2026, 11, 18)),),
        (("critical", "Spin 1: calibration of C1 was due 18 November 2026"),),
    ),
    Case(
        "preparation.calibration",
        "spun before it ran out",
        (spin(calibration_due_on=date(2026, 11, 18), started_at=NINE - timedelta(days=2)),),
        (),
    ),
    Case(
        "preparation.calibration",
        "not known: not “yes”",
        (spin(calibration_due_on=None),),
        (("warning", "not known whether C1 was in calibration"),),
    ),
    Case("preparation.classes", "no product yet", (draw(), spin()), ()),
    Case(
        "preparation.classes",
        "what can be given, and why the rest cannot",
        (
            draw(baseline_white_cells=6, baseline_neutrophils=4),
            spin(1),
            spin(2),
            product(white_cells=2, neutrophils=0.5, format="liquid"),
        ),
        (("info", "Class codes: PAW P4-Bβ; Mishra 3A; Dohan Ehrenfest P-PRP"),),
    ),
    Case(
        "preparation.classes",
        "hardly anything counted",
        (draw(), product(platelets=None)),
        (("info", "none of 6 can be given"),),
    ),
    Case(
        "preparation.classes",
        "five times the blood by one reading, not by the other",
        (
            draw(baseline_measured_in=None, baseline_white_cells=6),
            product(platelets=1300, volume=8, white_cells=0),
        ),
        (("info", "Mishra: 3A or 3B: where the blood was counted is not known"),),
    ),
    Case("preparation.mibo", "no product yet", (draw(),), ()),
    Case(
        "preparation.mibo",
        "what is complete, and what is missing",
        (draw(), spin(), product()),
        (("info", "of 23 items complete Missing: Age, sex and body mass index"),),
    ),
)
