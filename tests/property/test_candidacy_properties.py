"""What holds for every level, target and spelling, and not only for the examples."""

from datetime import UTC, date, datetime
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from buffycoat.pathway.candidacy.anatomy import LEVELS, Level, Side, Target, impossible
from buffycoat.pathway.candidacy.drugs import DRUGS, look, recognise
from buffycoat.pathway.candidacy.records import Fusion, History, Plan, Site
from buffycoat.pathway.candidacy.rules_target import fused_level_target
from buffycoat.pathway.candidacy.summary import verdict
from buffycoat.pathway.chart import Chart, Signer
from buffycoat.pathway.record import Record

SITES: list[dict[str, Any]] = [
    {"target": target, "level": level, "side": side}
    for target in get_args(Target)
    for level in LEVELS
    for side in get_args(Side)
    if not impossible(target, level, side)
]
NAMES = [
    (key, word)
    for key, row in DRUGS.rows.items()
    for word in (*row.ingredients, *row.brands)
    if look(word).form == "systemic"
]
DOSES = ("", " 5 MG", " 81mg", "_500", " 0.5 MG/ML", " 200 mg / 5 mL")
FORMS = ("", " Oral Tablet", " oral capsule", " Injectable Solution", " Extended Release Oral Tablet")
_MORNING = datetime(2026, 11, 19, 8, tzinfo=UTC)
BRANDS = ("", " [Coumadin]", " [Aleve]", " (brand)", " [XYZ]")


@given(
    planned=st.lists(st.sampled_from(SITES), min_size=1, max_size=5),
    more=st.lists(st.sampled_from(LEVELS), max_size=4),
    index=st.integers(0, 4),
)
def test_a_fused_level_among_the_planned_sites_is_critical_and_nobody_may_override_it(
    planned: list[dict[str, Any]], more: list[Level], index: int
) -> None:
    sites = tuple(Site.model_validate(one) for one in planned)
    fused = sites[index % len(sites)].level
    records: tuple[Record, ...] = (
        Plan(sites=sites),
        History(fusions=tuple(Fusion(level=level) for level in (fused, *more))),
    )
    chart = Chart("one")
    for record in records:
        chart = chart.sign(record, Signer(id="n", name="N", role="nurse"), _MORNING)
    cards = fused_level_target.cards(chart, date(2026, 11, 19))
    barred = [card for card in cards if card.indicator == "critical" and card.override_by == ()]
    assert barred
    assert verdict(cards) == "not_suitable"


@given(
    one=st.sampled_from(NAMES),
    dose=st.sampled_from(DOSES),
    form=st.sampled_from(FORMS),
    brand=st.sampled_from(BRANDS),
    case=st.sampled_from((str.upper, str.lower, str.title, str)),
)
def test_dose_form_case_and_brand_never_lose_a_drug(
    one: tuple[str, str], dose: str, form: str, brand: str, case: Any
) -> None:
    key, word = one
    assert key in recognise(case(word + dose + form + brand))


@given(one=st.sampled_from(NAMES), words=st.sampled_from((" cream", " eye drops", " inhaler")))
def test_a_local_form_is_still_seen_as_the_drug_that_it_is(one: tuple[str, str], words: str) -> None:
    key, word = one
    assert key in look(word + words).keys
