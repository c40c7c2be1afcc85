"""The drawing on plan, injection and episode: a click writes the form’s row, never a fused level."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from buffycoat.pathway.candidacy.records import Fusion, History, Plan, Site
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import InjectedSite, Injection
from buffycoat.pathway.preparation.records import Product
from buffycoat.store.roles import may
from buffycoat.web.spine import rows
from buffycoat.web.spine.page import arrived, change
from buffycoat.web.spine.standing import standing
from tests.people import DOCTOR
from tests.unit.web.triaged import CALM

KINDS = ("candidacy.plan", "injection.injection")
DISC = {"sites.0.target": "DISC", "sites.0.level": "L4-5", "sites.0.side": "M", "sites.0.volume": "1.5"}
TYPED = {":seen": "1", "sites:rows": "1", **DISC, "sites.0.needle_gauge": "22"}
NOW = datetime(2025, 3, 14, 9, tzinfo=UTC)
FUSED = History(fusions=(Fusion(level="L5-S1", operated_on="2019"),))


def boxes(page: str) -> dict[str, str]:
    """What the page’s rows of sites would send."""
    found = dict(re.findall(r'name="(sites[^"]*)" value="([^"]*)"', page))
    for name, body in re.findall(
        r'<select id="[^"]*" name="(sites[^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        found[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', body)), "")
    checked = re.findall(r'type="radio" name="(sites[^"]*)" value="([^"]*)"[^>]* checked', page)
    return found | dict(checked)


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_adds_the_row_of_the_form_and_keeps_what_was_typed(clinic, kind):
    doctor = clinic.at_screen("proceduralist")
    sent = {**TYPED, "do": "site:FACET.L4-5.R", "assistant": "Kim", "goal": "To walk"}
    page = doctor.post(clinic.address(f"sign/{kind}"), sent).content.decode()
    held = boxes(page)
    assert held["sites:rows"] == "2"
    assert (held["sites.1.target"], held["sites.1.level"], held["sites.1.side"]) == ("FACET", "L4-5", "R")
    assert (held["sites.0.target"], held["sites.0.level"], held["sites.0.side"]) == ("DISC", "L4-5", "M")
    assert "Kim" in page or "To walk" in page
    assert 'aria-label="Facet joint L4-5, right, chosen"' in page
    assert clinic.entries() == 1


def test_the_same_click_takes_it_away_again_and_volumes_stay(clinic):
    doctor, address = clinic.at_screen("proceduralist"), clinic.address("sign/injection.injection")
    page = doctor.post(address, {**TYPED, "do": "site:FACET.L4-5.R"}).content.decode()
    assert boxes(page)["sites.0.volume"] == "1.5"
    page = doctor.post(address, {":seen": "1", **boxes(page), "do": "site:FACET.L4-5.R"}).content.decode()
    held = boxes(page)
    assert held["sites:rows"] == "1"
    assert {name: held[name] for name in DISC} == DISC
    assert held["sites.0.needle_gauge"] == "22"
    assert 'aria-label="Disc L4-5, chosen, 1.5 mL"' in page


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_works_without_javascript(clinic, kind):
    doctor, address = clinic.at_screen("proceduralist"), clinic.address(f"sign/{kind}")
    page = doctor.post(address, {**TYPED, "do": "check"}).content.decode()
    link = re.search(r'href="(\?[^"#]*)[^"]*" id="spot-MULT\.L4-5\.L"', page)
    assert link
    sent = {name: text[0] for name, text in parse_qs(urlsplit(link[1].replace("&amp;", "&")).query).items()}
    assert sent == {"sites": "DISC.L4-5.M.1.5,MULT.L4-5.L", "level": "L4-5"}
    typed = arrived(Chart("e"), {}, Plan if kind == KINDS[0] else Injection, sent)
    assert rows.chosen(typed) == {("DISC", "L4-5", "M"): 1.5, ("MULT", "L4-5", "L"): None}


def test_the_address_of_a_link_returns_the_page_with_the_row(clinic):
    for record in CALM:
        clinic.sign(record)
    page = clinic.at_screen("proceduralist").get(
        clinic.address("sign/candidacy.plan?sites=LIG.C5-6.R&level=C5-6")
    )
    held = boxes(page.content.decode())
    assert page.status_code == 200
    assert (held["sites.0.target"], held["sites.0.level"], held["sites.0.side"]) == ("LIG", "C5-6", "R")


def test_an_address_keeps_what_else_a_row_holds_and_drops_what_it_does_not_name():
    typed = rows.toggled({**TYPED}, ("FACET", "L3-4", "L"))
    after = rows.from_address(typed, {"sites": "DISC.L4-5.M.2.0,SIJ.SI.L,nonsense,DISC.C1-2.M"})
    assert rows.chosen(after) == {("DISC", "L4-5", "M"): 2.0, ("SIJ", "SI", "L"): None}
    assert after["sites.0.needle_gauge"] == "22"
    assert rows.from_address(typed, {}) == typed


def test_an_empty_row_is_filled_first_and_none_is_taken_back():
    typed = {"sites:rows": "1", "sites.0.volume:unit": "mL", "sites:none": "on"}
    after = rows.toggled(typed, ("SIJ", "SI", "R"))
    assert after["sites:rows"] == "1"
    assert after["sites.0.target"] == "SIJ"
    assert "sites:none" not in after


@pytest.mark.parametrize("do", ["site:FACET.L5-S1.R", "site:DISC.C1-2.M", "site:x", "show:L9", "site:"])
def test_a_click_that_may_not_be_changes_nothing(do):
    chart = Chart("e").sign(FUSED, DOCTOR, NOW)
    assert change(chart, dict(TYPED), do) == TYPED


def test_an_address_cannot_choose_a_fused_level():
    chart = Chart("e").sign(FUSED, DOCTOR, NOW)
    sent = {"sites": "DISC.L5-S1.M,DISC.L4-5.M", "level": "L5-S1"}
    assert rows.chosen(arrived(chart, {}, Plan, sent)) == {("DISC", "L4-5", "M"): None}


def test_what_is_already_on_the_form_at_a_fused_level_stays_for_the_form_to_clear():
    chart = Chart("e").sign(FUSED, DOCTOR, NOW)
    typed = {"sites:rows": "1", "sites.0.target": "DISC", "sites.0.level": "L5-S1", "sites.0.side": "M"}
    assert rows.chosen(arrived(chart, typed, Plan, {})) == {("DISC", "L5-S1", "M"): None}


@pytest.mark.parametrize("role", ["front_desk", "nurse", "proceduralist", "manager", "researcher"])
def test_no_role_gets_a_link_on_a_fused_level(clinic, role):
    for record in (*CALM, FUSED):
        clinic.sign(record)
    person = clinic.at_screen(role)
    for level in ("L5-S1", "L4-5"):
        for kind in KINDS:
            sent = {**TYPED, "do": f"show:{level}"}
            answer = person.post(clinic.address(f"sign/{kind}"), sent)
            page = answer.content.decode()
            assert not re.search(r'data-do="site:[A-Z_]+\.L5-S1', page)
            assert 'value="site:FACET.L5-S1' not in page
            if may(role, "sign", kind):
                assert "Fused 2019" in page
                assert 'data-do="site:DISC.L4-5.M"' in page


def test_a_history_that_does_not_say_is_not_a_spine_without_a_fusion(clinic):
    page = clinic.at_screen("proceduralist").post(
        clinic.address("sign/candidacy.plan"), {**TYPED, "do": "check"}
    )
    assert "Not known whether a level is fused" in page.content.decode()


def test_earlier_injections_are_told_with_day_and_dose():
    site = InjectedSite(target="FACET", level="L3-4", side="R", volume=0.5)
    injection = Injection(given_at=NOW, operator="Dr", guidance="fluoroscopy", sites=(site,))
    before = Chart("old").sign(Product(volume=4, platelets=1640), DOCTOR, NOW).sign(injection, DOCTOR, NOW)
    key = ("FACET", "L3-4", "R")
    assert standing(Chart("new"), {}, (before,), own=False).past == {key: ("14 Mar 2025", "0.82 billion")}
    assert standing(before, {}, (), own=True).past == {key: ("14 Mar 2025", "0.82 billion")}
    assert standing(before, {key: 0.5}, (), own=False).past == {}
    assert standing(before, {key: 0.5}, (), own=False).chosen == {key: ("0.5 mL", "0.82 billion")}
    uncounted = Chart("old").sign(injection, DOCTOR, NOW)
    assert standing(uncounted, {}, (), own=True).past == {key: ("14 Mar 2025", "0.5 mL")}


def test_the_episode_page_shows_the_plan_without_a_link(clinic):
    for record in (*CALM, Plan(sites=(Site(target="EPI_CAUD", level="S", side="M"),))):
        clinic.sign(record)
    page = clinic.at_screen("nurse").get(clinic.address()).content.decode()
    assert "Where it is planned" in page
    assert "Epidural, caudal" in page
    assert "data-do" not in page
    assert re.search(r'<svg class="spine long"[^>]*role="img"', page)


def test_an_episode_without_a_plan_has_no_drawing(clinic):
    assert 'id="spine"' not in clinic.at_screen("nurse").get(clinic.address()).content.decode()
