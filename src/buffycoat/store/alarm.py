"""What rings the bell on *Today*: cards about how the patient is now, not answers that are only missing."""

from collections.abc import Iterator
from datetime import date

from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.urgency import age_on, steady, tier
from buffycoat.pathway.walk import Walk

RINGS = ("emergency", "same_day")  # worst first; what can wait two weeks is a card on its page


def alarm(chart: Chart, day: date, seen: Walk) -> tuple[str, str]:
    """The worst alarm that nobody has gone past, and its words; two empty texts when all is quiet."""
    ringing = [(level, card) for level, card in _alarms(chart, day, seen) if level in RINGS]
    if not ringing:
        return "", ""
    level, card = min(ringing, key=lambda one: RINGS.index(one[0]))
    return level, card.summary


def _alarms(chart: Chart, day: date, seen: Walk) -> Iterator[tuple[str, Card]]:
    levels = _suspected(chart, day)
    for standing in seen.standings:
        for card in standing.critical:
            if card.rule == "triage.urgency":
                yield levels.get(card.about, "same_day"), card
            elif card.stage in ("aftercare", "outcomes") and card.code != "missing_data":
                yield "same_day", card


def _suspected(chart: Chart, day: date) -> dict[str, str]:
    """How soon each thing that the warning signs point to must be looked at."""
    referral = chart.newest(Referral)
    age = age_on(referral.birth_date, day) if referral else None
    said = tier(chart.newest(WarningSigns), age, steady_pain=steady(chart.newest(Pain), day))
    return {one.family: TIERS[one.level].name for one in said.suspicions}
