"""What own words after an injection come to: answers of the check-in, signs of triage, and open doubts."""

from typing import Any

from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.knowledge import Fact, read_table
from buffycoat.pathway.triage.flags import FLAGS, FlagName
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.told import Told, disagreements, tier_told
from buffycoat.pathway.triage.urgency import Tier


class Means(Fact):
    """The answer of a check-in that a warning sign comes to."""

    sign: str


MEANS = read_table(__file__, "heard.toml", Means)
INJECTED: FlagName = "recent_spinal_procedure"  # the chart knows it: nobody has to be asked


def asked_yes(check: CheckIn) -> tuple[FlagName, ...]:
    """Signs that were asked directly and answered yes."""
    return tuple(one.sign for one in check.asked or () if one.answer)


def means(flags: tuple[FlagName, ...]) -> frozenset[str]:
    """The answers of the check-in that these signs come to."""
    return frozenset(MEANS[flag].sign for flag in flags if flag in MEANS.rows)


def elsewhere(check: CheckIn, told: Told) -> Tier:
    """How urgent the rest is: what triage knows and no question of the check-in asks."""
    yes: dict[str, Any] = {flag: True for flag in asked_yes(check) if flag not in MEANS.rows}
    rest = tuple(f for f in told.families if not _in_check_in(f))
    here = Told(told.verdict, rest, read=told.read) if rest or not told.families else Told("nothing_found")
    return tier_told(WarningSigns.model_validate(yes), here)


def _in_check_in(family: str) -> bool:
    """Whether words of this family come to an answer of the check-in."""
    return bool(means(Told("emergency", (family,)).signs))


def answers(check: CheckIn) -> WarningSigns:
    """The check-in as answers to the warning signs of triage, as far as it asked for them."""
    said: dict[str, Any] = {}
    for flag in FLAGS:
        if flag in MEANS.rows and check.state(MEANS[flag].sign) != "not asked":
            said[flag] = getattr(check, MEANS[flag].sign)
    said |= {one.sign: one.answer for one in check.asked or ()}
    return WarningSigns.model_validate(said)


def doubts(check: CheckIn, told: Told) -> tuple[str, ...]:
    """Questions that the words raise and no answer has settled."""
    asked = told.ask if told.verdict == "ask_first" else ()
    said = answers(check)
    return tuple(key for key in asked if key != INJECTED and getattr(said, key) is None)


def contradicted(check: CheckIn, told: Told) -> tuple[str, ...]:
    """Where answers and words cannot both be so."""
    return disagreements(answers(check), told)
