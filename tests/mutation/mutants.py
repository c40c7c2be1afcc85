"""Wrong versions of the reviewed tables and the rules, each with one small fault such as a person makes."""

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLES = {
    "triage": ("red_flags", "limits", "told"),
    "candidacy": ("drugs", "gates", "labs", "contraindications", "targets", "reasons"),
}
MODULES = {
    "triage": ("urgency", "beside", "told", "case", "rules", "told_before", "yes_no"),
    "candidacy": (
        "rules_target", "rules_thinners", "rules_drugs", "rules_conditions", "rules_person", "rules_labs",
        "rules_allergies", "target", "clock", "labs", "conditions", "contraindications", "listed", "summary",
        "guard",
    ),
}  # fmt: skip
# What a table says in words, or about itself: another test reads sources and marks.
_WORDS = (
    "name", "note", "sources", "status", "prp_sources", "prp_status", "family", "evidence", "certainty",
    "evidence_sources", "evidence_status", "bleeding_sources", "bleeding_status", "guidance", "unit",
    "meaning",
    "needed", "who", "rxnorm", "brands", "ingredients", "weighs",
)  # fmt: skip
_NEXT = {
    "E0": "E1", "E1": "E2", "E2": "E3", "E3": "E2", "critical": "warning", "warning": "info",
    "info": "warning",
    "true": "false", "false": "true", "none": "3 d", "shared": "none", "low": "intermediate",
    "intermediate": "low", "unknown": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the file within the package, what was done, and the file's text with it."""

    path: str
    what: str
    text: str


def of_tables(pathway: Path) -> Iterator[Mutant]:
    """Every tier and level changed, every bound and hold moved, every row and listed sign dropped."""
    for stage, names in TABLES.items():
        for name in names:
            path = pathway / stage / f"{name}.toml"
            yield from _of_table(f"{stage}/{name}.toml", path.read_text())


def _of_table(path: str, text: str) -> Iterator[Mutant]:
    blocks = re.split(r"(?m)^(?=\[rows\.)", text)
    for place, block in enumerate(blocks[1:], start=1):
        row = block.split("]")[0].removeprefix("[rows.")
        yield Mutant(path, f"{row}: row dropped", "".join(blocks[:place] + blocks[place + 1 :]))
        for what, changed in _of_row(block):
            mutated = [*blocks[:place], changed, *blocks[place + 1 :]]
            yield Mutant(path, f"{row}: {what}", "".join(mutated))


def _of_row(block: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"(?ms)^(\w+) = (\[.*?\]|\{.*?\}|[^\n#]+)", block):
        key, value = found.group(1), found.group(2)
        if key in _WORDS:
            continue
        for what, new in _of_value(value.strip()):
            yield f"{key} {what}", block[: found.start(2)] + new + block[found.end(2) :]


def _of_value(value: str) -> Iterator[tuple[str, str]]:
    if value.startswith("["):
        listed = re.findall(r'"[^"]*"', value)
        for one in listed if len(listed) > 1 else []:
            kept = ", ".join(other for other in listed if other != one)
            yield f"without {one}", f"[{kept}]"
    elif value.startswith("{"):
        for part in re.finditer(r'(\w+) = "([^"]*)"', value):
            new = _moved(part.group(2))
            if new:
                yield (
                    f"{part.group(1)} {part.group(2)} -> {new}",
                    value.replace(part.group(), f'{part.group(1)} = "{new}"'),
                )
    elif new := _moved(value.strip('"')):
        yield f"{value} -> {new}", f'"{new}"' if value.startswith('"') else new


def _moved(value: str) -> str:
    """The same value one step off; "" when it has no step."""
    if value in _NEXT:
        return _NEXT[value]
    number = re.search(r"\d+(\.\d+)?(?=\D*$)", value)
    if not number or not re.fullmatch(r"[\d.\-]+( [hd])?", value):
        return ""
    step = f"{float(number.group()) + 0.1:g}" if number.group(1) else str(int(number.group()) + 1)
    return value[: number.start()] + step + value[number.end() :]


def of_rules(pathway: Path) -> Iterator[Mutant]:
    """Every comparison turned, “and” for “or”, a “not” lost, a level weakened, a number moved."""
    for stage, names in MODULES.items():
        for name in names:
            path = pathway / stage / f"{name}.py"
            yield from _of_module(f"{stage}/{name}.py", path.read_text())


_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def _of_module(path: str, text: str) -> Iterator[Mutant]:
    tree = ast.parse(text)
    for place, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
            changed = copy.deepcopy(tree)
            twin = next(one for index, one in enumerate(ast.walk(changed)) if index == place)
            what = _turn(twin)
            if what:
                yield Mutant(path, f"line {node.lineno}: {what}", ast.unparse(changed) + "\n")


def _turn(node: ast.AST) -> str:
    """Put one fault into a node, in place; what was done, or "" when it has none to take."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        before = type(node.ops[0])
        node.ops[0] = _TURNED[before]()
        return f"{before.__name__} -> {_TURNED[before].__name__}"
    if isinstance(node, ast.BoolOp):
        other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        node.op = other
        return f"-> {type(other).__name__}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        return "“not” lost"
    if (
        isinstance(node, ast.Constant)
        and node.value in ("critical", "warning")
        and isinstance(node.value, str)
    ):
        node.value = "warning" if node.value == "critical" else "info"
        return f"level -> {node.value}"
    if isinstance(node, ast.Constant) and type(node.value) is int and 1 < node.value < 100:
        node.value += 1
        return f"number -> {node.value}"
    return ""
