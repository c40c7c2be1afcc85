"""`buffycoat dose` of what was measured: worked by hand, and everything that cannot be is refused by name."""

from typing import Any

import pytest

import buffycoat

EXAMPLE = {"blood_ml": 60, "baseline": 250, "counted_in": "venous", "product_ml": 6, "product_count": 1750,
           "dilution": 2, "spins": 2, "injected_ml": 6}  # fmt: skip
FIGURES = ("dose", "concentration", "fold", "recovery")


def _asked(**changed: Any) -> dict[str, Any]:
    return buffycoat.dose({key: value for key, value in {**EXAMPLE, **changed}.items() if value is not ...})


def _codes(answer: dict[str, Any], *levels: str) -> set[tuple[str, str | None]]:
    return {(one["code"], one["field"]) for one in answer["messages"] if one["level"] in levels}


def _no_figure(answer: dict[str, Any]) -> bool:
    return all(answer[name]["value"] is None and answer[name]["interval"] is None for name in FIGURES)


def test_the_example_of_the_rule_base() -> None:
    """250 ×10⁹/L in 60 mL are 15 billion; 70 % of them are 10.5 billion."""
    answer = _asked()
    assert answer["status"] == "ok"
    assert answer["drawn"] == {"value": 15.0, "unit": "10^9", "interval": None}
    assert answer["dose"] == {"value": 10.5, "unit": "10^9", "interval": None}
    assert answer["dose_of"] == "injected"
    assert answer["recovery"] == {"value": 70.0, "unit": "%", "interval": None}
    assert answer["fold"]["value"] == 7
    assert answer["concentration"] == {"value": 1750.0, "unit": "10^9/L", "interval": None}


@pytest.mark.parametrize(
    "count",
    [250, 250.0, "250", "250 x10^3/uL", "250000/uL", "250,000 /µL", "250 G/L", "250 ×10⁹/L", "250 K/uL",
     {"value": 250, "unit": "10^9/L"}, {"value": 250000, "unit": "/uL"}, {"value": "250", "unit": "10*3/uL"}],
    ids=str,
)  # fmt: skip
def test_one_count_in_every_spelling(count: Any) -> None:
    assert _asked(baseline=count)["recovery"]["value"] == 70


def test_litres_and_microlitres_of_blood() -> None:
    assert _asked(blood_ml={"value": 0.06, "unit": "L"})["recovery"]["value"] == 70
    assert _asked(blood_ml="60 cc")["recovery"]["value"] == 70


def test_what_went_into_each_site_and_what_is_left_adds_up() -> None:
    places = [{"level": "L4-5", "ml": 1}, {"level": "L5-S1", "ml": 2}]
    answer = _asked(injected_ml=..., sites=places, sample_ml=0.5, discarded_ml=2.5)
    assert [one["dose"]["value"] for one in answer["per_site"]] == [1.75, 3.5]
    assert answer["per_site"][1]["level"] == "L5-S1"
    lines = {(one["where"], one["number"]): one["platelets"]["value"] for one in answer["ledger"]}
    assert lines["drawn", None] == pytest.approx(lines["left_behind", None] + lines["product", None])
    parts = [value for (where, _), value in lines.items() if where not in ("drawn", "left_behind", "product")]
    assert sum(parts) == pytest.approx(lines["product", None])
    assert answer["dose"]["value"] == pytest.approx(5.25)
    assert answer["status"] == "ok"


def test_nothing_injected_yet_is_what_is_at_hand() -> None:
    answer = _asked(injected_ml=..., sample_ml=0.5)
    assert (answer["dose"]["value"], answer["dose_of"]) == (pytest.approx(1.75 * 5.5), "at hand")


def test_a_tubes_count_is_corrected_for_its_anticoagulant() -> None:
    """225 in 54 mL of blood with 6 mL of ACD is 250 in the blood."""
    answer = _asked(blood_ml=54, anticoagulant_ml=6, baseline=225, counted_in="tube")
    assert answer["fold"]["value"] == 7
    assert answer["drawn"]["value"] == 13.5


def test_where_the_baseline_was_counted_is_not_known_and_the_range_is_given() -> None:
    answer = _asked(counted_in=..., anticoagulant_ml=6)
    assert answer["recovery"] == {
        "value": None,
        "unit": "%",
        "interval": [pytest.approx(70 / 1.1, abs=1e-4), 70.0],
    }
    assert answer["dose"]["value"] == 10.5
    assert ("unknown", "counted_in") in _codes(answer, "warning")
    nowhere = _asked(counted_in=...)
    assert nowhere["recovery"]["value"] is None
    assert nowhere["recovery"]["interval"] is None
    assert nowhere["status"] == "warning"


