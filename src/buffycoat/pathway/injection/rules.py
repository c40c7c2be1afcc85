"""What the injection rules say: the right place, guidance, consent, blood and volume."""

from collections import Counter
from collections.abc import Iterator

from buffycoat.pathway.candidacy.anatomy import region, site_name
from buffycoat.pathway.candidacy.records import History, Plan, Site
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.consent.records import Consent, Withdrawal
from buffycoat.pathway.consent.scope import taken_back
from buffycoat.pathway.injection.balance import account
from buffycoat.pathway.injection.limits import GUIDANCE
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.dose import LIMITS
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.preparation.refusal_card import card_of
from buffycoat.pathway.preparation.refusals import passed, refuse
from buffycoat.pathway.preparation.site_volume import VOLUMES
from buffycoat.pathway.stage import rule
from buffycoat.pathway.units import number_text

Place = tuple[str, str, str]


def _place(site: Site) -> Place:
    return site.target, site.level, site.side


def _critical(summary: str, detail: str, clears_when: str, source: str, about: str, code: str) -> Card:
    return Card(
        indicator="critical",
        summary=summary,
        detail=detail,
        sources=(source,),
        status="P",
        code=code,
        about=about,
        clears_when=clears_when,
    )


@rule("injection.place")
def place(injection: Injection, plan: Plan | None, consent: Consent | None) -> Iterator[Card]:
    """Stops at a place that was not planned, naming a wrong side or level, and at one not agreed to."""
    planned = [_place(site) for site in (plan.sites if plan else None) or ()]
    agreed = [_place(site) for site in (consent.sites if consent else None) or ()]
    for one in dict.fromkeys(map(_place, injection.sites)):
        about = "-".join(one)
        if one not in planned:
            yield _critical(
                f"{_how_wrong(one, planned)}: {site_name(*one)}",
                "If it was injected so, it is an incident: tell the patient, report it. If not, amend it.",
                "A slip is amended.",
                "rule-9.7",
                f"plan {about}",
                "wrong_place",
            )
        if one not in agreed:
            yield _critical(
                f"Not agreed to: {site_name(*one)}",
                "The patient’s consent does not name this place.",
                "A slip is amended.",
                "rule-9.3",
                f"consent {about}",
                "consent",
            )


def _how_wrong(one: Place, planned: list[Place]) -> str:
    target, level, side = one
    if any((target, level) == (other[0], other[1]) for other in planned):
        return "Wrong side"
    if any((target, side) == (other[0], other[2]) for other in planned):
        return "Wrong level"
    return "Not planned"


@rule("injection.fused")
def fused(history: History, injection: Injection | None, plan: Plan | None) -> Iterator[Card]:
    """Never into a fused level; nobody goes past it."""
    levels = {fusion.level for fusion in history.fusions or ()}
    places = injection.sites if injection else (plan.sites if plan else None) or ()
    for one in dict.fromkeys(_place(site) for site in places if site.level in levels):
        yield _critical(
            f"Fused level: {site_name(*one)}",
            "PRP goes around, never into, a fused level.",
            "The place is changed, or a slip in the history is amended.",
            "rule-3.6",
            "-".join(one),
            "fused_level_target",
        ).model_copy(update={"override_by": ()})


@rule("injection.guidance")
def guidance(injection: Injection) -> Iterator[Card]:
    """Stops when a disc or epidural was done without fluoroscopy or CT; notes unusual guidance elsewhere."""
    for one in dict.fromkeys(map(_place, injection.sites)):
        row = GUIDANCE[one[0]]
        if injection.guidance in row.takes:
            continue
        outside = row.regions and region(one[1]) not in row.regions and injection.guidance == "ultrasound"
        indicator: Indicator = "warning" if outside else row.else_indicator
        yield Card(
            indicator=indicator,
            summary=f"{row.outside_says if outside else row.else_says}: {site_name(*one)}",
            detail="It was given so: it is an incident. Tell the patient; say in an override what was done."
            if indicator == "critical"
            else "",
            sources=row.sources,
            status=row.status,
            code="guidance",
            about="-".join(one),
            clears_when="" if indicator == "info" else "A slip in the guidance is amended.",
        )


