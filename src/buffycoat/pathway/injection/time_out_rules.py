"""What the time-out rules say: hard stops that nobody goes past, the level counted by two, guidance ready."""

from collections.abc import Iterator

from buffycoat.pathway.candidacy.anatomy import site_name
from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.limits import GUIDANCE
from buffycoat.pathway.injection.places import planned
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.injection.time_out import GUIDANCES
from buffycoat.pathway.preparation.label import same_person
from buffycoat.pathway.stage import rule


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


@rule("injection.transitional")
def transitional(time_out: TimeOut, plan: Plan | None) -> Iterator[Card]:
    """Stops until it is stated whether the vertebrae are as usual, and how they were counted if not."""
    seen = plan.transitional if plan else None
    if time_out.transitional_anatomy or seen == "none":
        return
    said = "Transitional anatomy, and not written down how the levels were numbered"
    yield Card(
        indicator="critical",
        summary=said if seen else "Not stated: transitional anatomy",
        detail="With six lumbar vertebrae, or L5 grown to the sacrum, two people count the same wrong level.",
        sources=("rule-9.7",),
        status="P",
        code="time_out",
        asks=(f"{TimeOut.kind}.transitional_anatomy",),
        clears_when="The plan says that there is none, or the time-out how the levels were numbered.",
        override_by=(),
    )


@rule("injection.guidance_ready")
def guidance_ready(time_out: TimeOut, plan: Plan | None, injection: Injection | None) -> Iterator[Card]:
    """Stops before a disc or an epidural unless the guidance that is ready is fluoroscopy or CT."""
    for one in dict.fromkeys((site.target, site.level, site.side) for site in planned(plan, injection)):
        row = GUIDANCE[one[0]]
        if row.else_indicator != "critical" or time_out.guidance in row.takes:
            continue
        which = GUIDANCES[time_out.guidance].lower() if time_out.guidance else "not stated which"
        yield Card(
            indicator="critical",
            summary=f"{row.else_says}: {site_name(*one)}"[:140],
            detail=f"Ready is: {which}. Otherwise the needle is not seen among nerves and vessels.",
            sources=row.sources,
            status=row.status,
            code="guidance",
            about="-".join(one),
            asks=() if time_out.guidance else (f"{TimeOut.kind}.guidance",),
            clears_when="A time-out with fluoroscopy or CT ready is signed, or another place is planned.",
            override_by=(),
        )


@rule("injection.operator")
def operator(time_out: TimeOut, injection: Injection) -> Iterator[Card]:
    """Asks when another person held the needle than the time-out named."""
    named = time_out.operator
    if named and not same_person(named, injection.operator):
        yield Card(
            indicator="warning",
            summary=f"The time-out named {named[:40]}; the injection is by {injection.operator[:40]}",
            detail="Whoever takes over takes the time-out again.",
            sources=("rule-9.7",),
            status="P",
            code="data_quality",
            clears_when="A slip in a name is amended.",
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
