"""The consent link: what is kept, what opens the signature, what can never be signed for the patient."""

from datetime import timedelta

import pytest

from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.texts import questions
from buffycoat.store import clock
from buffycoat.store.actions import Refused, make_link, sign
from buffycoat.store.charts import chart
from buffycoat.store.models import AuditEvent
from buffycoat.web.presenters.countersign import TOLD, countersigned
from tests.journeys import answers as said
from tests.people import DESK, DOCTOR, NURSE, sign_in
from tests.spec.consent import offer, own_part
from tests.unit.web.consenting import FACET, a_candidate, a_consent_link, put, read_all, sign_it
from tests.unit.web.patients import an_episode

pytestmark = pytest.mark.django_db
DISC = {"target": "DISC", "level": "L4-5", "side": "M"}


def own(visit):
    return chart(visit.episode.pk).newest(PatientPart)


def test_without_a_proposal_no_link_is_made():
    with pytest.raises(Refused, match="Nothing is proposed"):
        make_link(NURSE, an_episode(), "consent")


@pytest.mark.parametrize("by", [DESK, NURSE, DOCTOR])
def test_nobody_of_the_clinic_signs_for_the_patient(by):
    episode = a_candidate()
    with pytest.raises(Refused, match="may not sign"):
        put(episode, own_part(sites=(FACET,)), by)


@pytest.mark.parametrize("by", [DESK, NURSE])
def test_only_the_clinician_countersigns(by):
    visit = a_consent_link()
    read_all(visit)
    sign_it(visit)
    draft = {
        "capacity": True,
        "explained_by": "Dr One",
        **countersigned(own(visit)).model_dump(exclude_unset=True),
    }
    with pytest.raises(Refused, match="may not sign"):
        put(visit.episode, Consent.model_validate(draft), by)


def test_nothing_is_shown_before_the_date_of_birth():
    visit = a_consent_link(proved=False)
    for at in ("", "1/", "q-approved/", "sign/", "done/", "copy/", "withdraw/"):
        page = visit.text(at)
        assert "date of birth" in page
        assert "$1,200" not in page


def test_the_way_goes_part_by_part_and_question_by_question():
    visit = a_consent_link()
    assert visit.get()["Location"].endswith("/start/")
    assert "whether you would like an interpreter" in visit.post("start/", do="begin").content.decode()
    visit.post("start/", interpreter="no", do="begin")
    assert visit.get()["Location"].endswith("/1/")
    visit.get("1/")
    visit.post("1/", do="read")
    assert visit.get()["Location"].endswith("/q-approved/")
    for at in ("choices/", "sign/"):
        visit.post(at, do="sign", name="Ana Ruiz")
    assert own(visit) is None


def test_every_wrong_answer_is_explained_again_and_written_down():
    visit = a_consent_link()
    one = questions(frozenset({"FACET"}))["cost"]
    wrong = next(n for n, choice in enumerate(one.choices) if not choice.right)
    for answer in (str(wrong), "unsure"):
        page = visit.post("q-cost/", answer=answer, do="answer").content.decode()
        assert "explain this well enough" in page
        assert one.again["en"] in page
    for nonsense in ("", "9", "x"):
        assert "choose one answer" in visit.post("q-cost/", answer=nonsense, do="answer").content.decode()
    read_all(visit)
    sign_it(visit)
    back = {each.key: each for each in own(visit).said_back}
    assert back["cost"].tries == 3
    assert back["cost"].wrong == (one.choices[wrong].en, "I am not sure")
    assert back["approved"].tries == 1
    assert "Answered 3 times" in countersigned(own(visit)).teach_back_notes


def test_the_time_a_part_is_open_adds_up(monkeypatch):
    visit, start = a_consent_link(), clock.now()
    for after, act in ((0, visit.get), (70, visit.post), (600, visit.get), (630, visit.post)):
        moment = start + timedelta(seconds=after)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        act("1/", do="read") if act == visit.post else act("1/")
    read_all(visit)
    sign_it(visit)
    assert {one.key: one.seconds for one in own(visit).passages}["what"] == 100


def test_scopes_are_asked_one_by_one_and_nothing_is_ticked_before():
    visit = a_consent_link()
    read_all(visit)
    assert "checked" not in visit.text("choices/")
    page = visit.post("choices/", care="yes", do="chosen").content.decode()
    assert page.count("Please say yes or no") == 3
    assert visit.get("sign/")["Location"].endswith("/choices/")
    sign_it(visit, care="yes", registry="no", photographs="no", contact="yes")
    held = own(visit)
    given = (held.scope_care, held.scope_registry, held.scope_photographs, held.scope_contact)
    assert given == (True, False, False, True)


def test_an_interpreter_who_is_wanted_and_not_there_keeps_it_unsigned():
    visit = a_consent_link()
    read_all(visit, interpreter="wanted")
    visit.post("choices/", do="chosen", care="yes", registry="no", photographs="no", contact="no")
    assert "we will find an interpreter" in visit.text("sign/")
    visit.post("sign/", do="sign", name="Ana Ruiz")
    assert own(visit) is None
    assert "write who interprets" in visit.post("start/", interpreter="here", do="begin").content.decode()
    visit.post("start/", interpreter="here", interpreter_name="Language line 4417", do="begin")
    visit.post("sign/", do="sign", name="Ana Ruiz")
    assert (own(visit).interpreter_needed, own(visit).interpreter_name) == (True, "Language line 4417")


