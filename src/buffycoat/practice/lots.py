"""Lots of what goes into a patient: what came, until when, and whether it may be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Literal, get_args

from buffycoat.pathway.record import Part, in_words, item
from buffycoat.practice.copied import same_name

Supply = Literal["kit", "anticoagulant", "contrast", "antibiotic"]
Standing = Literal["in use", "quarantined", "recalled"]
SUPPLIES: tuple[Supply, ...] = get_args(Supply)
SUPPLY_WORDS: dict[Supply, str] = {
    "kit": "Kit",
    "anticoagulant": "Anticoagulant",
    "contrast": "Contrast",
    "antibiotic": "Antibiotic",
}
SOON = 60  # days ahead that an expiry is shown: time to use it up, or to order


class Lot(Part):
    """A lot as it was received."""

    title: ClassVar[str] = "Lot"

    supply: Supply = item("What is it?", options=dict(SUPPLY_WORDS), required=True)
    name: str = item("Product", help="As people call it and records name it.", required=True)
    scanned: str | None = item(
        "Scan the barcode on its box",
        help="Says the lot, the expiry and the product number, where it holds them.",
    )
    lot: str | None = item("Lot number", help="Left empty, it is taken from the barcode.")
    device: str | None = item("Product number in the barcode (UDI-DI)", help="Taken from the barcode.")
    expires_on: date | None = item("Expires on", help="The last day on which it may be used.")
    received_on: date | None = item("Received on")
    received: int | None = item("How many came, all deliveries together", low=0, high=100_000)


class Stop(Part):
    """Whether a lot may be used, and why not."""

    title: ClassVar[str] = "May it be used?"

    standing: Standing = item(
        "How does this lot stand?",
        options={
            "in use": "In use",
            "quarantined": "Quarantined: not to be used for now",
            "recalled": "Recalled",
        },
        required=True,
    )
    reason: str = item(
        "Why?", help="What the maker or the authority wrote, and where.", required=True, long=True
    )
    since: date = item("Since", help="The day of the notice.", required=True)
    closed_on: date | None = item(
        "Everybody it reached was told, on", help="Until then Today shows a recall that reaches patients."
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What the practice's list says of one lot. `stopped_at`: when somebody here wrote that it is stopped."""

    supply: str
    name: str
    lot: str
    expires_on: date | None
    standing: Standing
    reason: str = ""
    since: date | None = None
    stopped_at: datetime | None = None
    closed_on: date | None = None

    @property
    def words(self) -> str:
        """How it is called: “kit lot K27Q1”."""
        return f"{self.supply} lot {self.lot[:60]}"

    @property
    def stopped(self) -> bool:
        """Whether it is quarantined or recalled."""
        return self.standing != "in use"


def meant(held: Sequence[Held], product: str | None) -> tuple[Held, ...]:
    """Two makers may use one lot number: the product that is named, or all of them when none of them is."""
    named = tuple(one for one in held if same_name(one.name, product))
    return named or tuple(held)


def expired(expires_on: date | None, day: date) -> bool:
    """Whether the last day has passed; False too where nobody knows it, which is said elsewhere."""
    return expires_on is not None and expires_on < day


def why_not(one: Held, day: date) -> str:
    """Why a lot cannot be used on a day; "" when nothing on the list speaks against it."""
    if one.stopped:
        since = f" since {in_words(one.since)}" if one.since else ""
        return f"The {one.words} is {one.standing}{since}, and cannot be used. {one.reason}".strip()
    if one.expires_on and expired(one.expires_on, day):
        return f"The {one.words} expired on {in_words(one.expires_on)}, and cannot be used."
    return ""


def expires_soon(expires_on: date | None, day: date) -> bool:
    """Whether it expires within the days in which somebody should know it."""
    return expires_on is not None and day <= expires_on <= day + timedelta(days=SOON)
