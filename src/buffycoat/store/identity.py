"""Who a patient is: what the newest episode's referral says. The table of patients is only an index of it."""

from dataclasses import asdict, dataclass
from datetime import date

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.triage.records import Referral
from buffycoat.store.charts import chart
from buffycoat.store.models import Patient


@dataclass(frozen=True)
class Identity:
    """The fields of `Patient` that a signed referral holds."""

    name: str
    birth_date: date
    sex: str
    mrn: str
    language: str
    phone: str


def of(chart: Chart) -> Identity | None:
    """The identity that a chart holds, if its referral is in force."""
    said = chart.newest(Referral)
    if said is None:
        return None
    return Identity(
        name=said.name[:200],  # as long as the columns are; the chart holds the rest
        birth_date=said.birth_date,
        sex=said.sex or "unknown",
        mrn=(said.mrn or "")[:100],
        language=said.language or "en",
        phone=(said.phone or "")[:50],
    )


def kept(patient: Patient) -> Identity:
    """The identity as the table of patients has it."""
    return Identity(**{name: getattr(patient, name) for name in Identity.__dataclass_fields__})


def write(patient: Patient) -> None:
    """Bring the table of patients to what the newest chart with a referral says."""
    for episode_id in patient.episodes.order_by("-opened_at", "-pk").values_list("pk", flat=True):
        said = of(chart(episode_id))
        if said is not None:
            Patient.objects.filter(pk=patient.pk).update(**asdict(said))
            return
