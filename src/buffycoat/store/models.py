"""The tables. Entries and audit events are only ever added; all else about a chart is an index."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from buffycoat.pathway.chart import Entry, Signer
from buffycoat.store import messages as messages  # as below
from buffycoat.store import staff_skills as staff_skills  # Django looks for tables here and nowhere else
from buffycoat.store import stock as stock


def new_id() -> str:
    """A name for a patient or an episode that tells nothing about them."""
    return str(uuid.uuid4())


class Staff(AbstractUser):
    """Somebody who works here, in one role; what a role may do is in `roles`."""

    class Role(models.TextChoices):
        FRONT_DESK = "front_desk", "Front desk"
        NURSE = "nurse", "Nurse"
        PROCEDURALIST = "proceduralist", "Proceduralist"
        MANAGER = "manager", "Practice manager"
        RESEARCHER = "researcher", "Researcher"

    role = models.CharField(max_length=20, choices=Role.choices)

    @property
    def name(self) -> str:
        """How they sign."""
        return self.get_full_name() or self.username

    @property
    def signer(self) -> Signer:
        """Who they are, as copied into an entry."""
        return Signer(id=self.username, name=self.name, role=self.role)


class Patient(models.Model):
    """An index of the newest identity that the charts hold (`triage.referral`); `verify` compares the two."""

    id = models.CharField(primary_key=True, max_length=36, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    birth_date = models.DateField()
    sex = models.CharField(max_length=10)
    mrn = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, default="en")
    phone = models.CharField(max_length=50, blank=True)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[name], condition=~models.Q(**{name: ""}), name=f"patient_one_{name}"
            )
            for name in ("mrn", "source")
        ]
        indexes = [models.Index(fields=["birth_date"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Episode(models.Model):
    """One patient, one problem, one treatment.

    What stands below `opened_at` is derived at each signing, and never trusted.
    """

    id = models.CharField(primary_key=True, max_length=36, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="episodes")
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    title = models.CharField(max_length=200)
    opened_at = models.DateTimeField()

    head = models.CharField(max_length=64, blank=True)
    entries = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, blank=True)
    alert = models.CharField(max_length=10, blank=True)
    alert_text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_what = models.CharField(max_length=200, blank=True)
    indexed_on = models.DateField(null=True, blank=True)
    indexed_by = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["alert"], condition=~models.Q(alert=""), name="episode_alert"),
            models.Index(fields=["due_on"], condition=models.Q(due_on__isnull=False), name="episode_due"),
            models.Index(fields=["stage", "state"]),
        ]

    def __str__(self) -> str:
        return self.title


class EntryRow(models.Model):
    """One signed entry as it stands in its chart. Triggers refuse to change or delete it."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    signer_id = models.CharField(max_length=150)
    signer_name = models.CharField(max_length=310)
    signer_role = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
    amends = models.PositiveIntegerField(null=True)
    previous = models.CharField(max_length=64)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "number"], name="entry_one_number")]
        ordering = ["episode", "number"]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.number} {self.kind}"

    @classmethod
    def of(cls, entry: Entry) -> "EntryRow":
        """The row that keeps an entry."""
        return cls(
            episode_id=entry.episode,
            signer_id=entry.signer.id,
            signer_name=entry.signer.name,
            signer_role=entry.signer.role,
            **entry.model_dump(exclude={"episode", "signer"}),
        )

    def entry(self) -> Entry:
        """The entry as it was signed, whatever the row says now."""
        return Entry(
            episode=self.episode_id,
            number=self.number,
            kind=self.kind,
            version=self.version,
            signer=Signer(id=self.signer_id, name=self.signer_name, role=self.signer_role),
            signed_at=self.signed_at,
            amends=self.amends,
            previous=self.previous,
            body=self.body,
            hash=self.hash,
        )


class AuditEvent(models.Model):
    """Who viewed, signed, overrode, exported. No foreign keys: it outlives what it describes."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.CharField(max_length=150)
    actor_name = models.CharField(max_length=310)
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=20)
    patient_id = models.CharField(max_length=36, blank=True, db_index=True)
    episode_id = models.CharField(max_length=36, blank=True, db_index=True)
    what = models.CharField(max_length=500, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.what}"


class Prefill(models.Model):
    """What an import read for a patient: answers that wait for a person to look at them and sign."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="prefills")
    records = models.JSONField()
    as_of = models.DateField()
    imported_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    summary = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "digest"], name="prefill_one_digest")]

    def __str__(self) -> str:
        return self.file_name


class Appointment(models.Model):
    """When an episode's patient is expected, and when they came."""

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="appointments")
    at = models.DateTimeField(db_index=True)
    purpose = models.CharField(max_length=100)
    arrived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%Y-%m-%d %H:%M}"


class Link(models.Model):
    """A patient's way in without an account: for one purpose, until a day. Keeps what was typed so far."""

    id = models.CharField(primary_key=True, max_length=36, default=new_id, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="links")
    purpose = models.CharField(max_length=20)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    visit = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.purpose} until {self.expires_at:%Y-%m-%d %H:%M}"


class UsedToken(models.Model):
    """A token with which another system called; kept until it expires, so that nobody uses it again."""

    digest = models.CharField(primary_key=True, max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest
