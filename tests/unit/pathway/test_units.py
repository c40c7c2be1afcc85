"""Units: what people and laboratories write is read exactly, and what cannot be read is refused by name."""

import math

import pytest

from buffycoat.pathway import units


@pytest.mark.parametrize(
    ("given", "unit", "read"),
    [
        (250, "10^9/L", 250.0),
        ("250", "10^9/L", 250.0),
        ("250 10^3/uL", "10^9/L", 250.0),
        ("250 ×10⁹/L", "10^9/L", 250.0),
        ("250 x10^3/µL", "10^9/L", 250.0),
        ("250 K/uL", "10^9/L", 250.0),
        ("250000 /uL", "10^9/L", 250.0),
        ("250,000 /mcL", "10^9/L", 250.0),
        ({"value": 250, "unit": "10*3/uL"}, "10^9/L", 250.0),
        ({"value": "2 500", "unit": "10*9/L"}, "10^9/L", 2500.0),
        ("134 g/L", "g/dL", 13.4),
        ("0.42 L/L", "%", 42.0),
        ("7,2", "%", 7.2),
        ("1 mg/dL", "mg/L", 10.0),
        ("60 cc", "mL", 60.0),
        ("154 lb", "kg", 69.85322498),
        ("98.6 °F", "°C", 37.0),
        ("100.4 F", "°C", 38.0),
        ("53 mmol/mol", "%", 7.00044),
    ],
)
def test_written_as_people_write(given: object, unit: str, read: float) -> None:
    assert units.read_quantity(given, unit) == pytest.approx(read, rel=1e-12)


def test_equivalent_counts_are_the_same_number_to_the_last_bit() -> None:
    assert (
        units.read_quantity("187.3 10^3/uL", "10^9/L") == units.read_quantity("187300 /uL", "10^9/L") == 187.3
    )


@pytest.mark.parametrize(
    "given",
    [
        "",
        "many",
        "<5",
        "2,500,1",
        "2.500,1",
        "1.2.3",
        "--1",
        "250 furlongs",
        "1e999",
        math.nan,
        math.inf,
        True,
        None,
        [250],
        {"value": 250, "x": 1},
        {},
    ],
)
def test_what_is_no_quantity_is_refused(given: object) -> None:
    with pytest.raises(units.UnitError):
        units.read_quantity(given, "10^9/L")


def test_an_unknown_unit_is_refused_with_those_that_can_be_read() -> None:
    with pytest.raises(units.UnitError, match=r"“stone” cannot be read as kg; use one of: kg, lb"):
        units.read_quantity("11 stone", "kg")


@pytest.mark.parametrize(
    ("value", "unit", "low", "high", "meant"),
    [
        (2500.0, "10^9/L", 20, 1500, 250.0),
        (250000.0, "10^9/L", 20, 1500, 250.0),
        (0.42, "%", 15, 65, 42.0),
        (98.6, "°C", 34, 42, 37.0),
        (400.0, "kg", 30, 200, 40.0),
    ],
)
def test_the_likely_slip_is_named(value: float, unit: str, low: float, high: float, meant: float) -> None:
    assert units.likely_slip(value, unit, low, high) == pytest.approx(meant)


def test_no_slip_is_invented() -> None:
    assert units.likely_slip(17.0, "10^9/L", 400, 401) is None
