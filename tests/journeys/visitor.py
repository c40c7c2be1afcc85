"""Somebody at a screen: opens pages, follows links, fills forms in, presses buttons; Django's client."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.test import Client

from buffycoat.pathway.record import Record
from buffycoat.store import clock
from buffycoat.web.forms import typed_from
from tests.journeys.form import Form
from tests.journeys.tree import Node, read


class Visitor:
    """A browser with its cookies. What it sees is `page`; what it can send is `form`."""

    def __init__(self) -> None:
        self.client = Client()
        self.address = "/"
        self.status = 0
        self.page = Node("page")

    def open(self, address: str) -> "Visitor":
        """Open a page and follow where it leads."""
        self._arrive(self.client.get(self._path(address), follow=True), address)
        return self

    def follow(self, words: str) -> "Visitor":
        """Follow the first link with these words."""
        found = [one for one in self.page.every("a") if words in one.text]
        assert found, f"no link says {words!r}:\n{self.page.text[:1500]}"
        return self.open(urljoin(self.address, found[0].attrs["href"]))

    def fill(self, answers: Mapping[str, str]) -> "Visitor":
        """Fill in boxes of the page's form by their names."""
        for name, text in answers.items():
            self.form.fill(name, text)
        return self

    def write(self, record: Record) -> "Visitor":
        """Fill a whole record in, adding rows as it needs them."""
        typed = typed_from(record, clock.zone())
        for name in [each for each in typed if each.endswith(":rows")]:
            while int(self.form.boxes[name].value or 0) < int(typed[name]):
                self.press_button(f"add:{name.removesuffix(':rows')}")
        self.form.empty()
        return self.fill({name: text for name, text in typed.items() if not name.endswith((":rows", ":was"))})

    def press(self, words: str) -> "Visitor":
        """Press the button that begins with these words."""
        return self._send(
            next((one for one in self.form.buttons() if one.text.startswith(words)), None), words
        )

    def go_on(self) -> "Visitor":
        """Press the one button that leads on."""
        leading = [one for one in self.form.buttons() if "go" in one.attrs.get("class", "").split()]
        return self._send(leading[0] if leading else None, "to go on")

    def press_button(self, value: str) -> "Visitor":
        """Press the button that sends this."""
        found = next((one for one in self.form.buttons() if one.attrs.get("value") == value), None)
        return self._send(found, value)

    def _send(self, button: Node | None, what: str) -> "Visitor":
        assert button is not None, f"no button {what!r}; there are {[b.text for b in self.form.buttons()]}"
        to = button.attrs.get("formaction") or self.form.node.attrs.get("action", "")
        address, data = urljoin(self.address, to), self.form.sent(button)
        if self.form.node.attrs.get("method", "get").lower() == "get":
            self._arrive(self.client.get(self._path(address), data, follow=True), address)
        else:
            self._arrive(self.client.post(self._path(address), data, follow=True), address)
        return self

    def _path(self, address: str) -> str:
        return urldefrag(address).url

    def _arrive(self, answer: Any, asked: str) -> None:
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else self._path(asked)
        self.status = answer.status_code
        self.page = read(answer.content.decode())
        inside = [one for part in self.page.every("main") for one in part.every("form")]
        self.form = Form.of(inside[0] if inside else Node("form"))

    @property
    def heading(self) -> str:
        """The page's one heading of the first level."""
        return self.page.one("h1").text

    @property
    def words(self) -> str:
        """All the words of the page's main part."""
        return self.page.one("main").text

    @property
    def rail(self) -> dict[str, str]:
        """The seven stages of an episode page, each with how it stands."""
        stops = self.page.one("nav", "rail").every("li")
        # The name, which may be a link to the stage's own page, before the words for the ear and the note.
        names = [next(stop.every("a"), None) or stop.one("span") for stop in stops]
        said = [next(part for part in one.parts if isinstance(part, str)).strip() for one in names]
        states = [
            stop.one("span", "vh").text.strip(", ") for stop in self.page.one("nav", "rail").every("li")
        ]
        return dict(zip(said, states, strict=True))

    @property
    def next_step(self) -> str:
        """What an episode page says is to be done next."""
        return self.page.one("div", "next").one("h2").text

    def cards(self, level: str) -> list[str]:
        """The summaries of the cards of a level."""
        return [
            card.one("h3").text
            for card in self.page.every("li", "card")
            if level in card.attrs["class"].split()
        ]
