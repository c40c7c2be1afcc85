"""Injection: right patient, right level, every millilitre."""

from buffycoat.pathway.injection import (
    antibiotic_rules,
    chart_rules,
    contrast_rules,
    images_rules,
    label_rules,
    leaving_rules,
    radiation_rules,
    rules,
    time_out_rules,
)
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.injection.incident import Incident
from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.pathway.injection.records import Discharge, Injection, TimeOut
from buffycoat.pathway.stage import Stage, rules_of

STAGE = Stage(
    name="injection",
    title="Injection",
    required=(TimeOut, Injection),
    optional=(Discharge, Radiation, Images, Incident),
    rules=rules_of(
        time_out_rules,
        chart_rules,
        contrast_rules,
        antibiotic_rules,
        label_rules,
        rules,
        leaving_rules,
        radiation_rules,
        images_rules,
    ),
)
