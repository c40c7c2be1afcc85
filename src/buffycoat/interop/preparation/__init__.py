"""What another program asks of preparation: a dose, a spin, the published classes; JSON in, JSON out."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from buffycoat.interop import lines

_ENGINES = MappingProxyType({"dose": "dose", "spin": "spin", "classify": "classes"})  # module and function
COMMANDS = tuple(_ENGINES)


def engine_of(command: str) -> lines.Engine:
    """The engine of one command, loaded when it is asked for: the classes need none of the physics."""
    engine: lines.Engine = getattr(import_module(f"{__name__}.{command}"), _ENGINES[command])
    return engine


def answered(command: str, case: Mapping[str, Any]) -> dict[str, Any]:
    """One case as the command line answers it, for a notebook."""
    return lines.answer(engine_of(command), case)
