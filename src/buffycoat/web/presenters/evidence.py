"""The evidence as pages show it: under each target the headline, and every study with mark and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from buffycoat.library.evidence import METHOD, Evidence, Headline, Row, evidence
from buffycoat.pathway.knowledge import sources
from buffycoat.web.presenters.evidence_plot import TICKS, Dot, Side, dots, place, sides
from buffycoat.web.presenters.evidence_words import Speak
from buffycoat.web.presenters.patient_words import Say

ORDER = ("DISC", "EPI", "FACET", "SIJ", "SOFT", "SEVERAL", "RFA", "CONTEXT")
KINDS = ("trials", "pooled", "rank", "single", "reviews", "other")
GAPS = ("MB", "NECK")
AXIS = tuple((place(tick), f"{tick:g}") for tick in TICKS)
Link = tuple[str, str, str]  # key, title, address


@dataclass(frozen=True)
class Line:
    """One study: who and against what, its marks, what it found, how far to trust it, and its sources."""

    key: str
    name: str
    about: tuple[str, ...]
    dots: tuple[Dot, ...]
    sides: tuple[Side, ...]
    said: str  # what the picture shows, for who listens
    no_mark: str  # why there is none
    found: str
    notes: tuple[str, ...]
    bias: str
    rater: str
    mark: str
    sources: tuple[Link, ...]


@dataclass(frozen=True)
class Part:
    """Studies of one kind under a target."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Group:
    """One target: what may be said of it, how sure that is, and its studies."""

    key: str
    title: str
    says: str
    certainty: str
    answer: str
    sources: tuple[Link, ...]
    parts: tuple[Part, ...]

    @property
    def plotted(self) -> bool:
        """Whether any study has a mark, so that an axis is wanted."""
        return any(not line.no_mark for part in self.parts for line in part.lines)


def groups(speak: Speak) -> tuple[Group, ...]:
    """Every target with studies, in an order that does not depend on what they found."""
    table = evidence()
    return tuple(_group(key, table.headlines[key], table, speak) for key in ORDER)


def gaps(speak: Speak) -> tuple[Group, ...]:
    """Where no trial was found."""
    table = evidence()
    return tuple(_group(key, table.headlines[key], table, speak) for key in GAPS)


def about(say: Say, speak: Speak) -> tuple[str, ...]:
    """How the figures were made, who reviewed them, and until when that holds."""
    table: Evidence = evidence()
    due: date = table.review_due
    signed = speak("reviewed", who=table.reviewed_by) if table.reviewed_by else speak("not_reviewed")
    return (speak.both(METHOD), speak("read_at"), signed, speak("due", day=say.day(due)))


def _group(key: str, headline: Headline, table: Evidence, speak: Speak) -> Group:
    kinds: Mapping[str, list[Line]] = {kind: [] for kind in KINDS}
    for name, row in table.of(key).items():
        kinds[_kind(row)].append(_line(name, row, speak))
    return Group(
        key=key.lower(),
        title=speak.both(headline.title),
        says=speak.both(headline.says),
        certainty=speak.both(headline.certainty),
        answer=headline.answer,
        sources=_links(headline.sources),
        parts=tuple(Part(speak(kind), tuple(lines)) for kind, lines in kinds.items() if lines),
    )


def _kind(row: Row) -> str:
    if row.against == "not_prp":
        return "other"
    if row.design == "network":
        return "rank"
    if row.is_trial:
        return "trials"
    if not row.points:
        return "reviews"
    return "pooled" if row.compares else "single"


def _line(key: str, row: Row, speak: Speak) -> Line:
    drawn = dots(row, speak)
    marks = () if drawn else sides(row, speak)
    listed = "; ".join(one.said for one in marks)
    return Line(
        key=key,
        name=f"{speak.both(row.study)} {row.year.replace('-', '–')}".strip(),
        about=_about(row, speak),
        dots=drawn,
        sides=marks,
        said=" ".join(one.said for one in drawn) or f"{speak('direction_only')} {listed}.",
        no_mark="" if drawn or marks else speak(f"no_mark_{_kind(row)}"),
        found=speak.both(row.found),
        notes=_notes(row, speak),
        bias=speak.both(row.bias),
        rater=speak("rater_ours") if row.rater == "ours" else "",
        mark=speak(f"mark_{row.status}"),
        sources=_links(row.sources),
    )


def _about(row: Row, speak: Speak) -> tuple[str, ...]:
    """Against what; how many; for how long; how it was kept fair."""
    what = speak.both(row.comparator)
    alone = row.against in ("nothing", "not_prp") or not row.points
    found = [what if alone else speak("against", what=what)]
    size = [speak("studies", n=row.studies)] if row.studies else []
    if row.n and row.arms:
        size.append(speak("arms", n=row.n, a=row.arms[0], b=row.arms[1]))
    elif row.n:
        size.append(speak("about_people" if row.about_n else "people", n=row.n))
    if row.analysed:
        size.append(speak("analysed", n=sum(row.analysed)))
    found.append(", ".join(size))
    fair = [speak(row.design)] if row.is_trial else []
    fair += [speak(f"blind_{row.blind}")] if row.blind else []
    fair += [speak("followed", time=speak.time(row.follow_up))] if row.follow_up else []
    fair += [] if row.year else [speak("year_unknown")]
    found.append("; ".join(fair))
    return tuple(f"{text[:1].upper()}{text[1:]}." for text in found if text)


def _notes(row: Row, speak: Speak) -> tuple[str, ...]:
    rebuilt = [one.rebuilt for one in row.points if one.rebuilt]
    texts = [speak.both(one) for one in ([row.note] if row.note else [])]
    texts += [speak.both(one) + "." for one in rebuilt]
    for one in row.harms:
        name = "harm_about" if one.about else "harm"
        texts.append(speak(name, events=one.events, of=one.of, what=speak.both(one.what)))
    if row.interest:
        texts.append(f"{speak('interest')} {speak.both(row.interest)}")
    return tuple(texts)


def _links(keys: tuple[str, ...]) -> tuple[Link, ...]:
    """Each source by its key, its title, and its address where that can be opened."""
    held = [(key, sources()[key]) for key in keys]
    return tuple((key, one.title, one.address if one.address.startswith("http") else "") for key, one in held)
