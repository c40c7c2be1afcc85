"""Other medicines that change the platelets, the healing or the risk, and those that nobody could read."""

import difflib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache

from buffycoat.pathway.candidacy.clock import planned_day
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.drugs import DRUGS, Kind, Seen, look
from buffycoat.pathway.candidacy.listed import Listed, held_by, listed, taken_by
from buffycoat.pathway.candidacy.records import Drug, History, Medicines, Plan
from buffycoat.pathway.candidacy.target import bleeding_class
from buffycoat.pathway.card import Card
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule
from buffycoat.pathway.triage.records import Referral

SURROGATE = "Hold times rest on platelet tests; no trial links them to how the spine does."


@rule("candidacy.nsaid_not_stopped")
def nsaid_not_stopped(
    day: date, plan: Plan | None, history: History | None, medicines: Medicines, referral: Referral | None
) -> Iterator[Card]:
    """An NSAID has to be out of the body before blood is drawn; an unknown last dose is not an old one."""
    grade = bleeding_class(day, plan, history, medicines, referral)
    for one in listed(medicines, "nsaid"):
        window = one.window(grade, planned_day(plan, day))
        if one.long_over or (one.drug.last_taken and one.out_by(window.hold_from)):
            continue
        longer = f"the longer hold is for {window.longer}"
        detail = f"{held_by(window.hold_from)}; {longer}. {one.table(grade)} {SURROGATE}"
        said = f"NSAID, {one.last}" if one.drug.last_taken else f"NSAID, {_use(one.drug)}; {one.last}"
        clears = taken_by(window.hold_from)
        yield one.card(
            "warning",
            "nsaid_not_stopped",
            said,
            detail=detail,
            clears=clears,
            ask="" if one.drug.last_taken else "last_taken",
            platelets=True,
        )


def _use(drug: Drug) -> str:
    """What the list says about its use; an order alone does not say that it is taken."""
    return {"taking": "taken every day", "as needed": "taken as needed", "stopped": "stopped"}.get(
        drug.use or "", "in the list"
    )


@rule("candidacy.systemic_steroid")
def systemic_steroid(day: date, plan: Plan | None, medicines: Medicines) -> Iterator[Card]:
    """A steroid in the whole body weakens PRP and defence; a long course is never stopped suddenly."""
    for one in listed(medicines, "steroid"):
        first = planned_day(plan, day) - timedelta(days=_washout(one))
        if one.long_over or (one.drug.last_taken and one.out_by(first)):
            continue
        detail = f"{held_by(first)}, a washout before the needle. Ask the prescriber; {one.rows[0].note}."
        said = f"steroid, {one.last}" if one.drug.last_taken else f"steroid, {_use(one.drug)}; {one.last}"
        clears = taken_by(first)
        ask = "" if one.drug.last_taken else "last_taken"
        yield one.card("warning", "systemic_steroid", said, detail=detail, clears=clears, ask=ask)


def _washout(one: Listed) -> int:
    holds = [row.hold_prp.before for row in one.rows if row.hold_prp]
    return max(int(re.findall(r"\d+", hold)[-1]) for hold in holds)


@rule("candidacy.stopped_when")
def stopped_when(medicines: Medicines) -> Iterator[Card]:
    """Orders that an export calls stopped, on a day that it does not give, are named once."""
    kinds: tuple[Kind, ...] = ("nsaid", "steroid")
    names = [one.drug.name for kind in kinds for one in listed(medicines, kind) if one.long_over]
    if names:
        yield Card(
            indicator="info",
            summary="Orders called stopped, on a day that the export does not give",
            detail="Ask whether any of it was taken lately: " + "; ".join(dict.fromkeys(names)) + ".",
            sources=("practice",),
            status="P",
            code="missing_data",
            clears_when="The day of the last dose is signed.",
        )


@rule("candidacy.recent_local_steroid")
def recent_local_steroid(day: date, plan: Plan | None, history: History) -> Iterator[Card]:
    """A steroid injected near the site within a month speaks for waiting."""
    row = CONTRAINDICATIONS["local_steroid"]
    given = history.steroid_injection_on
    if given is None or given > day:
        return
    clear = given + timedelta(days=row.days)
    if clear > planned_day(plan, day):
        yield Card(
            indicator=row.indicator,
            summary=f"Steroid injected near the site on {in_words(given)}; "
            f"the washout ends on {in_words(clear)}",
            detail="Four weeks are the figure used here; many sites wait six to eight.",
            sources=row.sources,
            status=row.status,
            code="recent_local_steroid",
            clears_when=f"The needle is planned on {in_words(clear)} or later.",
        )


