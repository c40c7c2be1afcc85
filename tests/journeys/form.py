"""A form as a browser without JavaScript holds it: what can be filled in, and what is sent."""

from dataclasses import dataclass, field

from tests.journeys.tree import Node


@dataclass
class Box:
    """What stands under one name. `offers`: the answers that can be chosen; None: anything may be typed."""

    kind: str
    value: str | None
    offers: list[str] | None = None


@dataclass
class Form:
    """One form of a page."""

    node: Node
    boxes: dict[str, Box] = field(default_factory=dict)

    @classmethod
    def of(cls, node: Node) -> "Form":
        """The form with what the page has filled in."""
        form = cls(node)
        for one in node.every():
            if one.attrs.get("name") and "disabled" not in one.attrs:
                form._take(one)
        return form

    def _take(self, one: Node) -> None:
        name, value = one.attrs["name"], one.attrs.get("value", "")
        kind = one.attrs.get("type", "text") if one.tag == "input" else one.tag
        if kind in ("radio", "checkbox"):
            box = self.boxes.setdefault(name, Box(kind, None, []))
            box.offers = [*(box.offers or []), value or "on"]
            if "checked" in one.attrs:
                box.value = value or "on"
        elif kind == "select":
            options = list(one.every("option"))
            chosen = [each for each in options if "selected" in each.attrs] or options[:1]
            self.boxes[name] = Box(kind, chosen[0].attrs["value"], [each.attrs["value"] for each in options])
        elif kind == "textarea":
            self.boxes[name] = Box(
                kind, "".join(p for p in one.parts if isinstance(p, str)).removeprefix("\n")
            )
        elif kind != "button":
            self.boxes[name] = Box(kind, value)

    def fill(self, name: str, text: str) -> None:
        """Type or choose; an answer that the page does not offer is an error."""
        box = self.boxes.get(name)
        assert box is not None, f"no box is called {name}; there are {sorted(self.boxes)}"
        assert box.kind != "hidden", f"{name} is hidden: nobody can type there"
        assert box.offers is None or text in box.offers, f"{name} offers {box.offers}, not {text!r}"
        box.value = text
        unit = self.boxes.get(f"{name}:unit")
        if unit and unit.offers:
            unit.value = unit.offers[0]  # the one that records keep, whichever the page proposes

    def empty(self) -> None:
        """Take back every answer that the page had filled in; units and what is hidden stay."""
        for name, box in self.boxes.items():
            if box.kind == "hidden" or name.endswith(":unit"):
                continue
            box.value = None if box.kind in ("radio", "checkbox") else ""

    def sent(self, button: Node) -> dict[str, str]:
        """What pressing this button sends."""
        data = {name: box.value for name, box in self.boxes.items() if box.value is not None}
        if button.attrs.get("name"):
            data[button.attrs["name"]] = button.attrs.get("value", "")
        return data

    def buttons(self) -> list[Node]:
        """Every button of the form."""
        return list(self.node.every("button"))