def test_the_analysers_error_gives_an_interval_about_the_figure() -> None:
    """A count of 5 % CV: its 80 % lie within 1.2816 × 5 % of it."""
    answer = _asked(product_cv=5, baseline_cv=5)
    low, high = answer["dose"]["interval"]
    assert low == pytest.approx(10.5 * (1 - 0.0621), abs=0.01)
    assert high == pytest.approx(10.5 * (1 + 0.0661), abs=0.01)
    assert answer["recovery"]["interval"][0] < low / 15 * 100


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"blood_ml": -60}, "out_of_bounds", "blood_ml"),
        ({"blood_ml": 0}, "out_of_bounds", "blood_ml"),
        ({"spins": 0}, "out_of_bounds", "spins"),
        ({"spins": [{"number": 9}]}, "out_of_bounds", "between.0.number"),
        ({"product_ml": 0}, "out_of_bounds", "product_ml"),
        ({"baseline": -1}, "out_of_bounds", "baseline"),
        ({"baseline": 0}, "recovery_highest", "product_count"),
        ({"product_count": -1750}, "out_of_bounds", "product_count"),
        ({"baseline": 250_000}, "out_of_bounds", "baseline"),
        ({"product_count": 1_750_000}, "out_of_bounds", "product_count"),
        ({"haematocrit": 0.42}, "out_of_bounds", "haematocrit"),
        ({"sample_ml": -0.5}, "out_of_bounds", "sample_ml"),
        ({"injected_ml": -1}, "out_of_bounds", "sites.0.ml"),
        ({"product_ml": 20}, "recovery_highest", "product_count"),
        ({"product_ml": 90, "anticoagulant_ml": 8, "product_count": 100}, "product_volume", "product_ml"),
        ({"injected_ml": 6.5}, "injected", "sites"),
        ({"sample_ml": 7}, "sampled", "sample_ml"),
        ({"product_unreliable": True}, "unreliable", "product_count"),
        ({"clumps": True}, "unreliable", "product_count"),
        ({"spins": 1, "buffy_coat": False, "haematocrit": 42}, "single_spin", "product_count"),
        ({"spins": [{"number": 1, "kept_ml": 30, "kept_count": 700}, {"number": 2}]}, "spin_gain", "between"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name_and_no_figure_is_given(
    changed: Any, code: str, field: str
) -> None:
    answer = _asked(**changed)
    assert answer["status"] == "refused"
    assert (code, field) in _codes(answer, "critical")
    assert _no_figure(answer)
    assert answer["per_site"] == []
    assert answer["growth_factors"] == []


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"baseline": "2,500", "product_count": 4000}, "implausible", "baseline"),
        ({"product_ml": 1.5, "injected_ml": 1}, "recovery_lowest", "product_count"),
        ({"baseline": 100, "product_count": 1600, "product_ml": 3, "injected_ml": 2}, "fold_highest",
         "product_count"),
        ({"spins": 1, "product_count": 700, "haematocrit": 42}, "single_spin_ceiling", "product_count"),
        ({"spins": 1, "product_count": 700}, "single_spin_ceiling", "product_count"),
        ({"dilution": 1}, "analyser_linear", "product_count"),
        ({"dilution": 2, "analyser_high": 800}, "analyser_above", "product_count"),
        ({"dilution": 20, "analyser_low": 100}, "analyser_below", "product_count"),
        ({"baseline_unreliable": True}, "unreliable", "baseline"),
        ({"baseline": 120, "product_ml": 3, "injected_ml": 2}, "baseline_low", "baseline"),
        ({"discarded_ml": 0.5, "injected_ml": 4}, "unaccounted", "discarded_ml"),
        ({"recovary": 70}, "not_read", "recovary"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_unlikely_is_questioned_by_name(changed: Any, code: str, field: str) -> None:
    answer = _asked(**changed)
    assert answer["status"] == "warning"
    assert (code, field) in _codes(answer, "warning")
    assert answer["dose"]["value"] is not None


def test_the_likely_slip_is_named() -> None:
    said = [one["text"] for one in _asked(baseline=2500, product_count=4000)["messages"]]
    assert "baseline: 2500 ×10⁹/L is outside 20 to 1500: did you mean 250 ×10⁹/L?" in said


def test_a_low_count_is_a_danger_and_no_slip() -> None:
    """Below 50 there is no PRP; the figures of what was made are right all the same."""
    answer = _asked(baseline=45, product_count=300)
    assert ("baseline_absolute", "baseline") in _codes(answer, "critical")
    assert answer["status"] == "warning"
    assert answer["dose"]["value"] == pytest.approx(1.8)


def test_recovery_above_all_within_the_counting_error_is_questioned_not_refused() -> None:
    answer = _asked(product_ml=8.8, injected_ml=8.8, product_cv=5, baseline_cv=5)
    assert ("recovery_within_error", "product_count") in _codes(answer, "warning")
    behind = next(one for one in answer["ledger"] if one["where"] == "left_behind")["platelets"]
    assert behind["value"] is None
    assert behind["interval"][0] == 0


@pytest.mark.parametrize(
    ("case", "field", "said"),
    [
        ({"baseline": "lots"}, "baseline", "not a number"),
        ({"baseline": True}, "baseline", "not a number"),
        ({"baseline": float("nan")}, "baseline", "not a number that can be measured"),
        ({"product_ml": float("inf")}, "product_ml", "not a number that can be measured"),
        ({"blood_ml": {"value": 60, "unit": "10^9/L"}}, "blood_ml", "cannot be read as mL"),
        ({"baseline": {"value": 250, "unit": "mg"}}, "baseline", "cannot be read as"),
        ({"baseline": {"count": 250}}, "baseline", "a quantity is"),
        ({"counted_in": "somewhere"}, "counted_in", "'venous' or 'tube'"),
        ({"baseline": 250, "platelets": 260}, "baseline", "given twice"),
        ({"draw": {"blood_volume": 60}, "blood_ml": 50}, "blood_ml", "given twice"),
        ({"draw": 60}, "draw", "an object is expected"),
        ({"spins": True}, "spins", "not a number"),
        ({"spins": 1.5}, "spins", "integer"),
        ({"sites": [{"ml": [1]}]}, "sites.0.ml", "not a number"),
        ({"sites": [{"ml": 1}] * 201}, "sites", "more than 200"),
        ({"target": "brain"}, "target", "brain"),
        ({"ways": [1]}, "ways", "a list of objects"),
    ],
    ids=str,
)
def test_what_cannot_be_read_names_its_field(case: Any, field: str, said: str) -> None:
    error = buffycoat.dose(case)["error"]
    assert error["field"] == field
    assert said in error["message"]


def test_what_is_missing_is_named_and_the_rest_is_still_given() -> None:
    answer = buffycoat.dose(product_count=1000, sites=[1, {"ml": 2}, {"site": "left"}], target="disc")
    assert [one["dose"]["value"] for one in answer["per_site"]] == [1, 2, None]
    assert answer["dose"]["value"] == 3
    assert answer["fold"]["value"] is None
    assert {"product_ml", "blood_ml", "baseline", "sites"} <= set(answer["unknown"])
    assert buffycoat.dose(baseline=250, counted_in="venous", product_count=1000)["fold"]["value"] == 4
    assert _no_figure(buffycoat.dose())


def test_the_records_of_a_chart_are_read_as_they_are() -> None:
    answer = buffycoat.dose(
        id="x",
        draw={
            "drawn_at": "2026-11-19T09:00:00Z",
            "kit_lot": "L1",
            "blood_volume": 60,
            "baseline_platelets": 250,
            "baseline_measured_in": "venous",
        },
        product={"volume": 6, "platelets": 1750, "analyser_dilution": 2},
    )
    assert (answer["id"], answer["recovery"]["value"], answer["status"]) == ("x", 70, "ok")


def test_the_band_is_shown_and_never_proven() -> None:
    answer = _asked(target="disc")
    assert answer["band"]["dose"]["range"] == [1.5, 3.0]
    assert _asked(target="facet")["band"]["dose"]["range"] is None
    assert "No platelet dose has been shown to be needed in the spine." in [
        m["text"] for m in answer["messages"]
    ]


def test_growth_factors_are_ranges_and_never_points() -> None:
    found = {one["name"]: one for one in _asked()["growth_factors"]}
    low, high = found["PDGF-AB"]["range"]
    assert low < 22 * 10.5 < 83 * 10.5 < high
    assert found["IGF-1"]["range"] is None
    assert "plasma" in found["IGF-1"]["why_not"]
