"""The labels of the syringes as they are printed: identifiers, AUTOLOGOUS, times, initials, code."""

from dataclasses import dataclass
from datetime import tzinfo

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.preparation.label import labels, use_by
from buffycoat.pathway.preparation.records import Draw
from buffycoat.store.models import Patient
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.qr import Drawn, qr


@dataclass(frozen=True)
class Printed:
    """One label. `which`: the syringe among several."""

    name: str
    born: str
    number: str
    drawn: str
    use_by: str
    initials: str
    typed: str
    which: str
    code: Drawn


def printed(chart: Chart, patient: Patient, syringes: int, by: str, zone: tzinfo) -> tuple[Printed, ...]:
    """One label for each syringe of the newest draw; none before blood is drawn."""
    draw = chart.newest(Draw)
    if draw is None:
        return ()
    drawn, until = draw.drawn_at.astimezone(zone), use_by(draw).astimezone(zone)
    return tuple(
        Printed(
            name=patient.name,
            born=day_text(patient.birth_date),
            # Two identifiers and one more where there is one; without it the episode's own begins the number.
            number=f"MRN {patient.mrn}" if patient.mrn else f"Episode {chart.episode[:8]}",
            drawn=f"{day_text(drawn.date())} {drawn:%H:%M}",
            use_by=f"{until:%H:%M}"
            if until.date() == drawn.date()
            else f"{day_text(until.date())} {until:%H:%M}",
            initials=initials(by),
            typed=label.typed,
            which=f"{label.syringe} of {label.of}",
            code=qr(label.code),
        )
        for label in labels(chart, syringes)
    )


def initials(name: str) -> str:
    """Of every part of a name: “Ana Ruiz-Vega” is ARV."""
    return "".join(part[0].upper() for part in name.replace("-", " ").split() if part[0].isalpha())
