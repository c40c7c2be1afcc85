"""The consent on paper: every word as it was signed, in the language it was signed in."""

import io
from datetime import UTC, date, timedelta

import pikepdf
import pytest

from buffycoat.pathway.chart import Chart, Signer
from buffycoat.web.documents.consent import consent_document
from buffycoat.web.documents.pdf import render
from buffycoat.web.presenters.consent_changes import changes
from buffycoat.web.presenters.consent_signed import every, newest
from buffycoat.web.presenters.consent_text import reading
from buffycoat.web.presenters.patient_words import Say
from tests.journeys import answers as said
from tests.pdf_words import words_of
from tests.people import DOCTOR
from tests.spec.case import DAY
from tests.spec.consent import DISC, FACET, NOON, SIJ, consent, offer, own_part, withdrawal

pytest.importorskip("typst", reason="PDFs are an extra: buffycoat[documents]")
ANA = Signer(id="ana", name="Ana Ruiz", role="patient")
BORN = date(1970, 5, 17)
EN, ES = (Say(lang, phone="555-0100", emergency="911") for lang in ("en", "es"))


def signed(*records):
    chart = Chart("one")
    for record in records:
        by = ANA if record.kind == "consent.patient_part" else DOCTOR
        chart = chart.sign(record, by, NOON)
    return chart


def on_paper(chart, place=-1):
    return render(consent_document(every(chart)[place], BORN, UTC))


def test_it_holds_both_signatures_the_choices_and_what_was_explained_again():
    text = words_of(on_paper(signed(own_part(3, scope_registry=False), consent(scope_registry=False))))
    for words in ("Ana Ruiz", "Proceduralist", "Dr One", "born 17 May 1970", "Text 1", "PRP.", "2 min 0 s"):
        assert words in text, words
    assert "Wait, because there is no fever; Wait, because there is no fever" in text
    assert "My answers, without my name, may be used in the registry No" in text
    assert "".join(("0" * 64,)) in text.replace(" ", "")


def test_without_a_countersignature_it_says_so():
    assert "Not signed by the clinician yet" in words_of(on_paper(signed(own_part())))


def test_what_was_taken_back_stands_on_it():
    text = words_of(on_paper(signed(own_part(), consent(), withdrawal(registry=True))))
    assert "Taken back on 11 November 2026" in text


def test_it_is_tagged_in_the_language_that_was_signed():
    content = on_paper(signed(own_part(text_language="es")))
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.Lang == "es"
        assert file.Root.MarkInfo.Marked
        assert b"pdfuaid" in bytes(file.Root.Metadata.read_bytes())
    assert "Consentimiento para tratamiento con PRP" in words_of(content)


def test_an_older_consent_is_printed_as_it_was_signed():
    later = own_part(signed_at=NOON + timedelta(days=9), price="$1,900", signed_name="Ana R.")
    chart = signed(own_part(), consent(), later)
    assert words_of(on_paper(chart, 0)) == words_of(on_paper(signed(own_part(), consent())))
    assert newest(chart).completed is None


def test_the_text_is_the_patients_own():
    text = reading(signed(offer(FACET, DISC, price="$1,450", medicare=True)), DAY, EN)
    told = "\n".join(line for part in text.parts for line in part.paragraphs)
    for words in (
        "facet joint L4-5, right; disc L4-5",
        "$1,450",
        "1 in 49",
        "46 patients",
        "(ABN)",
        "555-0100",
    ):
        assert words in told, words
    assert "sacroiliac" not in told
    assert "{" not in told


def test_a_target_without_a_figure_says_so():
    text = reading(signed(offer(SIJ)), DAY, ES)
    told = "\n".join(line for part in text.parts for line in part.paragraphs)
    assert "no conocemos ninguna cifra de daños graves" in told


def test_what_is_not_known_is_not_told_as_no():
    text = reading(signed(offer(FACET)), DAY, EN)
    told = "\n".join(line for part in text.parts for line in part.paragraphs)
    assert "ask how much" in told
    assert "We do not know your medicines yet" in told
    assert "training will take part" not in told
    assert "sleepy" not in told
    assert "Medicare does not cover" in told


def test_holds_are_told_only_as_agreed():
    drugs = (
        {"name": "Apixaban 5 mg", "use": "taking", "hold_agreed": True, "for_heart": True},
        {"name": "Warfarin", "use": "taking"},
        {"name": "Aspirin 81 mg", "use": "taking", "for_heart": True},
        {"name": "Lisinopril", "use": "taking"},
    )
    chart = signed(said.medicines(drugs=drugs), said.plan(), offer(DISC))
    text = next(part for part in reading(chart, DAY, EN).parts if part.key == "day")
    holds = [line for line in text.paragraphs if line.startswith(("Apix", "Warf", "Asp", "Lis"))]
    assert "last dose on" in holds[0]
    assert "nothing is agreed yet" in holds[1]
    assert "not stopped for PRP" in holds[2]
    assert len(holds) == 3


def test_both_languages_are_one_text_for_who_reads():
    chart = signed(offer(FACET, DISC))
    english, spanish = reading(chart, DAY, EN), reading(chart, DAY, ES)
    assert [part.digest for part in english.parts] == [part.digest for part in spanish.parts]
    assert english.hash != spanish.hash


def test_a_change_is_shown_paragraph_by_paragraph():
    before = reading(signed(offer(FACET)), DAY, EN)
    own = own_part(
        passages=[{"key": p.key, "title": p.title, "text": "\n".join(p.paragraphs)} for p in before.parts]
    )
    assert changes(own, before) == ()
    found = changes(own, reading(signed(offer(FACET, price="$1,400")), DAY, EN))
    assert [(one.title, one.gone, one.new) for one in found] == [
        (
            "What it costs",
            ("You would pay us: $1,200.",),
            ("You would pay us: $1,400.",),
        )
    ]


def test_braces_that_somebody_typed_are_only_words():
    text = reading(signed(offer(FACET, performer="{phone} {0}")), DAY, EN)
    assert any("{phone} {0}" in line for line in text.parts[0].paragraphs)
