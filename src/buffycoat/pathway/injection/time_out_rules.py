"""What the time-out rules say: hard stops that nobody goes past, the level counted by two, the antibiotic."""

from collections.abc import Iterator

from buffycoat.pathway.candidacy.records import Plan, Site
from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.stage import rule

EPIDURAL = ("EPI_IL", "EPI_TF", "EPI_CAUD")


@rule("injection.hard_stops")
def hard_stops(time_out: TimeOut) -> Iterator[Card]:
    """Stops at each point of the time-out that was answered no or left open; nobody goes past one."""
    stops = {name: one for name, one in TimeOut.items.items() if one.matters == "critical"}
    left = [name for name in stops if time_out.state(name) != "answered"]
    if left:
        yield Card(
            indicator="critical",
            summary=f"Time-out incomplete: {len(left)} of {len(stops)} hard stops have no answer",
            detail=" · ".join(stops[name].ask for name in left),
            sources=("rule-9.7",),
            status="P",
            code="time_out",
            about="incomplete",
            asks=tuple(f"{TimeOut.kind}.{name}" for name in left),
            clears_when="A time-out with every point answered is signed.",
            override_by=(),
        )
    for name, declared in stops.items():
        if getattr(time_out, name) is False:
            yield Card(
                indicator="critical",
                summary=f"Time-out, answered no: {declared.ask}",
                detail="No needle until it is put right. Then take the time-out again, with everybody.",
                sources=declared.sources,
                status=declared.status,
                code="time_out",
                about=name,
                clears_when="A time-out with this point answered yes is signed.",
                override_by=(),
            )


@rule("injection.counted_by_two")
def counted_by_two(time_out: TimeOut) -> Iterator[Card]:
    """Stops when the same person counted the level twice."""
    first, second = (time_out.level_counted_by or ""), (time_out.level_counted_second or "")
    if first and first.casefold().split() == second.casefold().split():
        yield Card(
            indicator="critical",
            summary="The level was counted twice by the same person",
            detail="Wrong level is the known hazard of spine work: a second person counts, untold.",
            sources=("rule-9.7",),
            status="P",
            code="time_out",
            clears_when="Two people have counted, and both are named.",
            override_by=(),
        )


def _places(plan: Plan | None, injection: Injection | None) -> tuple[Site, ...]:
    """Where the needle went; before that, where it is planned to go."""
    return injection.sites if injection else (plan.sites if plan else None) or ()


@rule("injection.antibiotic")
def antibiotic(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Asks for an antibiotic or the reason for none before a disc; no drug is prescribed here."""
    disc = any(site.target == "DISC" for site in _places(plan, injection))
    if time_out.antibiotic_given is not True and not time_out.antibiotic_reason and disc:
        yield Card(
            indicator="critical",
            summary="Disc: neither an antibiotic nor the reason for none is written down",
            detail="No trial settles whether it helps; the physician decides, and says why.",
            sources=("SIS-FactFinder", "Sharma2009"),
            status="V",
            code="antibiotic",
            about="missing",
            clears_when="The antibiotic with its time, or the reason for none, is signed.",
        )
    if time_out.antibiotic_given and not (time_out.antibiotic_drug and time_out.antibiotic_at):
        yield Card(
            indicator="warning",
            summary="Antibiotic: the drug or the time it was given is missing",
            detail="The minutes before the puncture decide whether it has reached the disc.",
            sources=("Fraser1989",),
            status="V",
            code="antibiotic",
            about="details",
            clears_when="Drug and time are added.",
        )
    if injection and time_out.antibiotic_at and time_out.antibiotic_at > injection.given_at:
        yield Card(
            indicator="warning",
            summary="Antibiotic: given after the first needle",
            detail="It is given before the puncture. Check both times.",
            sources=("Fraser1989",),
            status="V",
            code="antibiotic",
            about="order",
            clears_when="A slip in a time is amended.",
        )


@rule("injection.antibiotic_in_disc")
def antibiotic_in_disc(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Stops cefazolin, or a drug not named, through a needle that may reach the dural sac."""
    drug = (time_out.antibiotic_drug or "").casefold()
    named_other = drug and not any(word in drug for word in ("cefazolin", "cephazolin", "ancef", "kefzol"))
    epidural = any(site.target in EPIDURAL for site in _places(plan, injection))
    if time_out.antibiotic_route == "disc" and epidural and not named_other:
        yield Card(
            indicator="critical",
            summary="Cefazolin by needle beside an epidural: seizures if it reaches the dural sac",
            detail="Not into a disc when a dural puncture is possible, and never in an epidural.",
            sources=("78steps",),
            status="V",
            code="antibiotic",
            clears_when="Another route or drug is chosen and the time-out taken again.",
        )


@rule("injection.time_out_first")
def time_out_first(injection: Injection, time_out: TimeOut | None) -> Iterator[Card]:
    """Stops when no time-out was signed, or it is dated after the first needle."""
    if time_out is None or time_out.taken_at > injection.given_at:
        late = "The time-out is dated after the first needle"
        yield Card(
            indicator="critical",
            summary=late if time_out else "Injected, and no time-out is signed",
            detail="A time is wrong, or there was no time-out before it: then it is an incident.",
            sources=("rule-9.7",),
            status="P",
            code="time_out",
            clears_when="The time-out is signed, or a slip in a time is amended.",
        )
