"""Nothing is injected that was not made: millilitres, and with them platelets, over every injection."""

from collections.abc import Iterable
from dataclasses import dataclass

from buffycoat.pathway.chart import Chart
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.preparation.dose import LIMITS
from buffycoat.pathway.preparation.records import Product
from buffycoat.pathway.units import number_text


@dataclass(frozen=True, slots=True)
class Account:
    """What was made, and what of it went where, in mL. Without a product nothing was made."""

    made: float
    sampled: float
    injected: float
    discarded: float

    @property
    def taken(self) -> float:
        """Everything that left the syringe."""
        return self.sampled + self.injected + self.discarded

    @property
    def over(self) -> float:
        """How much more was taken than was made; 0 when it adds up, or nothing was injected."""
        limit = LIMITS["injected"]
        if not self.injected or (self.made and not limit.passed(100 * self.taken / self.made)):
            return 0.0
        return self.taken - self.made


def account(product: Product | None, injections: Iterable[Injection]) -> Account:
    """All injections in force count, not only the newest: each took from the one product."""
    given = tuple(injections)
    return Account(
        made=product.volume if product else 0.0,
        sampled=(product.sample_volume or 0.0) if product else 0.0,
        injected=sum(site.volume for one in given for site in one.sites),
        discarded=sum(one.discarded_volume or 0.0 for one in given),
    )


def account_of(chart: Chart) -> Account:
    """The account of a chart."""
    return account(chart.newest(Product), chart.every(Injection))


def why_not(before: Chart, after: Chart) -> str:
    """Why an entry cannot be signed, amended or taken back for the volumes it leaves; "" when they add up.

    A chart that did not add up already, from before this was asked, may be put right step by step.
    """
    then, now = account_of(before), account_of(after)
    if now.over <= then.over:
        return ""
    taken, made = number_text(round(now.taken, 3)), number_text(now.made)
    return (
        f"More was injected, sampled and discarded ({taken} mL) than was made ({made} mL). "
        "Amend the volume that is wrong first."
    )
