"""What the rules say of a signed radiation dose: whether it is counted twice, or of another day."""

from collections import Counter
from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.record import in_words
from buffycoat.pathway.stage import rule


@rule("injection.radiation_twice")
def radiation_twice(doses: tuple[Radiation, ...]) -> Iterator[Card]:
    """Warns when two radiation doses in force are of one and the same study."""
    studies = Counter(one.study_uid for one in doses if one.study_uid)
    for study, count in studies.items():
        if count > 1:
            yield Card(
                indicator="warning",
                summary=f"{count} radiation doses of one study are signed",
                detail="A later report of a study holds the earlier one’s dose again: only the newest is "
                f"counted. Take back what does not belong. Study {study}.",
                sources=("rule-9.6",),
                status="P",
                code="data_quality",
                about=study,
                clears_when="One of them is taken back, or amended.",
            )


@rule("injection.radiation_day")
def radiation_day(injection: Injection, doses: tuple[Radiation, ...]) -> Iterator[Card]:
    """Warns when a radiation dose is of another day than the injection."""
    given = injection.given_at.date()
    for one in doses:
        # A day apart is let pass: the C-arm's clock is its own, and may stand in another time zone.
        if one.given_on is not None and abs((one.given_on - given).days) > 1:
            yield Card(
                indicator="warning",
                summary=f"Radiation dose of {in_words(one.given_on)}, injection of {in_words(given)}",
                detail="It may be of another procedure of this patient, or the clock of the C-arm is wrong.",
                sources=("rule-9.6",),
                status="P",
                code="data_quality",
                about=one.file_sha256 or one.given_on.isoformat(),
                clears_when="The dose is taken back, or its day is amended.",
            )
