"""What a report states beside the sum of its events: which figure is taken, and what the file contradicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from buffycoat.interop.dicom.dose_units import Quantity, shown
from buffycoat.interop.dicom.events import Event
from buffycoat.interop.dicom.figures import Figures
from buffycoat.interop.dicom.measured import Measured
from buffycoat.pathway.injection.radiation import FIELD

Part = Literal["fluoroscopy", "acquisition", "total"]
PARTS: tuple[Part, ...] = ("fluoroscopy", "acquisition", "total")
Totals = dict[Part, Fraction | None]
_NAMES: Mapping[Quantity, str] = {
    "time": "Time",
    "dap": "Dose area product",
    "kerma": "Reference air kerma",
}
# Equipment adds up in single precision, which holds seven digits.
_SINGLE = Fraction(1, 10**6)


@dataclass(frozen=True)
class Summing:
    """One quantity on its way from what is stated and what the events say to its three totals."""

    quantity: Quantity
    stated: Mapping[str, Measured]
    events: Sequence[Event]
    figures: Figures
    whole: bool  # nothing of the report was unreadable, so that its events are all its events

    def totals(self) -> Totals:
        """Fluoroscopy, acquisition and both: as stated, else as summed, else not known."""
        found: Totals = {part: self._part(part) for part in PARTS[:2]}
        return {**found, "total": self._total(found["fluoroscopy"], found["acquisition"])}

    def _part(self, part: Part) -> Fraction | None:
        said, added = self._stated(part), self._added(part)
        if said is not None:
            return self._compared(part, said, added)
        return self._summed(part, added)

    def _total(self, fluoroscopy: Fraction | None, acquisition: Fraction | None) -> Fraction | None:
        """As stated, held against the events and the parts; else the parts together; else the events."""
        said, added = self._stated("total"), self._added("total")
        both = None if fluoroscopy is None or acquisition is None else fluoroscopy + acquisition
        if said is not None:
            taken = self._compared("total", said, added)
            self._beside_parts(taken, both)
            return taken
        if both is None:
            return self._summed("total", added)
        if self.quantity != "time":  # for time the standard has no stated total, so none is missed
            self._say("info", "parts", f"{self._name('total')} is not stated; the two parts are added.")
        return both

    def _stated(self, part: Part) -> Measured | None:
        return self.stated.get(f"{self.quantity}.{part}")

    def _summed(self, part: Part, added: Measured | None) -> Fraction | None:
        if added is None or not self.whole:
            self._say("warning", "not_known", f"{self._name(part)} is not known: no total can be read.")
            return None
        self._say("warning", "summed", f"{self._name(part)} is not stated; the sum of the events is given.")
        return added.value

    def _added(self, part: Part) -> Measured | None:
        """The sum over the events of this part; None where one is not known, or there is no such event."""
        among = [one for one in self.events if part in ("total", one.kind)]
        known = [one.figures[self.quantity] for one in among if self.quantity in one.figures]
        unclear = part != "total" and any(not one.kind for one in self.events)
        if not among or unclear or len(known) < len(among):
            return None
        return Measured(sum((one.value for one in known), Fraction(0)), self._step(known))

    def _step(self, known: list[Measured]) -> Fraction:
        """Twice what rounding may have lost. A column has one step: “0.0004” in it may be 0.00040."""
        if self.quantity == "time" and any(one.derived for one in self.events):
            return sum((one.step for one in known), Fraction(0))
        return min((one.step for one in known if one.step), default=Fraction(0)) * len(known)

    def _compared(self, part: Part, said: Measured, added: Measured | None) -> Fraction:
        """The stated figure, unless it is a zero that the events contradict."""
        if added is None:
            if part == "total" and self.events:
                why = "the events do not all state it, so the total could not be compared with their sum"
                self._say("info", "not_compared", f"{self._name(part)}: {why}.")
            return said.value
        if abs(said.value - added.value) <= (said.step + added.step) / 2 + said.value * _SINGLE:
            return said.value
        zero = said.value == 0
        taken = "A zero that the events contradict is no total: the sum" if zero else "The stated one"
        both = f"{self._shown(said.value)} stated, {self._shown(added.value)} summed over the events"
        self._contradiction(f"{self._name(part)}: {both}. {taken} is given.")
        return added.value if zero else said.value

    def _beside_parts(self, total: Fraction, both: Fraction | None) -> None:
        steps = [one.step for part in PARTS if (one := self._stated(part))]
        if both is None or abs(total - both) <= sum(steps, Fraction(0)) / 2 + total * _SINGLE:
            return
        parts = f"while fluoroscopy and acquisition together make {self._shown(both)}"
        self._contradiction(f"{self._name('total')}: {self._shown(total)} stated, {parts}.")

    def _contradiction(self, text: str) -> None:
        self._say("warning", "contradiction", f"The report contradicts itself. {text}")

    def _shown(self, value: Fraction) -> str:
        return shown(value, self.quantity)

    def _name(self, part: Part) -> str:
        return f"{_NAMES[self.quantity]} {'in total' if part == 'total' else f'of {part}'}"

    def _say(self, level: Literal["info", "warning"], code: str, text: str) -> None:
        self.figures.say(level, code, text)


def field_that_cannot_be(dap: Totals, kerma: Totals) -> str:
    """Area product by air kerma is a field: smaller than a pinhole or larger than a bed, a unit is wrong."""
    product, dose = dap["total"], kerma["total"]
    if not product or not dose:
        return ""
    area = float(product / dose)
    if FIELD.least <= area <= FIELD.most:
        return ""
    return (
        f"Area product and air kerma do not go together: they would mean a field of {area:.2g} m². "
        "One of them may be in another unit than the report says."
    )
