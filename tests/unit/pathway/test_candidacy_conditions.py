"""Diagnoses mean what they say of this patient on this day, and nothing of a mother or a denial."""

from datetime import date

import pytest

from buffycoat.pathway.candidacy.conditions import CONDITIONS, concepts, known, standing
from buffycoat.pathway.candidacy.records import Condition, History
from buffycoat.pathway.knowledge import sources

DAY = date(2021, 4, 1)


def _known(name: str, concept: str, **more: str | bool) -> list[str]:
    history = History(conditions=(Condition.model_validate({"name": name, **more}),))
    return [one.standing for one in known(history, concept, DAY)]


@pytest.mark.parametrize(
    ("name", "snomed", "found"),
    [
        ("Chronic paralysis due to lesion of spinal cord", "698754002", {"neurologic"}),
        ("Alzheimer's disease (disorder)", "26929004", {"capacity"}),
        (
            "Pathological fracture due to osteoporosis (disorder)",
            "443165006",
            {"fragility_fracture", "osteoporosis"},
        ),
        ("Rheumatoid arthritis", "69896004", {"inflammatory"}),
        ("Osteoarthritis of knee", "239873007", set()),
        ("Concussion with no loss of consciousness", "62106007", set()),
        ("a code only", "15777000", {"prediabetes"}),
        ("Family history of breast cancer", None, set()),
        ("Mother had a stroke", None, set()),
        ("No evidence of infection", None, set()),
        ("Discitis ruled out", None, set()),
        ("Prostate cancer screening", None, set()),
        ("Fracture of vertebral column without spinal cord injury", None, {"fragility_fracture"}),
        ("Diabetes without complication", None, {"diabetes"}),
        ("Mother well, but discitis", None, {"infection"}),
    ],
)
def test_concepts_are_found_by_code_word_and_context(name: str, snomed: str | None, found: set[str]) -> None:
    assert set(concepts(Condition(name=name, snomed=snomed))) == found


def test_what_is_suspected_past_or_over_is_kept_apart() -> None:
    assert _known("Suspected discitis", "infection") == ["suspected"]
    assert _known("Discitis not ruled out", "infection") == ["suspected"]
    assert _known("History of breast cancer", "cancer") == ["past"]
    assert _known("Breast cancer in remission", "cancer") == ["past"]
    assert _known("Acute bronchitis", "minor_infection", until="2021-03-31") == ["past"]
    assert _known("Acute bronchitis", "minor_infection", until="2021-04-01") == ["active"]
    assert _known("Acute bronchitis", "minor_infection", over=True) == ["past"]


def test_what_begins_after_the_day_is_not_known_yet() -> None:
    assert _known("Discitis", "infection", since="2021-04-02") == []
    assert _known("Discitis", "infection", since="2021-04") == ["active"]
    assert _known("Discitis", "infection", since="2022") == []


def test_a_fusion_in_the_past_is_still_a_fusion() -> None:
    assert _known("History of lumbar fusion", "spinal_fusion", until="2015") == ["active"]


def test_what_never_goes_away_counts_though_an_export_calls_it_over() -> None:
    """An implant, a fusion, a weak defence, a tendency to bleed, a bleed and a clot of the past."""
    lasting = {"spinal_fusion", "vascular", "immunodeficiency", "prosthetic_valve"}
    lasting |= {"prior_bleed", "bleeding_disorder"}
    assert {key for key, row in CONDITIONS.rows.items() if row.lasting} == lasting
    for name, concept in (
        ("Common variable immunodeficiency", "immunodeficiency"), ("Haemophilia A", "bleeding_disorder"),
        ("Prosthetic heart valve", "prosthetic_valve"), ("Gastrointestinal bleed", "prior_bleed"),
        ("Coronary stent", "vascular"), ("Lumbar fusion", "spinal_fusion"),
    ):  # fmt: skip
        assert _known(name, concept, until="2015") == ["active"], name


def test_a_code_outweighs_words_that_seem_to_deny() -> None:
    assert _known("No known remission", "capacity", snomed="52448006") == ["active"]


def test_no_history_holds_nothing() -> None:
    assert standing(None, "cancer", DAY) == ()


def test_every_concept_has_known_sources_and_no_code_twice_in_it() -> None:
    for row in CONDITIONS.rows.values():
        assert set(row.sources) <= set(sources())
        assert len(row.snomed) == len(set(row.snomed))
