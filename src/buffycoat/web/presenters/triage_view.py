"""What drove the tier: which answers, new or old, who said them and when, what was not asked, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from buffycoat.pathway.card import TIERS as CARD_TIERS
from buffycoat.pathway.card import Card
from buffycoat.pathway.chart import Chart, Entry
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.knowledge import MARKS
from buffycoat.pathway.triage.beside import beside
from buffycoat.pathway.triage.examination import Examination
from buffycoat.pathway.triage.flags import FLAGS, SIGNS
from buffycoat.pathway.triage.pain_source import Ranking, ranked
from buffycoat.pathway.triage.reading import Reading, own_words, told_in
from buffycoat.pathway.triage.records import Pain, Referral, WarningSigns
from buffycoat.pathway.triage.red_flags import NAMES, TIERS
from buffycoat.pathway.triage.told import WORDED, tier_told
from buffycoat.pathway.triage.urgency import Suspicion, Tier, age_on, steady
from buffycoat.pathway.walk import Walk
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.cards import source_title
from buffycoat.web.presenters.timeline import ROLES

LONGEST_QUOTE = 300


@dataclass(frozen=True)
class Answer:
    """One answer behind a suspicion. `entry` is 0 where it was worked out from other answers."""

    words: str
    age: str
    by: str
    entry: int


@dataclass(frozen=True)
class Suspect:
    """One thing that is suspected. `closed`: the clinician who went past it, and the day."""

    name: str
    tier: str
    urgent: bool
    can_wait: bool
    answers: tuple[Answer, ...]
    action: str
    closed: str
    key: str
    cited: tuple[tuple[str, str], ...]
    mark: str


@dataclass(frozen=True)
class Gap:
    """A sign that matters and has no answer."""

    name: str
    word: str
    box: str
    matters: str


@dataclass(frozen=True)
class Triage:
    """The whole page, but for the picture of the sources.

    `standing`: a stop that the newest answers do not name, such as an emergency told before and not closed.
    """

    heading: str
    lead: str
    means: str
    suspects: tuple[Suspect, ...]
    gaps: tuple[Gap, ...]
    denied: int
    asked: str
    patient: tuple[str, ...]
    pain_told: bool
    ranking: Ranking
    standing: Card | None


@dataclass(frozen=True)
class Held:
    """The records of triage as of a day."""

    chart: Chart
    day: date
    zone: tzinfo

    @property
    def age(self) -> int | None:
        """Whole years; None when nobody wrote down the date of birth."""
        referral = self.chart.newest(Referral)
        return age_on(referral.birth_date, self.day) if referral else None

    @property
    def tier(self) -> Tier:
        """How urgent it is, from everything that weighs."""
        pain, seen, signs = (self.chart.newest(kind) for kind in (Pain, Examination, WarningSigns))
        return tier_told(
            signs,
            told_in(signs.narrative if signs else None, self.chart.every(Reading)),
            self.age,
            steady_pain=steady(pain, self.day),
            beside=beside(pain, seen, self.day, self.age),
        )

    def last(self, *kinds: type) -> Entry | None:
        """The newest entry in force of these kinds."""
        found = [entry for kind in kinds for entry in self.chart.signed(kind)]
        return max(found, key=lambda entry: entry.number, default=None)


def triage(chart: Chart, stands: Walk, today: date, zone: tzinfo, **told: str) -> Triage:
    """The triage of one chart; of one that was injected, as of that day. `told`: telephone numbers."""
    given = chart.newest(Injection)
    held = Held(chart, min(today, given.given_at.date()) if given else today, zone)
    found, signs = held.tier, chart.newest(WarningSigns)
    asked = held.last(WarningSigns)
    standing = _standing(stands)
    suspects = tuple(_suspect(one, held, stands) for one in found.suspicions)
    steps = (found.heading(), *found.todo()) if found.level and signs else ()
    return Triage(
        heading=_heading(
            found, signs, standing, closed=bool(suspects) and not any(s.urgent for s in suspects)
        ),
        lead=f"Warning signs as {_by(asked, zone)}." if asked else "Nobody has asked the warning signs.",
        means=found.means if found.level else "",
        suspects=suspects,
        gaps=tuple(_gaps(found, signs)),
        denied=sum(getattr(signs, key) is False for key in FLAGS) if signs else 0,
        asked=day_text(asked.signed_at.astimezone(zone).date()) if asked else "",
        patient=tuple(step.format(**told) for step in steps),
        pain_told=chart.newest(Pain) is not None,
        ranking=ranked(chart.newest(Pain), chart.newest(Examination), held.age, suspicions=found.suspicions),
        standing=standing,
    )


def _standing(stands: Walk) -> Card | None:
    """The most urgent open stop of triage that is not one of the suspicions themselves."""
    cards = (card for card in stands.standings[0].critical if card.tier and card.rule != "triage.urgency")
    return min(cards, key=lambda card: CARD_TIERS.index(card.tier), default=None)


def _heading(found: Tier, signs: WarningSigns | None, standing: Card | None, *, closed: bool) -> str:
    """The tier and what is suspected; what stands from before is not talked away by newer answers."""
    if standing and (closed or CARD_TIERS.index(standing.tier) <= CARD_TIERS.index(found.name)):
        return standing.summary
    if found.level and closed and found.level != "E3":
        return f"Gone past with a reason: {found.suspicions[0].name.lower()}"
    if found.level:
        return f"{TIERS[found.level].title}: {found.suspicions[0].name.lower()}"
    if signs is None:
        return "Warning signs are not asked yet"
    if found.unknown:
        count = len(found.unknown)
        return f"No warning sign so far; {count} answer{'' if count == 1 else 's'} missing"
    return "No warning sign, and every one asked"


def _suspect(one: Suspicion, held: Held, stands: Walk) -> Suspect:
    key = f"triage.urgency:{one.family}"
    past = next((entry for card, entry in stands.standings[0].overridden if card.key == key), None)
    mark = MARKS[one.status]
    return Suspect(
        name=one.name,
        tier=TIERS[one.level].title,
        urgent=one.level != "E3" and past is None,
        can_wait=one.level not in ("E0", "E1"),
        answers=tuple(_answer(driver, one, held) for driver in one.drivers),
        action=one.action,
        closed=f"Gone past with a reason, {_by(past, held.zone)}" if past else "",
        key=key,
        cited=tuple((source, source_title(source)) for source in one.sources),
        mark=mark[:1].upper() + mark[1:],
    )


def _answer(driver: str, one: Suspicion, held: Held) -> Answer:
    """One answer, with who said it first without taking it back since."""
    words = f"{NAMES[driver][:1].upper()}{NAMES[driver][1:]}"
    if driver in WORDED:
        return _written(held)
    if driver not in FLAGS:
        source = held.last(*_made_from(driver))
        return Answer(
            words, "worked out", _by(source, held.zone) if source else "", source.number if source else 0
        )
    signs = held.chart.newest(WarningSigns)
    known = signs is not None and signs.newly is not None
    age = (
        "new or worse in the last 14 days"
        if driver in one.new
        else "old"
        if known
        else "new or old: not asked"
    )
    entry = _first_said(driver, held)
    return Answer(words, age, _by(entry, held.zone) if entry else "", entry.number if entry else 0)


def _written(held: Held) -> Answer:
    """The words themselves, and whose they are."""
    entry, signs = held.last(WarningSigns), held.chart.newest(WarningSigns)
    words = own_words(signs.narrative if signs else None)
    short = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]} …"
    by = f"read by a program, {_by(entry, held.zone)}" if entry else ""
    return Answer(f"“{short}”", "own words", by, entry.number if entry else 0)


def _made_from(driver: str) -> tuple[type, ...]:
    """The records that something worked out rests on."""
    if "age" in driver or driver in ("younger_20", "older_50"):
        return (Referral,)
    if driver in ("thoracic_pain", "no_better"):
        return (Pain,)
    return (WarningSigns,) if driver == "inflammatory_pattern" else (Examination,)


def _first_said(driver: str, held: Held) -> Entry | None:
    """The entry in force that said it first, with no denial after it."""
    first = None
    for entry, signs in zip(held.chart.signed(WarningSigns), held.chart.every(WarningSigns), strict=True):
        if getattr(signs, driver) is True or driver in (signs.newly or ()):
            first = first or entry
        elif getattr(signs, driver) is False:
            first = None
    return first


def _gaps(found: Tier, signs: WarningSigns | None) -> Iterator[Gap]:
    for key in found.unknown:
        state = signs.state(key) if signs else "not asked"
        word = "Asked, not known" if state == "unknown" else "Not asked"
        name = SIGNS[key].name
        yield Gap(f"{name[:1].upper()}{name[1:]}", word, f"q-{key.replace('_', '-')}", SIGNS[key].matters)


def _by(entry: Entry, zone: tzinfo) -> str:
    """Signed by whom, in which role, on which day."""
    day = day_text(entry.signed_at.astimezone(zone).date())
    return f"signed by {entry.signer.name}, {ROLES.get(entry.signer.role, entry.signer.role)}, {day}"
