"""Diagnoses and answers that speak against PRP: infection, bleeding, cancer, cord, fracture, defence."""

from collections.abc import Iterator
from datetime import date, timedelta

from buffycoat.pathway.candidacy.clock import planned_day
from buffycoat.pathway.candidacy.conditions import CONDITIONS, Known, known, named, standing
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.candidacy.target import sites
from buffycoat.pathway.card import Card
from buffycoat.pathway.record import earliest, in_words, latest
from buffycoat.pathway.stage import rule


@rule("candidacy.active_infection")
def active_infection(day: date, history: History) -> Iterator[Card]:
    """An infection now, or fever in the last 7 days, blocks until it is over."""
    row = CONTRAINDICATIONS["active_infection"]
    clears = "The infection is over, and so is the wait after its antibiotics."
    if history.infection_now:
        detail = "An infection carried into a disc, a joint or the epidural space is a disaster."
        summary = "Infection now, or fever in the last 7 days"
        yield row.card("active_infection", summary, detail=detail, clears=clears)
    if found := standing(history, "infection", day):
        yield _listed_infection(found, history, "active_infection", clears)
    if found := standing(history, "minor_infection", day):
        yield _listed_infection(found, history, "minor_infection", clears)
    if found := standing(history, "lasting_infection", day):
        detail = "Long-standing: ask whether it is quiet today."
        summary = f"Long-standing infection in the list: {named(found)}"
        yield row.card("active_infection", summary, detail=detail, about="lasting", indicator="warning")


def _listed_infection(found: tuple[Known, ...], history: History, line: str, clears: str) -> Card:
    """An infection in the list of diagnoses; a signed “no infection now” turns the block into a question."""
    row = CONTRAINDICATIONS[line]
    summary = f"Infection in the list of diagnoses: {named(found)}"
    if history.infection_now is False:
        detail = "The history says no infection now: close the diagnosis, or ask again."
        return row.card("active_infection", summary, detail=detail, about=line, indicator="warning")
    return row.card(
        "active_infection", summary, detail="Nothing says that it is over.", clears=clears, about=line
    )


@rule("candidacy.recent_illness")
def recent_illness(day: date, plan: Plan | None, history: History) -> Iterator[Card]:
    """An infection that ended, or antibiotics that stopped, less than two weeks before the needle."""
    on, row = planned_day(plan, day), CONTRAINDICATIONS["after_infection"]
    ended = history.antibiotics_ended_on
    if ended and on - timedelta(days=row.days) < ended:
        clear = ended + timedelta(days=row.days)
        summary = f"Antibiotics until {in_words(ended)}: less than {row.days} days before the needle"
        detail = f"Wait until {in_words(clear)}, so that an infection they only quietened can show itself."
        yield row.card("recent_illness", summary, detail=detail, about="antibiotics")
    for concept in ("infection", "minor_infection"):
        for one in known(history, concept, day):
            over = latest(one.condition.until) if one.condition.until else None
            if over and one.standing == "past" and over > on - timedelta(days=row.days):
                summary = f"Ill until {in_words(over)}: {one.condition.name}"
                detail = f"Less than {row.days} days before the needle. Ask whether it is over."
                yield row.card("recent_illness", summary, detail=detail, about=one.text)


@rule("candidacy.bleeding_disorder")
def bleeding_disorder(day: date, history: History) -> Iterator[Card]:
    """A bleeding or platelet disorder blocks until a haematologist has been heard."""
    row, found = CONTRAINDICATIONS["bleeding_disorder"], standing(history, "bleeding_disorder", day)
    if found or history.bleeding_disorder:
        said = f"Bleeding or platelet disorder: {named(found) or 'answered yes, not named'}"
        detail = "Two dangers: a bleed at the needle, and platelets that do not do what PRP asks of them."
        clears = "A haematologist’s advice is in the chart."
        yield row.card("bleeding_disorder", said, detail=detail, clears=clears)


@rule("candidacy.listed_blood")
def listed_blood(day: date, history: History) -> Iterator[Card]:
    """Thrombocytopenia and anaemia in the list of diagnoses ask for a fresh blood count."""
    for concept, code in (("thrombocytopenia", "thrombocytopenia"), ("anaemia", "anemia")):
        if found := standing(history, concept, day):
            row = CONTRAINDICATIONS["anemia"]
            summary = f"In the list of diagnoses: {named(found)}"
            detail = "The list does not say how it is now; the newest blood count does."
            yield row.card(code, summary, detail=detail, about=concept)


