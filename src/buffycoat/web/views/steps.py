"""Where the button of a next step leads, for somebody in this role."""

from dataclasses import dataclass

from django.urls import reverse

from buffycoat.store.roles import may
from buffycoat.web.presenters.next_step import NextStep
from buffycoat.web.views.page import who_may


@dataclass(frozen=True)
class StepLink:
    """The button: its words and address, or who it waits for."""

    label: str
    address: str
    waits_for: str = ""


def step_link(episode_id: str, step: NextStep, role: str) -> StepLink:
    """The form for who may sign it; for anybody else the episode, and who is waited for."""
    there = reverse("episode", args=[episode_id])
    if not step.kind:
        return StepLink(step.label, f"{there}#{card_id(step.card)}" if step.card else there)
    if not may(role, "sign", step.kind):
        return StepLink(step.label, there, f"{who_may('sign', step.kind)} signs this")
    box = f"#{step.box}" if step.box else ""
    return StepLink(step.label, reverse("sign", args=[episode_id, step.kind]) + box)


def card_id(key: str) -> str:
    """The id of a card on the episode page."""
    return "card-" + "".join(sign if sign.isalnum() else "-" for sign in key)
