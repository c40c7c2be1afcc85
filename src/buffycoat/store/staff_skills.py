"""What staff were signed off for, as a table: each sign-off and each taking back is a row of its own."""

from django.db import models


class StaffSignOff(models.Model):
    """One sign-off; what each field means is declared in `practice.competencies`."""

    staff = models.ForeignKey("store.Staff", models.PROTECT, related_name="sign_offs")
    competency = models.CharField(max_length=40, db_index=True)
    given = models.CharField(max_length=20)
    on = models.DateField()
    until = models.DateField(null=True)
    observed_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=310)

    class Meta:
        ordering = ["staff", "competency", "on", "pk"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.competency} {self.given} {self.on}"
