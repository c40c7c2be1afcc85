"""The planner: what is asked and questioned, which ways are ranked, the page for an episode and for none."""

from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest

from buffycoat.pathway.candidacy.records import Haematocrit, Labs, Plan, Platelets, Site
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.own_counts import OwnCount
from buffycoat.pathway.preparation.prediction import Spread
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.practice.equipment import Kit
from buffycoat.store.models import AuditEvent
from buffycoat.store.own_counts import own_counts
from buffycoat.store.stock import Kit as KitRow
from buffycoat.web.presenters.planner import ranked
from buffycoat.web.presenters.planner_ask import question
from buffycoat.web.presenters.planner_ways import known_ways, practice_ways
from buffycoat.web.presenters.scale import in_words, of_spread, scale
from tests.people import DOCTOR
from tests.unit.web.markup import Markup
from tests.unit.web.test_presenters import NOON
from tests.unit.web.triaged import CALM

TODAY = date(2026, 11, 19)
DISC = Site(target="DISC", level="L4-5", side="M")
FACETS = tuple(Site(target="FACET", level="L4-5", side=side) for side in ("R", "L"))
LABS = Labs(
    platelets=Platelets(value=238, taken_on=TODAY - timedelta(days=10)),
    haematocrit=Haematocrit(value=41, taken_on=TODAY - timedelta(days=10)),
)


def chart(*records):
    made = Chart("e")
    for place, record in enumerate(records):
        made = made.sign(record, DOCTOR, NOON + timedelta(minutes=place))
    return made


def ask(*records, **typed):
    return question(typed, TODAY, chart(*records))


def answer(asked):
    return ranked(asked, known_ways())


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (13, ["0", "5", "10", "15 bn"]),
        (0.9, ["0", "0.25", "0.5", "0.75", "1 bn"]),
        (4, ["0", "1", "2", "3", "4 bn"]),
    ],
)
def test_a_scale_has_round_marks_and_holds_everything(most, marks):
    made = scale([most, most / 3], " bn")
    assert [tick.text for tick in made.ticks] == marks
    assert made.x(0) == 0
    assert made.x(most) <= 100
    assert made.x(1000) == 100


def test_a_spread_is_drawn_as_its_median_and_eight_tenths():
    drawn = of_spread(scale([10]), Spread.lognormal(5, 0.3))
    assert drawn.low < drawn.x < drawn.high
    assert drawn.text == "5.0 (3.4 to 7.3)"
    assert drawn.said.endswith("80 % interval")


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (1.0, "more than 98 in 100"),
        (0.97, "97 in 100"),
        (0.84, "8 in 10"),
        (0.06, "1 in 10"),
        (0.04, "4 in 100"),
        (0, "fewer than 2 in 100"),
    ],
)
def test_a_chance_is_said_as_a_frequency_and_never_as_certain(chance, words):
    assert in_words(chance) == words


def test_the_signed_count_is_used_with_its_day_and_moves_with_time():
    asked = ask(LABS, Plan(sites=(DISC, *FACETS)))
    assert asked.platelets.help == "Signed: venous blood of 9 Nov 2026, 10 days ago."
    assert asked.days_old == 10
    low, high = asked.blood.platelets.interval()
    assert low < 200 < 238 < 290 < high
    assert [goal.name for goal in asked.goals] == ["Disc L4-5", "Facet joint L4-5, both sides"]
    assert [goal.box.number for goal in asked.goals] == [1.5, None]
    assert asked.wanted == 1.5
    assert [goal.target for goal in asked.without] == ["FACET"]


def test_an_old_count_is_called_old_and_one_of_tomorrow_is_not_known_yet():
    years = Labs(platelets=Platelets(value=432.2821, taken_on=date(2019, 9, 11)))
    asked = ask(years)
    assert asked.platelets.help.endswith("7 years ago.")
    assert (asked.platelets.text, asked.old, asked.days_old) == ("432.3", True, 2626)
    assert not ask(LABS).old
    tomorrow = Labs(platelets=Platelets(value=432, taken_on=TODAY + timedelta(days=1)))
    assert ask(tomorrow).platelets.number is None


