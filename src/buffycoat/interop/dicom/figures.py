"""Finding a report's numbers by name, and saying what stood in the way."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from buffycoat.interop.dicom.concepts import NAMES, Dictionary
from buffycoat.interop.dicom.dose_units import Quantity
from buffycoat.interop.dicom.measured import Measured, NotRead, measured
from buffycoat.interop.dicom.tree import Item

Level = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that somebody who reads the figures must know."""

    level: Level
    code: str
    text: str


@dataclass
class Figures:
    """Reads numbers; `messages` says why one is not known, `remarks` how often a unit was odd."""

    names: Dictionary
    messages: list[Message] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)

    def say(self, level: Level, code: str, text: str) -> None:
        """Tell something once."""
        message = Message(level, code, text)
        if message not in self.messages:
            self.messages.append(message)

    def one(self, items: list[Item], name: str, quantity: Quantity, where: str) -> Measured | None:
        """The number of this name; None, and said why, where it is not known or two places disagree."""
        found: list[Measured] = []
        for item in items:
            if item.kind != "NUM" or self.names.of(item) != name:
                continue
            try:
                got, remark = measured(item, quantity)
            except NotRead as error:
                self.say("warning", "not_read", f"{NAMES[name][1]} of {where} is not known: {error}.")
                return None
            if remark:
                self.remarks[remark] += 1
            found.append(got)
        if len({one.value for one in found}) > 1:
            text = f"{NAMES[name][1]} stands twice in {where}, with different values; neither is taken."
            self.say("warning", "contradiction", text)
            return None
        return found[0] if found else None
