"""After the injection: check-ins, and answers at each visit, in courses such as the trials found."""

from collections.abc import Iterator
from random import Random
from typing import Any

from buffycoat.pathway.aftercare.plan import VISITS
from buffycoat.pathway.aftercare.records import CheckIn
from buffycoat.pathway.outcomes.entered import EnteredScores, NoAnswers
from buffycoat.pathway.outcomes.records import Outcome
from buffycoat.pathway.outcomes.visits import FOLLOW_UPS
from buffycoat.store.demo.story import Scene, Step

# Points of average pain against the baseline at 2, 6, 12, 26 and 52 weeks. How many people have which course
# is set in stories.py: at a disc half are 50 % better at six months at best; after an epidural the gain is
# gone at a year.
COURSES = {
    "better": (-1, -2, -4, -5, -5),
    "late": (0, -1, -3, -4, -5),
    "early": (-4, -4, -4, -4, -4),
    "infected": (-3, 2, 0, -1, 0),
    "fades": (-2, -3, -4, -4, -1),
    "partly": (0, -1, -2, -2, -1),
    "stalls": (-1, -1, 0, -1, 0),
    "worse": (0, 1, 1, 2, 2),
}
PGIC = {-5: 1, -4: 2, -3: 2, -2: 3, -1: 3, 0: 4, 1: 5, 2: 6}
TROUBLE_ASKED = ("week_2", "week_6", "week_12")  # the link asks for signs and trouble before the scores
EXACT = {"review", "rising"}  # stories in which answers came on the day itself
SIGNS = [name for name, one in CheckIn.items.items() if one.matters in ("critical", "warning")]


def baseline(scene: Scene, rng: Random) -> Step:
    """The answers before the injection."""
    when = scene.at(-4, "19:20")
    return Step(when, "patient", "sign", _answers(scene, rng, "baseline", -4, scene.person.pain))


def after(scene: Scene, rng: Random) -> Iterator[Step]:
    """Everything that has come in since the injection, by today."""
    for day, now in ((2, 5), (10, 4)):
        if _by_now(scene, day) and not scene.story.has("no check-ins"):
            yield Step(scene.at(day, "18:05"), "patient", "sign", check_in(scene, day, pain_now=now))
    if scene.story.has("rising"):
        yield Step(scene.at(20, "06:50"), "patient", "sign", rising(scene, 20))
    if scene.story.has("suspected discitis"):
        yield from _closed(scene, 24)
    for visit, change in zip(FOLLOW_UPS, COURSES[scene.story.course], strict=True):
        day = VISITS[visit].due + (0 if scene.story.odd & EXACT else rng.randint(-1, 2))
        if _by_now(scene, day):
            now = max(0, min(10, scene.person.pain + change))
            if visit in TROUBLE_ASKED and not scene.story.has("no check-ins"):
                yield Step(scene.at(day, "20:10"), "patient", "sign", check_in(scene, day))
            answers, by = (
                _answers(scene, rng, visit, day, now),
                "patient" if _mode(day) == "link" else "nurse",
            )
            yield Step(scene.at(day, "20:15" if by == "patient" else "11:20"), by, "sign", answers)
            yield from _licensed(scene, visit, day, now)
        if visit == scene.story.answers_until:
            yield from _gone(scene, visit)
            return


def _licensed(scene: Scene, visit: str, day: int, now: int) -> Iterator[Step]:
    """Some people also fill in the practice's licensed forms on paper; only their totals are entered."""
    if scene.story.course != "better" or visit not in ("week_12", "week_52"):
        return
    before = {"visit": "baseline", "filled_in_on": scene.day(-4), "mode": "paper"}
    if visit == "week_12":
        first = {"odi_percent": 6 * scene.person.pain, "pain_interference": 50.0 + 2 * scene.person.pain}
        yield Step(scene.at(day, "11:30"), "nurse", "sign", EnteredScores.model_validate(before | first))
    later = {"visit": visit, "filled_in_on": scene.day(day), "mode": "paper"}
    told = {
        "odi_percent": 6 * now,
        "pain_interference": 50.0 + 2 * now,
        "odom": "good" if now <= 3 else "fair",
    }
    yield Step(scene.at(day, "11:35"), "nurse", "sign", EnteredScores.model_validate(later | told))


