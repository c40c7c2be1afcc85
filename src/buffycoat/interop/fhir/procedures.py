"""Operations and injections that bear on a needle near the spine; all others are read and left."""

from buffycoat.interop.fhir.codes import says
from buffycoat.interop.fhir.element import Resource, name, names, several, status, text
from buffycoat.interop.fhir.known import Life, Reading, doubt, make, not_yet, source
from buffycoat.interop.fhir.when import When, first
from buffycoat.pathway.candidacy.levels import levels_in
from buffycoat.pathway.candidacy.records import Condition, Doubt, Fusion, History

_DONE = ("completed", "unknown", "")  # "" is not said
Done = tuple[Fusion, ...] | Condition | History


def performed(resource: Resource) -> When | None:
    """When it was done."""
    return first(resource, "performedDateTime", "performedPeriod.start", "performedPeriod.end")


def read_procedure(resource: Resource, life: Life) -> Reading[Done]:
    """One procedure: fused levels, a steroid injection near the spine (a History), or an operation."""
    called, dated = name(resource.get("code")), performed(resource)
    if not called or status(resource, "status") not in _DONE:
        return Reading()
    said = _everything(resource)
    if not (is_fusion(said) or _is_steroid(said) or says("operation", said)):
        return Reading()
    if life.later(dated):
        return not_yet(life, called, dated, "Procedure")
    misfits, day = tuple(life.misfits(called, dated, "Procedure")), dated.day if dated else ""
    if is_fusion(said):
        fusions, doubts = read_fusion(called, said, source("Procedure", dated), day)
        return Reading(fusions or None, (*misfits, *doubts), day)
    if _is_steroid(said) and says("spine", said) and len(day) == 10:
        return Reading(History.model_validate({"steroid_injection_on": day}), misfits, day)
    part = make(Condition, name=called, since=day or None, source=source("Procedure", dated))
    return Reading(part, misfits, day)


def read_fusion(called: str, said: str, came: str, day: str) -> tuple[tuple[Fusion, ...], tuple[Doubt, ...]]:
    """The fused levels that the text states; a doubt when it states none, for then any level may be fused."""
    levels = levels_in(said)
    if not levels:
        return (), (doubt(called, "A fusion of the spine, but the bundle does not say which levels.", came),)
    return tuple(make(Fusion, level=level, operated_on=day or None, source=came) for level in levels), ()


def is_fusion(said: str) -> bool:
    """Whether a text names a fusion of the spine, and not of an ankle."""
    return says("fusion_by_name", said) or (
        says("fusion", said) and (says("spine", said) or bool(levels_in(said)))
    )


def _is_steroid(said: str) -> bool:
    return says("steroid", said) and says("injection", said)


def _everything(resource: Resource) -> str:
    """Name, body site and notes as one text."""
    sites = (said for site in several(resource, "bodySite") for said in names(site))
    notes = (text(held.get("text"), 1000) for held in several(resource, "note"))
    return "; ".join((*names(resource.get("code")), *sites, *notes))


def fusions_in(conditions: tuple[Condition, ...]) -> tuple[tuple[Fusion, ...], tuple[Doubt, ...]]:
    """Fusions that stand among the conditions, such as “History of lumbar fusion L4-L5”."""
    found = [
        read_fusion(one.name, one.name, one.source or "", one.since or "")
        for one in conditions
        if is_fusion(one.name) and not says("not_the_patient", one.name)
    ]
    return tuple(f for fusions, _ in found for f in fusions), tuple(d for _, doubts in found for d in doubts)
