"""What a consent link keeps while a patient reads: pages, answers, choices; and what is open still."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from buffycoat.pathway.consent.limits import LIMITS
from buffycoat.pathway.consent.patient_part import Passage, PatientPart, SaidBack
from buffycoat.pathway.consent.scope import SCOPES
from buffycoat.pathway.consent.texts import TeachBack, questions
from buffycoat.web.presenters.consent_text import Reading
from buffycoat.web.presenters.patient_words import Say

NOT_SURE = "unsure"


@dataclass(frozen=True)
class ConsentDraft:
    """Everything done so far. `read`: the words of a part as it was read; `wrong`: answers by question."""

    lang: str = ""
    given_at: str = ""
    opened: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passed: tuple[str, ...] = ()
    interpreter: str = ""
    interpreter_name: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    @classmethod
    def held(cls, kept: Mapping[str, Any]) -> "ConsentDraft":
        """The draft as a link keeps it."""
        names = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(**names)

    def kept(self) -> dict[str, Any]:
        """The draft as plain data."""
        return asdict(self)

    def open_part(self, key: str, now: datetime) -> "ConsentDraft":
        """A part comes on the screen; the first of all begins the time to think."""
        given = self.given_at or now.isoformat()
        return replace(self, opened={**self.opened, key: now.isoformat()}, given_at=given)

    def read_part(self, key: str, digest: str, now: datetime) -> "ConsentDraft":
        """The part was read as it stood; how long it was open adds up over the times it was opened."""
        since = self.opened.get(key)
        spent = max(0, round((now - datetime.fromisoformat(since)).total_seconds())) if since else 0
        seconds = {**self.seconds, key: self.seconds.get(key, 0) + spent}
        opened = {name: at for name, at in self.opened.items() if name != key}
        return replace(self, seconds=seconds, opened=opened, read={**self.read, key: digest})

    def answered(self, key: str, question: TeachBack, chosen: str) -> "ConsentDraft":
        """An answer to a question: right, or one more that is explained again."""
        if chosen == str(question.right):
            return replace(self, passed=tuple(dict.fromkeys((*self.passed, key))))
        return replace(self, wrong={**self.wrong, key: (*self.wrong.get(key, ()), chosen)})


@dataclass(frozen=True)
class Line:
    """One part in the table of where the patient is. `minutes`: 0 is under one; None where it is not read."""

    key: str
    title: str
    minutes: int | None
    back: str


def is_read(draft: ConsentDraft, text: Reading, key: str) -> bool:
    """Whether the part was read, in the words that it has now."""
    return any(part.key == key and draft.read.get(key) == part.digest for part in text.parts)


def open_questions(draft: ConsentDraft, text: Reading, key: str = "") -> tuple[str, ...]:
    """Questions not answered right yet; of one part, or of all."""
    asked = questions(text.targets)
    return tuple(name for name, one in asked.items() if key in ("", one.part) and name not in draft.passed)


def lines(draft: ConsentDraft, text: Reading, here: str) -> tuple[Line, ...]:
    """Where the patient is: each part, how long it was read, whether it was explained back."""
    made = []
    for part in text.parts:
        read = is_read(draft, text, part.key)
        done = read and not open_questions(draft, text, part.key)
        seconds = draft.seconds.get(part.key, 0)
        minutes = (max(1, round(seconds / 60)) if seconds >= 60 else 0) if read else None
        title = f"{part.title}: {text.offer.price}" if part.key == "cost" else part.title
        made.append(
            Line(part.key, title, minutes, "yes" if done else "now" if part.key == here else "not_yet")
        )
    return tuple(made)


def parts_to_go(draft: ConsentDraft, text: Reading) -> int:
    """Parts not read, or not explained back yet."""
    return sum(one.back != "yes" for one in lines(draft, text, ""))


def next_at(draft: ConsentDraft, text: Reading) -> str:
    """Where the patient goes on: a part, a question, the choices, the signature."""
    if not draft.interpreter:
        return "start"
    for number, part in enumerate(text.parts, start=1):
        if not is_read(draft, text, part.key):
            return str(number)
        still = open_questions(draft, text, part.key)
        if still:
            return f"q-{still[0]}"
    return "sign" if set(draft.choices) >= set(SCOPES) else "choices"


def may_sign_from(draft: ConsentDraft, text: Reading) -> datetime | None:
    """From when it may be signed, where time to think is asked for; None where none is."""
    limit = LIMITS["time_to_think"]
    if not draft.given_at or not text.targets & set(limit.targets):
        return None
    return datetime.fromisoformat(draft.given_at) + timedelta(hours=limit.hours)


def patient_part(draft: ConsentDraft, text: Reading, say: Say, name: str, now: datetime) -> PatientPart:
    """What the patient signs."""
    return PatientPart(
        text_version=text.version,
        text_language=text.lang,
        text_hash=text.hash,
        sites=text.offer.sites,
        price=text.offer.price,
        information_given_at=datetime.fromisoformat(draft.given_at),
        passages=tuple(
            Passage(
                key=part.key,
                title=part.title,
                text="\n".join(part.paragraphs),
                seconds=draft.seconds.get(part.key),
            )
            for part in text.parts
        ),
        interpreter_needed=draft.interpreter != "no",
        **({"interpreter_name": draft.interpreter_name} if draft.interpreter_name else {}),
        said_back=tuple(
            _said_back(key, one, draft.wrong.get(key, ()), say)
            for key, one in questions(text.targets).items()
        ),
        **{f"scope_{scope}": draft.choices[scope] == "yes" for scope in SCOPES},
        signed_name=name,
        signed_at=now,
    )


def _said_back(key: str, one: TeachBack, wrong: tuple[str, ...], say: Say) -> SaidBack:
    lang = say.lang
    told = tuple(answer_text(one, chosen, say) for chosen in wrong)
    right = one.choices[one.right]
    return SaidBack(
        key=key,
        ask=one.ask[lang],
        tries=len(told) + 1,
        wrong=told,
        right=right.es if lang == "es" else right.en,
    )


def answer_text(one: TeachBack, chosen: str, say: Say) -> str:
    """An answer in the patient’s language."""
    if chosen == NOT_SURE:
        return say("consent.not_sure")
    found = one.choices[int(chosen)]
    return found.es if say.lang == "es" else found.en
