"""Run as a program: fills the demo practice and prints as JSON where its pages are, and who may open them."""

import json
from datetime import timedelta
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  # Django is awake only now
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402

from buffycoat.pathway.candidacy.records import Plan  # noqa: E402
from buffycoat.pathway.consent.patient_part import Offer  # noqa: E402
from buffycoat.pathway.outcomes.records import Outcome  # noqa: E402
from buffycoat.pathway.walk import walk  # noqa: E402
from buffycoat.store import actions, clock, demo  # noqa: E402
from buffycoat.store.charts import chart  # noqa: E402
from buffycoat.store.models import EntryRow, Episode, Staff  # noqa: E402
from buffycoat.web.presenters.consent_draft import ConsentDraft, patient_part  # noqa: E402
from buffycoat.web.presenters.consent_text import reading  # noqa: E402
from buffycoat.web.presenters.patient_words import Say  # noqa: E402


def session(staff: Staff) -> str:
    """Somebody is signed in: what their browser's cookie holds."""
    made = import_module(settings.SESSION_ENGINE).SessionStore()
    made[SESSION_KEY], made[HASH_SESSION_KEY] = str(staff.pk), staff.get_session_auth_hash()
    made[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    made.save()
    return str(made.session_key)


def link(episode: Episode, purpose: str, visit: str = "") -> dict[str, str]:
    """A patient's link, and the date of birth that opens it."""
    nurse = Staff.objects.filter(role="nurse").first()
    token = actions.make_link(nurse.signer, episode, purpose, visit=visit)
    return {"token": token, "born": str(episode.patient.birth_date)}


def unsigned(stage: str, **wanted: Any) -> list[Episode]:
    """Episodes that stand in a stage, oldest address first."""
    return list(Episode.objects.filter(stage=stage, **wanted).select_related("patient").order_by("pk"))


def told_as(title: str) -> str:
    """The episode of a story."""
    return Episode.objects.get(title=title).pk


def critical_card(episode: Episode) -> str:
    """The key of a card that a proceduralist may go past."""
    cards = walk(chart(episode.pk), clock.today()).cards
    return next(
        (one.key for one in cards if one.indicator == "critical" and "proceduralist" in one.override_by), ""
    )


def harmed(words: str) -> dict[str, Any]:
    """The newest version of an adverse event whose signed text has these words, and where it is."""
    rows = EntryRow.objects.filter(kind="outcomes.adverse_event", body__contains=words)
    row = rows.exclude(signer_role="patient").order_by("episode_id", "-number").first()
    return {"episode": row.episode_id, "number": row.number}


def last_pain(episode: Episode) -> int:
    """Pain a year after; 99 where nobody answered then."""
    answers = {one.visit: one.nrs_average for one in chart(episode.pk).every(Outcome)}
    return answers.get("week_52") if answers.get("week_52") is not None else 99


def proposed(episode: Episode, kind: str) -> Episode:
    """A treatment put to the patient, at the places of the plan."""
    doctor, held = Staff.objects.filter(role="proceduralist").first(), chart(episode.pk)
    offer = Offer(
        sites=held.newest(Plan).sites,
        diagnosis="Pain from the low back",
        blood_volume=60,
        price="$1,450" if kind == "disc" else "$1,200",
        refund="none",
        medicare=kind == "disc",
        performer=doctor.name,
        interests="none",
    )
    actions.sign(doctor.signer, episode.pk, offer, seen=len(held.entries))
    return episode


def signed_by_the_patient(episode: Episode) -> Episode:
    """The same, read, said back and signed through a link, with one question explained again."""
    proposed(episode, "disc")
    nurse, now = Staff.objects.filter(role="nurse").first(), clock.now()
    token = actions.make_link(nurse.signer, episode, "consent")
    say = Say("en", phone=settings.PHONE, emergency=settings.EMERGENCY)
    text = reading(chart(episode.pk), clock.today(), say)
    done = ConsentDraft(
        given_at=(now - timedelta(days=2)).isoformat(),
        seconds={part.key: 95 for part in text.parts},
        wrong={"infection": ("1",)},
        interpreter="no",
        choices={"care": "yes", "registry": "yes", "photographs": "no", "contact": "no"},
    )
    record = patient_part(done, text, say, episode.patient.name, now)
    actions.send(actions.open_link(token, "consent"), [(record, None)])
    return episode


def main() -> None:
    """Fill, look around, tell."""
    call_command("migrate", verbosity=0)
    accounts = demo.fill(lambda done, of, name: None).accounts
    blocked = next(one for one in unsigned("candidacy", state="blocked") if critical_card(one))
    treated = (
        Episode.objects.filter(stage="outcomes").order_by("-entries", "pk").select_related("patient").first()
    )
    asked = unsigned("triage", alert="")
    ready = unsigned("injection", state="here")
    # Nothing is read of them elsewhere; each has a plan, and nothing that stops before consent.
    agreed = [one for one in unsigned("preparation", state="here") if chart(one.pk).newest(Plan)]
    told = {
        "sessions": {role: session(Staff.objects.filter(role=role).first()) for role in Staff.Role.values},
        "usernames": {one.role: one.username for one in accounts},
        "codes": {one.role: one.recovery_codes[0] for one in accounts},
        "password": accounts[0].password,
        "patient": treated.patient_id,
        "blocked": blocked.pk,
        "card": critical_card(blocked),
        "treated": treated.pk,
        "infected": harmed('"infection":"suspected"'),
        "flared": harmed("Sore for five days")["episode"],
        "answered": min(unsigned("outcomes"), key=last_pain).pk,
        "emergency": Episode.objects.filter(alert="emergency").first().pk,
        "ready": ready[0].pk,
        "new": asked[0].pk,
        "newer": asked[1].pk,
        "consented": agreed[2].pk,
        "candidate": unsigned("candidacy", state="here")[0].pk,
        "examined": told_as("Sacroiliac pain"),
        "medicated": told_as("Low-back pain, sitting"),
        "fused": told_as("Back pain after fusion"),
        "links": {
            "intake": link(asked[1], "intake"),
            "intake_es": link(asked[2], "intake"),
            "alarm": link(asked[0], "intake"),
            "check_in": link(treated, "check_in"),
            "plan": link(treated, "plan"),
            "visit": link(treated, "check_in", "week_12"),
            "consent": link(proposed(agreed[0], "disc"), "consent"),
            "consent_es": link(proposed(agreed[1], "facet"), "consent"),
            "consent_signed": link(signed_by_the_patient(agreed[2]), "consent"),
        },
    }
    print(json.dumps(told))


main()
