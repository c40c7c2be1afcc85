"""The registry's pages: who may see them, what a filter leaves, and that a signed answer arrives."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.registry_data import make
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.store import own_extract
from buffycoat.store.models import AuditEvent, Episode
from tests.people import sign_in
from tests.treated import DAY, GIVEN_AT, treated, written

pytestmark = pytest.mark.django_db
DISC = [{"target": "DISC", "level": "L4-5", "side": "M", "volume": 2}]
LATER = DAY + timedelta(days=300)  # every visit to week 26 is over


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A practice with nobody in its registry."""
    settings.TODAY = LATER.isoformat()
    settings.REGISTRY = (tmp_path / "registry", "this-practice", None)
    return tmp_path


def told(name: str, *, registry: bool = True, **other: Any) -> Episode:
    """Somebody treated, who agrees to the registry."""
    episode = treated(name, name, **other)
    consent = {"text_version": "1", "explained_by": "Dr One", "signed_name": name, "signed_at": GIVEN_AT}
    written(episode, Consent.model_validate({**consent, "scope_care": True, "scope_registry": registry}))
    return episode


def answer(episode: Episode, week: int, pain: int) -> None:
    visit, day = (f"week_{week}", DAY + timedelta(weeks=week)) if week else ("baseline", DAY)
    written(episode, Outcome.model_validate({"visit": visit, "answered_on": day, "nrs_average": pain}))


def practice(facets: int = 4, discs: int = 2) -> list[Episode]:
    """So many of each target, half of whom have answered after half a year."""
    people = [told(f"Facet {one}") for one in range(facets)]
    people += [told(f"Disc {one}", sites=DISC) for one in range(discs)]
    for place, episode in enumerate(people):
        answer(episode, 0, 8)
        if place % 2:
            answer(episode, 26, 3)
    return people


def text(client: Client, address: str = "/registry/", status: int = 200, **how: Any) -> str:
    reply = client.get(address, **how)
    assert reply.status_code == status, reply.content.decode()[:2000]
    return reply.content.decode()


def number(page: str, key: str, value: str) -> str:
    """What stands beside an option."""
    [found] = re.findall(rf'name="{key}" value="{value}"[^>]*><span>[^<]*</span><b>([^<]*)</b>', page)
    return str(found)


def fact(page: str, name: str) -> str:
    [found] = re.findall(rf"<dt>{name}</dt><dd>([^<]*)</dd>", page)
    return str(found)


def test_only_roles_that_see_figures_see_them(client: Client, home: Path) -> None:
    for role in ("front_desk", "nurse"):
        sign_in(client, role)
        page = text(client, status=403)
        assert "Proceduralist, practice manager or researcher may" in page
        assert "/registry/" not in page
    for role in ("proceduralist", "manager", "researcher"):
        sign_in(client, role)
        assert 'href="/registry/" aria-current="page"' in text(client)


def test_an_empty_registry_says_so(client: Client, home: Path) -> None:
    sign_in(client, "manager")
    page = text(client)
    assert "Nothing to report yet" in page
    assert "0 of 0 episodes" in page


def test_each_option_shows_what_it_leaves_and_the_address_is_the_cohort(client: Client, home: Path) -> None:
    practice()
    sign_in(client, "proceduralist")
    page = text(client)
    assert "6 of 6 episodes" in page
    assert (number(page, "target", "FACET"), number(page, "target", "DISC")) == ("4", "2")
    assert (number(page, "answered", "yes"), number(page, "answered", "no")) == ("3", "3")
    page = text(client, "/registry/?target=DISC")
    assert "2 of 6 episodes" in page
    assert "Target: Disc" in page
    assert (number(page, "target", "FACET"), number(page, "target", "DISC")) == ("4", "2")
    assert (number(page, "answered", "yes"), number(page, "answered", "no")) == ("1", "1")
    assert re.search(r'value="DISC" checked', page)
    assert fact(page, "Treated with PRP") == "2"
    assert text(client, "/registry/?target=DISC&target=FACET&week=12").count('" checked>') == 2


