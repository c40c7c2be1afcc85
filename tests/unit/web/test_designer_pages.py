"""The spin designer: what is refused, the map and the curve, the page with JavaScript and without."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from buffycoat.pathway.preparation.protocol import predict_protocol
from buffycoat.pathway.preparation.recovery_curve import recovery_curve
from buffycoat.practice.equipment import Centrifuge
from buffycoat.store.stock import Centrifuge as CentrifugeRow
from buffycoat.web.presenters.planner_ways import tubes_way
from buffycoat.web.presenters.spin_ask import spin_question
from buffycoat.web.presenters.spin_heat import HEIGHT
from buffycoat.web.presenters.spin_picture import picture
from tests.unit.web.markup import Markup

ROTOR = Centrifuge(name="Centrifuge 1", radius_max=100, rpm_max=1000)


def drawn(**typed):
    return picture(spin_question(typed, (ROTOR,)))


def test_the_rotor_of_the_practice_gives_its_own_radius():
    asked = spin_question({"rotor": "Centrifuge 1", "radius": "999"}, (ROTOR,))
    assert asked.protocol.column.radius_mm == 100
    assert spin_question({"rotor": "Unheard", "radius": "150"}, (ROTOR,)).protocol.column.radius_mm == 150
    turns = {name: (value, more) for name, value, more in drawn(rotor="Centrifuge 1").facts}[
        "Set the rotor to"
    ]
    assert turns[0] == "1,200 rpm"
    assert "160 g at r max, 100 mm" in turns[1]
    assert drawn(rotor="Centrifuge 1").too_fast == "Centrifuge 1 turns at most 1,000 rpm."
    assert drawn(rotor="Centrifuge 1", force="60").too_fast == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"force": "0"}, "every number is clear"),
        ({"force": "nan"}, "every number is clear"),
        ({"minutes": ""}, "every number is clear"),
        ({"cut": "high"}, "every number is clear"),
        ({"platelets": "2500"}, "every number is clear"),
        ({"radius": "60", "filled": "20"}, "beyond the axis"),
        ({"anticoagulant": "9"}, "The anticoagulant is a share"),
    ],
)
def test_what_cannot_be_spun_is_refused_by_name(typed, says):
    asked = spin_question(typed)
    assert says in asked.fault
    assert picture(asked) is None


def test_every_patch_of_the_map_is_on_it_and_none_lies_on_another():
    held = drawn().heat
    rows: dict[float, list[tuple[float, float]]] = {}
    for patch in held.patches:
        assert 0 <= patch.x <= patch.x + patch.width <= 100.02
        assert 0 <= patch.y <= patch.y + patch.height <= HEIGHT + 0.2
        rows.setdefault(patch.y, []).append((patch.x, patch.x + patch.width))
    for patches in rows.values():
        ends = sorted(patches)
        assert all(left[1] <= right[0] + 0.02 for left, right in pairwise(ends))
    assert any(patch.kind.endswith(" w") for patch in held.patches)
    assert held.outline.startswith("M")
    assert held.best is not None


def test_more_force_stands_higher_and_more_minutes_further_right():
    gentle, hard = drawn(force="100", minutes="5").heat.here, drawn(force="800", minutes="15").heat.here
    assert hard.y < gentle.y
    assert hard.x > gentle.x


def test_a_limit_on_white_cells_takes_the_best_away_where_nothing_reaches_it():
    strict = drawn(white="0.02", cut="-3")
    assert strict.heat.best is None
    assert "no force and time in this range reaches what is asked" in strict.finding
    assert strict.heat.outline == ""


def test_the_curve_is_the_prediction_for_every_force():
    asked = spin_question({})
    forces = np.array([100.0, 160.0, 600.0])
    curve = recovery_curve(asked.blood, asked.protocol, forces)
    for place, force in enumerate(forces):
        other = spin_question({"force": f"{force:g}"})
        found = predict_protocol(other.blood, other.protocol, other.blood_ml)
        low, high = found.recovery.interval()
        expected = (low, found.recovery.median, high)
        here = (curve.low[place], curve.middle[place], curve.high[place])
        assert here == pytest.approx(expected, abs=0.01)


def test_what_it_hangs_on_is_of_this_spin():
    sways = {one.what: one for one in drawn().sways}
    assert sways["cut +2 mm"].said.startswith("−")
    assert sways["cut +2 mm"].x < 50
    assert sways["cut −2 mm"].x == 50
    hard = {one.what: one for one in drawn(force="900").sways}
    assert hard["G +20 %"].width > sways["G +20 %"].width


def test_without_a_platelet_count_no_dose_is_told():
    names = [name for name, _, _ in drawn().facts]
    assert "Dose" not in names
    assert "Dose" in [name for name, _, _ in drawn(platelets="238").facts]


def test_a_designed_spin_is_a_way_of_the_planner():
    way = tubes_way(spin_question({"tubes": "6"}))
    assert way.name == "Open tubes, 6 of 9 mL: 160 g, 10 min, cut 1 mm"
    found = way.predict(spin_question({"platelets": "238"}).blood)
    assert found.rests_on == "physics"
    assert found.blood_ml == pytest.approx(48.6)
    assert tubes_way(spin_question({"force": "none"})) is None


def test_a_slider_gets_the_picture_alone_and_it_is_the_page_s_own(clinic):
    nurse = clinic.at_screen("nurse")
    page = nurse.get("/designer/?force=300").content.decode()
    part = nurse.get("/designer/?force=300", headers={"HX-Request": "true"}).content.decode()
    assert Markup(page).faults == []
    assert "<html" not in part
    assert part.strip() in page
    assert "Not calculated" in nurse.get("/designer/?force=3000").content.decode()
    assert clinic.at_screen("researcher").get("/designer/").status_code == 403


def test_the_way_to_the_planner_and_back(clinic):
    CentrifugeRow.objects.create(name="Big one", radius_max=180)
    nurse = clinic.at_screen("nurse")
    page = nurse.get(f"/designer/?rotor=Big+one&episode={clinic.episode.pk}&platelets=238").content.decode()
    assert Markup(page).faults == []
    assert "Big one, 180 mm" in page
    address = re.search(r'href="([^"]+)">Compare with kits', page)[1].replace("&amp;", "&")
    assert urlsplit(address).path == clinic.address("planner")
    assert parse_qs(urlsplit(address).query)["radius"] == ["180"]
    planned = nurse.get(address).content.decode()
    assert Markup(planned).faults == []
    assert "Open tubes, 1 of 9 mL: 160 g, 10 min, cut 1 mm" in planned
    assert "Calculated from the spin" in planned
    assert 'name="bore" value="14"' in planned
    odd = nurse.get("/designer/?episode=//elsewhere").content.decode()
    assert "elsewhere" not in odd
