"""The pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages keep nothing of their own: no models."""

    name = "buffycoat.web"
    label = "web"