def test_figures_have_the_report_s_own_style_inside_one_class(client: Client, home: Path) -> None:
    practice(1, 0)
    sign_in(client, "proceduralist")
    [address] = re.findall(r'href="(/registry/[^"]*css)"', text(client))
    style = text(client, address)
    assert style.startswith(".report {")
    assert ".plot .band" in style
    assert style.count("{") == style.count("}")


def test_what_cannot_be_chosen_is_refused_by_name(client: Client, home: Path) -> None:
    practice(1, 0)
    sign_in(client, "proceduralist")
    assert "Nobody here has target “SIJ”; there are FACET" in text(client, "/registry/?target=SIJ", 422)
    assert "There is no filter “level”" in text(client, "/registry/?level=L4-5", 422)
    assert "There is no visit at week “3”" in text(client, "/registry/?week=3", 422)


def test_an_answer_that_is_signed_arrives_and_an_unchanged_page_is_not_sent_again(
    client: Client, home: Path
) -> None:
    people = practice()
    sign_in(client, "proceduralist")
    page = text(client)
    assert fact(page, "Answered at 26 weeks") == "3"
    [again] = re.findall(r'<div hx-get="([^"]*seen=[^"]*)"', page)
    asked = AuditEvent.objects.count()
    assert text(client, again, 204, headers={"HX-Request": "true"}) == ""
    assert AuditEvent.objects.count() == asked
    answer(people[0], 26, 2)
    page = text(client, again, headers={"HX-Request": "true"})
    assert fact(page, "Answered at 26 weeks") == "4"
    assert number(page, "answered", "yes") == "4"


def test_who_takes_consent_back_is_out_at_the_next_look(client: Client, home: Path) -> None:
    people = practice()
    told("Never agreed", registry=False)
    sign_in(client, "proceduralist")
    page = text(client)
    assert "6 of 7 charts here are counted; left out 1 with no consent to the registry." in page
    taken = Withdrawal.model_validate({"withdrawn_at": GIVEN_AT + timedelta(days=1), "registry": True})
    written(people[0], taken)
    page = text(client)
    assert "5 of 5 episodes" in page
    assert "1 with consent to the registry taken back" in page
    sign_in(client, "researcher")
    assert "1 to 4 with consent to the registry taken back" in text(client)


def test_a_view_is_written_down_with_its_cohort(client: Client, home: Path) -> None:
    practice()
    sign_in(client, "researcher")
    text(client, "/registry/?target=FACET")
    seen = AuditEvent.objects.latest("pk")
    assert (seen.action, seen.role) == ("view", "researcher")
    assert seen.what.startswith("registry: Target: Facet joint; 1 to 4 of 5 episodes")


def test_a_researcher_sees_no_small_number_and_nothing_about_so_few(client: Client, home: Path) -> None:
    practice(21, 2)
    sign_in(client, "researcher")
    page = text(client)
    assert "25 of 25 episodes" in page
    assert (number(page, "target", "DISC"), number(page, "target", "FACET")) == ("1 to 4", "20")
    assert "Numbers are rounded to 5" in page
    page = text(client, "/registry/?target=DISC")
    assert "Too few to be shown" in page
    assert "Treated with PRP" not in page
    sign_in(client, "proceduralist")
    assert number(text(client), "target", "DISC") == "2"


def test_a_researcher_s_cohort_does_not_differ_from_its_neighbour_by_a_few(
    client: Client, home: Path
) -> None:
    practice(14, 6)
    told("Medial branch", sites=[{"target": "MB", "level": "L4-5", "side": "R", "volume": 1}])
    sign_in(client, "researcher")
    assert fact(text(client, "/registry/?target=DISC"), "Treated with PRP") == "5"  # of 6, rounded
    for asked in ("target=DISC&target=FACET", "target=DISC&target=MB", "target=DISC&answered=yes"):
        page = text(client, f"/registry/?{asked}")
        assert "Too few to be shown" in page
        assert "Treated with PRP" not in page
    sign_in(client, "proceduralist")
    assert fact(text(client, "/registry/?target=DISC&target=FACET"), "Treated with PRP") == "20"


