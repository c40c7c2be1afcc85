"""Statistics that add up: over threads, chunks, sites and engines, the same to the last bit."""

from buffycoat.registry.statistics.additive import Additive, Axis
from buffycoat.registry.statistics.counts import Counts
from buffycoat.registry.statistics.moments import Moments
from buffycoat.registry.statistics.products import Products
from buffycoat.registry.statistics.score import Score
from buffycoat.registry.statistics.survival import Survival
from buffycoat.registry.statistics.tallies import Tallies

__all__ = ["Additive", "Axis", "Counts", "Moments", "Products", "Score", "Survival", "Tallies"]