def test_an_empty_name_is_no_signature():
    visit = a_consent_link()
    read_all(visit)
    page = sign_it(visit, name="  ").content.decode()
    assert "type your full name" in page
    assert own(visit) is None


def test_a_disc_waits_a_day_and_a_joint_does_not(monkeypatch):
    visit = a_consent_link(a_candidate("en", DISC))
    read_all(visit)
    assert "You can sign from" in sign_it(visit).content.decode()
    assert own(visit) is None
    later = clock.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    visit.post("sign/", do="sign", name="Ana Ruiz")
    assert own(visit) is not None


def test_what_changes_while_somebody_reads_is_read_again():
    visit = a_consent_link()
    read_all(visit)
    put(visit.episode, offer(*said.plan(sites=(FACET,)).sites, price="$1,300"))
    assert visit.get()["Location"].endswith("/5/")  # what it costs; the other parts are as they were
    assert visit.get("sign/")["Location"].endswith("/5/")


def test_another_plan_stops_the_signature():
    visit = a_consent_link()
    read_all(visit)
    put(visit.episode, said.plan(sites=(FACET, {**FACET, "level": "L5-S1"})))
    assert "plan has changed" in sign_it(visit).content.decode()
    assert own(visit) is None


def test_the_language_can_be_changed_on_the_way_and_nothing_is_lost():
    visit = a_consent_link()
    visit.post("start/", interpreter="no", do="begin")
    visit.get("1/")
    visit.post("1/", do="read")
    visit.post("q-approved/", do="lang:es")
    assert "¿La FDA ha aprobado" in visit.text("q-approved/")
    assert visit.get()["Location"].endswith("/q-approved/")  # part 1 stays read
    read_all(visit)
    sign_it(visit)
    assert own(visit).text_language == "es"
    assert "no lo ha aprobado" in own(visit).passages[0].title


def test_it_is_signed_once_and_stays_to_be_read():
    visit = a_consent_link()
    read_all(visit)
    sign_it(visit)
    sign_it(visit)
    assert len(chart(visit.episode.pk).signed(PatientPart)) == 1
    assert visit.get("3/")["Location"].endswith("/done/")
    assert "not signed yet" in visit.text("done/")


def test_a_block_before_consent_keeps_it_unsigned_and_says_so():
    visit = a_consent_link()
    read_all(visit)
    put(visit.episode, said.history(infection_now=True), NURSE)
    assert "something to settle first" in sign_it(visit).content.decode()
    assert own(visit) is None


def test_taking_back_needs_a_tick_and_is_signed_by_the_patient():
    visit = a_consent_link()
    read_all(visit)
    sign_it(visit)
    assert "tick what you take back" in visit.post("withdraw/", do="withdraw").content.decode()
    visit.post("withdraw/", do="withdraw", contact="on", registry="on", words="No more letters")
    back = chart(visit.episode.pk).newest(Withdrawal)
    assert (back.contact, back.care, back.registry) == (True, False, False)  # the registry was a no already
    assert back.words == "No more letters"
    assert visit.text("withdraw/").count('type="checkbox"') == 1


def test_every_step_is_audited_as_the_patients():
    visit = a_consent_link()
    read_all(visit)
    sign_it(visit)
    visit.get("copy/")
    told = list(AuditEvent.objects.filter(role="patient").values_list("what", flat=True))
    assert "consent: part 1 answered" in told
    assert "consent sent" in told
    assert any("copy of entry" in what for what in told)


def test_every_point_that_a_page_tells_is_told_by_one_part():
    names = [name for points in TOLD.values() for name in points]
    assert len(names) == len(set(names))
    assert set(names) == {name for name in Consent.items if name.startswith("explained_")} - {"explained_by"}


def test_the_countersignature_leaves_to_the_clinician_what_only_they_know():
    draft = countersigned(own_part())
    assert draft.state("capacity") == "not asked"
    assert draft.state("explained_by") == "not asked"
    assert draft.state("explained_benefit") == "not asked"  # this patient had only the first part
    assert draft.explained_off_label is True


def test_a_clinician_cannot_write_another_answer_than_the_patients():
    visit = a_consent_link()
    read_all(visit)
    sign_it(visit, registry="no")
    filled = countersigned(own(visit)).model_dump(exclude_unset=True)
    wrong = Consent.model_validate(filled | {"capacity": True, "explained_by": "Dr", "scope_registry": True})
    sign(DOCTOR, visit.episode.pk, wrong, seen=len(chart(visit.episode.pk).entries))
    visit.episode.refresh_from_db()
    assert (visit.episode.stage, visit.episode.state) == ("consent", "blocked")


def test_an_interpreter_who_is_wanted_is_told_to_the_clinic(client):
    visit = a_consent_link()
    sign_in(client, "nurse")
    board = f"/episodes/{visit.episode.pk}/consent"
    told = "wants an interpreter and has none yet"
    assert told not in client.get(board).content.decode()
    visit.post("start/", interpreter="wanted", do="begin")
    assert told in client.get(board).content.decode()
    visit.post("start/", interpreter="here", interpreter_name="Rosa Lima", do="begin")
    assert told not in client.get(board).content.decode()
