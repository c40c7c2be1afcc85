"""What the practice keeps on its shelves, as tables: machines, kits, lots, and where each lot went."""

from django.db import models


class Machine(models.Model):
    """Something on the list of equipment; what each field means is declared in `practice.equipment`."""

    name = models.CharField(max_length=100, unique=True)
    out_of_use = models.BooleanField(null=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Centrifuge(Machine):
    """A centrifuge."""

    serial = models.CharField(max_length=100, null=True)  # noqa: DJ001  # not asked is not an empty text
    radius_max = models.FloatField(null=True)
    radius_min = models.FloatField(null=True)
    rpm_max = models.FloatField(null=True)
    calibrated_on = models.DateField(null=True)
    due_on = models.DateField(null=True)


class Analyser(Machine):
    """A blood-count analyser."""

    serial = models.CharField(max_length=100, null=True)  # noqa: DJ001  # as above
    linear_low = models.FloatField(null=True)
    linear_high = models.FloatField(null=True)
    platelet_cv = models.FloatField(null=True)
    due_on = models.DateField(null=True)


class Kit(Machine):
    """A kit at a setting, with the practice's own price."""

    setting = models.CharField(max_length=100, null=True)  # noqa: DJ001  # as above
    way = models.CharField(max_length=200, null=True)  # noqa: DJ001  # as above
    blood_volume = models.FloatField(null=True)
    product_volume = models.FloatField(null=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, null=True)  # noqa: DJ001  # as above
    price_from = models.CharField(max_length=200, null=True)  # noqa: DJ001  # as above


class Lot(models.Model):
    """A lot on the list; what each field means is declared in `practice.lots`.

    How many were used is counted in the charts' index, never kept here: a counter drifts.
    """

    supply = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    lot = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    scanned = models.CharField(max_length=300, blank=True)
    device = models.CharField(max_length=14, blank=True)
    expires_on = models.DateField(null=True, db_index=True)
    received_on = models.DateField(null=True)
    received = models.PositiveIntegerField(null=True)
    standing = models.CharField(max_length=20, default="in use")
    reason = models.TextField(blank=True)
    since = models.DateField(null=True)
    stopped_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "supply", "name"], name="lot_once")]
        ordering = ["supply", "name", "expires_on", "lot"]

    def __str__(self) -> str:
        return f"{self.supply} {self.lot}"


class LotUse(models.Model):
    """An index: which lot went to which level of whom, made from each chart at signing; `verify` compares."""

    episode = models.ForeignKey("store.Episode", models.CASCADE, related_name="lot_uses")
    supply = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    lot = models.CharField(max_length=100)
    product = models.CharField(max_length=200, blank=True)
    entry = models.PositiveIntegerField()
    used_on = models.DateField()
    place = models.PositiveIntegerField()
    given_on = models.DateField(null=True)
    target = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True)
    side = models.CharField(max_length=20, blank=True)
    volume = models.FloatField(null=True)
    dose = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["key", "supply"], name="lot_use_key")]

    def __str__(self) -> str:
        return f"{self.episode_id} {self.supply} {self.lot}"