@rule("candidacy.cancer")
def cancer(day: date, history: History) -> Iterator[Card]:
    """Active cancer blocks; cancer in the past asks for a note from oncology."""
    found = known(history, "cancer", day)
    active = tuple(one for one in found if one.standing != "past")
    worst = standing(history, "cancer_of_blood_or_spine", day)
    if worst:
        row = CONTRAINDICATIONS["cancer_of_blood_or_spine"]
        summary = f"Cancer of the blood or in the spine: {named(worst)}"
        detail = "An absolute bar: a tumour of the blood or at the target is never injected with platelets."
        clears = "Oncology confirms in writing that it is over, or never was."
        yield row.card("active_cancer", summary, detail=detail, clears=clears, about="blood or spine")
    elif active or history.cancer == "active":
        row = CONTRAINDICATIONS["active_cancer"]
        summary = f"Cancer, active or not known to be over: {named(active) or 'answered active'}"
        detail = (
            "A tumour at the target or of the blood is an absolute bar; any other is the oncologist’s word."
        )
        clears = "The oncologist’s note is in the chart, and spread to the spine is excluded."
        yield row.card("active_cancer", summary, detail=detail, clears=clears)
    elif found or history.cancer == "past":
        row = CONTRAINDICATIONS["cancer_history"]
        summary = f"Cancer in the past: {named(found) or 'answered in the past'}"
        detail = "Earlier cancer with new or changing spine pain is the most telling warning sign there is."
        clears = "A note from oncology is in the chart."
        yield row.card("cancer_history", summary, detail=detail, clears=clears)


@rule("candidacy.high_neurologic_risk")
def high_neurologic_risk(day: date, history: History) -> Iterator[Card]:
    """Disease of the cord, paralysis or growing weakness needs a specialist’s review first."""
    found = standing(history, "neurologic", day)
    if found or history.neurologic_risk:
        row = CONTRAINDICATIONS["high_neurologic_risk"]
        summary = f"High neurologic risk: {named(found) or 'answered yes'}"
        detail = "A small loss weighs heavily here. A spine specialist reviews before anything is planned."
        clears = "The specialist’s review is in the chart."
        yield row.card("high_neurologic_risk", summary, detail=detail, clears=clears)


@rule("candidacy.fragility_fracture")
def fragility_fracture(day: date, history: History) -> Iterator[Card]:
    """A fracture of weak bone, or of a vertebra, that is not known to have healed is imaged first."""
    if found := standing(history, "fragility_fracture", day):
        row = CONTRAINDICATIONS["fragility_fracture"]
        bone = named(standing(history, "osteoporosis", day))
        detail = (
            "Where it is matters: a vertebra that gives way also hurts. Image the spine before any needle."
        )
        if bone:
            detail += (
                f" With it in the list: {bone}. Together with age these make a new vertebral fracture likely."
            )
        clears = "Imaging shows no fresh vertebral fracture, or the fracture is signed as healed."
        yield row.card(
            "red_flag_unresolved",
            f"Osteoporotic or vertebral fracture: {named(found)}",
            detail=detail,
            clears=clears,
        )


@rule("candidacy.inflammatory")
def inflammatory(day: date, plan: Plan | None, history: History) -> Iterator[Card]:
    """Inflammatory joint or spine disease is discussed with rheumatology; it speaks against disc and SIJ."""
    if found := standing(history, "inflammatory", day):
        row = CONTRAINDICATIONS["inflammatory"]
        against = any(site.target in ("DISC", "SIJ") for site in sites(plan))
        detail = "Ask rheumatology whether the disease is quiet and whether it explains the pain."
        detail += (
            " Trials of disc PRP left such people out; a flare rules the SI joint out." if against else ""
        )
        yield row.card(
            "inflammatory_disease",
            f"Inflammatory disease: {named(found)}",
            detail=detail,
            indicator="warning" if against else "info",
        )


@rule("candidacy.infection_risk")
def infection_risk(day: date, history: History) -> Iterator[Card]:
    """A weak defence, dialysis, diabetes or an artificial valve raises what an infection would cost."""
    row = CONTRAINDICATIONS["infection_risk"]
    for concept in ("immunodeficiency", "dialysis", "prosthetic_valve", "diabetes"):
        if found := standing(history, concept, day):
            yield row.card(
                "infection_risk",
                f"{CONDITIONS[concept].name[0].upper()}{CONDITIONS[concept].name[1:]}: {named(found)}",
                detail="Asepsis as for every needle, and a lower threshold for fever or new pain afterwards.",
                about=concept,
                indicator="info" if concept == "diabetes" else None,
            )


@rule("candidacy.pregnancy_listed")
def never_closed(day: date, history: History) -> Iterator[Card]:
    """A pregnancy in the list that is older than any pregnancy was never closed in the record."""
    row = CONTRAINDICATIONS["pregnancy_asked"]
    for one in standing(history, "pregnancy", day):
        since = one.condition.since
        if since and earliest(since) < day - timedelta(days=row.longest_days):
            yield row.card(
                "data_quality",
                f"Pregnancy never closed in the record: {one.text}",
                detail="Longer ago than a pregnancy lasts. How and when it ended is not in the record.",
                clears="Its end is signed.",
                about=one.text,
            )