def test_a_researcher_s_figures_move_on_together_and_consent_that_is_taken_back_counts_at_once(
    client: Client, home: Path
) -> None:
    people = practice(10, 0)
    sign_in(client, "researcher")

    def answered() -> str:
        return fact(text(client), "Answered at 26 weeks")

    assert answered() == "5"
    for episode in people[0:8:2]:
        answer(episode, 26, 2)
        assert answered() == "5"
    answer(people[8], 26, 2)
    assert answered() == "10"
    answer(people[0], 12, 2)
    text(client)
    back = Withdrawal.model_validate({"withdrawn_at": GIVEN_AT + timedelta(days=1), "registry": True})
    for episode in people[1:6:2]:
        written(episode, back)
    assert answered() == "5"  # of 7, rounded


def test_a_long_first_reading_says_how_far_it_is_and_goes_on(
    client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice(3, 2)
    monkeypatch.setattr(own_extract.bring_up_to_date, "__defaults__", (2,))
    sign_in(client, "proceduralist")
    page = text(client, "/registry/?target=DISC")
    assert "2 of 5 charts are done" in page
    assert '<progress max="5" value="2"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'href="/registry/?target=DISC"' in page
    assert re.search(r'href="/registry/\w+\.css"', page)  # the figures come into this page's frame
    assert "4 of 5 charts are done" in text(client, "/registry/?target=DISC")
    assert "2 of 5 episodes" in text(client, "/registry/?target=DISC")


def test_an_open_page_is_loaded_anew_when_all_charts_are_read_again(
    client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice(3, 0)
    monkeypatch.setattr(own_extract.bring_up_to_date, "__defaults__", (2,))
    sign_in(client, "proceduralist")
    reply = client.get("/registry/?seen=old", headers={"HX-Request": "true", "HX-Target": "found"})
    assert reply.headers["HX-Refresh"] == "true"


def test_questions_to_the_database_do_not_grow_with_the_practice(client: Client, home: Path) -> None:
    sign_in(client, "proceduralist")

    def many() -> int:
        text(client)  # reads what is new
        with CaptureQueriesContext(connection) as asked:
            text(client, "/registry/?sex=female")
        return len(asked)

    practice(2, 0)
    few = many()
    practice_of_more = [told(f"More {one}") for one in range(12)]
    assert many() == few <= 12
    answer(practice_of_more[0], 0, 5)
    with CaptureQueriesContext(connection) as asked:
        text(client)
    assert len(asked) <= few + 4


def test_other_sites_stand_beside_ours_and_one_that_is_broken_is_named(
    client: Client, home: Path, settings: Any
) -> None:
    practice(3, 0)
    sign_in(client, "proceduralist")
    text(client)
    make(home / "others", 40, 2)
    settings.REGISTRY = (*settings.REGISTRY[:2], home / "others")
    page = text(client)
    assert "43 of 43 episodes of 3 practices" in page
    assert number(page, "site", "this-practice") == "3"
    page = text(client, "/registry/?site=001")
    assert number(page, "site", "this-practice") == "3"
    (home / "others/site=001/events.parquet").unlink()
    assert "events is missing" in text(client, status=503)
    settings.REGISTRY = (settings.REGISTRY[0], "north", None)
    page = text(client)
    assert "3 of 3 episodes." in page
    assert (home / "others/site=000/events.parquet").exists()


def test_without_the_libraries_the_page_says_what_to_install(
    client: Client, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    practice(1, 0)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    sign_in(client, "proceduralist")
    assert "install buffycoat[registry] (pyarrow)" in text(client, status=503)