def _mode(day: int) -> str:
    """Most answer by the link; some are called, a few fill in paper at a visit."""
    return "phone" if day % 5 == 0 else "paper" if day % 7 == 2 else "link"


def _gone(scene: Scene, last: str) -> Iterator[Step]:
    """Why the answers after the last ones did not come, where somebody found out."""
    later = FOLLOW_UPS[FOLLOW_UPS.index(last) + 1 :]  # type: ignore[arg-type]  # a story names a visit as text
    if not later or scene.person.pain % 2:
        return
    missed, found_out = later[0], VISITS[later[0]].latest + 2
    if _by_now(scene, found_out):
        said = {"visit": missed, "on": scene.day(found_out), "reason": "not_reached", "for_good": False}
        yield Step(scene.at(found_out, "10:05"), "nurse", "sign", NoAnswers.model_validate(said))


def _by_now(scene: Scene, day: int) -> bool:
    return scene.day(day) < scene.today


def check_in(scene: Scene, day: int, **other: Any) -> CheckIn:
    """Nothing alarming on a day, but for what is given."""
    quiet = {"on": scene.day(day), "temperature": 36.7, "anti_inflammatory": False}
    return CheckIn.model_validate({**dict.fromkeys(SIGNS, False), **quiet, **other})


def rising(scene: Scene, day: int) -> CheckIn:
    """Weeks after a disc: worse after a good spell, and no fever. That is how a slow infection begins."""
    return check_in(
        scene,
        day,
        pain_rising=True,
        worse_after_good_spell=True,
        night_pain=True,
        pain_now=7,
        narrative="It was a 3 last week. For four days it has climbed. No fever, I measured.",
    )


def _closed(scene: Scene, day: int) -> Iterator[Step]:
    """A check-in that rang, and the clinician who closed it with what was done."""
    yield Step(scene.at(day, "08:10"), "patient", "sign", rising(scene, day))
    done = "Seen the same day: CRP 38 mg/L, MRI with oedema at the level. Admitted; see the adverse event."
    for minute, family in enumerate(("infection", "course")):
        card = f"aftercare.check_in:{scene.day(day)}.{family}"
        yield Step(scene.at(day + 2, f"16:1{minute}"), "doctor2", "override", on=card, reason=done)


def _answers(scene: Scene, rng: Random, visit: str, day: int, now: int) -> Outcome:
    disability = max(0, min(24, 2 * now + rng.randint(-2, 2)))
    given: dict[str, Any] = {
        "visit": visit,
        "answered_on": scene.day(day),
        "mode": _mode(day),
        "nrs_average": now,
        "nrs_worst": min(10, now + 2),
        "three_pain": now,
        "three_liked": max(0, min(10, now + rng.randint(-1, 1))),
        "three_everyday": max(0, min(10, now + rng.randint(-2, 1))),
        "roland_morris_total": disability,
        "work": _work(scene, now),
    }
    return Outcome.model_validate(
        given | (_since(scene, visit, day, now - scene.person.pain) if visit != "baseline" else {})
    )


def _work(scene: Scene, now: int) -> str:
    if scene.person.age(scene.today) >= 66:
        return "no_paid_work"
    return "as_usual" if now <= 4 else "less" if now <= 7 else "off_sick"


def _since(scene: Scene, visit: str, day: int, change: int) -> dict[str, Any]:
    """What only a later visit asks: how it compares, and what else was done."""
    late = FOLLOW_UPS.index(visit) >= FOLLOW_UPS.index("week_26")
    rescued = [kind for kind in ("injection", "surgery") if late and scene.story.has(f"rescue {kind}")]
    given: dict[str, Any] = {
        "pgic": PGIC[max(-5, min(2, change))],
        "rescue_injection": "injection" in rescued,
        "rescue_surgery": "surgery" in rescued,
        "rescue_drugs": bool(rescued),
    }
    return given | ({"rescue_on": scene.day(day - 30)} if rescued else {})