@rule("injection.consent")
def consent_in_force(
    injection: Injection, consent: Consent | None, withdrawals: tuple[Withdrawal, ...]
) -> Iterator[Card]:
    """Stops when consent was signed after the first needle, or had been taken back before it."""
    if consent is None or consent.signed_at > injection.given_at:
        summary = "The consent is dated after the first needle" if consent else "No consent is signed"
        yield _critical(
            summary,
            "Without consent before the needle it is an incident. If a time is wrong, amend it.",
            "A slip in a time is amended.",
            "rule-9.3",
            "late",
            "consent",
        ).model_copy(update={"override_by": ()})
    before = [one for one in withdrawals if one.withdrawn_at <= injection.given_at]
    if taken_back("care", consent, before):
        yield _critical(
            "The patient had taken back the consent before the first needle",
            "It is an incident. If a time is wrong, amend it.",
            "A slip in a time is amended.",
            "rule-9.3",
            "withdrawn",
            "consent",
        ).model_copy(update={"override_by": ()})


@rule("injection.blood_age")
def blood_age(injection: Injection, draw: Draw) -> Iterator[Card]:
    """Stops when the blood was too old at the first needle, or was drawn after it."""
    hours = (injection.given_at - draw.drawn_at).total_seconds() / 3600
    limit = LIMITS["hours_to_injection"]
    if hours < 0:
        yield _critical(
            "The blood was drawn after the first needle",
            "A time is wrong, or this is not this patient’s blood: find out which at once.",
            "A slip in a time is amended.",
            "rule-9.7",
            "order",
            "data_quality",
        ).model_copy(update={"override_by": ()})
    elif limit.passed(hours):
        refusal = refuse("hours_to_injection", hours)
        yield _critical(
            refusal.says, limit.why, "A slip in a time is amended.", limit.sources[0], "old", "data_quality"
        )


@rule("injection.volume")
def volume(injections: tuple[Injection, ...], product: Product | None) -> Iterator[Card]:
    """Refuses more injected than was made, over all injections; questions an unusual volume at one place."""
    held = account(product, injections)
    if held.over:
        refusal = refuse("injected", 100 * held.taken / held.made if held.made else float("inf"))
        yield _critical(
            refusal.says,
            refusal.limit.why,
            "The volumes are amended.",
            refusal.limit.sources[0],
            "sum",
            "data_quality",
        ).model_copy(update={"override_by": ()})
    sites = [site for one in injections for site in one.sites]
    for number, site in enumerate(sites, start=1):
        row = VOLUMES.rows.get(site.target)
        if row and site.volume > row.most:
            yield Card(
                indicator="warning",
                summary=f"{number_text(site.volume)} mL is more than usual: {site_name(*_place(site))}",
                detail=f"Usually at most {number_text(row.most)} mL at one place.",
                sources=row.sources,
                status=row.status,
                code="data_quality",
                about=f"{number} {'-'.join(_place(site))}",
                clears_when="A slip in the volume is amended.",
            )


@rule("injection.waste")
def waste(injections: tuple[Injection, ...], product: Product) -> Iterator[Card]:
    """Says how much of the product is neither injected, sampled nor recorded as discarded."""
    held = account(product, injections)
    unasked = any(one.discarded_volume is None for one in injections)
    for refusal in passed("unaccounted", held.made - held.taken) if injections else ():
        said = card_of(refusal, clears_when="The volume discarded is added, or a wrong volume amended.")
        yield said.model_copy(
            update={
                "indicator": "info" if unasked else said.indicator,
                "asks": (f"{Injection.kind}.discarded_volume",) if unasked else (),
            }
        )


@rule("injection.doubled")
def doubled(injection: Injection) -> Iterator[Card]:
    """Questions a place that is written down twice."""
    for one, times in Counter(map(_place, injection.sites)).items():
        if times > 1:
            yield Card(
                indicator="warning",
                summary=f"Written {times} times: {site_name(*one)}",
                detail="Add the volumes in one line, or say which of them is another place.",
                sources=("rule-9.6",),
                status="P",
                code="data_quality",
                about="-".join(one),
                clears_when="The entry is amended.",
            )


@rule("injection.lot")
def lot(injection: Injection, draw: Draw) -> Iterator[Card]:
    """Asks when the kit lot at the needle is not the one at the draw."""
    at_needle, at_draw = (injection.kit_lot or "").strip(), (draw.kit_lot or "").strip()
    if at_needle and at_draw and at_needle.casefold() != at_draw.casefold():
        yield Card(
            indicator="warning",
            summary=f"Kit lot {at_needle[:40]} at the needle, {at_draw[:40]} at the draw",
            detail="A recall goes by lot. Find out whether this was another kit, or another patient’s.",
            sources=("rule-9.6",),
            status="P",
            code="data_quality",
            clears_when="The lot is amended in the entry that is wrong.",
        )
