"""What the items of a dose report are called: by code, or by words where a maker has codes of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from buffycoat.interop.dicom.tree import Code, Item

# DICOM part 16, TID 10001 to 10004: the code in the scheme DCM, and the words.
NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "root": ("113701", "X-Ray Radiation Dose Report"),
        "accumulated": ("113702", "Accumulated X-Ray Dose Data"),
        "event": ("113706", "Irradiation Event X-Ray Data"),
        "ct_accumulated": ("113811", "CT Accumulated Dose Data"),
        "ct_acquisition": ("113819", "CT Acquisition"),
        "plane": ("113764", "Acquisition Plane"),
        "event_type": ("113721", "Irradiation Event Type"),
        "event_uid": ("113769", "Irradiation Event UID"),
        "started": ("111526", "DateTime Started"),
        "dap": ("122130", "Dose Area Product"),
        "kerma": ("113738", "Dose (RP)"),
        "time": ("113742", "Irradiation Duration"),
        "pulses": ("113768", "Number of Pulses"),
        "pulse_rate": ("113791", "Pulse Rate"),
        "dap.total": ("113722", "Dose Area Product Total"),
        "dap.fluoroscopy": ("113726", "Fluoro Dose Area Product Total"),
        "dap.acquisition": ("113727", "Acquisition Dose Area Product Total"),
        "kerma.total": ("113725", "Dose (RP) Total"),
        "kerma.fluoroscopy": ("113728", "Fluoro Dose (RP) Total"),
        "kerma.acquisition": ("113729", "Acquisition Dose (RP) Total"),
        "time.fluoroscopy": ("113730", "Total Fluoro Time"),
        "time.acquisition": ("113855", "Total Acquisition Time"),
        "manufacturer": ("121014", "Device Observer Manufacturer"),
        "model": ("121015", "Device Observer Model Name"),
        "serial_number": ("121016", "Device Observer Serial Number"),
    }
)
# Coded answers. P5-06000 is SNOMED as it was before 2018 (SRT, SNM3), 44491008 as it is now.
ANSWERS: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "fluoroscopy": (("P5-06000", "44491008"), "Fluoroscopy"),
        "stationary": (("113611",), "Stationary Acquisition"),
        "stepping": (("113612",), "Stepping Acquisition"),
        "rotational": (("113613",), "Rotational Acquisition"),
        "A": (("113620",), "Plane A"),
        "B": (("113621",), "Plane B"),
        "single": (("113622",), "Single Plane"),
        "all": (("113890",), "All Planes"),
    }
)
_SCHEMES = ("DCM", "SRT", "SCT", "SNM3", "99SDM", "SNOMED-RT", "SNOMED-CT")


def _words(text: str) -> str:
    """Words without case, spaces and signs: “Dose(RP) Total” is “Dose (RP) Total”."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


_BY_CODE = {code: key for key, (code, _) in NAMES.items()} | {
    code: key for key, (codes, _) in ANSWERS.items() for code in codes
}
_BY_WORDS = {_words(words): key for key, (_, words) in NAMES.items()} | {
    _words(words): key for key, (_, words) in ANSWERS.items()
}


@dataclass
class Dictionary:
    """Finds what a code means; `odd` collects codes understood only by their words or by their value."""

    odd: list[str] = field(default_factory=list)
    known: dict[Code, str] = field(default_factory=dict)  # the same few codes come thousands of times

    def key(self, code: Code | None) -> str:
        """The name of a concept, "" for one that is no concern of ours, "?" where code and words disagree."""
        if code is None:
            return ""
        if code not in self.known:
            self.known[code] = self._find(code)
        return self.known[code]

    def _find(self, code: Code) -> str:
        by_words = _BY_WORDS.get(_words(code.meaning), "")
        by_code = _BY_CODE.get(code.value, "") if code.scheme in (*_SCHEMES, "") else ""
        if by_code and by_words and by_code != by_words:
            self._say(f"The code {code.value} and its words “{code.meaning[:60]}” name two things; not read.")
            return "?"
        if by_words and not by_code:
            named = (
                f"the code {code.value[:20]} of {code.scheme[:16] or 'no scheme'}"
                if code.value
                else "no code"
            )
            self._say(f"“{code.meaning[:60]}” has {named}; it is read by its words.")
        elif by_code and not code.scheme:
            self._say(f"The code {code.value} names no scheme; it is read as DICOM’s own.")
        return by_code or by_words

    def _say(self, text: str) -> None:
        if text not in self.odd:
            self.odd.append(text)

    def of(self, item: Item) -> str:
        """What an item is called."""
        return self.key(item.name)
