"""Injection: right patient, right level, every millilitre."""

from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut
from buffycoat.pathway.stage import Stage

STAGE = Stage(name="injection", title="Injection", required=(TimeOut, Injection), optional=(Discharge,))
