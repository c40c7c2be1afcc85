"""Consent by link: read part by part, say back, choose, sign; afterwards a copy, and taking it back."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from buffycoat.pathway.candidacy.records import Plan
from buffycoat.pathway.chart import Chart
from buffycoat.pathway.consent.change import asked_again, plan_differs
from buffycoat.pathway.consent.limits import LIMITS
from buffycoat.pathway.consent.patient_part import PatientPart
from buffycoat.pathway.consent.records import Withdrawal
from buffycoat.pathway.consent.scope import SCOPES
from buffycoat.pathway.consent.texts import questions
from buffycoat.store import actions, clock
from buffycoat.store.charts import chart as read_chart
from buffycoat.web.presenters import consent_draft as steps
from buffycoat.web.presenters.consent_changes import changes
from buffycoat.web.presenters.consent_draft import ConsentDraft
from buffycoat.web.presenters.consent_text import Reading, places_text, reading
from buffycoat.web.presenters.patient_words import language
from buffycoat.web.views import patient_consent_signed as signed
from buffycoat.web.views.patient_door import Open, closed, open_for, page, speak, switched

AFTER = {"done": signed.done, "copy": signed.copy, "withdraw": signed.withdraw}


@dataclass(frozen=True)
class Desk:
    """One request of an open link: the chart, the text as it stands, what was done so far."""

    request: HttpRequest
    opened: Open
    chart: Chart
    text: Reading
    draft: ConsentDraft

    def to(self, at: str = "") -> HttpResponse:
        """Go to a page, or to where the patient goes on."""
        return redirect(self.opened.address(at or steps.next_at(self.draft, self.text)))

    def keep(self, draft: ConsentDraft, what: str) -> "Desk":
        """Keep what was done, and the language it was done in."""
        do = self.request.POST.get("do", "")
        draft = replace(draft, lang=switched(do, draft.lang or self.opened.say.lang))
        actions.answer(self.opened.link, draft.kept(), what)
        return replace(self, draft=draft)

    def show(self, template: str, here: str = "", status: int = 200, **context: object) -> HttpResponse:
        """A page with the table of where the patient is."""
        say = self.opened.say
        frame = {
            "text": self.text,
            "places": places_text(self.text.offer.sites, say),
            "lines": steps.lines(self.draft, self.text, here),
            "to_go": steps.parts_to_go(self.draft, self.text),
            "address": self.opened.address,
            "draft": self.draft,
            "switch": "step",
        }
        return page(self.request, template, say, status=status, **(frame | context))


def door(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads."""
    return step(request, token, "")


def step(request: HttpRequest, token: str, at: str) -> HttpResponse:
    """Any page behind the door. What was signed can be read, had as a copy and taken back at any time."""
    opened = open_for(request, token, "consent", sent_too=True)
    if isinstance(opened, HttpResponse):
        return opened
    chart, draft = read_chart(opened.link.episode_id), ConsentDraft.held(opened.link.answers)
    if at in AFTER:
        return AFTER[at](request, opened, chart)
    if opened.link.used_at is not None or not asked_again(chart, clock.today()):
        return redirect(opened.address("done"))
    text = reading(chart, clock.today(), opened.say)
    if text is None:
        return closed(request, "lost")
    try:
        return _route(Desk(request, opened, chart, text, draft), at)
    except actions.BadLink:  # signed in another window in the meantime
        return redirect(opened.address("done"))


def _route(desk: Desk, at: str) -> HttpResponse:
    if desk.request.GET.get("lang") and desk.opened.say.lang != desk.draft.lang:
        draft = replace(desk.draft, lang=desk.opened.say.lang)
        actions.keep_answers(desk.opened.link, draft.kept())
        desk = replace(desk, draft=draft)
    if at == "":
        return desk.to()
    pages: dict[str, Callable[[Desk], HttpResponse]] = {
        "start": start, "choices": choices, "sign": sign, "later": later,
    }  # fmt: skip
    if at in pages:
        return pages[at](desk)
    if at.isdecimal() and 1 <= int(at) <= len(desk.text.parts):
        return part(desk, int(at))
    key = at.removeprefix("q-")
    if at.startswith("q-") and key in questions(desk.text.targets):
        return question(desk, key)
    return closed(desk.request, "lost")


def _turned(desk: Desk, at: str) -> HttpResponse | None:
    """What a button beside the main one does: another language, or stopping for now."""
    do = desk.request.POST.get("do", "")
    if do.startswith("lang:"):
        return desk.to(at)
    return desk.to("later") if do == "later" else None


def start(desk: Desk) -> HttpResponse:
    """What lies ahead, what changed since it was signed, and whether an interpreter is wanted."""
    sent, error, say = desk.request.POST, "", desk.opened.say
    if desk.request.method == "POST":
        name = sent.get("interpreter_name", "").strip()[:200]
        wanted = sent.get("interpreter", "") if sent.get("interpreter") in ("no", "here", "wanted") else ""
        desk = desk.keep(replace(desk.draft, interpreter=wanted, interpreter_name=name), "interpreter")
        if turned := _turned(desk, "start"):
            return turned
        if wanted and (wanted != "here" or name):
            return desk.to()
        error = say("consent.interpreter_name_open" if wanted else "consent.interpreter_open")
    before = desk.chart.newest(PatientPart)
    why = asked_again(desk.chart, clock.today())
    back = [one for one in desk.chart.every(Withdrawal) if "withdrawn" in why and one.care is not False]
    told = reading(desk.chart, clock.today(), say.to(before.text_language)) if before else None
    return desk.show(
        "patient_consent_start.html",
        error=error,
        before=before,
        signed_on=say.day(clock.day_of(before.signed_at)) if before else "",
        back_on=say.day(clock.day_of(back[-1].withdrawn_at)) if back else "",
        changed=changes(before, told) if before and told else (),
        plan_changed=plan_differs(desk.text.offer, desk.chart.newest(Plan)),
    )


