"""The consent text as one patient reads it: the version in force, filled with what is proposed to them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from buffycoat.library.evidence import evidence
from buffycoat.pathway.candidacy.clock import drug_timeline
from buffycoat.pathway.candidacy.records import Drug, History, Medicines, Plan, Site
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.limits import RISKS
from buffycoat.pathway.consent.patient_part import Offer
from buffycoat.pathway.consent.texts import PARTS, Sentences, sentences, text_in_force
from buffycoat.pathway.triage.records import Referral
from buffycoat.pathway.units import number_text
from buffycoat.web.presenters.patient_words import Language, Say


@dataclass(frozen=True)
class PartText:
    """One part: its heading and paragraphs. `digest` is the same in both languages."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Reading:
    """The whole text for one patient, in one language."""

    version: str
    lang: Language
    offer: Offer
    parts: tuple[PartText, ...]

    @property
    def targets(self) -> frozenset[str]:
        """The kinds of place."""
        return frozenset(site.target for site in self.offer.sites)

    @property
    def hash(self) -> str:
        """SHA-256 over version, language and every word, as it stands in the record and on the PDF."""
        said = [self.version, self.lang, [[part.key, part.title, *part.paragraphs] for part in self.parts]]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def reading(chart: Chart, day: date, say: Say) -> Reading | None:
    """What the patient reads today; None before anything is proposed, or where no text is in force."""
    offer, version = chart.newest(Offer), text_in_force(day)
    if offer is None or not version:
        return None
    both = {lang: _parts(version, offer, chart, day, say.to(lang)) for lang in ("en", "es")}
    made = [
        PartText(key, title, paragraphs, _digest(*(both[lang][key] for lang in ("en", "es"))))
        for key, (title, paragraphs) in both[say.lang].items()
    ]
    return Reading(version, say.lang, offer, tuple(made))


def _digest(*said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]


def _parts(
    version: str, offer: Offer, chart: Chart, day: date, say: Say
) -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = [row for row in sentences(version).rows.values() if _stands(row, offer)]
    several = {
        "evidence": _evidence(offer),
        "risks": _risks(offer),
        "holds": _holds(chart, day, say),
    }
    one = _blanks(offer, say)
    made = {}
    for part in PARTS:
        mine = [row for row in rows if row.part == part]
        heading = next(_in(row, say) for row in mine if row.heading)
        told = [line for row in mine if not row.heading for line in _fill(_in(row, say), one, several, say)]
        made[part] = (heading, tuple(told))
    return made


def _in(row: Sentences, say: Say) -> str:
    return row.es if say.lang == "es" else row.en


def _stands(row: Sentences, offer: Offer) -> bool:
    if row.targets and not {site.target for site in offer.sites} & set(row.targets):
        return False
    if not row.only:
        return True
    name = row.only.removeprefix("no_")
    known = getattr(offer, name)
    if (
        name == "medicare"
    ):  # not known: that Medicare does not pay is told all the same, it holds for everybody
        known = known is True
    return known is not None and known is not row.only.startswith("no_")


def _fill(text: str, one: dict[str, str], several: dict[str, list[dict[str, str]]], say: Say) -> list[str]:
    name = text.removeprefix("{").removesuffix("}")
    if text == f"{{{name}}}" and name in several:
        return [line[say.lang] for line in several[name]]
    return [text.format(**one, phone=say.phone, emergency=say.emergency)]


def _blanks(offer: Offer, say: Say) -> dict[str, str]:
    nothing = {"none", "no", "ninguno", "ninguna", "no hay"}
    volume = offer.blood_volume
    refund, interests = offer.refund, offer.interests
    return {
        "diagnosis": offer.diagnosis.rstrip("."),
        "places": places_text(offer.sites, say),
        "blood": say("consent.blood", ml=number_text(volume)) if volume else say("consent.some_blood"),
        "performer": offer.performer.rstrip("."),
        "interests": say("consent.none") if _plain(interests) in nothing else interests.rstrip("."),
        "repeat": offer.repeat or say("consent.not_said") + ".",
        "price": offer.price.rstrip("."),
        "covers": (offer.price_covers or say("consent.not_said")).rstrip("."),
        "refund": say("consent.no_refund") if _plain(refund) in nothing else refund.rstrip("."),
    }


def _plain(text: str) -> str:
    return text.strip().rstrip(".").lower()


def places_text(sites: tuple[Site, ...], say: Say) -> str:
    """“facet joint L4-5, left; disc L5-S1”, in the patient’s language."""
    return "; ".join(_place(site, say) for site in sites)


def _place(site: Site, say: Say) -> str:
    level = "" if site.level in ("SI", "S") else f" {site.level}"
    side = "" if site.side == "M" else f", {say(f'place.side_{site.side}')}"
    return f"{say(f'place.{site.target}')}{level}{side}"


def _evidence(offer: Offer) -> list[dict[str, str]]:
    """The honest headline of each target, once."""
    table, found = evidence(), {}
    for target in dict.fromkeys(site.target for site in offer.sites):
        try:
            one = table.headline(target)
        except KeyError:  # nothing may be said of it; the text says that no trial was found
            continue
        found[one.title.en] = {
            "en": f"{one.title.en}: {one.says.en[0].lower()}{one.says.en[1:]}",
            "es": f"{one.title.es}: {one.says.es[0].lower()}{one.says.es[1:]}",
        }
    return list(found.values())


def _risks(offer: Offer) -> list[dict[str, str]]:
    """The figures of each target, once; where there are none, that there are none."""
    found = []
    for target in dict.fromkeys(site.target for site in offer.sites):
        known = RISKS.rows.get(target)
        unknown = {lang: _no_figure(target, lang) for lang in ("en", "es")}
        found.append({"en": known.says, "es": known.es} if known else unknown)
    return [one for place, one in enumerate(found) if one not in found[:place]]


def _no_figure(target: str, lang: str) -> str:
    say = Say("es" if lang == "es" else "en")
    name = say(f"place.{target}")
    return say("consent.no_figure", target=f"{name[0].upper()}{name[1:]}")


def _holds(chart: Chart, day: date, say: Say) -> list[dict[str, str]]:
    """What is agreed about each medicine, and nothing that is not."""
    medicines, plan = chart.newest(Medicines), chart.newest(Plan)
    if medicines is None or medicines.drugs is None:
        return [{say.lang: say("consent.hold_unknown")}]
    windows = drug_timeline(medicines, plan, day, chart.newest(History), chart.newest(Referral))
    dated = plan is not None and plan.planned_on is not None and plan.planned_on >= day
    told = []
    for drug in medicines.drugs:
        mine = [one for one in windows if one.drug == drug.name]
        if mine and (mine[0].keep or mine[0].hold_from or mine[0].ask):
            told.append({say.lang: _hold(drug, mine[0].keep, mine[0].hold_from if dated else None, say)})
    return told or [{say.lang: say("consent.hold_none")}]


def _hold(drug: Drug, keep: bool, last: date | None, say: Say) -> str:
    if keep:
        return say("consent.hold_keep", drug=drug.name)
    if drug.hold_agreed is not True:
        return say("consent.hold_open", drug=drug.name)
    if last is None:
        return say("consent.hold_undated", drug=drug.name)
    return say("consent.hold_agreed", drug=drug.name, day=say.day(last))
