"""The store as a Django app."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables are called store_…."""

    name = "buffycoat.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from buffycoat.store import audit  # noqa: F401  # listens for sign-ins