def part(desk: Desk, number: int) -> HttpResponse:
    """One part of the text. How long it is open is written down, and judged by nobody."""
    one = desk.text.parts[number - 1]
    if desk.request.method == "POST":
        do = desk.request.POST.get("do", "")
        drafted = desk.draft.read_part(one.key, one.digest, clock.now())
        # Another language or stopping: the time counts, and whether it was read is asked again.
        read = drafted if do == "read" else replace(drafted, read=desk.draft.read)
        desk = desk.keep(read, f"part {number}")
        return _turned(desk, str(number)) or desk.to()
    desk = replace(desk, draft=desk.draft.open_part(one.key, clock.now()))
    actions.keep_answers(desk.opened.link, desk.draft.kept())
    return desk.show("patient_consent_part.html", here=one.key, part=one, number=number)


def question(desk: Desk, key: str) -> HttpResponse:
    """A question about what was read; a wrong answer is explained again and asked again."""
    one, error, chosen = questions(desk.text.targets)[key], "", ""
    number = next(n for n, each in enumerate(desk.text.parts, start=1) if each.key == one.part)
    if desk.request.method == "POST":
        chosen = desk.request.POST.get("answer", "")
        known = chosen == steps.NOT_SURE or (chosen.isdecimal() and int(chosen) < len(one.choices))
        if turned := _turned(desk.keep(desk.draft, "question left"), f"q-{key}"):
            return turned
        if not known:
            error = desk.opened.say("consent.pick_one")
        else:
            desk = desk.keep(desk.draft.answered(key, one, chosen), f"question {key}")
            if key in desk.draft.passed and chosen == str(one.right):
                return desk.to()
    wrong = desk.draft.wrong.get(key, ())
    return desk.show(
        "patient_consent_question.html",
        here=one.part,
        question=one,
        number=number,
        error=error,
        last=chosen if error == "" and chosen else wrong[-1] if wrong else "",
        again=bool(wrong),
    )


def choices(desk: Desk) -> HttpResponse:
    """Four questions, each with its own yes or no; none is answered beforehand."""
    open_ones: list[str] = []
    if desk.request.method == "POST":
        said = {scope: desk.request.POST.get(scope, "") for scope in SCOPES}
        desk = desk.keep(
            replace(desk.draft, choices={key: text for key, text in said.items() if text in ("yes", "no")}),
            "choices",
        )
        if turned := _turned(desk, "choices"):
            return turned
        open_ones = [scope for scope in SCOPES if scope not in desk.draft.choices]
        if not open_ones:
            return desk.to()
    return desk.show("patient_consent_choices.html", scopes=tuple(SCOPES), open_ones=open_ones)


def sign(desk: Desk) -> HttpResponse:
    """The signature, once everything was read, said back and chosen, and thought over where that is asked."""
    if steps.next_at(desk.draft, desk.text) != "sign":
        return desk.to()
    say, error = desk.opened.say, ""
    opens = steps.may_sign_from(desk.draft, desk.text)
    waits = opens is not None and clock.now() < opens
    stopped = _stopped(desk)
    if desk.request.method == "POST":
        name = " ".join(desk.request.POST.get("name", "").split())[:200]
        desk = desk.keep(replace(desk.draft, name=name), "name")
        if turned := _turned(desk, "sign"):
            return turned
        if len(name) < 2:
            error = say("consent.sign_name_open")
        elif not (waits or stopped):
            return _signed(desk, name)
    return desk.show(
        "patient_consent_sign.html",
        error=error,
        stopped=stopped,
        opens=say.moment(opens, clock.zone()) if opens and waits else "",
        hours=f"{LIMITS['time_to_think'].hours:g}",
        scopes=tuple(SCOPES),
    )


def _stopped(desk: Desk) -> str:
    """What must be settled before the patient can sign, in their words; "" when nothing."""
    if plan_differs(desk.text.offer, desk.chart.newest(Plan)):
        return desk.opened.say("consent.plan_changed")
    return desk.opened.say("consent.interpreter_call") if desk.draft.interpreter == "wanted" else ""


def _signed(desk: Desk, name: str) -> HttpResponse:
    say = speak(language(desk.draft.lang, desk.opened.say.lang))
    text = reading(desk.chart, clock.today(), say)
    if text is None:
        return closed(desk.request, "lost")
    record = steps.patient_part(desk.draft, text, say, name, clock.now())
    try:
        actions.send(desk.opened.link, [(record, None)])
    except actions.Refused:  # an earlier stage blocks: nothing that the patient can settle
        return desk.show(
            "patient_consent_sign.html",
            error="",
            stopped=say("consent.refused"),
            opens="",
            hours="",
            scopes=tuple(SCOPES),
        )
    return redirect(desk.opened.address("done"))


def later(desk: Desk) -> HttpResponse:
    """Stop here; all of it is kept."""
    until = desk.opened.say.moment(desk.opened.link.expires_at, clock.zone())
    return desk.show("patient_consent_later.html", until=until, switch="")
