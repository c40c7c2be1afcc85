"""Candidacy as a proceduralist reads it in ten seconds: the verdict, who reviews what, then line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from buffycoat.pathway.candidacy import STAGE
from buffycoat.pathway.candidacy.anatomy import sites_named
from buffycoat.pathway.candidacy.contraindications import CONTRAINDICATIONS
from buffycoat.pathway.candidacy.records import History, Labs, Medicines, Plan
from buffycoat.pathway.candidacy.summary import stops, verdict, who
from buffycoat.pathway.candidacy.target import sites
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.triage.records import Referral
from buffycoat.pathway.walk import Walk
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.candidacy_person import Held, drugs, expectations, laboratory
from buffycoat.web.presenters.candidacy_points import (
    MET,
    Cards,
    Point,
    Section,
    rule_name,
    titles,
)
from buffycoat.web.presenters.candidacy_targets import fusions, indication, targets
from buffycoat.web.presenters.cards import short_mark

HEADINGS = {
    "suitable": "Suitable as planned",
    "needs_review": "Needs review before it goes ahead",
    "not_suitable": "Not suitable as planned",
}
UNANSWERED = {
    "plan": "indication",
    "medicines": "drugs",
    "labs": "laboratory",
}


@dataclass(frozen=True)
class Review:
    """Who is asked, and for what; `lines` are (summary, how it clears, key of the card)."""

    by: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Candidacy:
    """The whole page."""

    heading: str
    lead: str
    stops: tuple[tuple[str, str, str], ...]
    reviews: tuple[Review, ...]
    sections: tuple[Section, ...]


def candidacy(chart: Chart, stands: Walk, today: date, role: str) -> Candidacy:
    """The candidacy of one chart; of one that was injected, as it stood that day."""
    given = chart.newest(Injection)
    day = min(today, given.given_at.date()) if given else today
    held = Held(
        chart.newest(Plan), chart.newest(History), chart.newest(Medicines), chart.newest(Labs),
        chart.newest(Referral), day,
    )  # fmt: skip
    said, past = _said(chart, stands, day)
    drawn = _sections(held, Cards(said, past, role))
    return Candidacy(
        heading=HEADINGS[verdict(said)],
        lead=_lead(held),
        stops=tuple(_line(card) for card in said if stops(card)),
        reviews=_reviews(said),
        sections=drawn,
    )


def _said(chart: Chart, stands: Walk, day: date) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """What candidacy says, before it is begun too; an open danger of triage bars it as well."""
    triage, own = stands.standings[0], stands.standings[1]
    said = own.cards if own.cards or own.state != "to come" else STAGE.cards(chart, day)
    return (*triage.critical, *said), tuple(card for card, _ in own.overridden)


def _lead(held: Held) -> str:
    planned = sites(held.plan)
    named = sites_named((one.target, one.level, one.side) for one in planned) or "No target planned"
    on = held.plan.planned_on if held.plan else None
    return f"{named}. " + (f"Planned for {day_text(on)}." if on else "No day is planned.")


def _line(card: Card) -> tuple[str, str, str]:
    return card.summary, card.clears_when or card.detail, card.key


def _reviews(said: tuple[Card, ...]) -> tuple[Review, ...]:
    """What somebody may go past or settle, by whom it is to be reviewed; the worst first."""
    found: dict[str, list[Card]] = {}
    for card in said:
        if card.indicator != "info" and not stops(card):
            found.setdefault(who(card), []).append(card)
    return tuple(Review(by, tuple(_line(card) for card in cards)) for by, cards in found.items())


def _sections(held: Held, cards: Cards) -> tuple[Section, ...]:
    """Every part of the page, in the order in which a proceduralist asks; no card is left out."""
    unanswered = {
        place: tuple(cards.point(one, "Not asked") for one in _unanswered(cards, place))
        for place in (*UNANSWERED.values(), "contraindications")
    }
    asked = indication(held.plan, cards)
    drawn = (
        Section(asked.id, asked.title, (*unanswered["indication"], *asked.points)),
        *targets(held.plan, held.grade, held.day, held.on, cards),
        fusions(held.history, cards),
        laboratory(held, cards, unanswered["laboratory"]),
        drugs(held, cards, unanswered["drugs"]),
        expectations(held, cards),
    )
    against = _contraindications(held, cards, unanswered["contraindications"])  # last: takes all that is left
    return (*drawn[:-4], against, *drawn[-4:])


def _unanswered(cards: Cards, place: str) -> Iterator[Card]:
    """Cards on answers that are missing, or not plausible, of the records that belong to this part."""
    kinds = [kind for kind, where in UNANSWERED.items() if where == place]
    for key, card in list(cards.left.items()):
        if card.rule not in ("candidacy.unanswered", "candidacy.implausible"):
            continue
        kind = card.about.split(".")[1] if "." in card.about else ""
        if kind in kinds or (place == "contraindications" and kind not in UNANSWERED):
            yield cards.left.pop(key)


def _contraindications(held: Held, cards: Cards, first: tuple[Point, ...]) -> Section:
    """What speaks against it, worst first; when nothing does, what was asked and denied."""
    points = [*first, *(cards.point(card, rule_name(card)) for card in list(cards.left.values()))]
    cards.left.clear()
    asked = held.history
    names = ("infection_now", "bleeding_disorder", "cancer", "pregnant", "neurologic_risk", "capacity_doubt")
    denied = [name for name in names if asked and getattr(asked, name) in (False, "never", "no")]
    words = ", ".join(
        name.replace("_", " ").replace(" now", "").replace("pregnant", "pregnancy") for name in denied
    )
    if denied:
        row = CONTRAINDICATIONS["active_infection"]
        points.append(
            Point(
                MET,
                "Asked and denied",
                f"{words.capitalize()}.",
                sources=titles(row.sources),
                mark=short_mark(row.status),
            )
        )
    return Section("against", "Contraindications", tuple(points))
