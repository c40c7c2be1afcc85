"""The draft of a voluntary report to FDA MedWatch, and the text for the maker, from what the chart says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES, site_name
from buffycoat.pathway.candidacy.records import Allergies, History, Medicines
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.outcomes import words
from buffycoat.pathway.outcomes.accounts import accounts
from buffycoat.pathway.outcomes.records import AdverseEvent
from buffycoat.pathway.outcomes.visits import injected_on
from buffycoat.pathway.preparation.kits import MEASURED
from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.units import number_text
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.harm_accounts import reported
from buffycoat.web.presenters.who import age

NOT_RECORDED = "not recorded"
TITLE = "Draft of a voluntary MedWatch report (FDA 3500)"
DRAFT = "DRAFT. No program sends it. A person reads it, completes what is not recorded, and sends it."
Field = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class About:
    """What the chart itself does not hold: who, where, and what the list of lots says of the kit."""

    code: str
    born: date
    sex: str
    reason: str
    practice: str
    device: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class Draft:
    """The sections of the report, each field with its lines; and the text for the maker of the kit."""

    sections: tuple[tuple[str, tuple[Field, ...]], ...]
    maker: str

    @property
    def missing(self) -> int:
        """How many fields nobody has recorded."""
        return sum(lines == (NOT_RECORDED,) for _, fields in self.sections for _, lines in fields)


def draft(chart: Chart, entry: Entry, about: About) -> Draft:
    """Everything that the chart says about one adverse event, under the headings of the form."""
    event = entry.record
    if not isinstance(event, AdverseEvent):
        raise TypeError(f"entry {entry.number} is no adverse event")
    made = (
        ("A. Patient", _patient(event, about)),
        ("B. Adverse event or product problem", _event(chart, entry, event)),
        ("C. Product availability", [("Product available for evaluation", None)]),
        ("D. Suspect products", _products(chart, event, about)),
        ("E. Suspect medical device", _device(chart, about)),
        ("F. Other medicines and products", [("Taken at the time", _medicines(chart))]),
        ("G. Reporter", _reporter(entry, event, about)),
    )
    sections = tuple((title, tuple(_field(*one) for one in fields)) for title, fields in made)
    return Draft(sections, _maker(sections))


def _field(name: str, said: str | Iterable[str] | None) -> Field:
    lines = (said,) if isinstance(said, str) else tuple(said or ())
    return name, tuple(line for line in lines if line) or (NOT_RECORDED,)


def _patient(event: AdverseEvent, about: About) -> list[tuple[str, str | None]]:
    return [
        ("Identifier, in confidence", f"{about.code} (the practice’s own code; no name)"),
        ("Age when it began", f"{age(about.born, event.began_on)} years"),
        ("Sex", about.sex),
        ("Weight", None),
        ("Ethnicity and race", None),
    ]


def _event(chart: Chart, entry: Entry, event: AdverseEvent) -> list[tuple[str, str | Iterable[str] | None]]:
    given = chart.newest(Injection)
    after = f", {(event.began_on - injected_on(given)).days} days after the injection" if given else ""
    serious = None
    if event.serious is not None:
        serious = [words.SERIOUS[one][0] for one in event.serious] or ["None of the criteria of the form"]
    return [
        ("Kind of report", "Adverse event"),
        ("What it led to", serious),
        ("Date of event", f"{day_text(event.began_on)}{after}"),
        ("Date of this report", None),
        ("What happened", f"{words.HARMS[event.what][0]}. {event.description or ''}".strip()),
        ("The patient’s own account", list(_told(chart, entry))),
        ("Grade, 1 to 5", f"{event.grade}: {words.GRADES[str(event.grade)][0]}" if event.grade else None),
        ("Caused by the treatment", words.RELATED[event.related][0] if event.related else None),
        ("Where", f"{TARGET_NAMES[event.target]} {event.level or ''}".strip() if event.target else None),
        ("Tests", list(_tests(event))),
        ("How it is now", words.COURSE[event.outcome][0] if event.outcome else None),
        ("Over on", day_text(event.ended_on) if event.ended_on else None),
        ("Other relevant history", list(_history(chart))),
    ]


def _told(chart: Chart, entry: Entry) -> Iterator[str]:
    one = next((each for each in accounts(chart) if each.entry and each.entry.number == entry.number), None)
    for report in one.told if one else ():
        said = report.words or report.asked or words.HARMS[report.what][0].lower()
        yield f"{day_text(report.on)}: {said}"


def _tests(event: AdverseEvent) -> Iterator[str]:
    if event.mri_on:
        yield f"MRI on {day_text(event.mri_on)}"
    if event.cultures_on:
        final = f", last read {day_text(event.cultures_final_on)}" if event.cultures_final_on else ""
        yield f"Cultures taken {day_text(event.cultures_on)}{final}"
    if event.organism:
        yield f"Organism: {event.organism}"
    if event.infection:
        yield f"Infection: {words.INFECTION[event.infection][0].lower()}"


def _history(chart: Chart) -> Iterator[str]:
    history, allergies = chart.newest(History), chart.newest(Allergies)
    for one in (history.conditions if history else None) or ():
        yield one.name
    for allergy in (allergies.allergies if allergies else None) or ():
        yield f"Allergic to {allergy.substance}" + (f": {allergy.reaction}" if allergy.reaction else "")


def _products(
    chart: Chart, event: AdverseEvent, about: About
) -> list[tuple[str, str | Iterable[str] | None]]:
    given, product = chart.newest(Injection), chart.newest(Product)
    sites = [
        f"{number_text(one.volume)} mL: {site_name(one.target, one.level, one.side)}"
        for one in (given.sites if given else ())
    ]
    count = product.platelets if product else None
    return [
        ("Product 1", "Platelet-rich plasma from the patient’s own blood, made at the point of care"),
        ("Strength", f"{number_text(count)} ×10⁹ platelets/L" if count is not None else None),
        ("Dose and route, by injection", sites),
        ("Date of use", day_text(injected_on(given)) if given else None),
        ("Reason for use", about.reason or None),
        ("Lot of the product", "None: the patient’s own blood. The kit’s lot is with the device."),
        ("Other products of that day, with lots", list(_beside(chart))),
        ("Gone after use was stopped", "Does not apply: given once"),
        ("Back after use again", None),
    ]


def _beside(chart: Chart) -> Iterator[str]:
    out, drawn, given = chart.newest(TimeOut), chart.newest(Draw), chart.newest(Injection)
    if out and out.antibiotic_drug:
        yield f"Antibiotic: {out.antibiotic_drug}, lot {out.antibiotic_lot or NOT_RECORDED}"
    elif out and out.antibiotic_given is False:
        yield "Antibiotic: none given"
    if out and out.contrast_agent:
        yield f"Contrast: {out.contrast_agent}, lot {out.contrast_lot or NOT_RECORDED}"
    if drawn and drawn.anticoagulant:
        yield f"Anticoagulant: {drawn.anticoagulant}, lot {drawn.anticoagulant_lot or NOT_RECORDED}"
    for one in given.sites if given else ():
        if one.local_anaesthetic:
            where = site_name(one.target, one.level, one.side)
            yield f"Local anaesthetic at {where}: {one.local_anaesthetic}"


def _device(chart: Chart, about: About) -> list[tuple[str, str | None]]:
    drawn, given, spin = chart.newest(Draw), chart.newest(Injection), chart.newest(Spin)
    kit = drawn.kit if drawn else None
    lot = (drawn.kit_lot if drawn else None) or (given.kit_lot if given else None)
    expires = (drawn.kit_expires_on if drawn else None) or about.expires_on
    return [
        ("Brand name", kit),
        ("Kind of device", "Kit to prepare platelet-rich plasma" if kit else None),
        ("Manufacturer", _made_by(kit)),
        ("Model or catalogue number", None),
        ("Lot number", lot),
        ("Expiry date", day_text(expires) if expires else None),
        ("Unique device identifier", about.device or None),
        ("Centrifuge", spin.centrifuge if spin else None),
        ("Operator of the device", "Health professional" if given else None),
    ]


def _made_by(kit: str | None) -> str | None:
    makers = {row.maker for row in MEASURED.rows.values() if kit and kit in (row.kit, row.way) and row.maker}
    return makers.pop() if len(makers) == 1 else None


def _medicines(chart: Chart) -> list[str] | None:
    held = chart.newest(Medicines)
    if held is None or held.drugs is None:
        return None
    return [" ".join(filter(None, (drug.name, drug.dose))) for drug in held.drugs] or ["None, as asked"]


def _reporter(entry: Entry, event: AdverseEvent, about: About) -> list[tuple[str, str | None]]:
    return [
        ("Written down by", f"{entry.signer.name}, {entry.signer.role.replace('_', ' ')}"),
        ("Practice", about.practice),
        ("Address, telephone, email", None),
        ("Also reported to", reported(event)),
        ("May the maker know who reports", None),
    ]


def _maker(sections: tuple[tuple[str, tuple[Field, ...]], ...]) -> str:
    """The same facts about event and device as text, without the patient’s age, history or medicines."""
    lines = ["To the manufacturer: report of an adverse event after use of your device.", ""]
    left_out = ("Other relevant history", "The patient’s own account")
    for title, fields in sections:
        if title[0] in "BDE":
            lines.append(title[3:].upper())
            lines += [f"{name}: {'; '.join(said)}" for name, said in fields if name not in left_out]
            lines.append("")
    return "\n".join([*lines, "Draft from the practice’s records. A person reads, completes and sends it."])
