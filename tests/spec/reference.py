"""Print the JSON Schemas of the cases into docs/reference: `python -m tests.spec.reference [--check]`."""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from buffycoat.interop.ask_text import AskAnswer, AskCase
from buffycoat.interop.claims_case import ClaimsCase
from buffycoat.interop.preparation.answers import ANSWERS
from buffycoat.interop.preparation.classify import ClassCase
from buffycoat.interop.preparation.dose_case import DoseCase
from buffycoat.interop.preparation.spin_case import SpinCase
from buffycoat.interop.score_answer import ScoreAnswer
from buffycoat.interop.score_case import ScoreCase
from buffycoat.pathway.aftercare.window import WindowCase
from buffycoat.pathway.candidacy.case import CandidacyCase
from buffycoat.pathway.candidacy.records import History, Plan
from buffycoat.pathway.triage.case import TriageCase

DOCS = Path(__file__).parents[2] / "docs" / "reference"
QUANTITY = {
    "type": "object",
    "properties": {"value": {"type": "number"}, "unit": {"type": "string"}},
    "required": ["value"],
    "additionalProperties": False,
}


def schemas() -> dict[str, str]:
    """File name and text of each schema, made from the declarations that the engines read with."""
    triage = _plain(TriageCase.model_json_schema())
    candidacy = _plain(CandidacyCase.model_json_schema())
    # Items of the plan and the history may stand at the top of a case, or under `answers`.
    for kind in (Plan, History):
        made = _plain(kind.model_json_schema(ref_template="#/$defs/{model}"))
        candidacy.setdefault("$defs", {}).update(made.pop("$defs", {}))
        for name, declared in made["properties"].items():
            candidacy["properties"].setdefault(name, declared)
    for word in ("target", "level", "side"):
        candidacy["properties"][word] = {"description": "One needle, in place of `sites`."}
    candidacy["properties"]["answers"] = {"type": "object"}
    candidacy["properties"].pop("unread")
    window = _plain(WindowCase.model_json_schema())
    asked = {
        "dose": DoseCase,
        "spin": SpinCase,
        "classify": ClassCase,
        "ask": AskCase,
        "claims": ClaimsCase,
        "score": ScoreCase,
    }
    preparation = {name: _plain(case.model_json_schema()) for name, case in asked.items()}
    for made in (triage, candidacy, window, *preparation.values()):
        made["properties"]["id"] = {"description": "Echoed in the answer."}
        made["additionalProperties"] = True
        made["required"] = [name for name in made.get("required", []) if name != "on"]
    named = {"triage": triage, "candidacy": candidacy, "window": window, **preparation}
    answers = {**ANSWERS, "score": ScoreAnswer}
    named |= {f"{name}.answer": TypeAdapter(answer).json_schema() for name, answer in answers.items()}
    named["ask.answer"] = TypeAdapter(AskAnswer).json_schema()
    return {
        f"{name}.schema.json": json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for name, made in named.items()
    }


def _plain(schema: Any) -> Any:
    """The schema without our own annotations: the question as title, a quantity as number, text or pair."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    declared = schema.get("item")
    held = {key: _plain(one) for key, one in schema.items() if key != "item"}
    if isinstance(declared, dict) and "ask" in declared:
        held["title"] = declared["ask"]
        if declared.get("unit"):
            held.pop("type", None)
            options = [{"type": "number"}, {"type": "string"}, QUANTITY, {"type": "null"}]
            held |= {"anyOf": options, "description": f"In {declared['unit']} where no unit is given."}
    return held


def stale() -> list[str]:
    """Schemas that differ from what the declarations say now."""
    return [
        name
        for name, text in schemas().items()
        if not (DOCS / name).exists() or (DOCS / name).read_text() != text
    ]


def main() -> int:
    """Write the schemas, or with --check only say which are stale."""
    if "--check" in sys.argv:
        late = stale()
        print(f"stale: {', '.join(late)}; run make docs" if late else "docs/reference is up to date")
        return 1 if late else 0
    DOCS.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (DOCS / name).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
