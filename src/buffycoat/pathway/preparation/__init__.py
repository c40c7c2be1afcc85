"""Preparation: from the vein to a known dose."""

from buffycoat.pathway.preparation.records import Draw, Product, Spin
from buffycoat.pathway.stage import Stage

STAGE = Stage(name="preparation", title="Preparation", required=(Draw, Spin, Product))