@rule("candidacy.immunosuppressant")
def immunosuppressant(medicines: Medicines) -> Iterator[Card]:
    """A medicine that lowers defence raises the risk of infection; it is never held automatically."""
    for one in listed(medicines, "immunosuppressant"):
        if one.drug.use == "stopped":
            continue
        detail = (
            "Watch for infection. It is not held automatically: ask rheumatology or whoever prescribes it."
        )
        note = one.rows[0].note
        detail += f" Table: {note}." if note else ""
        yield one.card(
            "warning", "immunosuppression", "infection risk; not held automatically", detail=detail
        )


@rule("candidacy.supplement")
def supplement(day: date, plan: Plan | None, medicines: Medicines) -> Iterator[Card]:
    """Supplements that act on platelets are left out for a week where nothing speaks against it."""
    for one in listed(medicines, "supplement"):
        first = planned_day(plan, day) - timedelta(days=_washout(one))
        if one.drug.use != "stopped" and not (one.drug.last_taken and one.out_by(first)):
            detail = f"A soft hold, not a reason to move the day. {held_by(first)} where possible."
            yield one.card(
                "info", "supplement", "may act on platelets; a soft hold", detail=detail, platelets=True
            )


@rule("candidacy.drug_identity")
def drug_identity(medicines: Medicines) -> Iterator[Card]:
    """A medicine whose code and text disagree, or whose name is nearly a drug that matters, is looked at."""
    for place, drug in enumerate(medicines.drugs or ()):
        seen = look(drug.name, drug.rxnorm)
        if seen.disagree:
            coded = ", ".join(DRUGS[key].name for key in seen.by_code)
            said = f"its code {drug.rxnorm} means {coded}"
            yield _doubtful(drug, place, said, "Text and code both count until somebody has seen the box.")
        elif near := _nearly(drug.name, seen):
            yield _doubtful(
                drug, place, f"is this {near}?", "Not recognised, but one slip away from a drug that is."
            )


def _doubtful(drug: Drug, place: int, said: str, detail: str) -> Card:
    return Card(
        indicator="warning",
        summary=f"{Listed(place, drug, ()).short}: {said}"[:140],
        detail=detail,
        sources=("practice",),
        status="P",
        code="data_quality",
        about=f"{drug.name}#{place}",
        clears_when="The medicine is signed again with a name and code that agree.",
    )


@cache
def _names() -> dict[str, str]:
    """Single words of six letters or more that name a drug to be asked about or held."""
    matter = ("anticoagulant", "antiplatelet", "nsaid", "steroid", "immunosuppressant")
    rows = [row for row in DRUGS.rows.values() if row.kind in matter]
    words = {word: row.name for row in rows for word in (*row.ingredients, *row.brands)}
    return {word: name for word, name in words.items() if len(word) >= 6 and word.isalpha()}


@lru_cache(maxsize=4096)  # bounded: names come from outside, without end
def _nearly(name: str, seen: Seen) -> str:
    """The drug that a misspelt name is one slip away from; "" when it was recognised or is near none."""
    if seen.keys:
        return ""
    for word in re.findall(r"[a-z]{6,}", name.lower()):
        for close in difflib.get_close_matches(word, _names(), n=1, cutoff=0.85):
            return str(close)
    return ""


@rule("candidacy.not_in_table")
def not_in_table(medicines: Medicines) -> Iterator[Card]:
    """Medicines that the drug table does not know are named, because silence is not a clearance."""
    names = [drug.name for drug in medicines.drugs or () if not look(drug.name, drug.rxnorm).keys]
    if names:
        count = "1 medicine is" if len(names) == 1 else f"{len(names)} medicines are"
        yield Card(
            indicator="info",
            summary=f"{count} not in the drug table; a person reads the list",
            detail="Nothing is known here against them, or for them: " + "; ".join(names) + ".",
            sources=("practice",),
            status="P",
            code="unrecognised_medicine",
            clears_when="Read by a person.",
        )
