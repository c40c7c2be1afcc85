"""A page read as a tree, as far as a journey looks at it: words, links, forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Node:
    """One element with what is inside it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parts: list["Node | str"] = field(default_factory=list)

    def every(self, tag: str = "", cls: str = "") -> Iterator["Node"]:
        """Every element inside, in the order of the page, with this tag and class."""
        for part in self.parts:
            if isinstance(part, str):
                continue
            if tag in ("", part.tag) and (not cls or cls in part.attrs.get("class", "").split()):
                yield part
            yield from part.every(tag, cls)

    def one(self, tag: str = "", cls: str = "") -> "Node":
        """The first such element; an error that names it where there is none."""
        found = next(self.every(tag, cls), None)
        assert found is not None, f"no <{tag or 'element'} class={cls!r}> on this page:\n{self.text[:1500]}"
        return found

    @property
    def text(self) -> str:
        """The words inside, with single spaces."""
        return " ".join(" ".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            elif part.tag not in ("script", "style", "template"):
                yield from part._words()


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(made)
        if tag not in ALONE:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and tag not in ALONE:
            if self.open.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(html: str) -> Node:
    """The tree of a page."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]
