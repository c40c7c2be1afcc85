"""What the rules say of contrast: an earlier reaction, gadolinium near the sac, lot, premedication."""

from collections.abc import Iterator

from buffycoat.pathway.candidacy.records import Allergies, Allergy, Plan, Site
from buffycoat.pathway.candidacy.rules_allergies import substances
from buffycoat.pathway.candidacy.target import TARGETS
from buffycoat.pathway.candidacy.words import context, whole_words
from buffycoat.pathway.card import Card, Indicator
from buffycoat.pathway.injection.places import planned
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.stage import rule

ACR = ("ACR-contrast",)
AGAIN = "Another way is chosen and the time-out taken again."


class NearDura(Fact):
    """Whether a needle at this target may enter the sac around cord and roots."""

    near_dura: bool


class Words(Fact):
    """Words by which something is known in a text."""

    words: tuple[str, ...]


NEAR = read_table(__file__, "contrast.toml", NearDura)
WORDS = read_table(__file__, "contrast_words.toml", Words)


def named(row: str, text: str | None) -> bool:
    """Whether a text names what a row of words is about, and does not deny it."""
    found = context(text or "", whole_words(WORDS[row].words))
    return found in ("present", "suspected", "past")


def _card(indicator: Indicator, about: str, summary: str, detail: str, clears_when: str = AGAIN) -> Card:
    return Card(
        indicator=indicator,
        summary=summary[:140],
        detail=detail,
        sources=(*ACR, "Benzon2021"),
        status="K",
        code="allergy",
        about=about,
        clears_when=clears_when,
        override_by=(),
    )


def _reacted(allergies: Allergies | None) -> tuple[Allergy, ...]:
    """Allergies to contrast in the chart."""
    every = (allergies.allergies if allergies else None) or ()
    return tuple(one for one in every if "contrast" in substances(one.substance, one.snomed))


def _wanted(time_out: TimeOut, places: tuple[Site, ...]) -> bool:
    """Whether contrast is planned; where nobody said and the target usually takes it, it is."""
    if time_out.contrast_planned is not None:
        return time_out.contrast_planned != "none"
    return any(TARGETS[site.target].contrast for site in places)


@rule("injection.contrast_reaction")
def contrast_reaction(
    time_out: TimeOut, plan: Plan | None, allergies: Allergies | None, injection: Injection | None
) -> Iterator[Card]:
    """Stops contrast after a severe earlier reaction, or one of which nobody knows how severe it was."""
    listed, said = _reacted(allergies), time_out.contrast_reaction
    places = planned(plan, injection)
    if said == "none" and listed:
        names = ", ".join(one.substance for one in listed)
        summary = f"The chart has a contrast allergy ({names[:60]}); the time-out says no reaction"
        yield _card("critical", "chart", summary, "One of the two is wrong: ask the patient again.")
    if not _wanted(time_out, places):
        return
    if said is None and not listed:
        yield _card(
            "critical",
            "not known",
            "Contrast is planned, and whether there was an earlier reaction is not written down",
            "Asked is not enough: the answer decides.",
            "The answer is signed in the time-out.",
        ).model_copy(update={"asks": (f"{TimeOut.kind}.contrast_reaction",)})
    if said == "severe" or any(one.severe is not False for one in listed):
        yield _card(
            "critical",
            "severe",
            "Contrast after a severe earlier reaction, or one not known how severe: none is given",
            "For facet, sacroiliac joint and ligament ultrasound or CT without contrast takes its place.",
        )


@rule("injection.premedication")
def premedication(
    time_out: TimeOut, plan: Plan | None, allergies: Allergies | None, injection: Injection | None
) -> Iterator[Card]:
    """After a mild reaction raises both: steroid before contrast protects, and breaks the washout of PRP."""
    mild = time_out.contrast_reaction == "mild" or any(one.severe is False for one in _reacted(allergies))
    if mild and _wanted(time_out, planned(plan, injection)) and time_out.premedicated is not True:
        yield _card(
            "warning",
            "reaction",
            "Contrast after a mild earlier reaction, and no premedication is written down",
            "Premedicate as the ACR manual says, or take another low-osmolar agent, or no contrast.",
        )
    if mild or time_out.premedicated:
        given = (
            "Steroid was given" if time_out.premedicated else "Premedication is a steroid, and would be given"
        )
        yield _card(
            "warning",
            "washout",
            f"{given} within 2 weeks of PRP: it breaks the washout",
            "Protection and platelets want opposite things: choose one of them knowingly, and say so.",
            "The way the needle is checked is settled.",
        ).model_copy(update={"code": "systemic_steroid", "sources": (*ACR, "Medscape-CI")})


@rule("injection.gadolinium")
def gadolinium(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Stops gadolinium wherever the needle may enter the sac around cord and roots."""
    places = planned(plan, injection)
    near = [one.target for one in places if NEAR[one.target].near_dura] or not places
    meant = time_out.contrast_planned == "gadolinium" or named("gadolinium", time_out.contrast_agent)
    given = [
        site
        for site in (injection.sites if injection else ())
        if named("gadolinium", site.contrast) and NEAR[site.target].near_dura
    ]
    if (meant and near) or given:
        yield _card(
            "critical",
            "",
            "Gadolinium where the needle may enter the dural sac: never",
            "In the sac it has caused encephalopathy and deaths. It takes no other contrast’s place here.",
        )


@rule("injection.contrast_lot")
def contrast_lot(time_out: TimeOut) -> Iterator[Card]:
    """Asks for agent and lot of the contrast that is planned."""
    open_items = [name for name in ("contrast_agent", "contrast_lot") if not getattr(time_out, name)]
    if time_out.contrast_planned in ("iodinated", "gadolinium") and open_items:
        yield Card(
            indicator="warning",
            summary="Contrast: its agent or lot is not written down",
            detail="A recall goes by lot; an allergy goes by agent.",
            sources=("rule-9.6",),
            status="P",
            code="missing_data",
            asks=tuple(f"{TimeOut.kind}.{name}" for name in open_items),
            clears_when="Agent and lot are signed.",
        )


@rule("injection.no_contrast_allergy")
def no_contrast_allergy(time_out: TimeOut, allergies: Allergies) -> Iterator[Card]:
    """Says that shellfish or iodine is no allergy to contrast, so that nobody withholds it for that."""
    for place, one in enumerate(allergies.allergies or ()):
        if named("no_contrast_allergy", one.substance) and one not in _reacted(allergies):
            yield _card(
                "info",
                str(place),
                f"{one.substance[:60]}: no allergy to contrast",
                "Neither foretells a reaction to contrast. On the skin iodine may still matter.",
                "",
            ).model_copy(update={"code": "allergy"})
