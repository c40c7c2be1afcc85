"""The promise on published recoveries, worked out anew; minutes, so only `make slow` asks for it."""

import pytest

from benchmarks import spin_studies
from buffycoat.pathway.preparation import cells


@pytest.mark.slow
def test_studies_are_predicted_without_themselves_and_the_constants_are_those_fitted():
    reading = spin_studies.Reading()
    assert (
        spin_studies.mean_error(spin_studies.errors(reading)) <= spin_studies.MOST < spin_studies.baseline()
    )
    for name, (mean, sd) in spin_studies.constants(spin_studies.weights(reading)).items():
        assert cells.constant(name) == pytest.approx(mean, abs=0.2 * sd), name


def test_a_study_left_out_is_not_seen(monkeypatch):
    """Whatever a study had measured, the weights without it are the same: the grids are stood in for."""
    draws, cuts = spin_studies.DRAWS, spin_studies.CUTS.size
    even = spin_studies.PRIORS[2][:, None].repeat(cuts, 1)
    monkeypatch.setattr(spin_studies, "grid", lambda key: (0.5 + 0.4 * even, 0.4 + 0.1 * even))
    monkeypatch.setattr(spin_studies, "best", lambda key: 1000 + 500 * even[:, 0])
    for key, study in spin_studies.STUDIES.items():
        reading = spin_studies.Reading()
        without, whole = spin_studies.weights(reading, key), spin_studies.weights(reading)
        row = dict(spin_studies.ROWS[study.row])
        changed = {name: "10" for name, value in row.items() if "recovery" in name and value}
        monkeypatch.setitem(spin_studies.ROWS, study.row, row | changed)
        assert (spin_studies.weights(reading, key) == without).all(), key
        assert abs(spin_studies.weights(reading) - whole).max() > 0, key
        monkeypatch.setitem(spin_studies.ROWS, study.row, row)
    assert draws == without.shape[0]