def test_a_typed_count_is_not_taken_for_the_signed_one():
    assert ask(LABS, platelets="300").days_old is None
    fresh = ask(LABS, platelets="300", today="yes")
    assert fresh.days_old == 0
    assert fresh.blood.platelets.interval() == (300, 300)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"platelets": "2500"}, "2500 ×10⁹/L is unusual. Did you mean 250?"),
        ({"platelets": "many"}, "not a number"),
        ({"platelets": "-5"}, "Lower than 0"),
        ({"most": "0"}, "Lower than 0.5 mL"),
        ({"bn.DISC": "nan"}, "not a number"),
        ({"bn.DISC": "-1"}, "Lower than 0"),
        ({"haematocrit": "420"}, "Higher than 80 %"),
    ],
)
def test_a_slip_is_refused_or_questioned_and_nothing_is_worked_out(typed, says):
    asked = ask(LABS, Plan(sites=(DISC,)), **typed)
    (wrong,) = [one for one in asked.boxes if one.error or one.doubt]
    assert says in wrong.error + wrong.doubt
    assert answer(asked) is None
    assert "clear" in asked.why_not


def test_an_unusual_count_that_is_meant_is_used():
    asked = ask(LABS, platelets="1600", as_typed="yes")
    assert asked.platelets.meant
    assert answer(asked) is not None


@pytest.mark.parametrize(
    ("records", "typed", "says"),
    [
        ((), {}, "Without a platelet count"),
        ((LABS, Plan(sites=FACETS)), {}, "no dose is published for these sites"),
        ((LABS,), {"most": ""}, "how much blood"),
        ((LABS,), {"platelets": "0", "as_typed": "yes"}, "above zero"),
    ],
)
def test_what_is_missing_is_said(records, typed, says):
    asked = ask(*records, **typed)
    assert says in asked.why_not
    assert answer(asked) is None


def test_ways_are_ranked_on_one_scale_with_what_they_rest_on():
    found = answer(ask(LABS, Plan(sites=(DISC,)), most="60"))
    assert found.best is found.rows[0]
    assert found.band_text == "soft target 1.5 to 3"
    assert all(row.cost == "no price given" for row in found.rows)
    assert all(0 <= row.dose.low <= row.dose.x <= row.dose.high <= 100 for row in found.rows)
    assert not any("Angel, 0 %" in row.name for row in found.rows), "it needs 120 mL"
    assert "RegenKit THT" in found.left_out
    assert parse_qs(found.best.query) == {"kit": [found.best.name]}


def test_where_nothing_is_likely_enough_the_most_is_shown_and_none_is_best():
    found = answer(ask(LABS, Plan(sites=(DISC,)), **{"bn.DISC": "500"}))
    assert found.best is None
    assert found.rows
    assert {row.chance for row in found.rows} == {"fewer than 2 in 100"}


def test_a_price_is_said_for_each_billion():
    asked = ask(LABS, Plan(sites=(DISC,)))
    (row,) = ranked(asked, practice_ways([Kit(name="Ours", way="Magellan", price=200, currency="EUR")])).rows
    assert row.cost.endswith(" EUR a billion; 200 in all")
    assert row.name == "Ours"
    assert parse_qs(row.query) == {"kit": ["Ours"]}
    assert row.rests_on == "Published counts"


def test_the_episode_leads_to_the_draw_with_the_kit_filled_in(clinic):
    for record in (*CALM, LABS, Plan(sites=(DISC, *FACETS))):
        clinic.sign(record)
    nurse = clinic.at_screen("nurse")
    page = nurse.get(clinic.address("planner")).content.decode()
    assert Markup(page).faults == []
    assert "No platelet dose has been shown to be needed in the spine." in page
    assert "Nothing is counted for Facet joint L4-5, both sides" in page
    assert "10 days ago" in page
    assert AuditEvent.objects.filter(action="view", what="planner").count() == 1
    assert "Draw with this kit" not in page, "consent is not signed, so no blood is drawn"


def test_the_draw_form_takes_the_kit_from_the_address(clinic, monkeypatch):
    monkeypatch.setattr("buffycoat.pathway.walk.Walk.refusal", lambda self, kind: "")
    for record in (*CALM, LABS, Plan(sites=(DISC,))):
        clinic.sign(record)
    nurse = clinic.at_screen("nurse")
    page = nurse.get(clinic.address("planner")).content.decode()
    assert Markup(page).faults == []
    address = page.split('class="btn go" href="')[1].split('"')[0].replace("&amp;", "&")
    form = nurse.get(address).content.decode()
    assert "The kit is filled in from the planner." in form
    assert 'value="Angel, 15 % haematocrit, second pass"' in form
    desk = clinic.at_screen("front_desk").get(clinic.address("planner")).content.decode()
    assert "Draw with this kit" not in desk


def test_without_labs_or_plan_the_page_asks(clinic):
    page = clinic.at_screen("nurse").get(clinic.address("planner")).content.decode()
    assert Markup(page).faults == []
    assert "No venous count is signed." in page
    assert "Without a platelet count no dose can be foreseen" in page
    assert 'name="target"' in page


