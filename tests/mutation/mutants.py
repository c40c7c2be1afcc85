"""Wrong versions of the reviewed tables and the rules, each with one small fault such as a person makes."""

import ast
import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLES = {
    "triage": (
        "red_flags", "limits", "told", "tiers", "families", "warning_signs", "pain_features", "pain_limits",
        "pain_sources",
    ),
    "candidacy": (
        "drugs", "gates", "labs", "contraindications", "targets", "reasons", "blocks", "block_counts",
        "conditions", "allergies", "forms",
    ),
}  # fmt: skip
MODULES = {
    "triage": (
        "urgency", "beside", "told", "case", "rules", "told_before", "yes_no", "answer", "findings",
        "pain_chance", "pain_named", "pain_next", "pain_rules", "pain_source", "pain_tables", "pain_weigh",
        "red_flags", "flags", "reading", "words_card",
    ),
    "candidacy": (
        "rules_target", "rules_thinners", "rules_drugs", "rules_conditions", "rules_person", "rules_labs",
        "rules_allergies", "rules_blocks", "target", "clock", "clock_conflicts", "drugs", "labs",
        "conditions", "contraindications", "listed", "summary", "guard", "blocks", "levels", "anatomy",
        "spellings", "case", "answer", "words",
    ),
}  # fmt: skip
# What a table says in words (to people, or to find a name by), or about itself: other tests read them.
_WORDS = (
    "name", "note", "evidence", "certainty", "guidance", "unit", "meaning", "needed", "who",
    "rxnorm", "brands", "ingredients", "words", "snomed", "unless", "words_absent", "test",
    "block_says", "used_by", "caution", "instead", "says", "used_for", "group", "name_es", "ask", "es",
    "help", "help_es", "title", "means", "heading", "heading_es", "todo", "todo_es", "action", "why",
    "why_es",
)  # fmt: skip
_NEXT = {
    "E0": "E1", "E1": "E2", "E2": "E3", "E3": "E2", "critical": "warning", "warning": "info",
    "info": "warning",
    "true": "false", "false": "true", "none": "3 d", "shared": "none", "low": "intermediate",
    "intermediate": "low", "unknown": "none",
}  # fmt: skip
KINDS = {
    "row dropped": "a row dropped", "without": "a listed sign dropped", "tier": "a tier or level changed",
    "value": "a bound, hold or figure moved", "flag": "a yes or no turned", "compare": "a comparison turned",
    "bool": "“and” for “or”, or the other way", "not": "a “not” lost", "level": "a level weakened",
    "number": "a number moved",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the file within the pathway, its kind, what was done, and the file's text with it.

    `within` names the function that it lies in; "" for a table, or what a module does when it is imported.
    """

    path: str
    kind: str
    what: str
    text: str
    within: str = ""

    @property
    def name(self) -> str:
        """The fault in one line, the same whatever line of the file it stands on."""
        return f"{self.path} {self.what}"


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
        yield Mutant(
            path, "row dropped", f"{row}: row dropped", "".join(blocks[:place] + blocks[place + 1 :])
        )
        for kind, what, changed in _of_row(block):
            mutated = [*blocks[:place], changed, *blocks[place + 1 :]]
            yield Mutant(path, kind, f"{row}: {what}", "".join(mutated))


def _of_row(block: str) -> Iterator[tuple[str, str, str]]:
    for found in re.finditer(r"(?ms)^(\w+) = (\[.*?\]|\{.*?\}|[^\n#]+)", block):
        key, value = found.group(1), found.group(2)
        if key in _WORDS or key.endswith(("sources", "status")):
            continue
        for kind, what, new in _of_value(value.strip()):
            yield kind, f"{key} {what}", block[: found.start(2)] + new + block[found.end(2) :]


def _of_value(value: str) -> Iterator[tuple[str, str, str]]:
    listed = re.findall(r'"[^"]*"', value) if value.startswith("[") else []
    if listed:
        for one in listed if len(listed) > 1 else []:
            kept = ", ".join(other for other in listed if other != one)
            yield "without", f"without {one}", f"[{kept}]"
    elif value.startswith("["):
        for part in re.finditer(r"[\d.]+", value):
            new = _moved(part.group())
            yield "value", f"{part.group()} -> {new}", value[: part.start()] + new + value[part.end() :]
    elif value.startswith("{"):
        for part in re.finditer(r'(\w+) = "([^"]*)"', value):
            new = _moved(part.group(2))
            if new:
                yield (
                    "value",
                    f"{part.group(1)} {part.group(2)} -> {new}",
                    value.replace(part.group(), f'{part.group(1)} = "{new}"'),
                )
    elif new := _moved(value.strip('"')):
        bare = value.strip('"')
        kind = "flag" if bare in ("true", "false") else "value" if re.search(r"\d( |$)", bare) else "tier"
        kind = "tier" if bare in ("E0", "E1", "E2", "E3") else kind
        yield kind, f"{value} -> {new}", f'"{new}"' if value.startswith('"') else new


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
    lines = text.splitlines()
    seen: Counter[str] = Counter()
    for place, node in enumerate(_code(tree)):
        for choice in range(len(node.ops) if isinstance(node, ast.Compare) else 1):
            if not any(_turn(copy.deepcopy(node), choice)):
                continue
            changed = ast.parse(text)
            kind, what = _turn(list(_code(changed))[place], choice)
            what = f"{what} in: {lines[node.lineno - 1].strip()}"
            seen[what] += 1
            nth = f" #{seen[what]}" if seen[what] > 1 else ""
            text_then = ast.unparse(changed) + "\n"
            yield Mutant(path, kind, what + nth, text_then, _within(tree, node.lineno))


def _within(tree: ast.AST, line: int, outer: str = "") -> str:
    """The function that a line lies in, as Python names it: `verdict`, or `Worker.end`."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.ClassDef) and child.lineno <= line <= (
            child.end_lineno or 0
        ):
            name = f"{outer}{child.name}"
            body = child.body[0].lineno <= line
            if isinstance(child, ast.FunctionDef):
                return name if body else ""
            return _within(child, line, f"{name}.")
    return ""


def _code(node: ast.AST) -> Iterator[ast.expr]:
    """Every expression that is run: what is written for the type checker is not."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            literal = isinstance(child, ast.Subscript) and getattr(child.value, "id", "") == "Literal"
            if isinstance(child, ast.AST) and not literal:
                if isinstance(child, ast.expr):
                    yield child
                yield from _code(child)


def _turn(node: ast.expr, choice: int) -> tuple[str, str]:
    """Put one fault into an expression, in place; its kind and what was done, or "" when it takes none."""
    if isinstance(node, ast.Compare) and type(node.ops[choice]) in _TURNED:
        before = type(node.ops[choice])
        node.ops[choice] = _TURNED[before]()
        return "compare", f"{before.__name__} -> {_TURNED[before].__name__}"
    if isinstance(node, ast.BoolOp):
        other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        node.op = other
        return "bool", f"-> {type(other).__name__}"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.op = ast.UAdd()
        node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        return "not", "“not” lost"
    if isinstance(node, ast.Constant):
        return _constant(node)
    return "", ""


def _constant(node: ast.Constant) -> tuple[str, str]:
    if isinstance(node.value, str) and node.value in ("critical", "warning"):
        node.value = "warning" if node.value == "critical" else "info"
        return "level", f"level -> {node.value}"
    if type(node.value) is int and 1 < node.value < 100:
        node.value += 1
        return "number", f"number -> {node.value}"
    return "", ""
