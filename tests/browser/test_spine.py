"""The spine in a real browser: by keyboard alone, without a script, on a phone, and for those who listen."""

import pytest
from playwright.sync_api import Page, expect

from buffycoat.web.spine.levels import keys
from tests.browser.site import NARROW, WIDE, Site
from tests.peers.chromium import axe

MOST_TABS = 250
LEVELS = ("C0-1", "C5-6", "T7-8", "L4-5", "SI", "S")
HERE = "() => document.activeElement.closest('.spine') ? document.activeElement.dataset.do || '' : ''"
FOCUS_SHOWS = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def plan(site: Site, level: str = "L4-5") -> str:
    return f"/episodes/{site.held['candidate']}/sign/candidacy.plan?level={level}"


def stop(page: Page, code: str) -> str:
    """The one link of a place that Tab reaches."""
    return f".spine a[data-do='site:{code}']:not([tabindex])"


def flip(page: Page, code: str) -> bool:
    """Press Enter on a place; whether it is chosen afterwards. The focus is where it was."""
    page.locator(stop(page, code)).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    link = page.locator(stop(page, code))
    expect(link).to_be_focused()
    return ", chosen" in (link.get_attribute("aria-label") or "")


def rows(page: Page) -> list[str]:
    """The rows of the form, as it would send them."""
    return page.evaluate(
        """() => { const sent = new FormData(document.getElementById("form")), found = [];
        for (let n = 0; n < Number(sent.get("sites:rows")); n++)
          found.push(["target", "level", "side"].map((one) => sent.get(`sites.${n}.${one}`)).join("."));
        return found; }"""
    )


@pytest.mark.parametrize("level", LEVELS)
def test_the_keyboard_alone_sets_and_clears_every_target(live_site: Site, level: str) -> None:
    page = live_site.page("proceduralist")
    page.set_viewport_size(WIDE)
    page.goto(plan(live_site, level))
    reached = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if reached and page.evaluate("() => document.activeElement.matches('.skip')"):
            break  # once round
        found = page.evaluate(HERE)
        if found:
            assert page.evaluate(FOCUS_SHOWS), f"nobody sees that {found} has the focus"
            reached.append(found)
    wanted = [".".join(key) for key in keys(level)]
    assert [reached.count(f"site:{code}") for code in wanted] == [1] * len(wanted), "one tab stop each"
    before = rows(page)
    for code in wanted:
        first = flip(page, code)
        assert (code in rows(page)) is first
        second = flip(page, code)
        assert (code in rows(page)) is second
        assert first is not second
    assert sorted(rows(page)) == sorted(before)
    page.close()


def test_a_click_keeps_what_was_typed_elsewhere(live_site: Site) -> None:
    page = live_site.page("proceduralist")
    page.goto(plan(live_site))
    page.fill("[name=goal]", "To lift my grandson")
    with page.expect_navigation():
        page.locator("#spot-MULT\\.L4-5\\.R circle").click()
    expect(page.locator("[name=goal]")).to_have_value("To lift my grandson")
    assert "MULT.L4-5.R" in rows(page)
    page.close()


def test_it_works_without_javascript(live_site: Site) -> None:
    context = live_site.context("proceduralist", java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto(plan(live_site))
    page.locator("#spot-MULT\\.L4-5\\.L circle").click()
    expect(page.locator("#spot-MULT\\.L4-5\\.L")).to_have_attribute(
        "aria-label", "Multifidus L4-5, left, chosen"
    )
    page.fill("[name=goal]", "To garden")
    page.get_by_role("button", name="Ligament L4-5, right").click()
    expect(page.locator("[name=goal]")).to_have_value("To garden")
    expect(page.get_by_role("button", name="Ligament L4-5, right")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Multifidus L4-5, left")).to_have_attribute("aria-pressed", "true")
    context.close()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_nothing_serious_for_axe_and_no_page_goes_sideways(
    live_site: Site, level: str, size: dict[str, int], scheme: str
) -> None:
    page = live_site.page("proceduralist")
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    for address in (plan(live_site, level), f"/episodes/{live_site.held['treated']}/?level={level}"):
        page.goto(address)
        expect(page.locator("svg.spine").first).to_be_visible()
        assert axe(page) == []
        assert page.evaluate(SIDEWAYS) <= 0
    page.close()


def test_on_a_phone_the_cut_and_the_list_come_before_the_long_views(live_site: Site) -> None:
    page = live_site.page("proceduralist")
    page.set_viewport_size(NARROW)
    page.goto(plan(live_site))
    tops = [page.locator(one).first.bounding_box()["y"] for one in ("svg.across", ".places", "svg.long")]
    assert tops == sorted(tops)
    small = page.eval_on_selector_all(
        "svg.across .hit", "all => all.map((one) => one.getBoundingClientRect().width).filter((w) => w < 24)"
    )
    assert small == []
    page.close()