def test_anybody_who_sees_charts_may_plan_without_one(clinic):
    nurse = clinic.at_screen("nurse")
    page = nurse.get("/planner/?platelets=250&target=SIJ&sites=2&bn.SIJ=3&today=yes").content.decode()
    assert Markup(page).faults == []
    assert "To reach 6 billion" in page
    assert "soft target 6 to 10" in page
    assert Markup(nurse.get("/planner/").content.decode()).faults == []
    assert clinic.at_screen("researcher").get("/planner/").status_code == 403


def test_a_product_too_thin_for_a_disc_is_not_said_to_reach_its_dose():
    asked = ask(LABS, Plan(sites=(DISC,)))
    rows = {row.name: row for row in ranked(asked, known_ways()).rows}
    assert "750 ×10⁹/L" in ranked(asked, known_ways()).fits
    assert rows["Arthrex ACP"].too_thin
    assert not rows["Arthrex ACP"].reaches
    assert rows["SmartPReP 2"].reaches


def test_a_kit_is_used_as_the_practice_uses_it():
    ours = Kit(name="Ours", way="Magellan", blood_volume=52)
    (plain,) = practice_ways([ours]).ways
    counted = (OwnCount("ours", 0.3, 4.0), OwnCount("Magellan", 0.3, 4.0), OwnCount("Another", 0.9, 4.0))
    (mine,) = practice_ways([ours], counted * 4).ways
    blood = ask(LABS).blood
    assert plain.predict(blood).blood_ml == 52
    assert mine.predict(blood).rests_on == "own counts"
    assert mine.predict(blood).recovery.median < plain.predict(blood).recovery.median
    assert mine.predict(blood).volume_ml.median == 4
    stated = practice_ways([Kit(name="Ours", way="Magellan", blood_volume=52, product_volume=7)], counted)
    assert stated.ways[0].predict(blood).volume_ml.median == 7


def test_a_kit_of_which_nobody_knows_the_volumes_is_named_and_left_out():
    unknown = practice_ways([Kit(name="New kit"), Kit(name="Selphyl", blood_volume=18)])
    assert (unknown.ways, unknown.left_out) == ((), ("New kit", "Selphyl"))
    (counted,) = practice_ways([Kit(name="New kit", blood_volume=60)], [OwnCount("new kit", 0.7, 6)]).ways
    assert "1 of this clinic’s own counts" in " ".join(counted.predict(ask(LABS).blood).notes)


def test_prices_in_two_currencies_are_not_called_one():
    two = practice_ways([
        Kit(name="A", way="Magellan", price=1, currency="EUR"),
        Kit(name="B", way="Dr. PRP", price=1, currency="USD"),
    ])  # fmt: skip
    assert two.currencies == ("EUR", "USD")
    assert not any("EUR" in row.cost for row in ranked(ask(LABS), two).rows)


def test_own_counts_are_those_beyond_doubt(clinic, monkeypatch):
    monkeypatch.setattr("buffycoat.pathway.walk.Walk.refusal", lambda self, kind: "")
    blood = {"drawn_at": NOON, "blood_volume": 50, "kit": "Ours", "baseline_platelets": 200}
    assert own_counts() == ()
    clinic.sign(Draw(**blood, anticoagulant_volume=8))
    clinic.sign(Product(volume=4, platelets=1500))
    assert own_counts() == (), "where the blood was counted is not known"
    clinic.sign(Draw(**blood, baseline_measured_in="venous"))
    (one,) = own_counts()
    assert (one.kit, round(one.recovery, 3), one.product_ml) == ("Ours", 0.6, 4)
    assert own_counts(but=clinic.episode.pk) == (), "no preparation foretells itself"
    clinic.sign(Product(volume=4, platelets=4000))
    assert own_counts() == (), "more than was drawn"


def test_the_practice_plans_with_what_it_has(clinic):
    KitRow.objects.create(name="Our kit", way="Magellan", price="120.00", currency="USD")
    for record in (*CALM, LABS, Plan(sites=(DISC,))):
        clinic.sign(record)
    nurse = clinic.at_screen("nurse")
    page = nurse.get(clinic.address("planner")).content.decode()
    assert Markup(page).faults == []
    assert "Our kit" in page
    assert "USD a billion; 120 in all" in page
    assert "SmartPReP 2" not in page
    assert "SmartPReP 2" in nurse.get(clinic.address("planner?kits=all")).content.decode()
