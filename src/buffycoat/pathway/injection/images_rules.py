"""What the rules say of linked images: whether they are of places that were injected."""

from collections.abc import Iterator

from buffycoat.pathway.card import Card
from buffycoat.pathway.injection.images import Images
from buffycoat.pathway.injection.records import Injection
from buffycoat.pathway.stage import rule


@rule("injection.image_elsewhere")
def image_elsewhere(injection: Injection | None, linked: tuple[Images, ...]) -> Iterator[Card]:
    """Warns when an image is linked to a place that was not injected by what is signed."""
    injected = {(site.target, site.level, site.side) for site in (injection.sites if injection else ())}
    elsewhere = {
        one.where: None
        for record in linked
        for one in record.images
        if one.target and (one.target, one.level, one.side) not in injected
    }
    for where in elsewhere:
        yield Card(
            indicator="warning",
            summary=f"An image is linked to a place that was not injected: {where}",
            detail="The injection was amended since, or the image was linked to the wrong place. Look at the "
            "image: it may show where the needle really was.",
            sources=("rule-9.6",),
            status="P",
            code="data_quality",
            about=where,
            clears_when="The images are taken back and linked anew, or the injection is amended.",
        )


@rule("injection.image_twice")
def image_twice(linked: tuple[Images, ...]) -> Iterator[Card]:
    """Warns when one image is linked twice with another place or another hash."""
    ways: dict[str, dict[tuple[str, str], None]] = {}
    for one in (image for record in linked for image in record.images):
        ways.setdefault(one.instance_uid, {})[one.where, one.sha256] = None
    for image, held in ways.items():
        if len(held) > 1:
            places = ", ".join(dict.fromkeys(where for where, _ in held))
            yield Card(
                indicator="warning",
                summary="One image is linked twice, and not in the same way",
                detail=f"Linked to: {places}. Image {image}. Where the place is the same, its bytes are not.",
                sources=("rule-9.6",),
                status="P",
                code="data_quality",
                about=image,
                clears_when="All but one of them are taken back.",
            )
