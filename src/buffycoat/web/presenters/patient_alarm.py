"""What a patient must see at once: what to do, what they told us, and what the hospital needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from buffycoat.pathway.aftercare.alarms import NAMES as CHECK_IN_NAMES
from buffycoat.pathway.aftercare.alarms import SUSPECTED, Concern
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.red_flags import FAMILIES, TIERS, Level
from buffycoat.pathway.triage.urgency import Suspicion, Tier
from buffycoat.web.forms.moments import day_text
from buffycoat.web.presenters.patient_words import Say


class Crisis(Fact):
    """A telephone line for people with thoughts of suicide."""

    name: str
    number: str


CRISIS = read_table(__file__, "patient_crisis.toml", Crisis)["line"]
CRISIS_FAMILY = "suicide"


@dataclass(frozen=True)
class Handover:
    """One paragraph for the hospital, in English: its first words, and the rest."""

    title: str
    text: str


@dataclass(frozen=True)
class Alarm:
    """One page of alarm. `crisis`: there are thoughts of suicide; `gentle`: and no other emergency."""

    level: Level
    heading: str
    told: str
    said: tuple[str, ...]
    why: tuple[str, ...]
    todo: tuple[str, ...]
    hospital: tuple[Handover, ...]
    crisis: bool = False
    gentle: bool = False

    @property
    def template(self) -> str:
        """The page it is shown on: gentle, full screen, or a call today."""
        if self.gentle:
            return "patient_crisis.html"
        return "patient_alarm.html" if self.level == "E0" else "patient_today.html"


def alarm_of_tier(found: Tier, say: Say) -> Alarm | None:
    """The page for warning signs; None for a tier that can wait."""
    if not found.level or not found.alert:
        return None
    worst = [one for one in found.suspicions if one.level == found.level]
    bodily = [one for one in worst if one.family != CRISIS_FAMILY]
    crisis = len(bodily) < len(worst)
    shown = replace(found, suspicions=tuple(bodily or worst))  # the crisis line has its own place on the page
    told = ", ".join(dict.fromkeys(one.said(say.lang) for one in bodily or worst))
    return Alarm(
        level=found.level,
        heading=say.fill(shown.heading(say.lang)),
        told=say("alarm.told", signs=told),
        said=(),
        why=tuple(dict.fromkeys(one.why(say.lang) for one in bodily or worst)),
        todo=tuple(say.fill(line) for line in shown.todo(say.lang)),
        hospital=tuple(_handover(one) for one in bodily),
        crisis=crisis,
        gentle=crisis and not bodily,
    )


def _handover(one: Suspicion) -> Handover:
    """What is suspected, which answers say so, how new they are, and what the hospital should do."""
    old = [key for key in one.drivers if key not in one.new]
    news = _names(one, one.new)
    rest = _names(one, tuple(old))
    said = " ".join(
        part
        for part in (
            f"New or worse within 14 days: {news}." if news else "",
            f"Also reported, onset not known to be within 14 days: {rest}." if rest else "",
        )
        if part
    )
    return Handover(f"{FAMILIES[one.family].name}.", f"{said} {FAMILIES[one.family].action}")


def _names(one: Suspicion, keys: tuple[str, ...]) -> str:
    return replace(one, drivers=keys).said()


def alarm_of_check_in(check: CheckIn, found: Sequence[Concern], injected: str, say: Say) -> Alarm | None:
    """The page for answers after an injection; None when they can wait. `injected`: what was done when."""
    level = min((one.level for one in found), default="E3")
    if level not in ("E0", "E1"):
        return None
    row, spanish = TIERS[level], say.lang == "es"
    worst = [one for one in found if one.level == level]
    signs = list(dict.fromkeys(key for one in worst for key in one.signs if key in CheckIn.items))
    asked = [CheckIn.items[key] for key in signs if getattr(check, key) is True]
    said = [(item.es if spanish else "") or item.ask for item in asked]
    if "fever" in signs and check.fever is not True:
        celsius = check.temperature or 0
        said.append(f"{celsius:.1f} °C ({celsius * 9 / 5 + 32:.1f} °F)")
    families = [SUSPECTED[one.family] for one in worst]
    return Alarm(
        level=level,
        heading=row.heading_es if spanish else row.heading,
        told=say("alarm.told_yes") if said else "",
        said=tuple(said),
        why=tuple(dict.fromkeys(one.why_es if spanish else one.why for one in families)),
        todo=tuple(say.fill(line) for line in (row.todo_es if spanish else row.todo)),
        hospital=(
            Handover(injected, f"Reported on {day_text(check.on)}: {_reported(worst)}."),
            *(Handover(f"{one.name}.", one.action) for one in families),
        ),
    )


def _reported(found: Sequence[Concern]) -> str:
    """Every answer once, in a clinician's words."""
    return ", ".join(dict.fromkeys(CHECK_IN_NAMES[key] for one in found for key in one.signs))
