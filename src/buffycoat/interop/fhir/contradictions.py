"""What does not fit together in one record: said as such, and never settled by the software."""

import re
from collections import defaultdict
from collections.abc import Iterator

from buffycoat.interop.fhir.bundle import Bundle
from buffycoat.interop.fhir.codes import days, says
from buffycoat.interop.fhir.conditions import past, plain
from buffycoat.interop.fhir.known import Life, doubt
from buffycoat.pathway.candidacy.conditions import concepts
from buffycoat.pathway.candidacy.drugs import look
from buffycoat.pathway.candidacy.records import Condition, Doubt, Drug, Labs
from buffycoat.pathway.record import latest

_STRENGTH = re.compile(
    r"\d+(?:[.,]\d+)?\s*(?:mg|mcg|ug|µg|g|ml|unt|units?|meq|iu|%)(?:/[\w.]+)?", re.IGNORECASE
)
_LEADING = re.compile(r"^(?:nda\d+|\d+(?:\.\d+)?\s*(?:hr|ml|actuat)|\d+(?:\.\d+)?)\s+", re.IGNORECASE)


def of_bundle(bundle: Bundle) -> Iterator[Doubt]:
    """Resources of another patient, of nobody, and one address for two different things."""
    if bundle.strangers:
        held = ", ".join(f"{count} {kind}" for kind, count in sorted(bundle.strangers.items()))
        yield doubt("Another patient", f"Belongs to another patient and was not read: {held}.", "Bundle")
    if bundle.unnamed:
        held = ", ".join(f"{count} {kind}" for kind, count in sorted(bundle.unnamed.items()))
        yield doubt("No patient named", f"Names no patient and was read as this patient's: {held}.", "Bundle")
    for address in bundle.twice:
        yield doubt(address, "Stands twice in the bundle, and says different things.", "Bundle")


def of_conditions(conditions: tuple[Condition, ...], life: Life) -> Iterator[Doubt]:
    """Conditions that cannot stand beside each other or beside the sex in the record."""
    open_now = [one for one in conditions if one.until is None and not one.over]
    histories = {past(one.name): one for one in conditions if past(one.name)}
    for condition in open_now:
        history = histories.get(plain(condition.name))
        if history:
            yield doubt(
                condition.name, f"Recorded as active and as “{history.name}”.", condition.source or ""
            )
        yield from _pregnancy(condition, life)
    for condition in conditions:
        yield from _sex(condition, life)


def _pregnancy(condition: Condition, life: Life) -> Iterator[Doubt]:
    if not _pregnant(condition) or not condition.since:
        return
    since = (life.on - latest(condition.since)).days
    if since > days("longest_pregnancy"):
        said = f"Begun {condition.since} and never closed: {since} days, longer than any pregnancy."
        yield doubt(condition.name, said, condition.source or "")


def _pregnant(condition: Condition) -> bool:
    return "pregnancy" in concepts(condition) and not past(condition.name)


def _sex(condition: Condition, life: Life) -> Iterator[Doubt]:
    family = "family history" in condition.name.lower()
    male = says("only_male", condition.name) and not family
    female = (says("only_female", condition.name) or _pregnant(condition)) and not family
    if (life.sex == "male" and female) or (life.sex == "female" and male):
        yield doubt(
            condition.name,
            f"Recorded for a patient whose sex in the record is {life.sex}.",
            condition.source or "",
        )


def of_labs(labs: Labs, life: Life) -> Iterator[Doubt]:
    """A positive pregnancy test in a man."""
    test = labs.pregnancy_test
    if test and test.positive and life.sex == "male":
        said = "Positive for a patient whose sex in the record is male."
        yield doubt(f"Pregnancy test {test.taken_on}", said, test.source or "")


def of_drugs(drugs: tuple[Drug, ...]) -> Iterator[Doubt]:
    """One drug ordered twice at a time with different doses."""
    together: dict[str, list[Drug]] = defaultdict(list)
    for drug in drugs:
        if drug.use != "stopped":
            together[_ingredient(drug)].append(drug)
    for ingredient, orders in together.items():
        doses = {_dose(order): order for order in orders}
        if ingredient and len(doses) > 1 and len({(_strength(o.name), o.dose or "") for o in orders}) > 1:
            said = "; ".join(f"{dose} ({order.since or 'undated'})" for dose, order in doses.items())
            yield doubt(
                orders[0].name,
                f"Ordered more than once with different doses: {said}.",
                orders[0].source or "",
            )


def _ingredient(drug: Drug) -> str:
    """The drug of the table, or the words before the first strength."""
    known = look(drug.name, drug.rxnorm).keys
    if known:
        return " ".join(known)
    bare = _LEADING.sub("", _LEADING.sub("", drug.name))
    return re.split(r"\s\d", bare)[0].strip().lower()


def _strength(called: str) -> str:
    return " / ".join(_STRENGTH.findall(called)).lower()


def _dose(drug: Drug) -> str:
    return ", ".join(filter(None, (_strength(drug.name), drug.dose))) or "no dose given"


def of_allergies(none_known: bool, count: int) -> Iterator[Doubt]:
    """“No known allergies” beside an allergy."""
    if none_known and count:
        yield doubt(
            "Allergies", f"Recorded as “no known allergies” and with {count} of them.", "AllergyIntolerance"
        )
