"""The page that answers a question: which page it is, and what stands on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from buffycoat.library.answers import Answer, Shown, answers, shown
from buffycoat.library.ask import Reply
from buffycoat.library.ask.phrases import phrase, whom
from buffycoat.pathway.triage.flags import FLAGS
from buffycoat.pathway.triage.records import WarningSigns
from buffycoat.pathway.triage.red_flags import TIERS
from buffycoat.pathway.triage.told import tier_told
from buffycoat.pathway.triage.urgency import tier
from buffycoat.web.presenters.patient_alarm import Alarm, alarm_of_tier
from buffycoat.web.presenters.patient_words import Say

LONGEST = 2000  # letters of a question on the page


@dataclass(frozen=True)
class Checked:
    """What was answered to the questions that come first. Nothing ticked: they were not answered."""

    yes: tuple[str, ...]
    none: bool
    unsure: bool

    @property
    def empty(self) -> bool:
        """Whether nothing at all was ticked."""
        return not (self.yes or self.none or self.unsure)


def checked(sent: Mapping[str, str]) -> Checked:
    """The ticks as they were sent; a sign has the name `sign:fever`."""
    yes = tuple(flag for flag in FLAGS if sent.get(f"sign:{flag}"))
    return Checked(yes, bool(sent.get("none")), bool(sent.get("unsure")))


def alarm_of_words(reply: Reply, say: Say, written: str) -> Alarm:
    """What to do now, because of the words."""
    return alarm_of_tier(tier_told(None, reply.told), say, written) or _today(say)


def alarm_of_ticks(ticks: Checked, say: Say) -> Alarm | None:
    """What to do because of the ticks: a yes, or not being sure, is at least a call today."""
    if not ticks.yes and not ticks.unsure:
        return None
    signs = WarningSigns.model_validate({flag: True for flag in ticks.yes})
    return alarm_of_tier(tier(signs), say) or _today(say)


def _today(say: Say) -> Alarm:
    """Speak with somebody today."""
    row = TIERS["E1"]
    spanish = say.lang == "es"
    return Alarm(
        level="E1",
        heading=say.fill(row.heading_es if spanish else row.heading),
        told="",
        said=(),
        why=(),
        todo=tuple(say.fill(line) for line in (row.todo_es if spanish else row.todo)),
        hospital=(),
    )


def on_page(reply: Reply, say: Say) -> dict[str, Any]:
    """What stands on the page of a reply, under the box with the question."""
    return {
        "reply": reply,
        "near": tuple(answers(reply.lang)[topic] for topic in reply.near),
        "note": reply.note,
        "whom": whom(reply.kind, say.lang).replace("{phone}", say.phone) if reply.kind else "",
        "scope": phrase("beyond_scope", say.lang),
        "beyond": phrase("beyond", say.lang),
    }


def answer_of(reply: Reply) -> tuple[Answer, Shown]:
    """The answer, and as much of it as one reply holds."""
    best = answers(reply.lang)[reply.topic]
    return best, shown(best)
