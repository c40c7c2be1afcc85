"""Signing on a page: nothing typed is lost, whatever stands in the way; and each refusal says why."""

import pytest

from buffycoat.pathway.candidacy.records import Labs
from buffycoat.pathway.chart import Retraction
from buffycoat.pathway.stage import Override
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.store import clock
from buffycoat.store.charts import chart
from buffycoat.store.models import AuditEvent, Prefill


def newest(clinic):
    return chart(clinic.episode.pk).entries[-1]


def post(browser, clinic, rest, seen, **typed):
    sent = {name.replace("__", ":"): text for name, text in typed.items()}
    return browser.post(clinic.address(rest), {":seen": str(seen), "do": "sign", **sent})


def test_a_record_is_signed_as_it_was_typed(clinic):
    nurse = clinic.at_screen("nurse")
    answer = post(nurse, clinic, "sign/triage.pain", 1, now="6", average="?")
    assert answer.status_code == 302
    assert newest(clinic).record == Pain(now=6, average=None)
    assert newest(clinic).signer.role == "nurse"
    assert "Signed: pain, entry 2." in nurse.get(clinic.address()).content.decode()


def test_what_is_wrong_comes_back_with_what_was_typed_and_nothing_is_signed(clinic):
    typed = {"birth_date": "30/30/1970", "name": "Ann", "phone": "555-0123", "reason": "It hurts\nat night"}
    answer = post(clinic.at_screen("nurse"), clinic, "sign/triage.referral", 1, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“30/30/1970” is not a day that exists" in page
    assert '<a href="#q-birth-date">' in page
    assert "It hurts\nat night" in page
    assert 'value="30/30/1970"' in page
    assert clinic.entries() == 1


def test_an_unlikely_value_is_asked_about_once(clinic):
    nurse = clinic.at_screen("nurse")
    clinic.sign(WarningSigns(**{name: False for name in WarningSigns.items if name not in NOT_YES_NO}))
    clinic.sign(Pain(now=5))
    typed = {"platelets.value": "2500", "platelets.taken_on": "2026-11-18", ":seen": "3", "do": "sign"}
    answer = nurse.post(clinic.address("sign/candidacy.labs"), typed)
    assert answer.status_code == 422
    assert "did you mean 250 ×10⁹/L?" in answer.content.decode()
    confirmed = typed | {"platelets.value:confirm": "2500×10⁹/L"}
    assert nurse.post(clinic.address("sign/candidacy.labs"), confirmed).status_code == 302
    assert newest(clinic).record.platelets.value == 2500


NOT_YES_NO = ("asked_of", "narrative", "newly", "stiffness")


def test_adding_a_row_signs_nothing_and_keeps_everything(clinic):
    typed = {"drugs:rows": "1", "drugs.0.name": "Aspirin", ":seen": "1", "do": "add:drugs"}
    page = clinic.at_screen("nurse").post(clinic.address("sign/candidacy.medicines"), typed).content.decode()
    assert 'value="Aspirin"' in page
    assert 'name="drugs.1.name"' in page
    assert clinic.entries() == 1


def test_two_signers_at_once_one_wins_and_the_other_gets_their_text_back(clinic):
    nurse, seen = clinic.at_screen("nurse"), clinic.entries()
    clinic.sign(WarningSigns(fever=True))
    answer = post(nurse, clinic, "sign/triage.pain", seen, now="6", average="4")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "somebody else signed first" in page
    assert "Warning signs: fever;" in page
    assert 'name=":seen" value="2"' in page
    assert clinic.entries() == 2
    assert post(nurse, clinic, "sign/triage.pain", 2, now="6", average="4").status_code == 302
    assert newest(clinic).record == Pain(now=6, average=4)


def test_a_form_without_its_count_has_seen_nothing(clinic):
    answer = clinic.at_screen("nurse").post(clinic.address("sign/triage.pain"), {"do": "sign", "now": "6"})
    assert answer.status_code == 409


def test_a_stage_that_is_not_reached_refuses_and_says_what_is_missing(clinic):
    doctor = clinic.at_screen("proceduralist")
    answer = doctor.get(clinic.address("sign/preparation.draw"))
    assert answer.status_code == 409
    assert "Blood draw cannot be signed while triage is open" in answer.content.decode()
    typed = {"drawn_at": "2026-11-19T09:00", "blood_volume": "52"}
    answer = post(doctor, clinic, "sign/preparation.draw", 1, **typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "cannot be signed while triage is open" in page
    assert 'value="52"' in page
    assert clinic.entries() == 1


def test_a_red_flag_stops_the_way_and_is_named(clinic):
    clinic.sign(WarningSigns(saddle_numbness=True, urinary_retention=True))
    clinic.sign(Pain(now=7))
    page = clinic.at_screen("proceduralist").get(clinic.address("sign/consent.consent")).content.decode()
    assert "cauda equina" in page


def test_a_form_is_filled_in_from_the_newest_entry_and_says_so(clinic):
    number = clinic.sign(Pain(now=6, trend="worse"), by="nurse")
    page = clinic.at_screen("nurse").get(clinic.address("sign/triage.pain")).content.decode()
    assert f"Filled in from entry {number}, signed by Nurse" in page
    assert 'value="worse" id="q-trend-3" checked' in page


def test_a_form_is_filled_in_from_an_import_until_it_is_signed(clinic):
    Prefill.objects.create(
        patient=clinic.patient,
        records=[
            {"kind": Labs.kind, "body": Labs(platelets={"value": 238, "taken_on": "2026-10-01"}).body()}
        ],
        as_of="2026-11-19",
        imported_at=clock.now(),
        file_name="ann.json",
        digest="d" * 64,
        summary={},
    )
    clinic.sign(WarningSigns(**{name: False for name in WarningSigns.items if name not in NOT_YES_NO}))
    clinic.sign(Pain(now=5))
    nurse = clinic.at_screen("nurse")
    episode = nurse.get(clinic.address()).content.decode()
    assert "From ann.json; not signed." in episode
    form = nurse.get(clinic.address("sign/candidacy.labs?from=import")).content.decode()
    assert "Filled in from ann.json" in form
    assert 'value="238"' in form
    typed = {"platelets.value": "238", "platelets.taken_on": "2026-10-01", ":seen": "3", "do": "sign"}
    assert nurse.post(clinic.address("sign/candidacy.labs"), typed).status_code == 302
    assert "From ann.json; not signed." not in nurse.get(clinic.address()).content.decode()


def test_an_amendment_stands_beside_what_it_amends(clinic):
    number, nurse = clinic.sign(Pain(now=6, worst=9)), clinic.at_screen("nurse")
    page = nurse.get(clinic.address(f"entries/{number}/amend")).content.decode()
    assert f"Filled in from entry {number}, which it will replace." in page
    assert post(nurse, clinic, f"entries/{number}/amend", number, now="7", worst="9").status_code == 302
    assert (newest(clinic).record, newest(clinic).amends) == (Pain(now=7, worst=9), number)
    episode = nurse.get(clinic.address()).content.decode()
    assert f"amended by entry {number + 1}" in episode
    assert nurse.get(clinic.address(f"entries/{number}/amend")).status_code == 409


def test_an_entry_is_taken_back_with_a_reason(clinic):
    number, nurse = clinic.sign(Pain(now=6)), clinic.at_screen("nurse")
    where = clinic.address(f"entries/{number}/retract")
    answer = nurse.post(where, {":seen": str(number), "reason": "oops"})
    assert answer.status_code == 422
    assert ">\noops</textarea>" in answer.content.decode()
    assert nurse.post(where, {":seen": "1", "reason": "Written for another patient"}).status_code == 409
    assert (
        nurse.post(where, {":seen": str(number), "reason": "Written for another patient"}).status_code == 302
    )
    assert newest(clinic).record == Retraction(reason="Written for another patient")


def test_a_card_is_gone_past_by_whom_it_names_with_a_reason(clinic):
    clinic.sign(WarningSigns(saddle_numbness=True, urinary_retention=True))
    clinic.sign(Pain(now=7))
    doctor, nurse = clinic.at_screen("proceduralist"), clinic.at_screen("nurse")
    page = doctor.get(clinic.address()).content.decode()
    there = page.partition("override?card=")[2].partition('"')[0]
    where = clinic.address(f"override?card={there}")
    refused = nurse.get(where)
    assert refused.status_code == 403
    assert "may go past this card" in refused.content.decode()
    assert doctor.post(where, {":seen": "3", "reason": "ok"}).status_code == 422
    reason = "MRI of this morning: no compression; neurosurgery agrees"
    assert doctor.post(where, {":seen": "3", "reason": reason}).status_code == 302
    assert isinstance(newest(clinic).record, Override)
    episode = doctor.get(clinic.address()).content.decode()
    assert "Gone past, with a reason" in episode
    assert reason in episode


def test_an_entry_opens_to_every_answer_those_not_asked_too(clinic):
    number = clinic.sign(Pain(now=6, average=None))
    page = clinic.at_screen("nurse").get(clinic.address(f"entries/{number}/")).content.decode()
    assert "Not known" in page
    assert "Not asked" in page
    assert newest(clinic).hash in page


def test_looking_is_noted(clinic):
    nurse = clinic.at_screen("nurse")
    for rest in ("", "entries/1/", "sign/triage.pain", "bench"):
        nurse.get(clinic.address(rest))
    nurse.get(f"/patients/{clinic.patient.pk}/")
    seen = AuditEvent.objects.filter(action="view", actor_id="nurse")
    assert seen.count() == 5
    assert {event.patient_id for event in seen} == {clinic.patient.pk}


@pytest.mark.parametrize("rest", ["sign/chart.override", "sign/no.such", "entries/99/", "override?card=no"])
def test_what_is_not_there_is_not_found(clinic, rest):
    assert clinic.at_screen("proceduralist").get(clinic.address(rest)).status_code == 404


def test_a_referral_changes_who_the_patient_is_only_by_a_signature(clinic):
    desk = clinic.at_screen("front_desk")
    typed = {"name": "Ann Example-Roe", "birth_date": "1970-05-17", "mrn": "A-1"}
    assert post(desk, clinic, "sign/triage.referral", 1, **typed).status_code == 302
    assert isinstance(newest(clinic).record, Referral)
    assert "Ann Example-Roe" in desk.get(clinic.address()).content.decode()
