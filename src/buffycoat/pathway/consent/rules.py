"""What the consent rules say: explained, understood, priced, agreed, and not taken back."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.candidacy.anatomy import TARGET_NAMES, site_name
from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.consent.limits import LIMITS, RISKS
from buffycoat.pathway.consent.records import EXPLAINED, Consent, Withdrawal
from buffycoat.pathway.consent.scope import SCOPES, taken_back
from buffycoat.pathway.consent.texts import TEXTS, says_something_else, text_in_force
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral

NOBODY: tuple[str, ...] = ()
PROCEDURALIST = ("proceduralist",)


def _card(
    indicator: Indicator,
    summary: str,
    detail: str,
    clears_when: str,
    about: str = "",
    override_by: tuple[str, ...] = PROCEDURALIST,
) -> Card:
    return Card(
        indicator=indicator,
        summary=summary,
        detail=detail,
        sources=("rule-9.3",),
        status="P",
        code="consent",
        about=about,
        clears_when=clears_when,
        override_by=override_by,
    )


@rule("consent.explained")
def explained(consent: Consent) -> Iterator[Card]:
    """Names each point of the talk that was not explained."""
    for name, declared in Consent.items.items():
        if declared.group == EXPLAINED and getattr(consent, name) is False:
            yield _card(
                declared.matters or "info",
                f"Not explained: {declared.ask[0].lower()}{declared.ask[1:]}",
                "A patient cannot agree to what was not said. Somebody who does not want to hear it says so, "
                "and the reason is signed.",
                "It is explained, and the consent is amended.",
                about=name,
            )


@rule("consent.risks")
def risks(plan: Plan, consent: Consent | None) -> Iterator[Card]:
    """Gives the figures on harm for each planned target, until its risks have been explained."""
    if consent is not None and consent.explained_target_risks:
        return
    for target in dict.fromkeys(site.target for site in plan.sites or ()):
        known = RISKS.rows.get(target)
        yield Card(
            indicator="info",
            summary=f"To explain: what is known of harm, {TARGET_NAMES[target].lower()}",
            detail=known.says
            if known
            else "No figure for serious harm at this target is known here: say so.",
            sources=known.sources if known else ("practice",),
            status=known.status if known else "P",
            code="consent",
            about=target,
            clears_when="The risks of the targets are explained, with their numbers.",
        )


@rule("consent.text")
def text(day: date, consent: Consent) -> Iterator[Card]:
    """Asks for consent again when the text in force says something else than the one that was signed."""
    now = text_in_force(day)
    if consent.text_version == now:
        return
    held = consent.text_version in TEXTS.rows
    again = not now or says_something_else(consent.text_version, day)
    ask = (
        "Show what changed, and let the patient sign again." if again else "It says the same in other words."
    )
    yield _card(
        "warning" if again else "info",
        f"Consent text “{consent.text_version[:40]}” is "
        + ("outdated" if held else "not one of this practice’s"),
        f"The text in force is “{now}”. {ask}",
        "A consent on the text in force is signed.",
    )


@rule("consent.interpreter")
def interpreter(consent: Consent, referral: Referral | None) -> Iterator[Card]:
    """Stops when an interpreter was needed and none was there; asks when text and language differ."""
    if consent.interpreter_needed and not consent.interpreter_name:
        yield _card(
            "critical",
            "An interpreter was needed, and none is named",
            "What was said in a language that the patient does not speak was not explained.",
            "The consent talk is held with an interpreter, who is named.",
            about="absent",
            override_by=NOBODY,
        )
    language = referral.language if referral else None
    if language and consent.text_language not in (None, language) and consent.interpreter_needed is False:
        yield _card(
            "warning",
            "The consent text is not in the patient’s language, and no interpreter was thought needed",
            "Give the text in the patient’s language, or ask again about an interpreter.",
            "The text is in the patient’s language, or an interpreter is named.",
            about="language",
        )


@rule("consent.teach_back")
def teach_back(consent: Consent) -> Iterator[Card]:
    """Stops when the patient could not say it back."""
    if consent.teach_back_passed is False:
        yield _card(
            "critical",
            "The patient could not say back what was explained",
            "Explain again in other words, and ask again. Somebody who has not understood has not agreed.",
            "The patient says it back correctly, and the consent is amended.",
            override_by=NOBODY,
        )


@rule("consent.capacity")
def capacity(consent: Consent) -> Iterator[Card]:
    """Stops when the patient cannot decide; a legal representative and a physician may go ahead together."""
    if consent.capacity is False:
        represented = consent.signed_by == "representative"
        yield _card(
            "critical",
            "The patient cannot decide for themselves" + (": a representative signed" if represented else ""),
            "Who cannot consent is not treated. With a representative a physician decides, and says why.",
            "The patient can decide, and signs.",
            override_by=PROCEDURALIST if represented else NOBODY,
        ).model_copy(update={"code": "capacity", "sources": ("YesPRP",), "status": "V"})


@rule("consent.cost")
def cost(consent: Consent) -> Iterator[Card]:
    """Warns when the cost was not shown in writing, or no amount is written down."""
    if consent.cost_shown is False:
        summary = "The cost, non-coverage and refund policy were not shown in writing"
    elif consent.cost_shown and not consent.cost_amount:
        summary = "The cost was shown, but the amount is not written down"
    else:
        return
    yield _card(
        "warning", summary, "Give a written estimate before the day.", "The amount shown is written down."
    )


@rule("consent.time_to_think")
def time_to_think(consent: Consent, plan: Plan | None) -> Iterator[Card]:
    """Warns when an elective disc injection was agreed without a day to think it over."""
    limit = LIMITS["time_to_think"]
    sites = (*(consent.sites or ()), *((plan.sites if plan else None) or ()))
    if consent.information_given_at is None or not any(site.target in limit.targets for site in sites):
        return
    hours = (consent.signed_at - consent.information_given_at).total_seconds() / 3600
    if hours < limit.hours:
        said = "before the information was given" if hours < 0 else f"{hours:.0f} hours after the information"
        yield Card(
            indicator="warning",
            summary=f"Signed {said}: a disc injection waits at least {limit.hours:g} hours",
            detail="Offer another day, and let the patient confirm then.",
            sources=limit.sources,
            status=limit.status,
            code="consent",
            clears_when="The patient signs again after a day to think.",
        )


@rule("consent.sites")
def sites(consent: Consent, plan: Plan) -> Iterator[Card]:
    """Stops when a planned place was not agreed to."""
    agreed = {_place(site) for site in consent.sites or ()}
    for site in plan.sites or ():
        if consent.sites is not None and _place(site) not in agreed:
            yield _card(
                "critical",
                f"Planned but not agreed to: {site_name(*_place(site))}",
                "The patient signed for other places. Explain this one, and let the patient sign again.",
                "The consent names the place, or the plan no longer does.",
                about="-".join(_place(site)),
                override_by=NOBODY,
            )


def _place(site: Site) -> tuple[str, str, str]:
    return site.target, site.level, site.side


@rule("consent.choices")
def choices(consent: Consent) -> Iterator[Card]:
    """Stops when the patient says no to the treatment, and says which other uses were declined."""
    if consent.scope_care is False:
        yield _card(
            "critical",
            "The patient does not agree to the treatment",
            "Do not treat. Offer the alternatives.",
            "The patient signs a new consent.",
            about="care",
            override_by=NOBODY,
        )
    others = ("registry", "photographs", "contact")
    declined = [SCOPES[scope] for scope in others if getattr(consent, f"scope_{scope}") is False]  # type: ignore[index]
    if declined:
        yield _card(
            "info",
            f"The patient said no to: {', '.join(declined)}",
            "Care does not depend on it.",
            "",
            about="declined",
        )


@rule("consent.withdrawn")
def withdrawn(day: date, consent: Consent | None, withdrawals: tuple[Withdrawal, ...]) -> Iterator[Card]:
    """Stops when the patient took the consent back; nobody may go past that."""
    known = [one for one in withdrawals if one.withdrawn_at.date() <= day]
    gone = [scope for scope in SCOPES if taken_back(scope, consent, known)]
    before = taken_back("care", consent, [one for one in known if not one.after_injection])
    if before is not None:
        yield _card(
            "critical",
            f"Consent was taken back on {before.withdrawn_at:%d %B %Y}",
            "Do not treat. It stands until the patient, and nobody else, signs again.",
            "The patient signs a new consent.",
            about="care",
            override_by=NOBODY,
        )
    if gone:
        yield _card(
            "info",
            f"Taken back: {', '.join(SCOPES[scope] for scope in gone)}",
            "What the patient was not asked about counts as taken back. Later exports leave it out.",
            "The patient signs a new consent.",
            about="scopes",
        )
