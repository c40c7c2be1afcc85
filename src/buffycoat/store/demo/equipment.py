"""What the demo practice owns. Every figure and every price is invented, and says so where it is shown."""

from datetime import date, timedelta

from buffycoat.pathway.chart import Signer
from buffycoat.practice.equipment import Analyser, Centrifuge, Equipment, Kit
from buffycoat.store.actions import keep_equipment
from buffycoat.store.demo.people import STAFF_NAMES

YEAR = timedelta(days=365)
CALIBRATED = timedelta(days=165)  # before the demo's day: the first centrifuge has long to go
NEARLY_A_YEAR = timedelta(days=353)  # the second is due in twelve days
CENTRIFUGE, ANALYSER = "Centrifuge 1", "Analyser 1"
INVENTED = "Invented for the demo"
MANAGER = Signer(id="manager", name=STAFF_NAMES["manager"], role="manager")


def equip(day: date) -> None:
    """Put everything on the list."""
    for one in owned(day):
        keep_equipment(MANAGER, one)


def owned(day: date) -> tuple[Equipment, ...]:
    """Two centrifuges, an analyser, and kits with what they are pretended to cost."""
    return (
        Centrifuge(
            name=CENTRIFUGE,
            serial="DEMO-C1",
            radius_max=160,
            radius_min=98,
            rpm_max=4000,
            calibrated_on=day - CALIBRATED,
            due_on=day - CALIBRATED + YEAR,
        ),
        Centrifuge(
            name="Centrifuge 2",
            serial="DEMO-C2",
            radius_max=110,
            radius_min=64,
            rpm_max=5000,
            calibrated_on=day - NEARLY_A_YEAR,
            due_on=day - NEARLY_A_YEAR + YEAR,
        ),
        Analyser(
            name=ANALYSER,
            serial="DEMO-A1, figures invented",
            linear_low=10,
            linear_high=900,
            platelet_cv=3,
            due_on=day + timedelta(days=90),
        ),
        *(
            Kit(
                name=f"Two-spin kit, {blood} mL",
                blood_volume=blood,
                product_volume=blood / 10,
                price=price,
                currency="USD",
                price_from=INVENTED,
            )
            for blood, price in ((60, 240), (30, 165))
        ),
    )


def calibration_of(spun_on: date, day: date) -> tuple[date, date]:
    """When the first centrifuge had been calibrated before a spin, and when it was due again."""
    last = day - CALIBRATED
    while last > spun_on:
        last -= YEAR
    return last, last + YEAR
