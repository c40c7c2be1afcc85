"""Addresses of CDS Hooks, as the specification has them."""

from django.urls import path

from buffycoat.interop.cds_hooks import views

urlpatterns = [
    path("cds-services", views.services, name="cds-services"),
    path("cds-services/<str:name>", views.service, name="cds-service"),
    path("cds-services/<str:name>/feedback", views.feedback, name="cds-feedback"),
]
