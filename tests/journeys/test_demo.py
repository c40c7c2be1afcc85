"""The demo practice is believable, whole, and the same each time."""

import os
import subprocess
import sys
from datetime import date
from statistics import mean
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from buffycoat.pathway.candidacy.records import Medicines, Plan
from buffycoat.pathway.chart import Retraction
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.outcomes.instruments import responder
from buffycoat.pathway.outcomes.records import AdverseEvent, Outcome
from buffycoat.pathway.outcomes.visits import newest
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.stage import Override
from buffycoat.pathway.walk import STAGES, walk
from buffycoat.store import demo
from buffycoat.store.charts import charts, today_board
from buffycoat.store.models import Episode, Patient
from buffycoat.store.verify import verify

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # filled once, on one worker
DAY = date.fromisoformat(demo.DAY)
FILL_ELSEWHERE = """
import django
django.setup()
from django.core.management import call_command
from buffycoat.store import demo
from buffycoat.store.models import Episode
call_command("migrate", verbosity=0)
demo.fill(lambda done, of, name: None)
print("\\n".join(Episode.objects.order_by("pk").values_list("head", flat=True)))
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A second database, being filled by a process of its own."""
    told = {
        "DJANGO_SETTINGS_MODULE": "buffycoat.config.settings",
        "BUFFYCOAT_TODAY": demo.DAY,
        "BUFFYCOAT_DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('demo')}/other.sqlite3",
        "BUFFYCOAT_SECRET_KEY": "another key: no chart depends on it",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", FILL_ELSEWHERE], env=os.environ | told, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def practice(other, django_db_setup, django_db_blocker):
    """The summary of a demo filled into the tests' database, taken back at the end."""
    progress = []
    with (
        django_db_blocker.unblock(),
        override_settings(TODAY=demo.DAY),
        transaction.atomic(),
    ):
        summary = demo.practice(lambda done, of, name: progress.append((done, of, name)))
        assert [done for done, _, _ in progress] == list(range(1, 61)), "progress is told person by person"
        yield summary
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walks(practice):
    """Every episode with its chart and its walk on the day."""
    held = charts(list(Episode.objects.values_list("pk", flat=True)))
    known = Episode.objects.select_related("patient").order_by("pk")
    return [(episode, held[episode.pk], walk(held[episode.pk], DAY)) for episode in known]


@pytest.fixture(scope="module")
def cards(walks):
    """What stands: (indicator, rule, summary), over the whole practice."""
    return [(card.indicator, card.rule, card.summary) for _, _, seen in walks for card in seen.cards]


def test_filled_twice_it_is_the_same_to_the_last_hash(practice, other):
    here = list(Episode.objects.order_by("pk").values_list("head", flat=True))
    there, _ = other.communicate(timeout=300)
    assert there.split() == here
    assert other.returncode == 0


def test_every_chain_is_whole_and_every_index_true(practice):
    assert list(verify()) == []


def test_sixty_episodes_stand_at_all_seven_stages(practice, walks):
    stages = [seen.current.stage.name for _, _, seen in walks]
    assert len(stages) == practice.episodes == 60
    assert set(stages) == {stage.name for stage in STAGES}


@pytest.mark.parametrize(
    ("indicator", "rule", "words"),
    [
        ("critical", "triage.urgency", "Emergency: possible cauda equina"),
        ("critical", "triage.urgency", "Within two weeks: possible cancer"),
        ("critical", "aftercare.check_in", "Worse after a good spell, new night pain"),
        ("critical", "candidacy.fused_level_target", "Disc L5-S1: this level is fused"),
        ("critical", "candidacy.anticoagulant", "Apixaban"),
        ("critical", "candidacy.platelets", "96"),
        ("critical", "consent.teach_back", "could not say back"),
        ("critical", "consent.withdrawn", "taken back"),
        ("warning", "candidacy.labs", "CRP 4 mg/L"),
        ("warning", "candidacy.nsaid_not_stopped", "Naproxen"),
        ("warning", "outcomes.visit", "Answers missing"),
        ("warning", "outcomes.worse", "Pain worse than before"),
        ("info", "outcomes.rescue", "Counts as failure: an operation"),
    ],
)
def test_the_worrying_cards_are_there(cards, indicator, rule, words):
    assert [card for card in cards if card[:2] == (indicator, rule) and words in card[2]]


def test_day_twenty_rings_without_fever_and_the_emergency_rings_first(practice):
    board = today_board(DAY)
    assert board.needs_now[0].alert == "emergency"
    rising = [episode for episode in board.needs_now if "infection" in episode.alert_text]
    assert len(rising) == 1
    assert not [check for check in _said(rising[0], "aftercare.check_in") if check.fever]


def _said(episode, kind):
    return [entry.record for entry in charts([episode.pk])[episode.pk].in_force if entry.kind == kind]


def test_six_come_in_today_and_some_are_due(practice):
    board = today_board(DAY)
    assert len(board.here) == 6
    assert [visit.appointment.at for visit in board.here] == sorted(v.appointment.at for v in board.here)
    assert board.due_count >= 4


def test_entries_were_amended_taken_back_and_gone_past_with_a_reason(walks):
    entries = [entry for _, chart, _ in walks for entry in chart.entries]
    assert {entry.kind for entry in entries if entry.amends} >= {Plan.kind, Medicines.kind, Retraction.kind}
    overrides = [entry.record for entry in entries if entry.kind == Override.kind]
    assert {one.card.split(":")[0] for one in overrides} == {"candidacy.platelets", "aftercare.check_in"}
    assert all(len(one.reason) > 80 for one in overrides)
    past = [card for _, _, seen in walks for standing in seen.standings for card in standing.overridden]
    assert len(past) == len(overrides), "each still covers its card"


def test_nothing_is_signed_that_has_not_happened(walks):
    signed = [entry.signed_at for _, chart, _ in walks for entry in chart.entries]
    assert max(signed).astimezone(ZoneInfo(settings.TIME_ZONE)).isoformat() < f"{demo.DAY}T11"
    for _, chart, _ in walks:
        assert list(chart.entries) == sorted(chart.entries, key=lambda entry: entry.signed_at)


def test_whoever_was_injected_has_volumes_that_add_up_and_a_plausible_dose(walks):
    treated = [chart for _, chart, _ in walks if chart.newest(Injection)]
    assert len(treated) == 38
    for chart in treated:
        draw, product, given = chart.newest(Draw), chart.newest(Product), chart.newest(Injection)
        went_in = sum(site.volume for site in given.sites)
        assert went_in + product.sample_volume <= product.volume
        recovered = product.platelets * product.volume / (draw.baseline_platelets * draw.blood_volume)
        assert 0.5 < recovered < 0.85
        assert 0.5 <= went_in * product.platelets / 1000 <= 15, "billions"


def test_no_rule_is_broken_silently(walks):
    """After an injection nothing critical stands but what the stories mean to show."""
    meant = {"aftercare.check_in", "aftercare.unanswered"}
    for episode, chart, seen in walks:
        if chart.newest(Injection):
            assert {card.rule for card in seen.cards if card.indicator == "critical"} <= meant, episode.title
        impossible = [card for card in seen.cards if card.code in ("contradiction", "data_quality")]
        assert impossible == [], episode.title


def _results(walks, target, visit):
    """Responders by half the pain among those of a target who answered at a visit."""
    found = []
    for _, chart, _ in walks:
        given, answers = chart.newest(Injection), chart.every(Outcome)
        later = newest(answers, visit)
        if given and given.sites[0].target.startswith(target) and later:
            found.append(responder(newest(answers, "baseline"), later)["a"].responder)
    return found


def test_outcomes_are_what_trials_say_and_not_better(walks):
    disc, facet = _results(walks, "DISC", "week_26"), _results(walks, "FACET", "week_26")
    assert len(disc) >= 8
    assert 0.3 <= mean(disc) <= 0.6, "the largest trial: 21 of 44"
    assert 0.3 <= mean(facet) <= 0.7
    assert mean(_results(walks, "EPI", "week_52")) < mean(_results(walks, "EPI", "week_26")), "it fades"


def test_harm_is_in_it_and_was_reported(walks):
    events = [event for _, chart, _ in walks for event in chart.every(AdverseEvent)]
    discitis = [event for event in events if event.infection == "suspected"]
    assert len(discitis) == 1
    assert "medwatch" in discitis[0].reported_to
    assert len(events) >= 6


def test_people_sign_in_with_what_is_printed(practice, client):
    printed = demo.told(practice, "http://127.0.0.1:8000/")
    for account in practice.accounts:
        assert all(word in printed for word in (account.username, account.secret, *account.recovery_codes))
    nurse = next(account for account in practice.accounts if account.username == "nurse")
    typed = {"login": nurse.username, "password": nurse.password}
    asked = client.post("/accounts/login/", typed)
    assert asked.status_code == 302
    done = client.post(asked.url, {"code": nurse.recovery_codes[0]})
    assert (done.status_code, done.url) == (302, settings.LOGIN_REDIRECT_URL)


def test_a_second_start_finds_it_and_another_practice_is_left_alone(practice):
    again = demo.practice(lambda done, of, name: pytest.fail("nothing is filled in twice"))
    assert (again.episodes, again.entries) == (practice.episodes, practice.entries)
    with transaction.atomic():
        Patient.objects.filter(mrn="DEMO-1001").update(mrn="4711")
        with pytest.raises(demo.NotEmpty):
            demo.practice(lambda done, of, name: pytest.fail("invented people among real ones"))
        transaction.set_rollback(True)
