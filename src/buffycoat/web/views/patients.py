"""Finding a patient, entering one, and the page of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from buffycoat.pathway.triage.records import Referral
from buffycoat.store import actions, clock
from buffycoat.store.charts import find_patients
from buffycoat.store.models import Patient
from buffycoat.web.forms import build, check, posted
from buffycoat.web.forms.check import Checked
from buffycoat.web.views.page import bar, page, staff_page
from buffycoat.web.views.prefills import records, waiting_files

INDEXED = ("name", "birth_date", "sex", "mrn", "language", "phone")  # the answers that say who somebody is


@staff_page("see")
def search(request: HttpRequest) -> HttpResponse:
    """By name, record number or birth date."""
    text = request.GET.get("q", "").strip()
    found = find_patients(text) if text else []
    return page(request, "patients.html", here="patients", text=text, found=found)


@staff_page("register")
def new_patient(request: HttpRequest) -> HttpResponse:
    """Who they are, as the referral asks it: an episode's first entry is made from the same answers."""
    typed = posted(request.POST) if request.method == "POST" else {}
    checked = check(Referral, typed, clock.zone()) if typed else Checked({})
    if checked.ready and isinstance(checked.record, Referral):
        said = checked.record.model_dump(include=set(INDEXED), exclude_none=True)
        try:
            patient = actions.register_patient(request.user.signer, **({"sex": ""} | said))
        except actions.Refused as refusal:  # the number is somebody's: it comes back with what was typed
            checked = Checked(checked.typed, None, {"mrn": refusal.reason})
        else:
            return redirect("patient", patient.pk)
    form = build(Referral, checked)
    asked = [field for field in form.fields if field.name in INDEXED]
    return page(request, "patient_new.html", status=422 if form.problems else 200, form=form, asked=asked)


@staff_page("see")
def patient(request: HttpRequest, patient_id: str) -> HttpResponse:
    """Identity, episodes, and what was imported and not signed."""
    person = get_object_or_404(Patient, pk=patient_id)
    actions.note_view(request.user.signer, patient=person)
    episodes = list(person.episodes.order_by("-opened_at"))
    return page(
        request,
        "patient_page.html",
        here="patients",
        patient=person,
        who=bar(person),
        episodes=episodes,
        newest=episodes[0] if episodes else None,
        files=[(prefill, records(prefill)) for prefill in waiting_files(person)],
    )


@staff_page("register")
def new_episode(request: HttpRequest, patient_id: str) -> HttpResponse:
    """One problem, one treatment; a repeat follows the one before it."""
    person = get_object_or_404(Patient, pk=patient_id)
    earlier = list(person.episodes.order_by("-opened_at"))
    title = request.POST.get("title", "").strip()
    if request.method == "POST" and title:
        follows = next((one for one in earlier if one.pk == request.POST.get("follows")), None)
        opened = actions.open_episode(request.user.signer, person, title=title[:200], follows=follows)
        messages.success(request, "The episode is open. Its first entry is who the patient is.")
        return redirect("episode", opened.pk)
    error = "In a few words: where, what and since when." if request.method == "POST" else ""
    return page(
        request,
        "episode_new.html",
        status=422 if error else 200,
        who=bar(person),
        patient=person,
        earlier=earlier,
        error=error,
    )
