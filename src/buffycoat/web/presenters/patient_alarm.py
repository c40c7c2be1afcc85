"""What a patient must see at once: what to do, what they told us, and what the hospital needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from buffycoat.pathway.aftercare.alarms import Concern, is_hot
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import SIGNS
from buffycoat.pathway.triage.red_flags import FAMILIES, TIERS, Family, Level, TierWords
from buffycoat.pathway.triage.told import WORDED, worded
from buffycoat.pathway.triage.urgency import Language, Suspicion, Tier
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.patient_words import Say


class Crisis(Fact):
    """A telephone line for people with thoughts of suicide."""

    name: str
    number: str


CRISIS = read_table(__file__, "patient_crisis.toml", Crisis)["line"]
CRISIS_FAMILY = "suicide"
LONGEST_QUOTE = 400


@dataclass(frozen=True)
class Handover:
    """One paragraph for the hospital, in English: its first words, and the rest."""

    title: str
    text: str


@dataclass(frozen=True)
class Alarm:
    """One page of alarm. `crisis`: there are thoughts of suicide; `gentle`: and no other emergency.

    `wrote`: the patient's own words, where they are behind it.
    """

    level: Level
    heading: str
    told: str
    said: tuple[str, ...]
    why: tuple[str, ...]
    todo: tuple[str, ...]
    hospital: tuple[Handover, ...]
    crisis: bool = False
    gentle: bool = False
    wrote: str = ""

    @property
    def template(self) -> str:
        """The page it is shown on: gentle, full screen, or a call today."""
        if self.gentle:
            return "patient_crisis.html"
        return "patient_alarm.html" if self.level == "E0" else "patient_today.html"


def alarm_of_tier(found: Tier, say: Say, written: str = "") -> Alarm | None:
    """The page for warning signs, ticked or `written`; None for a tier that can wait."""
    if not found.level or not found.alert:
        return None
    worst = [one for one in found.suspicions if one.level == found.level]
    bodily = [one for one in worst if one.family != CRISIS_FAMILY]
    crisis = len(bodily) < len(worst)
    shown = replace(found, suspicions=tuple(bodily or worst))  # the crisis line has its own place on the page
    told = ", ".join(dict.fromkeys(said for one in bodily or worst if (said := _ticked(one, say.lang))))
    wrote = written if any(worded(one) for one in worst) else ""
    return Alarm(
        level=found.level,
        heading=say.fill(shown.heading(say.lang)),
        told=say("alarm.told", signs=told) if told else "",
        said=(),
        why=tuple(dict.fromkeys(one.why(say.lang) for one in bodily or worst)),
        todo=tuple(say.fill(line) for line in shown.todo(say.lang)),
        hospital=(*_in_own_words(wrote if bodily else ""), *(_handover(one) for one in bodily)),
        crisis=crisis,
        gentle=crisis and not bodily,
        wrote=wrote,
    )


def _ticked(one: Suspicion, lang: Language) -> str:
    """The answers behind a suspicion, without the words that stand for themselves."""
    return replace(one, drivers=tuple(key for key in one.drivers if key not in WORDED)).said(lang)


def _in_own_words(wrote: str) -> tuple[Handover, ...]:
    """What the patient wrote, for the hospital: it may be in Spanish, and nobody has examined them."""
    if not wrote:
        return ()
    short = wrote if len(wrote) <= LONGEST_QUOTE else f"{wrote[:LONGEST_QUOTE]} …"
    return (Handover("In the patient’s own words, read by a program:", f"“{short}”"),)


def _handover(one: Suspicion) -> Handover:
    """What is suspected, which answers say so, how new they are, and what the hospital should do."""
    old = [key for key in one.drivers if key not in one.new and key not in WORDED]
    news = _names(one, one.new)
    rest = _names(one, tuple(old))
    said = " ".join(
        part
        for part in (
            f"New or worse within 14 days: {news}." if news else "",
            f"Also reported, onset not known to be within 14 days: {rest}." if rest else "",
            "From the words above." if worded(one) else "",
        )
        if part
    )
    return Handover(f"{FAMILIES[one.family].name}.", f"{said} {FAMILIES[one.family].action}")


def _names(one: Suspicion, keys: tuple[str, ...]) -> str:
    return replace(one, drivers=keys).said()


def alarm_of_check_in(
    check: CheckIn, found: Sequence[Concern], injected: str, say: Say, written: str = ""
) -> Alarm | None:
    """The page for answers after an injection; None when they can wait. `injected`: what was done when."""
    level = min((one.level for one in found), default="E3")
    if level not in ("E0", "E1"):
        return None
    spanish = say.lang == "es"
    worst = [one for one in found if one.level == level]
    bodily = [one for one in worst if one.family != CRISIS_FAMILY]
    shown = bodily or worst  # the crisis line has its own place on the page
    said = _said(check, shown, spanish)
    wrote = written if any(one.worded for one in worst) else ""
    rows = sorted((one.row for one in shown), key=lambda row: not row.heading)
    first = rows[0] if rows[0].heading else TIERS[level]
    todo = [line for row in rows for line in _todo(row if row.todo else TIERS[level], spanish)]
    return Alarm(
        level=level,
        heading=say.fill(first.heading_es if spanish else first.heading),
        told=say("alarm.told_yes") if said else "",
        said=said,
        why=tuple(dict.fromkeys(row.why_es if spanish else row.why for row in rows)),
        todo=tuple(dict.fromkeys(say.fill(line) for line in todo)),
        hospital=(
            Handover(injected, f"Reported on {day_text(check.on)}: {_reported(shown)}."),
            *_in_own_words(wrote if bodily else ""),
            *(Handover(f"{row.name}.", row.action) for row in dict.fromkeys(one.row for one in bodily)),
        )
        if bodily
        else (),
        crisis=len(bodily) < len(worst),
        gentle=not bodily,
        wrote=wrote,
    )


def _todo(row: Family | TierWords, spanish: bool) -> tuple[str, ...]:
    return row.todo_es if spanish else row.todo


def _said(check: CheckIn, found: Sequence[Concern], spanish: bool) -> tuple[str, ...]:
    """The questions that were answered yes, as they were asked; a fever that was measured, as measured."""
    keys = list(dict.fromkeys(key for one in found for key in one.signs))
    direct = {one.sign for one in check.asked or () if one.answer}
    said = [
        (CheckIn.items[key].es if spanish else "") or CheckIn.items[key].ask
        for key in keys
        if key in CheckIn.items and getattr(check, key) is True
    ]
    said += [SIGNS[key].es if spanish else SIGNS[key].ask for key in keys if key in direct]
    if "fever" in keys and check.fever is not True and is_hot(check):
        celsius = check.temperature or 0
        said.append(f"{celsius:.1f} °C ({celsius * 9 / 5 + 32:.1f} °F)")
    return tuple(dict.fromkeys(said))


def _reported(found: Sequence[Concern]) -> str:
    """Every answer once, in a clinician's words."""
    return ", ".join(dict.fromkeys(one.said() for one in found))
