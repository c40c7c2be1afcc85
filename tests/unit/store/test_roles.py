"""Who may do what: said once, in code, with a reason; the rest follows from it."""

from datetime import date

import pytest

from buffycoat.pathway.record import RECORDS
from buffycoat.pathway.stage import Override
from buffycoat.pathway.walk import STAGES
from buffycoat.store.actions import Refused, note_export, note_view, open_episode, register_patient
from buffycoat.store.models import AuditEvent, Staff
from buffycoat.store.roles import OWN, ROLES, may
from tests.people import DESK, MANAGER, NURSE, RESEARCHER, signer

STAFF = set(Staff.Role.values)


def test_every_role_has_its_reason():
    assert set(ROLES) == STAFF | {"patient"}
    assert all(role.why.endswith(".") and role.name for role in ROLES.values())
    assert {key: Staff.Role(key).label for key in STAFF} == {key: ROLES[key].name for key in STAFF}


def test_what_a_role_signs_exists():
    known = set(RECORDS) | {stage.name for stage in STAGES}
    assert {kind for role in ROLES.values() for kind in role.signs} <= known


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_the_proceduralist_may_sign_everything_but_what_is_the_patients_own(stage):
    assert all(may("proceduralist", "sign", one.kind) for one in stage.records if one.kind not in OWN)


@pytest.mark.parametrize("kind", OWN)
def test_nobody_signs_for_the_patient(kind):
    assert [role for role in ROLES if may(role, "sign", kind)] == ["patient"]


@pytest.mark.parametrize(
    ("role", "action", "kind", "answer"),
    [
        ("front_desk", "sign", "triage.referral", True),
        ("front_desk", "sign", "candidacy.medicines", False),
        ("front_desk", "override", "", False),
        ("front_desk", "export", "", False),
        ("nurse", "sign", "preparation.draw", True),
        ("nurse", "sign", "injection.time_out", True),
        ("nurse", "sign", "injection.injection", False),
        ("nurse", "sign", "candidacy.plan", False),
        ("nurse", "sign", "consent.consent", False),
        ("manager", "export", "", True),
        ("manager", "sign", "injection.injection", False),
        ("researcher", "report", "", True),
        ("researcher", "see", "", False),
        ("researcher", "sign", "", False),
        ("patient", "sign", "outcomes.outcome", True),
        ("patient", "sign", "candidacy.history", False),
        ("patient", "see", "", False),
        ("", "see", "", False),
        ("stranger", "sign", "", False),
    ],
)
def test_who_may_do_what(role, action, kind, answer):
    assert may(role, action, kind) is answer


def test_nobody_overrides_who_may_not():
    assert {role for role in ROLES if may(role, "sign", Override.kind)} == {
        "nurse",
        "proceduralist",
        "manager",
    }


@pytest.mark.django_db
def test_a_researcher_sees_no_patient_and_the_others_leave_a_line():
    ann = register_patient(DESK, name="Ann Example", birth_date=date(1970, 5, 17), sex="female")
    episode = open_episode(DESK, ann, title="Back")
    for nobody in (RESEARCHER, signer("patient"), signer("")):
        with pytest.raises(Refused, match="may not see patients"):
            note_view(nobody, episode=episode)
    with pytest.raises(Refused, match="may not export"):
        note_export(NURSE, patient=ann)
    note_view(NURSE, episode=episode, what="episode page")
    note_export(MANAGER, patient=ann, what="FHIR bundle")
    seen, taken = AuditEvent.objects.filter(action__in=["view", "export"]).order_by("pk")
    assert (seen.actor_id, seen.patient_id, seen.episode_id, seen.what) == (
        "nurse",
        ann.pk,
        episode.pk,
        "episode page",
    )
    assert (taken.action, taken.patient_id, taken.episode_id) == ("export", ann.pk, "")
