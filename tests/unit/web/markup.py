"""Reading a page as a browser does, enough to see whether it is whole."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BOXES = {"input", "select", "textarea"}


class Markup(HTMLParser):
    """Collects what can be wrong with a page: see `faults`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.boxes: list[dict[str, str]] = []
        self.refers: list[str] = []
        self.found: list[str] = []
        self.headings = 0
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if "id" in held:
            self.ids[held["id"]] += 1
        if "style" in held or any(name.startswith("on") and name != "on" for name in held):
            self.found.append(f"<{tag}> has an inline style or script")
        if tag == "style" or (tag == "script" and "src" not in held):
            self.found.append(f"an inline <{tag}>")
        if tag == "h1":
            self.headings += 1
        if tag == "label" and "for" in held:
            self.labelled.add(held["for"])
        if tag in BOXES and held.get("type") not in ("hidden", "submit"):
            self.boxes.append(held | {"inside a label": str("label" in self.open)})
        self.refers += held.get("aria-describedby", "").split() + held.get("aria-labelledby", "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.found.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}, line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    @property
    def faults(self) -> list[str]:
        """Everything that is wrong with the page."""
        twice = [f"id {name} stands {count} times" for name, count in self.ids.items() if count > 1]
        lost = [f"nothing has the id {name}" for name in self.refers if name not in self.ids]
        bare = [
            f"no label for {box.get('name')}"
            for box in self.boxes
            if box["inside a label"] == "False"
            and box.get("id") not in self.labelled
            and "aria-label" not in box
        ]
        heads = [] if self.headings == 1 else [f"{self.headings} headings of the first level"]
        return [*self.found, *twice, *lost, *bare, *heads, *(f"<{tag}> is never closed" for tag in self.open)]
