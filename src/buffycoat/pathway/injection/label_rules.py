"""What the rules say of the syringe label: read by two, scanned, this patient’s, in time."""

from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.incident import WHAT, Incident
from buffycoat.pathway.injection.records import TimeOut
from buffycoat.pathway.preparation.label import Wrong, read_back, same_person
from buffycoat.pathway.stage import rule

WRONG: dict[Wrong, tuple[str, str]] = {
    "another patient": (
        "Another patient’s label: do not inject",
        "This syringe is not this patient’s. One person’s blood in another is a never-event: put it "
        "aside, find both syringes, and look whose each is.",
    ),
    "another draw": (
        "The label is of another draw of this patient: do not inject",
        "The chart’s newest draw is not the blood in this syringe.",
    ),
    "expired": (
        "The label is past its use-by time: do not inject",
        "The blood is too old. Fresh blood is drawn, or a slip in a time is amended.",
    ),
    "unreadable": (
        "The label cannot be read: do not inject",
        "Scan it again, or type the code printed under it. Without a label nobody knows whose blood it is.",
    ),
}


@rule("injection.label_read_by_two")
def label_read_by_two(time_out: TimeOut) -> Iterator[Card]:
    """Stops unless two named people read the syringe label before the needle."""
    if not time_out.label_matches:
        return
    first, second = time_out.label_read_by, time_out.label_read_second
    if first and second and not same_person(first, second):
        return
    names = {"label_read_by": first, "label_read_second": second}
    yield Card(
        indicator="critical",
        summary="The same person read the label twice"
        if first and second
        else "Not known which two people read the syringe label",
        detail="Two people read name and birth date on the label against the patient, each for themselves.",
        sources=("rule-9.7",),
        status="P",
        code="identity",
        asks=tuple(f"{TimeOut.kind}.{name}" for name, said in names.items() if not said),
        clears_when="A time-out with both names is signed.",
        override_by=(),
    )


@rule("injection.label")
def label(time_out: TimeOut, chart: Chart) -> Iterator[Card]:
    """Stops at any label but this patient’s own of this draw, in time; nobody goes past it."""
    if not time_out.label_scanned:
        yield Card(
            indicator="warning",
            summary="The syringe label was not scanned",
            detail="Read aloud by two it may still be misread; scanned, it says itself whose blood it is.",
            sources=("rule-9.7",),
            status="P",
            code="identity",
            about="not scanned",
            asks=(f"{TimeOut.kind}.label_scanned",),
            clears_when="A time-out with the label scanned, or its code typed, is signed.",
        )
        return
    found = read_back(chart, time_out.label_scanned, time_out.taken_at)
    if found.wrong:
        summary, detail = WRONG[found.wrong]
        yield Card(
            indicator="critical",
            summary=summary,
            detail=detail,
            sources=("rule-9.7",),
            status="P",
            code="wrong_label",
            about=found.wrong,
            clears_when="A new time-out is signed with this patient’s own label scanned.",
            override_by=(),
        )


@rule("injection.incident")
def incident(incidents: tuple[Incident, ...]) -> Iterator[Card]:
    """Rings until somebody who may has written what was found and done about an incident."""
    for one in incidents:
        yield Card(
            indicator="critical",
            summary=f"Incident, {one.found_at.day} {one.found_at:%B %H:%M}: {WHAT[one.what].lower()}",
            detail=f"Found by {one.found_by}. {one.details or ''}".strip()
            + " Find out how it came about, where the other syringe is, and who has to be told.",
            sources=("rule-9.7",),
            status="P",
            code="incident",
            about=f"{one.found_at:%Y-%m-%dT%H:%M:%S}",
            tier="same_day",
            clears_when="What was found and done is signed, by going past this card with it.",
            override_by=("proceduralist", "manager"),
        )
