"""The one thing to do next in triage: act on what cannot wait, ask what was not asked, look, then go on."""

from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.records import Pain, WarningSigns
from buffycoat.web.presenters.next_step import NextStep
from buffycoat.web.presenters.triage_view import Triage


def triage_step(held: Triage, may_override: frozenset[str], hip: str = "") -> NextStep:
    """What to do, why, and where. `may_override`: the keys of cards that this person may go past.

    `hip`: what the card says that finds hip and spine both likely; "" where it does not stand.
    """
    worst, before = next((one for one in held.suspects if one.urgent), None), held.standing
    if before and (worst is None or worst.can_wait):
        label = "Close it, with a reason" if before.key in may_override else "See the card"
        return NextStep(f"Now: {before.clears_when}", before.detail, label, card=before.key)
    if worst:
        label = "Close it, with a reason" if worst.key in may_override else "See the card"
        when = "Next" if worst.can_wait else "Now"
        return NextStep(f"{when}: {_first_sentence(worst.action)}", held.means, label, card=worst.key)
    if held.gaps:
        count = len(held.gaps)
        what = f"“{held.gaps[0].name}”" if count == 1 else f"{count} warning signs"
        why = "Not asked is not “no”, and a tier never speaks for what was not answered."
        return NextStep(f"Next: ask {what}", why, "Ask", WarningSigns.kind, held.gaps[0].box)
    if not held.ranking.enough:
        kind = Examination if held.pain_told else Pain
        why = f"{held.ranking.answers} of {held.ranking.needed} answers that count: nothing is ranked yet."
        return NextStep(f"Next: sign {kind.title.lower()}", why, f"Sign {kind.title.lower()}", kind.kind)
    if hip:
        return NextStep("Next: the hip before the spine", hip, "Write it in the plan", Plan.kind, "q-blocks")
    found = held.ranking.next
    if found and found.kind == "test":
        return NextStep(f"Next: {found.words}", found.says, "Sign examination", Examination.kind)
    settles = (
        f"What would change our mind: {found.words}." if found else "No open test would move the ranking."
    )
    return NextStep("Next: candidacy", settles, "Sign the plan", Plan.kind)


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".")
