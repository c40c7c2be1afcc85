"""An invented dose for each invented procedure under fluoroscopy: no C-arm’s figure, no practice’s."""

from random import Random

from buffycoat.pathway.injection.radiation import Radiation
from buffycoat.store.demo.story import Scene

C_ARM = {"manufacturer": "Invented", "model": "C-arm of the demonstration", "serial_number": "DEMO-1"}
FIELD = 0.02  # m², about 14 cm by 14 cm
RATE = 0.35  # mGy a second


def radiation(scene: Scene, rng: Random) -> Radiation:
    """Some seconds for each place, and what follows from them."""
    seconds = round(sum(rng.uniform(6, 20) for _ in scene.story.places), 1)
    kerma = round(seconds * RATE * rng.uniform(0.6, 1.6), 2)
    product = round(kerma * FIELD * 1000, 1)  # mGy over m² in µGy·m²
    return Radiation.model_validate(
        {
            "fluoroscopy_time": seconds,
            "acquisition_time": 0,
            "dap_fluoroscopy": product,
            "dap_acquisition": 0,
            "dap_total": product,
            "kerma_fluoroscopy": kerma,
            "kerma_acquisition": 0,
            "kerma_total": kerma,
            "given_on": scene.day(0),
            "events": 3 * len(scene.story.places),
            **C_ARM,
            "remarks": "Invented for the demonstration.",
        }
    )
