"""Each medicine by what is known of it: agreed, refused, stopped, still inside its hold, or long over."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from buffycoat.pathway.candidacy.drugs import form_of, look, recognise
from buffycoat.pathway.candidacy.records import Condition, Drug, History, Medicines, Plan, Site
from buffycoat.pathway.candidacy.spellings import condition_of, drug_of, lab_of, sites_of
from buffycoat.pathway.candidacy.target import thinners
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record
from buffycoat.pathway.walk import RULES

DAY = date(2026, 11, 19)
SIGNER = Signer(id="n", name="N", role="nurse")
DISC = Site(target="DISC", level="L4-5", side="M")
LIG = Site(target="LIG", level="L4-5", side="M")
EXPORT = "MedicationRequest, 2013, stopped"


def said(rule: str, *records: Record) -> list[Card]:
    chart = Chart("medicines")
    for record in records:
        chart = chart.sign(record, SIGNER, datetime(2026, 11, 19, 8, tzinfo=UTC))
    return list(RULES[f"candidacy.{rule}"].cards(chart, DAY))


def taking(*drugs: str | Drug) -> Medicines:
    return Medicines(drugs=tuple(one if isinstance(one, Drug) else Drug(name=one) for one in drugs))


def drug(name: str, **more: Any) -> Drug:
    return Drug.model_validate({"name": name, **more})


def levels(rule: str, *records: Record) -> list[str]:
    return [card.indicator for card in said(rule, *records)]


def ago(days: int) -> str:
    return str(DAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("rule", "name", "hold"),
    [
        ("nsaid_not_stopped", "naproxen", 7),
        ("systemic_steroid", "prednisone", 14),
        ("aspirin", "aspirin", 10),
    ],
)
def test_a_last_dose_counts_on_its_last_day_and_not_a_day_later(rule: str, name: str, hold: int) -> None:
    """Platelet hold: naproxen 7 days, a systemic steroid 14, aspirin as prevention 10."""
    why = {"for_heart": False} if name == "aspirin" else {}
    for days, speaks in ((hold, []), (hold - 1, ["warning"]), (0, ["warning"])):
        assert levels(rule, taking(drug(name, last_taken=ago(days), **why))) == speaks
    assert levels(rule, taking(drug(name, **why))) == ["warning"]
    assert levels(rule, taking(drug(name, last_taken="2026-11", **why))) == ["warning"], (
        "a month: its last day"
    )


@pytest.mark.parametrize(
    ("rule", "name"), [("nsaid_not_stopped", "naproxen"), ("systemic_steroid", "prednisone")]
)
def test_an_old_order_of_an_export_is_named_once_and_warned_of_nowhere(rule: str, name: str) -> None:
    old = taking(drug(name, use="stopped", source=EXPORT))
    assert (levels(rule, old), levels("stopped_when", old)) == ([], ["info"])
    for other in ({"use": "stopped"}, {"use": "taking", "source": EXPORT}, {"source": EXPORT}):
        listed = taking(drug(name, **other))
        assert (levels(rule, listed), levels("stopped_when", listed)) == (["warning"], [])
    dated = taking(drug(name, use="stopped", source=EXPORT, last_taken=ago(1)))
    assert (levels(rule, dated), levels("stopped_when", dated)) == (["warning"], [])


def test_the_day_of_the_last_dose_is_asked_only_where_it_is_not_known() -> None:
    for rule, name in (("nsaid_not_stopped", "naproxen"), ("systemic_steroid", "prednisone")):
        (known,) = said(rule, taking(drug(name, last_taken=ago(1))))
        (unknown,) = said(rule, taking(name))
        assert known.asks == ()
        assert unknown.asks == ("candidacy.medicines.drugs.0.last_taken",)
        assert "not known" in unknown.summary
        assert "not known" not in known.summary


@pytest.mark.parametrize(
    ("site", "more", "level", "words"),
    [
        (DISC, {}, "critical", "no agreement"), (LIG, {}, "warning", "no agreement"),
        (DISC, {"hold_agreed": False}, "critical", "does not want it held"),
        (LIG, {"hold_agreed": False}, "warning", "does not want it held"),
        (DISC, {"hold_agreed": True}, "critical", "inside its agreed hold"),
        (DISC, {"hold_agreed": True, "last_taken": "2026-11-12"}, "info", "hold agreed"),
        (DISC, {"hold_agreed": True, "last_taken": "2026-11-13"}, "critical", "inside its agreed hold"),
    ],
)  # fmt: skip
def test_clopidogrel_by_class_and_agreement(site: Site, more: dict[str, Any], level: str, words: str) -> None:
    """Seven days above low class; at low class it is shared."""
    (card,) = said("antiplatelet", Plan(sites=(site,)), taking(drug("clopidogrel", **more)))
    assert (card.indicator, words in card.summary) == (level, True)
    assert "platelets in the syringe" in card.detail


def test_an_anticoagulant_is_critical_at_every_class_and_says_nothing_of_the_syringe() -> None:
    for site in (DISC, LIG):
        (card,) = said("anticoagulant", Plan(sites=(site,)), taking("warfarin"))
        assert (card.indicator, "syringe" in card.detail) == ("critical", False)


def test_an_antiplatelet_that_needs_no_hold_is_a_warning() -> None:
    assert levels("antiplatelet", Plan(sites=(DISC,)), taking("dipyridamole")) == ["warning"]
    assert levels("antiplatelet", Plan(sites=(DISC,)), taking("ticagrelor")) == ["critical"]
    assert levels("antiplatelet", Plan(sites=(DISC,)), taking("aspirin")) == []
    combined = taking("Aspirin / Dipyridamole")  # two thinners: each class is read one higher
    assert levels("antiplatelet", Plan(sites=(LIG,)), combined) == ["warning"]
    assert levels("antiplatelet", Plan(sites=(DISC,)), combined) == ["critical"]


def test_aspirin_by_its_reason() -> None:
    def words(site: Site = DISC, history: History | None = None, **more: Any) -> list[tuple[str, str]]:
        records = [Plan(sites=(site,)), taking(drug("aspirin", **more)), *([history] if history else [])]
        return [(card.indicator, card.summary + card.detail) for card in said("aspirin", *records)]

    ((level, unknown),) = words()
    assert (level, "why it is taken is not known" in unknown, "The history names" in unknown) == (
        "warning",
        True,
        False,
    )
    ((_, stent),) = words(history=History(conditions=(Condition(name="Coronary stent"),)))
    assert "The history names Coronary stent" in stent
    ((_, stopped),) = words(use="stopped", stopped_by="prescriber")
    assert "why it was taken is not known" in stopped
    ((level, agreed),) = words(for_heart=False, hold_agreed=True)
    assert (level, "hold agreed" in agreed) == ("info", True)
    ((level, refused),) = words(for_heart=False, hold_agreed=False)
    assert (level, "no agreement" in refused) == ("warning", True)
    assert [level for level, _ in words(LIG, for_heart=True)] == ["info"]


def test_aspirin_that_the_patient_stopped_alone_is_called_about_and_told_once() -> None:
    for reason, aspirin, called in (
        (None, [], ["critical"]),
        (True, [], ["critical"]),
        (False, ["warning"], []),
    ):
        alone = taking(drug("aspirin", use="stopped", stopped_by="self", for_heart=reason))
        assert (levels("aspirin", alone), levels("self_stopped", alone)) == (aspirin, called)
    both = taking(drug("Aspirin / Dipyridamole", use="stopped", stopped_by="self", for_heart=False))
    assert levels("self_stopped", both) == ["critical"]


def test_stopped_by_the_patient_and_agreed_since() -> None:
    assert (
        levels("self_stopped", taking(drug("warfarin", use="stopped", stopped_by="self", hold_agreed=True)))
        == []
    )
    for since in (None, False):
        stopped = drug("warfarin", use="stopped", stopped_by="self", hold_agreed=since)
        assert levels("self_stopped", taking(stopped)) == ["critical"]
    assert levels("self_stopped", taking(drug("warfarin", use="taking", stopped_by="self"))) == []


def test_two_thinners_are_told_together_and_a_stopped_one_is_none() -> None:
    assert levels("combined_antithrombotics", taking("warfarin", "clopidogrel")) == ["warning"]
    assert levels("combined_antithrombotics", taking("warfarin", drug("clopidogrel", use="stopped"))) == []
    assert levels("combined_antithrombotics", taking("warfarin", "Coumadin")) == [], "one drug by two names"
    assert thinners(taking("warfarin", "naproxen", "aspirin")) == ("warfarin", "aspirin")


@pytest.mark.parametrize(
    ("use", "speaks"), [("taking", True), (None, True), ("as needed", True), ("stopped", False)]
)
def test_an_immunosuppressant_that_was_stopped_is_silent(use: str | None, speaks: bool) -> None:
    cards = said("immunosuppressant", taking(drug("methotrexate", use=use)))
    assert [card.indicator for card in cards] == (["warning"] if speaks else [])


def test_the_washout_of_a_steroid_near_the_site_counts_to_the_planned_day() -> None:
    history = History(steroid_injection_on=DAY - timedelta(days=10))
    assert levels("recent_local_steroid", Plan(planned_on=DAY + timedelta(days=17)), history) == ["warning"]
    assert levels("recent_local_steroid", Plan(planned_on=DAY + timedelta(days=18)), history) == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Warfrin 5 mg", "warfarin"),
        ("naproxin", "naproxen"),
        ("metformin", ""),
        ("warfarin", ""),
        ("asprn", ""),
    ],
)
def test_a_slip_of_the_pen_is_asked_about(name: str, near: str) -> None:
    cards = said("drug_identity", taking(name))
    assert [near in card.summary for card in cards] == ([True] if near else [])


def test_of_a_code_and_a_text_that_disagree_both_count() -> None:
    (card,) = said("drug_identity", taking(drug("Ibuprofen 200 mg", rxnorm="11289")))
    assert "its code 11289 means warfarin" in card.summary
    assert look("Ibuprofen 200 mg", "5640").disagree is False
    assert look("a tablet", "11289").disagree is False
    assert recognise("Ibuprofen", "11289") == ("warfarin", "ibuprofen")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ibuprofen tablet", "systemic"), ("ibuprofen", "systemic"), ("ketorolac eye drops", "eye_or_ear"),
        ("budesonide inhaler", "inhaled"), ("fluticasone nasal spray", "nose"), ("diclofenac gel", "skin"),
        ("Advil Liqui-Gels", "systemic"), ("diclofenac patch", "skin"), ("ketorolac injection", "systemic"),
    ],
)  # fmt: skip
def test_the_way_in(name: str, form: str) -> None:
    assert form_of(name) == form
    reaches = form == "systemic" or (form == "nose" and "fluticasone" not in name)
    assert bool(recognise(name)) is reaches


# As other programs write them.


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("warfarin", {"name": "warfarin"}),
        ({"name": "x", "status": "ACTIVE"}, {"name": "x", "use": "taking"}),
        ({"name": "x", "use": "completed"}, {"name": "x", "use": "stopped"}),
        ({"name": "x", "use": "as-needed", "status": "active"}, {"name": "x", "use": "as needed"}),
        ({"name": "x", "rxcui": 11289}, {"name": "x", "rxnorm": "11289"}),
        ({"name": "x", "started": "2020"}, {"name": "x", "since": "2020"}),
        ({"name": "aspirin", "indication": "stent"}, {"name": "aspirin", "for_heart": True}),
        ({"name": "aspirin", "indication": "Primary prevention"}, {"name": "aspirin", "for_heart": False}),
        ({"name": "aspirin", "indication": "secondary prevention"}, {"name": "aspirin", "for_heart": True}),
        ({"name": "aspirin", "indication": "deep vein thrombosis"}, {"name": "aspirin", "for_heart": True}),
        ({"name": "aspirin", "indication": "pain"}, {"name": "aspirin", "for_heart": None}),
        ({"name": "aspirin", "indication": "stent", "for_heart": False},
         {"name": "aspirin", "for_heart": False}),
    ],
)  # fmt: skip
def test_a_medicine_as_other_programs_write_it(given: Any, read: dict[str, Any]) -> None:
    assert drug_of(given) == read


def test_a_diagnosis_as_other_programs_write_it() -> None:
    assert condition_of("Asthma") == {"name": "Asthma"}
    assert condition_of({"condition": "Asthma", "onset": "2001", "ended": "2005"}) == {
        "name": "Asthma", "since": "2001", "until": "2005",
    }  # fmt: skip
    for status in ("resolved", "Inactive", "past", "remission"):
        assert condition_of({"name": "Asthma", "status": status}) == {"name": "Asthma", "over": True}
    assert condition_of({"name": "Asthma", "status": "active"}) == {"name": "Asthma"}


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("Hb", {"value": 14, "unit": "g/dL", "date": "2026-11-01"},
         ("haemoglobin", {"value": {"value": 14, "unit": "g/dL"}, "taken_on": "2026-11-01"})),
        ("plt", {"value": 200, "on": "2026-11-01"}, ("platelets", {"value": 200, "taken_on": "2026-11-01"})),
        ("hcg", {"value": "Negative", "taken_on": "2026-11-01"},
         ("pregnancy_test", {"positive": False, "taken_on": "2026-11-01"})),
        ("pregnancy_test", {"positive": True, "taken_on": "2026-11-01"},
         ("pregnancy_test", {"positive": True, "taken_on": "2026-11-01"})),
    ],
)  # fmt: skip
def test_a_result_as_other_programs_write_it(name: str, given: Any, read: Any) -> None:
    assert lab_of(name, given) == read


@pytest.mark.parametrize(
    ("name", "given"), [("hb", 14), ("hb", {"value": 14}), ("sodium", {"on": "2026-11-01"})]
)
def test_a_result_without_its_day_or_of_no_test_that_is_read_is_refused(name: str, given: Any) -> None:
    with pytest.raises(ValueError, match="labs"):
        lab_of(name, given)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"target": "disc", "level": "L4-5"}, [("DISC", "L4-5", "M")]),
        ({"target": "EPI_IL", "level": "L4-5"}, [("EPI_IL", "L4-5", "M")]),
        ({"target": "ligament", "level": "L4-5"}, [("LIG", "L4-5", "M")]),
        ({"target": "facet joint", "level": ["L4-5", "L5-S1"], "side": "left"},
         [("FACET", "L4-5", "L"), ("FACET", "L5-S1", "L")]),
        ({"target": "si joint", "side": "bilateral"}, [("SIJ", "SI", "R"), ("SIJ", "SI", "L")]),
        ({"target": "caudal epidural"}, [("EPI_CAUD", "S", "M")]),
    ],
)  # fmt: skip
def test_a_site_as_other_programs_write_it(given: Any, read: list[tuple[str, str, str]]) -> None:
    assert [tuple(one.values()) for one in sites_of(given)] == read


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"target": "knee", "level": "L4-5"}, "is none of"), ({"target": "disc"}, "cannot be read"),
        ({"target": "facet", "level": "L4-5"}, "side"),
        ({"target": "facet", "level": "L4-5", "side": "up"}, "side"),
    ],
)  # fmt: skip
def test_a_site_that_cannot_be_read_is_refused(given: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        sites_of(given)
