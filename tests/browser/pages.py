"""Every page of the product, and how to come to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.site import Site

Act = Callable[[Page, Site], None]


def nothing(page: Page, site: Site) -> None:
    """The page is there as soon as it is opened."""


@dataclass(frozen=True)
class Reach:
    """Who opens which address, what they do there, and what the server then answers.

    url: the name in web/urls.py that answers. role "": nobody is signed in.
    """

    url: str
    role: str
    address: Callable[[Site], str]
    act: Act = nothing
    status: int = 200


def _episode(held: str, more: str = "") -> Callable[[Site], str]:
    return lambda site: f"/episodes/{site.held[held]}/{more}"


def _form(held: str, kind: str) -> Callable[[Site], str]:
    return _episode(held, f"sign/{kind}")


def _link(held: str, letter: str) -> Callable[[Site], str]:
    return lambda site: f"/{letter}/{site.held['links'][held]['token']}/"


def _harm(site: Site) -> str:
    """The suspected disc infection of the demo."""
    return f"/episodes/{site.held['infected']['episode']}/harms/{site.held['infected']['number']}/"


def sent(page: Page, button: str, words: str = "") -> None:
    """Press a button and wait for the page that comes."""
    with page.expect_navigation():
        page.locator(button, has_text=words).first.click()


def press(words: str) -> Act:
    """Press the button that begins with these words."""
    return lambda page, site: sent(page, "main button", words)


def through_the_door(held: str, *then: str) -> Act:
    """Give the date of birth; then press these answers and go on, page by page."""

    def act(page: Page, site: Site) -> None:
        if page.locator("#born").count():
            year, month, day = site.held["links"][held]["born"].split("-")
            page.fill("[name='born:day']", day)
            page.select_option("[name='born:month']", str(int(month)))
            page.fill("[name='born:year']", year)
            sent(page, "main button.go")
        for answer in then:
            if answer.startswith("to "):
                page.goto(page.url.rsplit("/", 2)[0] + f"/{answer.removeprefix('to ')}/")
            else:
                page.locator(f"main input[value='{answer}']").first.check()
                sent(page, "main button.go")

    return act


def _ask(words: str) -> Act:
    def act(page: Page, site: Site) -> None:
        page.fill("main #q", words)
        sent(page, "main form.ask button.go")

    return act


def _search(page: Page, site: Site) -> None:
    page.fill("main input[name=q]", "an")
    with page.expect_navigation():
        page.press("main input[name=q]", "Enter")


def _look(page: Page, site: Site) -> None:
    page.fill("main input[name=q]", "ibuprofen")
    sent(page, "main button.go")


def _make_link(page: Page, site: Site) -> None:
    page.check("input[value=intake]")
    sent(page, "main button", "Make the link")


def _tick_emergency(page: Page, site: Site) -> None:
    page.locator("main input[type=checkbox]").first.check()
    sent(page, "main button.go")


def _push_slider(page: Page, site: Site) -> None:
    """Two sliders move and the picture follows, without a new page."""
    page.locator("details summary", has_text="Rotor").click()
    for name, wanted in (("Force", "400 g"), ("Minutes", "12 min")):
        slider = page.get_by_role("slider", name=name)
        with page.expect_response(lambda answer: "/designer/" in answer.url):
            slider.fill(wanted.split()[0])
    expect(page.locator("#picture")).to_contain_text("400 g at r max")
    expect(page.locator("#picture")).to_contain_text("Recovery by force, 12 minutes")


def _tick_disc(page: Page, site: Site) -> None:
    """One target is ticked: numbers, figures and the address follow without a new page."""
    if not page.locator("#ask").is_visible():  # on a phone the figures come first
        page.locator(".to-build a").click()
    page.locator("#ask label", has_text="Disc").click()
    expect(page.locator("#who")).to_contain_text("Target: Disc")
    expect(page).to_have_url(re.compile("target=DISC"))


# Forms: the kinds that differ in what they hold; every other kind is drawn by the same macros.
FORMS: Mapping[str, tuple[str, str, str]] = {
    "form: referral": ("front_desk", "new", "triage.referral"),
    "form: warning signs": ("nurse", "new", "triage.warning_signs"),
    "form: pain": ("nurse", "new", "triage.pain"),
    "form: plan": ("proceduralist", "candidate", "candidacy.plan"),
    "form: medicines": ("nurse", "candidate", "candidacy.medicines"),
    "form: laboratory": ("nurse", "candidate", "candidacy.labs"),
    "form: consent": ("proceduralist", "ready", "consent.consent"),
    "form: product": ("nurse", "ready", "preparation.product"),
    "form: time-out": ("nurse", "ready", "injection.time_out"),
    "form: injection": ("proceduralist", "treated", "injection.injection"),
    "form: aftercare plan": ("nurse", "treated", "aftercare.aftercare_plan"),
    "form: answers at a visit": ("nurse", "treated", "outcomes.outcome"),
    "form: scores from other forms": ("nurse", "treated", "outcomes.entered_scores"),
    "form: why answers did not come": ("nurse", "treated", "outcomes.no_answers"),
}


def _scan_nonsense(page: Page, site: Site) -> None:
    """A text that is no label: told at once, and written down nowhere."""
    page.locator("#label").fill("7-AAAA")
    sent(page, "form[action$='/scan'] button")


def _paste_promises(page: Page, site: Site) -> None:
    """A text with promises in it, and one that is fine."""
    page.fill("main textarea", "PRP cures herniated discs. It is FDA approved. PRP is not a cure.")
    sent(page, "main button", "Check")


def _take(page: Page, site: Site) -> None:
    """A misspelt medicine, asked about on the plan."""
    through_the_door("plan")(page, site)
    page.fill("#medicine", "tilenol")
    sent(page, "main form button")


PAGES: Mapping[str, Reach] = {
    "today": Reach("today", "nurse", lambda site: "/"),
    "patients": Reach("patients", "front_desk", lambda site: "/patients/"),
    "patients, researcher": Reach("patients", "researcher", lambda site: "/patients/", status=403),
    "patients, found": Reach("patients", "front_desk", lambda site: "/patients/", _search),
    "new patient": Reach("new-patient", "front_desk", lambda site: "/patients/new"),
    "new patient, wrong": Reach(
        "new-patient", "front_desk", lambda site: "/patients/new", press("Enter the patient"), 422
    ),
    "patient": Reach("patient", "nurse", lambda site: f"/patients/{site.held['patient']}/"),
    "new episode": Reach(
        "new-episode", "nurse", lambda site: f"/patients/{site.held['patient']}/episodes/new"
    ),
    "episode, emergency": Reach("episode", "proceduralist", _episode("emergency")),
    "episode, blocked": Reach("episode", "proceduralist", _episode("blocked")),
    "episode, a year after": Reach("episode", "proceduralist", _episode("treated")),
    "episode, better after a year": Reach("episode", "proceduralist", _episode("answered")),
    "triage, emergency": Reach("triage", "proceduralist", _episode("emergency", "triage")),
    "triage, hip and spine": Reach("triage", "nurse", _episode("examined", "triage")),
    "triage, hardly asked": Reach("triage", "front_desk", _episode("new", "triage")),
    "candidacy, fused": Reach("candidacy", "proceduralist", _episode("fused", "candidacy")),
    "candidacy, many drugs": Reach("candidacy", "nurse", _episode("medicated", "candidacy")),
    "candidacy, not begun": Reach("candidacy", "front_desk", _episode("new", "candidacy")),
    "drug clock": Reach("drug-clock", "proceduralist", _episode("medicated", "drug-clock")),
    "drug clock, injected": Reach("drug-clock", "nurse", _episode("treated", "drug-clock")),
    "drug clock, no day": Reach("drug-clock", "proceduralist", _episode("new", "drug-clock")),
    "bench": Reach("bench", "nurse", _episode("ready", "bench")),
    "labels": Reach("labels", "nurse", lambda site: f"/episodes/{site.held['ready']}/labels?syringes=2"),
    "label, not this patient’s": Reach("bench", "nurse", _episode("ready", "bench"), _scan_nonsense, 409),
    "procedure note": Reach("note", "proceduralist", _episode("treated", "note")),
    "procedure note, nothing injected": Reach("note", "nurse", _episode("new", "note")),
    "responses": Reach("responses", "nurse", lambda site: "/responses/"),
    "dose report": Reach("radiation", "nurse", _episode("treated", "radiation")),
    "images, no archive": Reach("images", "proceduralist", _episode("treated", "images")),
    "images, linked": Reach("images-held", "nurse", _episode("treated", "images/held")),
    "harm": Reach("harms", "proceduralist", lambda site: "/harms/"),
    "adverse event": Reach("harm", "proceduralist", _harm),
    "adverse event, sent to nobody": Reach("harm", "nurse", _harm, press("Sign: it was sent"), 422),
    "episode, two accounts": Reach("episode", "nurse", _episode("flared")),
    "radiation, the practice’s": Reach("doses", "manager", lambda site: "/radiation/"),
    "registry": Reach("registry", "manager", lambda site: "/registry/"),
    "registry, one target": Reach("registry", "proceduralist", lambda site: "/registry/", _tick_disc),
    "registry, of few": Reach("registry", "proceduralist", lambda site: "/registry/?target=SIJ&week=52"),
    "registry, researcher": Reach("registry", "researcher", lambda site: "/registry/"),
    "registry, no such choice": Reach(
        "registry", "manager", lambda site: "/registry/?level=L4-5", status=422
    ),
    "equipment": Reach("equipment", "manager", lambda site: "/equipment/"),
    "equipment, new": Reach("equipment-new", "manager", lambda site: "/equipment/centrifuge/new"),
    "equipment, change": Reach("equipment-change", "manager", lambda site: "/equipment/analyser/1/"),
    "staff": Reach("staff", "manager", lambda site: "/staff/"),
    "staff, sign-off": Reach("sign-off", "manager", lambda site: "/staff/2/sign-off"),
    "lots": Reach("lots", "manager", lambda site: "/lots/"),
    "lots, new": Reach("lot-new", "manager", lambda site: "/lots/new"),
    "lots, change": Reach("lot-change", "manager", lambda site: "/lots/1/"),
    "lots, stop": Reach("lot-stop", "manager", lambda site: "/lots/1/stop"),
    "recall": Reach("recall", "manager", lambda site: "/recall/?lot=K26Q2-DEMO"),
    "recall, nobody": Reach("recall", "nurse", lambda site: "/recall/?lot=nothing"),
    "form: spin": Reach("sign", "nurse", _form("ready", "preparation.spin")),
    "bench, shared out": Reach("bench", "nurse", _episode("ready", "bench?ml.0=1.5&ml.1=0.5")),
    "bench, injected": Reach("bench", "proceduralist", _episode("treated", "bench")),
    "planner": Reach("planner", "nurse", _episode("medicated", "planner")),
    "planner, no counts": Reach("planner", "front_desk", _episode("new", "planner")),
    "planner, for nobody": Reach(
        "free-planner", "nurse", lambda site: "/planner/?platelets=238&target=SIJ&bn.SIJ=3&sites=2"
    ),
    "planner, out of reach": Reach(
        "free-planner", "nurse", lambda site: "/planner/?platelets=2500&target=DISC&bn.DISC=500"
    ),
    "spin designer": Reach("designer", "nurse", lambda site: "/designer/?platelets=238", _push_slider),
    "spin designer, impossible": Reach("designer", "nurse", lambda site: "/designer/?radius=60&filled=20"),
    "bench, nothing drawn": Reach("bench", "nurse", _episode("new", "bench")),
    **{name: Reach("sign", role, _form(held, kind)) for name, (role, held, kind) in FORMS.items()},
    "form, wrong": Reach("sign", "nurse", _form("treated", "outcomes.adverse_event"), press("Sign as"), 422),
    "form, refused": Reach("sign", "proceduralist", _form("new", "consent.consent"), status=409),
    "override": Reach(
        "override",
        "proceduralist",
        lambda site: f"/episodes/{site.held['blocked']}/override?card={quote(site.held['card'])}",
    ),
    "book": Reach("book", "front_desk", _episode("new", "book")),
    "link": Reach("link", "front_desk", _episode("new", "link"), _make_link),
    "entry": Reach("entry", "nurse", _episode("treated", "entries/1/")),
    "amend": Reach("amend", "nurse", _episode("treated", "entries/2/amend")),
    "retract": Reach("retract", "nurse", _episode("treated", "entries/2/retract")),
    "import": Reach("import", "nurse", lambda site: "/import/"),
    "claims": Reach("claims", "front_desk", lambda site: "/claims/"),
    "claims, marked": Reach("claims", "nurse", lambda site: "/claims/", _paste_promises),
    "source": Reach("source", "nurse", lambda site: "/sources/practice"),
    "is it an emergency": Reach("emergency", "", lambda site: "/emergency/"),
    "is it an emergency, Spanish": Reach("emergency", "", lambda site: "/emergency/?lang=es"),
    "is it an emergency, yes": Reach("emergency", "", lambda site: "/emergency/", _tick_emergency),
    "evidence": Reach("evidence", "", lambda site: "/evidence/"),
    "evidence, Spanish": Reach("evidence", "", lambda site: "/evidence/?lang=es"),
    "evidence, clinic": Reach("evidence-clinic", "proceduralist", lambda site: "/evidence/clinic/"),
    "ask": Reach("ask", "", lambda site: "/ask/"),
    "ask, answered": Reach("ask", "", lambda site: "/ask/", _ask("is it safe since its my own blood??")),
    "ask, answered, Spanish": Reach("ask", "", lambda site: "/ask/?lang=es", _ask("me pongo hielo o calor")),
    "ask, asked first": Reach("ask", "", lambda site: "/ask/", _ask("foot feels a bit weird when i walk")),
    "ask, an emergency": Reach("ask", "", lambda site: "/ask/", _ask("numb between my legs since tuesday")),
    "ask, out of scope": Reach("ask", "", lambda site: "/ask/?lang=es", _ask("qué banco paga más interés")),
    "answers": Reach("answers", "", lambda site: "/answers/"),
    "answers, Spanish, a subject": Reach("answers", "", lambda site: "/answers/?lang=es&tag=Cervical"),
    "answers, found": Reach("answers", "", lambda site: "/answers/", _look),
    "answers, nothing found": Reach("answers", "nurse", lambda site: "/answers/?q=lottery"),
    "answer": Reach("answer", "", lambda site: "/answers/infection-risk/"),
    "answer, Spanish": Reach("answer", "", lambda site: "/answers/warning-signs/?lang=es"),
    "intake, door": Reach("patient-intake", "", _link("intake", "p")),
    "intake, door, Spanish": Reach("patient-intake", "", lambda s: _link("intake_es", "p")(s) + "?lang=es"),
    "intake, first question": Reach(
        "patient-intake-step", "", _link("intake", "p"), through_the_door("intake", "to 1")
    ),
    "intake, many questions": Reach(
        "patient-intake-step", "", _link("intake", "p"), through_the_door("intake", "to 11")
    ),
    "intake, where it hurts": Reach(
        "patient-intake-step", "", _link("intake", "p"), through_the_door("intake", "to 13")
    ),
    "intake, how it hurts": Reach(
        "patient-intake-step", "", _link("intake", "p"), through_the_door("intake", "to 14")
    ),
    "intake, review": Reach(
        "patient-intake-step", "", _link("intake", "p"), through_the_door("intake", "to review")
    ),
    "intake, later": Reach(
        "patient-intake-step", "", _link("intake", "p"), through_the_door("intake", "to later")
    ),
    "intake, alarm": Reach(
        "patient-intake-step", "", _link("alarm", "p"), through_the_door("alarm", "to 1", "new", "to now")
    ),
    "link, not ours": Reach("patient-intake", "", lambda site: "/p/nonsense/", status=404),
    "check-in, door": Reach("patient-check-in", "", _link("check_in", "c")),
    "check-in, signs": Reach(
        "patient-check-in-step", "", _link("check_in", "c"), through_the_door("check_in", "to 1")
    ),
    "check-in, scores": Reach(
        "patient-check-in-step", "", _link("visit", "c"), through_the_door("visit", "to 3")
    ),
    "check-in, statements": Reach(
        "patient-check-in-step", "", _link("visit", "c"), through_the_door("visit", "to 4")
    ),
    "consent, in the clinic": Reach("consent", "proceduralist", _episode("consented", "consent")),
    "consent, nothing proposed": Reach("consent", "nurse", _episode("new", "consent")),
    "form: what is proposed": Reach("sign", "proceduralist", _form("ready", "consent.offer")),
    "form: countersign": Reach("sign", "proceduralist", _form("consented", "consent.consent")),
    "consent, door": Reach("patient-consent", "", _link("consent", "k")),
    "consent, start": Reach(
        "patient-consent-step", "", _link("consent", "k"), through_the_door("consent", "to start")
    ),
    "consent, a part": Reach(
        "patient-consent-step", "", _link("consent", "k"), through_the_door("consent", "to 3")
    ),
    "consent, explained again": Reach(
        "patient-consent-step", "", _link("consent", "k"), through_the_door("consent", "to q-infection", "1")
    ),
    "consent, choices": Reach(
        "patient-consent-step", "", _link("consent", "k"), through_the_door("consent", "to choices")
    ),
    "consent, later": Reach(
        "patient-consent-step", "", _link("consent", "k"), through_the_door("consent", "to later")
    ),
    "consent, Spanish": Reach(
        "patient-consent-step",
        "",
        lambda s: _link("consent_es", "k")(s) + "?lang=es",
        through_the_door("consent_es", "to 2"),
    ),
    "consent, signed": Reach(
        "patient-consent-step",
        "",
        _link("consent_signed", "k"),
        through_the_door("consent_signed", "to done"),
    ),
    "consent, take it back": Reach(
        "patient-consent-step",
        "",
        _link("consent_signed", "k"),
        through_the_door("consent_signed", "to withdraw"),
    ),
    "plan, door": Reach("patient-plan", "", _link("plan", "a")),
    "plan": Reach("patient-plan", "", _link("plan", "a"), through_the_door("plan")),
    "plan, Spanish": Reach(
        "patient-plan", "", lambda s: _link("plan", "a")(s) + "?lang=es", through_the_door("plan")
    ),
    "plan, can I take this": Reach("patient-take", "", _link("plan", "a"), _take),
    "sign in": Reach("account_login", "", lambda site: "/accounts/login/"),
    "second factor": Reach("mfa_index", "nurse", lambda site: "/accounts/2fa/"),
}
# Names in web/urls.py that answer with no page of their own, and why.
NO_PAGE: Mapping[str, str] = {
    "image": "a picture, drawn by the image archive",
    "images-note": "takes a press of a button beside linked images, and leads back there",
    "arrive": "takes a press of a button on Today and leads back there",
    "consent-pdf": "a file: a consent as it was signed",
    "harm-medwatch": "a file: the draft of a MedWatch report as PDF",
    "patient-plan-pdf": "a file: the patient's plan as PDF",
    "patient-plan-calendar": "a file: the patient's plan as a calendar",
    "note-pdf": "a file: the procedure note as PDF",
    "note-text": "a file: the procedure note as plain text",
    "registry-style": "a file: the report's style, for its figures on the registry's page",
    "recall-export": "a file with the patients of a recall",
    "scan": "takes a label that is scanned on the bench, and leads back there or says stop",
}
