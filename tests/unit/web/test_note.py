"""The procedure note says everything that was recorded, names everything that was not, and adds nothing."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buffycoat.pathway import walk
from buffycoat.pathway.chart import Chart, Retraction, Signer
from buffycoat.pathway.injection.records import Injection, TimeOut
from buffycoat.pathway.preparation.records import Draw, Product
from buffycoat.pathway.record import RECORDS, Declared
from buffycoat.pathway.stage import Override
from buffycoat.store.demo.fill import signers, steps
from buffycoat.store.demo.people import people
from buffycoat.store.demo.stories import STORIES
from buffycoat.store.demo.story import Scene
from buffycoat.web.presenters import note_words as words
from buffycoat.web.presenters.note import Note, note
from buffycoat.web.presenters.note_table import TABLE, claims, declared, kinds
from tests.records_strategy import records_of

ZONE = ZoneInfo("America/New_York")
DAY = datetime(2026, 11, 19, tzinfo=UTC).date()
NOON = datetime(2026, 11, 19, 17, tzinfo=UTC)
NURSE = Signer(id="n", name="Nina Nurse", role="nurse")
# Rule base, section 9.6, in its own words, and the row that tells each.
ITEMS = {
    "patient": "patient", "site": "sites", "side": "sites", "level": "sites", "indication": "indication",
    "block result": "block", "meds & holds": "medicines", "consent version": "consent",
    "time-out": "time_out",
    "operator": "people", "assistant": "people", "guidance": "guidance", "fluoroscopy time/dose": "radiation",
    "saved images": "images", "contrast": "contrast", "needle gauge": "needle", "antibiotic": "antibiotic",
    "blood volume": "blood", "anticoagulant + lot": "anticoagulant", "kit UDI/lot/expiry": "kit",
    "centrifuge id + last calibration": "centrifuge", "spin g/min": "spin", "temps": "temperature",
    "draw-to-inject minutes": "minutes", "counts": "counts", "dose": "dose", "class codes": "class_codes",
    "volume per site": "sites", "LA used": "local_anaesthetic", "immediate AE": "immediate",
    "discharge neuro": "discharge", "aftercare sheet": "sheet", "follow-ups": "follow_up", "AE": "adverse",
    "refund/charges": "charges",
}  # fmt: skip


def told_story(number: int) -> Chart:
    """The chart of a demo story, signed without a database; steps that name other entries are left out."""
    person = people(Random(7), DAY)[number]
    scene, by = Scene(person, STORIES[number], DAY, ZONE), signers(person)
    chart = Chart("one")
    for step in steps(scene, Random(7)):
        if step.does == "sign" and step.record is not None:
            # The store copies the analyser's error from the list of equipment; here nothing is stored.
            known = {"analyser_cv": 3.0} if isinstance(step.record, Product) else {}
            chart = chart.sign(step.record.model_copy(update=known), by[step.by], step.at)
    return chart


FULL = told_story(2)  # two discs, a year ago, with a flare, an operation and an adverse event


def text_of(chart: Chart) -> str:
    held = note(chart, ZONE)
    return words.plain(held, ("Ann",), words.lead(held, "Practice", ZONE), words.source(held, "one", "1"))


def test_every_item_of_the_rule_base_has_a_row() -> None:
    assert set(ITEMS.values()) <= set(TABLE.rows)
    assert set(TABLE.rows) - set(ITEMS.values()) == {"allergies"}  # of section 9.7


@pytest.mark.parametrize("key", TABLE.rows)
def test_a_row_tells_something_and_names_only_what_is_declared(key: str) -> None:
    row, leaves = TABLE[key], claims()[key]
    assert leaves or row.derived
    paths = {leaf.path for kind in kinds() for leaf in declared(kind)}
    assert {one for one in (*row.fields, *row.also) if "*" not in one} <= paths
    assert {*row.only, *row.says} <= {leaf.path for leaf in leaves}
    for path, only in row.only.items():
        assert only["answer"] in RECORDS[".".join(path.split(".")[:2])].items


def test_no_answer_of_the_procedure_is_left_out() -> None:
    """Every declared answer of preparation and injection has a row; one that is declared anew must too."""
    told = {leaf.path for leaves in claims().values() for leaf in leaves}
    stages = [stage for stage in walk.STAGES if stage.name in ("preparation", "injection")]
    for kind in (record.kind for stage in stages for record in stage.records):
        assert {leaf.path for leaf in declared(kind)} <= told, kind


def test_a_full_chart_tells_every_answer_it_holds() -> None:
    text, held = text_of(FULL), note(FULL, ZONE)
    told = {path for item in held.items for one in item.told for path in one.paths}
    for leaves in claims().values():
        for leaf in leaves:
            for entry in FULL.signed(leaf.record) if leaf.record.many else FULL.signed(leaf.record)[-1:]:
                if answered(entry.record, leaf.path.split(".")[2:]):
                    assert leaf.path in told, leaf.path
    for said in (
        "Disc L4-5: PRP injected: 1 mL", "Disc L5-S1: PRP injected: 1 mL", "cefazolin", "iohexol 300, 0.5 mL",
        "Operator: ", "Force: 1500 g", "From draw to first needle: 75 min", "Strength, feeling and gait",
        "Anticoagulant lot: A", "K25Q3-DEMO", " ×10⁹/L", "Cost as shown: $",
        "Air kerma, total: ", "PAW: P", "billion platelets (80 % interval ", "All sites: ",
        "Given before the first needle by: 20 min",
    ):  # fmt: skip
        assert said in text, said


def answered(record: Declared, path: list[str]) -> bool:
    """Whether an answer is there, in any part that may hold it."""
    held = getattr(record, path[0])
    if len(path) == 1 or held is None:
        return held is not None and len(path) == 1
    return any(getattr(part, path[1]) is not None for part in (held if isinstance(held, tuple) else (held,)))


def test_in_words_every_answer_stands_once() -> None:
    for item in note(FULL, ZONE).items:
        said: Counter[tuple[str, str]] = Counter()
        for line in words.lines(item):
            if line.about == "Yes to":
                said.update((ask, "Yes") for ask in line.answers[0][1].split("; "))
            else:
                said.update(line.answers)
        told = Counter(
            ("" if one.ask == item.name else one.ask, one.text) for one in item.told if not one.naming
        )
        named = {one.text for one in item.told if one.naming}
        assert told - said == Counter()
        assert {text for _, text in said - told} <= named
        assert {one.about for one in item.told} - {""} <= {
            name for line in words.lines(item) for name in (line.about, *(text for _, text in line.answers))
        }


def test_the_dose_is_the_ledger_s() -> None:
    product, given = FULL.newest(Product), FULL.newest(Injection)
    assert product is not None
    assert given is not None
    assert product.platelets is not None
    dose = next(item for item in note(FULL, ZONE).items if item.key == "dose")
    for site, one in zip(given.sites, dose.told, strict=False):
        assert one.text.startswith(f"{product.platelets * site.volume / 1000:.2f} billion platelets")


def test_a_bare_chart_names_every_item_and_claims_nothing() -> None:
    held = note(Chart("one"), ZONE)
    assert {item.key for item in held.missing()} == set(TABLE.rows)
    assert held.sections() == ()
    text = text_of(Chart("one"))
    assert words.DRAFT in text
    assert all(row.item in text for row in TABLE.rows.values())
    assert "Yes" not in text


def test_not_known_and_not_asked_are_told_apart() -> None:
    chart = Chart("one").sign(TimeOut(taken_at=NOON, site_marked=None, side_confirmed=False), NURSE, NOON)
    item = next(one for one in note(chart, ZONE).items if one.key == "time_out")
    unknown, not_asked = (line for line in words.missing(item.gaps) if "not" in line.lower())
    assert unknown == "Asked, and not known: Side and level marked on the skin."
    assert not_asked.startswith("Not asked: Name and one more identifier, said by the patient; ")
    assert "Side agreed" not in not_asked
    assert "Side agreed: No" in text_of(chart)


def test_a_question_that_another_answer_rules_out_is_no_gap() -> None:
    given = TimeOut(taken_at=NOON, antibiotic_given=True, antibiotic_drug="cefazolin")
    withheld = TimeOut(taken_at=NOON, antibiotic_given=False)
    lacks = {}
    for name, record in (("given", given), ("withheld", withheld), ("open", TimeOut(taken_at=NOON))):
        held = note(Chart("one").sign(record, NURSE, NOON), ZONE)
        item = next(one for one in held.items if one.key == "antibiotic")
        lacks[name] = {gap.paths[0].split(".")[-1] for gap in item.gaps}
    assert "antibiotic_reason" not in lacks["given"]
    assert {"antibiotic_dose", "antibiotic_route", "antibiotic_lot", "antibiotic_at"} <= lacks["given"]
    assert lacks["withheld"] & {"antibiotic_reason", "antibiotic_drug", "antibiotic_at"} == {
        "antibiotic_reason"
    }
    assert {"antibiotic_given", "antibiotic_reason", "antibiotic_drug"} <= lacks["open"]


def test_without_anticoagulant_its_lot_is_no_gap() -> None:
    for kind, lacks in (
        ("none", set()),
        ("ACD-A", {"Anticoagulant lot", "Anticoagulant in the syringe or tube"}),
    ):
        draw = Draw.model_validate({"drawn_at": NOON, "blood_volume": 60, "anticoagulant": kind})
        held = note(Chart("one").sign(draw, NURSE, NOON), ZONE)
        item = next(one for one in held.items if one.key == "anticoagulant")
        assert {gap.ask for gap in item.gaps} == lacks


def test_an_amended_entry_is_marked_and_a_retracted_one_is_not_used() -> None:
    first = Chart("one").sign(TimeOut(taken_at=NOON, skin_prep="iodine"), NURSE, NOON)
    amended = first.sign(TimeOut(taken_at=NOON, skin_prep="chlorhexidine"), NURSE, NOON, amends=1)
    text = text_of(amended)
    assert "Time-out (entries 2 amended)" not in text
    assert "Time-out (entry 2 amended)" in text
    assert "2. Time-out: Nina Nurse, nurse, 19 Nov 2026, 12:00. Amends entry 1" in text
    assert "iodine" not in text
    gone = first.sign(Retraction(reason="Another patient’s"), NURSE, NOON, amends=1)
    text = text_of(gone)
    assert "Taken back by entry 2, not used here: Another patient’s" in text
    assert "iodine" not in text
    assert "No record signed: Time-out." in text


def test_what_was_gone_past_is_told_with_its_reason() -> None:
    past = Override(card="x", fingerprint="y", summary="Platelets 88", reason="Stable for six years.")
    text = text_of(Chart("one").sign(past, NURSE, NOON))
    assert "Platelets 88\n  Reason: Stable for six years.\n  Nina Nurse, nurse" in text


def test_minutes_are_not_invented() -> None:
    draw = Draw(drawn_at=NOON, blood_volume=60)
    site = {"target": "SIJ", "level": "SI", "side": "R", "volume": 2}
    early = {"given_at": NOON - timedelta(minutes=5), "operator": "D", "guidance": "CT", "sites": (site,)}
    held = note(Chart("one").sign(draw, NURSE, NOON), ZONE)
    assert "no injection is signed" in gaps(held, "minutes")
    both = Chart("one").sign(draw, NURSE, NOON).sign(Injection.model_validate(early), NURSE, NOON)
    assert "the injection is before the draw" in gaps(note(both, ZONE), "minutes")
    assert "not signed: product" in gaps(note(both, ZONE), "dose")


def gaps(held: Note, key: str) -> str:
    return " ".join(words.missing(next(one for one in held.items if one.key == key).gaps))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(kinds()).flatmap(lambda kind: records_of(RECORDS[kind])), max_size=4))
def test_every_answer_is_told_or_named_as_missing_and_never_both(records) -> None:
    chart = Chart("one")
    for record in records:
        chart = chart.sign(record, NURSE, NOON)
    held = note(chart, ZONE)
    by_key = {item.key: item for item in held.items}
    for key, leaves in claims().items():
        told = [path for one in by_key[key].told for path in one.paths]
        lacks = [path for one in by_key[key].gaps for path in one.paths]
        for leaf in leaves:
            entries = chart.signed(leaf.record) if leaf.record.many else chart.signed(leaf.record)[-1:]
            assert (leaf.path in told, leaf.path in lacks) == expected(leaf, [one.record for one in entries])
            if leaf.inner is None and entries:
                assert told.count(leaf.path) + lacks.count(leaf.path) <= len(entries)
    text_of(chart)


def expected(leaf, records) -> tuple[bool, bool]:
    """The slow obvious twin: whether an answer is told, and whether it is named as missing."""
    if not records:
        return False, leaf.must
    told = missing = False
    for record in records:
        holders = [record]
        if leaf.inner is not None:
            held = getattr(record, leaf.shape.name)
            if not held:
                told |= held is not None
                missing |= held is None and (
                    leaf.must or record.state(leaf.shape.name) == "unknown" or beside(leaf)
                )
                continue
            holders = list(held) if isinstance(held, tuple) else [held]
        for holder in holders:
            state = holder.state((leaf.inner or leaf.shape).name)
            told |= state == "answered"
            spared = leaf.only is not None and leaf.only.rules_out(record)
            missing |= not spared and (state == "unknown" or (state == "not asked" and leaf.must))
    return told, missing


def beside(leaf) -> bool:
    """Whether another answer of the same list must be there: then the list as a whole is missing."""
    key = next(key for key, leaves in claims().items() if leaf in leaves)
    return any(one.must for one in claims()[key] if (one.record, one.shape) == (leaf.record, leaf.shape))
