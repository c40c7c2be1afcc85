"""Signing as people do who have no mouse, no JavaScript, or a password and a code to begin with."""

from playwright.sync_api import Page, expect

from tests.browser.site import NARROW, Site

MOST_TABS = 150
FOCUS_SHOWS = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what is wanted has the focus, which can be seen there."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate(FOCUS_SHOWS), f"nobody sees that {wanted} has the focus"
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def test_a_record_is_signed_with_the_keyboard_alone(live_site: Site) -> None:
    page = live_site.page("nurse")
    page.goto(f"/episodes/{live_site.held['treated']}/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    tab_to(page, "a[href$='sign/outcomes.adverse_event']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "[name=what]")
    page.keyboard.type("Sore")
    tab_to(page, "[name=description]")
    page.keyboard.type("Sore for two days, then gone.")
    tab_to(page, "[name=began_on]")
    page.keyboard.type("11182026")
    tab_to(page, "[name=grade]")
    page.keyboard.press("Space")
    tab_to(page, "button.go[value=sign]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Signed: adverse event")
    newest = page.locator(".time li").first
    expect(newest).to_contain_text("soreness or stiffness, grade 1, from 18 Nov 2026")
    newest.locator("a").click()
    expect(page.locator("main")).to_contain_text("Sore for two days, then gone.")
    page.close()


def test_a_record_with_rows_is_signed_without_javascript(live_site: Site) -> None:
    context = live_site.context("nurse", java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(f"/episodes/{live_site.held['candidate']}/sign/candidacy.allergies")
    page.uncheck("input[name='allergies:none']")
    rows = page.locator("fieldset.row").count()
    for number, substance in enumerate(("Latex", "A slip of the pen", "Kiwi"), start=rows):
        page.locator("button[value='add:allergies']").click()
        page.fill(f"[name='allergies.{number}.substance']", substance)
    page.check(f"input[name='allergies.{rows}.severe'][value=yes]")
    page.locator(f"button[value='remove:allergies.{rows + 1}']").click()
    expect(page.locator(f"[name='allergies.{rows}.substance']")).to_have_value("Latex")
    expect(page.locator(f"input[name='allergies.{rows}.severe'][value=yes]")).to_be_checked()
    expect(page.locator(f"[name='allergies.{rows + 1}.substance']")).to_have_value("Kiwi")
    page.locator("button[value=sign].go").click()
    expect(page.get_by_role("status")).to_contain_text("Signed: allergies")
    newest = page.locator(".time li").first
    expect(newest).to_contain_text("Latex")
    expect(newest).not_to_contain_text("A slip of the pen")
    context.close()


def test_a_spin_is_designed_and_compared_with_kits_without_javascript(live_site: Site) -> None:
    context = live_site.context("nurse", java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto("/designer/")
    page.fill("[name=force]", "300")
    page.get_by_role("button", name="Calculate").click()
    expect(page.locator("#picture")).to_contain_text("300 g at r max, 160 mm")
    assert page.get_by_role("slider").count() == 0, "a slider that does nothing is not shown"
    page.get_by_role("link", name="Compare with kits").click()
    page.fill("[name=platelets]", "238")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("main")).to_contain_text("Open tubes, 1 of 9 mL: 300 g, 10 min, cut 1 mm")
    expect(page.locator(".next")).to_contain_text("reaches 1.5 billion in")
    context.close()


def test_a_patient_answers_without_javascript_and_loses_nothing(live_site: Site) -> None:
    held = live_site.held["links"]["intake_es"]
    context = live_site.context("", java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(f"/p/{held['token']}/?lang=es")
    year, month, day = held["born"].split("-")
    page.fill("[name='born:day']", day)
    page.select_option("[name='born:month']", str(int(month)))
    page.fill("[name='born:year']", year)
    page.locator("button.go").click()
    page.check("main input[value=no]")
    page.get_by_role("button", name="Terminar después").click()
    page.goto(f"/p/{held['token']}/1/?lang=en")
    expect(page.locator("main input[value=no]")).to_be_checked()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()


def test_somebody_signs_in_with_a_password_and_a_code(live_site: Site) -> None:
    context = live_site.context("")
    page = context.new_page()
    page.goto("/")
    page.fill("[name=login]", live_site.held["usernames"]["manager"])
    page.fill("[name=password]", live_site.held["password"])
    page.get_by_role("button", name="Sign in").click()
    page.fill("[name=code]", live_site.held["codes"]["manager"])
    page.locator("main button").first.click()
    expect(page.locator("h1")).to_have_text("Today")
    context.close()


def test_the_episode_can_be_printed(live_site: Site) -> None:
    page = live_site.page("proceduralist")
    page.goto(f"/episodes/{live_site.held['treated']}/")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), "ink on white, by night too"
    expect(page.locator("header.top nav")).to_be_hidden()
    for there in ("h1", ".rail", ".who", ".time"):
        expect(page.locator(there).first).to_be_visible()
    printed = page.pdf(format="Letter")
    assert printed.startswith(b"%PDF")
    assert 10_000 < len(printed) < 2_000_000
    page.close()
