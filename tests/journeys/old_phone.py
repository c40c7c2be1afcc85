"""A patient’s old phone: no JavaScript, an old browser’s headers, every form with its own token."""

from typing import Any

from django.test import Client

from tests.journeys.tree import Node
from tests.journeys.visitor import Visitor

ANDROID_4 = (
    "Mozilla/5.0 (Linux; U; Android 4.1.2; {lang}-us; GT-S6310N Build/JZO54K) "
    "AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30"
)
NEEDS_A_SCRIPT = ("onclick", "onchange", "onsubmit", "oninput", "hx-post", "hx-get")


class OldPhone(Visitor):
    """Every page it opens is looked at: the way to help stands on it, and it works as it comes."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        headers = {
            "user-agent": ANDROID_4.format(lang=lang),
            "accept": "application/xml,application/xhtml+xml,text/html;q=0.9,text/plain;q=0.8,*/*;q=0.5",
            "accept-language": f"{lang}-US, {lang}",
            "accept-charset": "utf-8, iso-8859-1, utf-16, *;q=0.7",
        }
        self.client = Client(enforce_csrf_checks=True, headers=headers)
        self.lang = lang

    def _arrive(self, answer: Any, asked: str) -> None:
        super()._arrive(answer, asked)
        assert self.page.one("html").attrs["lang"] == self.lang, f"{self.address} is in another language"
        leads_to_help(self)
        works_as_it_comes(self)


def leads_to_help(phone: Visitor) -> None:
    """From every page one touch calls the emergency number, or shows what an emergency is."""
    leads = [one.attrs.get("href", "") for one in phone.page.one("main").every("a")]
    assert any(to.startswith(("tel:911", "/emergency/")) for to in leads) or _is_the_list(phone.page), (
        f"{phone.address} says nothing of an emergency: {phone.words[:300]}"
    )


def works_as_it_comes(phone: Visitor) -> None:
    """Nothing of the page waits for a script, and every link leads somewhere."""
    every = list(phone.page.every())
    assert not [one for one in every if one.tag == "script"], phone.address
    assert not [key for one in every for key in one.attrs if key in NEEDS_A_SCRIPT], phone.address
    for one in phone.page.every("a"):
        assert one.attrs.get("href", "") not in ("", "#"), f"{phone.address}: {one.text} leads nowhere"


def _is_the_list(page: Node) -> bool:
    return any(one.attrs.get("action") == "/emergency/" for one in page.every("form"))
