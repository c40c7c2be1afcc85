"""Addresses of the pages."""

from django.urls import path

from buffycoat.web.views import (
    bench,
    emergency,
    entries,
    episode,
    imports,
    links,
    override,
    patient_check_in,
    patient_intake,
    patients,
    sign,
    sources,
    today,
    visits,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("patients/", patients.search, name="patients"),
    path("patients/new", patients.new_patient, name="new-patient"),
    path("patients/<str:patient_id>/", patients.patient, name="patient"),
    path("patients/<str:patient_id>/episodes/new", patients.new_episode, name="new-episode"),
    path("episodes/<str:episode_id>/", episode.episode, name="episode"),
    path("episodes/<str:episode_id>/bench", bench.bench, name="bench"),
    path("episodes/<str:episode_id>/sign/<str:kind>", sign.sign, name="sign"),
    path("episodes/<str:episode_id>/override", override.override, name="override"),
    path("episodes/<str:episode_id>/book", visits.book, name="book"),
    path("visits/<int:appointment_id>/arrive", visits.arrive, name="arrive"),
    path("episodes/<str:episode_id>/link", links.link, name="link"),
    path("episodes/<str:episode_id>/entries/<int:number>/", entries.entry, name="entry"),
    path("episodes/<str:episode_id>/entries/<int:number>/amend", sign.amend, name="amend"),
    path("episodes/<str:episode_id>/entries/<int:number>/retract", entries.retract, name="retract"),
    path("import/", imports.import_file, name="import"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("p/<str:token>/", patient_intake.door, name="patient-intake"),
    path("p/<str:token>/<str:at>/", patient_intake.step, name="patient-intake-step"),
    path("c/<str:token>/", patient_check_in.door, name="patient-check-in"),
    path("c/<str:token>/<str:at>/", patient_check_in.step, name="patient-check-in-step"),
    path("sources/<path:key>", sources.source, name="source"),
]
