"""The outbox: each message to a patient once, and what became of it. An index of plans, never a chart."""

from uuid import uuid4

from django.db import models


def new_reference() -> str:
    """The part of a Message-ID before the @: made once, kept through every try."""
    return uuid4().hex


class Message(models.Model):
    """One message of one episode. `sending` stands in the table before the first byte goes out."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "On its way, or interrupted"
        SENT = "sent", "Sent"
        STOPPED = "stopped", "Not sent any more"
        FAILED = "failed", "Could not be delivered"
        PERSON = "person", "Not answered: a person calls"

    episode = models.ForeignKey("store.Episode", models.PROTECT, related_name="messages")
    key = models.CharField(max_length=60)
    template = models.CharField(max_length=20)
    visit = models.CharField(max_length=20, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    link = models.ForeignKey("store.Link", models.PROTECT, null=True, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "key"], name="message_once")]
        indexes = [models.Index(fields=["state", "opens_at"], name="message_state")]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.key} {self.state}"
