"""The published class codes of PRP, golden, boundaries and gaps included (rule base, section 4.4)."""

from dataclasses import replace

import pytest

from buffycoat.pathway.preparation.classification import SYSTEMS, Preparation, classify

RICH = Preparation(
    blood_platelets=250,
    blood_white_cells=6,
    blood_neutrophils=3.5,
    platelets=1200,
    white_cells=20,
    neutrophils=12,
    red_cells=0.1,
    white_cells_percent=1.5,
    red_cells_percent=0.5,
    volume=4,
    recovery=70,
    activated=False,
    fibrin="low",
    method="machine",
    spins=2,
    image_guided=True,
    light_activated=False,
    red_cell_rich=False,
)


def code(system: str, **changed: object) -> str | None:
    return classify(replace(RICH, **changed))[system].code


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "P3-Aα"),
        ({"activated": True}, "P3-x-Aα"),
        ({"platelets": 250}, "P1-Aα"),
        ({"platelets": 100}, "P1-Aα"),
        ({"platelets": 250.1}, "P2-Aα"),
        ({"platelets": 750}, "P2-Aα"),
        ({"platelets": 750.1}, "P3-Aα"),
        ({"platelets": 1250}, "P3-Aα"),
        ({"platelets": 1250.1}, "P4-Aα"),
        ({"platelets": 900, "blood_platelets": 900}, "P1-Aα"),
        ({"platelets": 1000, "blood_platelets": 900}, "P3-Aα"),
        ({"white_cells": 6}, "P3-Bα"),
        ({"white_cells": 6.1}, "P3-Aα"),
        ({"neutrophils": 3.5}, "P3-Aβ"),
        ({"platelets": 500, "white_cells": 0.2, "neutrophils": 0.1}, "P2-Bβ"),
        ({"white_cells": 0, "neutrophils": 0, "blood_white_cells": None, "blood_neutrophils": None}, "P3-Bβ"),
    ],
)
def test_paw(changed: dict[str, object], expected: str) -> None:
    assert code("paw", **changed) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "1B"),
        ({"activated": True}, "2B"),
        ({"white_cells": 0.5}, "3B"),
        ({"white_cells": 6}, "3B"),
        ({"white_cells": 0.5, "activated": True}, "4B"),
        ({"platelets": 1250}, "1A"),
        ({"platelets": 1249.9}, "1B"),
        ({"white_cells": 0, "blood_white_cells": None, "activated": True, "platelets": 1300}, "4A"),
        ({"blood_platelets": 0.1 + 0.2, "platelets": 1.5}, "1A"),
    ],
)
def test_mishra(changed: dict[str, object], expected: str) -> None:
    assert code("mishra", **changed) == expected


@pytest.mark.parametrize(
    ("white", "fibrin", "expected"),
    [(0.2, "low", "P-PRP"), (20, "low", "L-PRP"), (0.2, "high", "P-PRF"), (20, "high", "L-PRF")],
)
def test_dohan_ehrenfest(white: float, fibrin: str, expected: str) -> None:
    assert code("dohan_ehrenfest", white_cells=white, fibrin=fibrin) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "P 1,200,000/µL × 4 mL, L+ (60 % neutrophils), R−, A−"),
        (
            {"activated": True, "red_cells_percent": 1.01},
            "P 1,200,000/µL × 4 mL, L+ (60 % neutrophils), R+, A+",
        ),
        ({"white_cells_percent": 0.99, "neutrophils": None}, "P 1,200,000/µL × 4 mL, L−, R−, A−"),
        ({"white_cells_percent": 1}, None),
        ({"red_cells_percent": 1}, None),
    ],
)
def test_plra(changed: dict[str, object], expected: str | None) -> None:
    assert code("plra", **changed) == expected


@pytest.mark.parametrize(
    ("dose", "grade"),
    [
        (5.43, "A"),
        (5.01, "A"),
        (5, "A"),
        (4.99, "B"),
        (3, "B"),
        (2.99, "C"),
        (1, "C"),
        (0.99, "D"),
        (0, None),
    ],
)
def test_depa_dose(dose: float, grade: str | None) -> None:
    found = code("depa", platelets=dose * 1000 / 4, volume=4)
    assert (found and found[0]) == grade


@pytest.mark.parametrize(
    ("recovery", "grade"),
    [(97, "A"), (90, "A"), (89.9, "B"), (70, "B"), (69.9, "C"), (30, "C"), (29.9, "D"), (1, "D")],
)
def test_depa_recovery(recovery: float, grade: str) -> None:
    assert (code("depa", recovery=recovery) or "")[2] == grade


@pytest.mark.parametrize(
    ("red", "white", "grade"),
    # 900 platelets of 1000 cells is 90 %: red cells are counted in 10^12/L, a thousand times the others.
    [(0.09, 10, "A"), (0.0902, 10, "B"), (0.375, 10.714285714285714, "B"), (2.09, 10, "C"), (2.2, 10, "D")],
)
def test_depa_purity(red: float, white: float, grade: str) -> None:
    assert (code("depa", platelets=900, red_cells=red, white_cells=white) or "")[4] == grade


def test_depa_names_the_activation() -> None:
    assert code("depa", platelets=1000, volume=4, red_cells=0.05) == "B-B-A + none"
    assert code("depa", activated=True, activator="calcium") == "B-B-A + calcium"
    assert code("depa", activated=True) == "B-B-A + activated"


@pytest.mark.parametrize(
    ("fold", "band"),
    [
        (3.99, None),
        (4, "4–6"),
        (5.99, "4–6"),
        (6, "6–8"),
        (7.99, "6–8"),
        (8, "8–10"),
        (10, "8–10"),
        (10.01, None),
    ],
)
def test_marspill_platelets(fold: float, band: str | None) -> None:
    expected = band and f"M:M A:− R:poor S:2 P:{band} I:+ L:rich L:−"
    assert code("marspill", platelets=250 * fold) == expected


@pytest.mark.parametrize("spins", [None, 0, 3])
def test_marspill_has_no_class_for_other_numbers_of_spins(spins: int | None) -> None:
    assert code("marspill", spins=spins) is None


NEEDS = {
    "paw": ("blood_platelets", "platelets", "white_cells", "neutrophils", "activated"),
    "mishra": ("blood_platelets", "platelets", "white_cells", "blood_white_cells", "activated"),
    "dohan_ehrenfest": ("white_cells", "blood_white_cells", "fibrin"),
    "plra": ("platelets", "volume", "white_cells_percent", "red_cells_percent", "neutrophils", "activated"),
    "depa": ("platelets", "volume", "white_cells", "red_cells", "recovery", "activated"),
    "marspill": ("method", "activated", "red_cell_rich", "spins", "blood_platelets", "platelets",
                 "image_guided", "white_cells", "light_activated"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("system", "field"), [(system, field) for system in NEEDS for field in NEEDS[system]]
)
def test_what_is_not_known_gives_a_reason_and_no_code(system: str, field: str) -> None:
    given = classify(replace(RICH, **{field: None}))[system]
    assert given.code is None
    assert "not known" in given.why_not.lower()


def test_nothing_known_gives_no_code_at_all() -> None:
    given = classify(Preparation())
    assert set(given) == set(SYSTEMS)
    assert all(one.code is None and one.why_not for one in given.values())
