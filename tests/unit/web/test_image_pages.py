"""The pages of images without an archive that answers, and the doors that stay shut with one that does."""

import json
import time

import pytest
from django.core import signing

from buffycoat.interop.dicom.address import Address
from buffycoat.interop.sign_command import ONLY_FETCHED, engine_of
from buffycoat.pathway.injection.images import Images
from buffycoat.store.actions import open_episode
from buffycoat.store.imaging import Fetched, Found, Series, Shot, Study
from buffycoat.store.models import AuditEvent, EntryRow
from buffycoat.web.views.archive import SALT, seal
from tests.images import CLASSES, STUDY
from tests.people import DESK, sign_in
from tests.treated import DAY, GIVEN_AT, treated, written

SHOT = Shot(STUDY, f"{STUDY}.1", f"{STUDY}.1.1", CLASSES["XA"], "XA", number="1", frames=8)
RIGHT = "FACET L4-5 R"
NOWHERE = Address("http://127.0.0.1:9/dicom-web", timeout=1)  # nobody listens there


def linked(sha256: str = "0" * 64) -> Images:
    one = {"shows": "needle", "series_uid": SHOT.series, "instance_uid": SHOT.instance}
    one |= {"target": "FACET", "level": "L4-5", "side": "R", "class_uid": SHOT.class_uid, "sha256": sha256}
    return Images.model_validate({"images": [one], "study_uid": STUDY, "fetched_at": GIVEN_AT})


@pytest.fixture
def episode(db, settings):
    """Ann, injected today, in a practice whose archive is down."""
    settings.TODAY, settings.ARCHIVE = str(DAY), NOWHERE
    return treated()


@pytest.fixture
def screen(client):
    """Somebody of a role at a screen."""

    def at(role: str = "proceduralist"):
        sign_in(client, role)
        return client

    return at


def at(episode, rest: str = "images") -> str:
    return f"/episodes/{episode.pk}/{rest}"


def chosen(episode, shot: Shot = SHOT, place: str = RIGHT, shows: str = "needle") -> dict[str, str]:
    uid = shot.instance
    return {f"shot:{uid}": seal(episode, shot), f"place:{uid}": place, f"shows:{uid}": shows, ":seen": "2"}


class Standing:
    """An archive that answers: one study with one image."""

    study = Study(
        STUDY, "Spine injection", "", (Series(SHOT.series, "1", "XA", "Needle", (SHOT,)),), (), ("PR",)
    )

    def __init__(self, address, patient) -> None:
        self.patient = patient

    def studies(self, day):
        return Found((self.study,) if day == DAY else (), ("The study is another patient’s.",))

    def link(self, choices, at):
        (one,) = choices
        fetched = Fetched(one.shot, b"", "1" * 64, "")
        record = linked(fetched.sha256)
        place = dict(zip(("target", "level", "side"), one.place or (None,) * 3, strict=True))
        return record.model_copy(
            update={"images": (record.images[0].model_copy(update=place | {"shows": one.shows}),)}
        )

    def send_note(self, entry, given_at, at) -> None:
        """It is there."""


@pytest.fixture
def standing(episode, settings):
    """The same practice with an archive that answers."""
    settings.IMAGING = f"{__name__}.Standing"
    return episode


def test_without_an_archive_no_page_speaks_of_one(episode, screen, settings):
    settings.ARCHIVE = None
    browser = screen()
    assert "Images not linked" not in browser.get("/").content.decode()
    assert at(episode) not in browser.get(at(episode, "")).content.decode()
    assert "No image archive is set up here." in browser.get(at(episode)).content.decode()


def test_an_archive_that_is_down_is_said_plainly_and_keeps_nobody_waiting(episode, screen):
    browser, began = screen(), time.monotonic()
    answer = browser.get(at(episode))
    assert answer.status_code == 200
    assert "The archive cannot be reached." in answer.content.decode()
    written(episode, linked())
    held = browser.get(at(episode, "images/held")).content.decode()
    assert "Not checked" in held
    assert "<img" not in held
    page = browser.get(at(episode, "")).content.decode()
    assert "SHA-256 000000000000…" in page
    assert "127.0.0.1" not in answer.content.decode() + held + page
    assert time.monotonic() - began < 10


def test_today_names_what_is_not_linked_without_asking_the_archive(episode, screen, settings):
    settings.IMAGING = "nobody.asks.this"
    text = screen("nurse").get("/").content.decode()
    assert "Images not linked" in text
    assert f'href="{at(episode)}"' in text
    written(episode, linked())
    assert "Images not linked" not in screen("nurse").get("/").content.decode()


def test_before_the_injection_there_is_nothing_to_link_to(episode, screen):
    other = open_episode(DESK, episode.patient, title="Another")
    assert "The injection is not signed yet" in screen().get(at(other)).content.decode()
    assert screen().post(at(other), chosen(other)).status_code == 409


def test_an_image_is_linked_to_the_place_that_was_chosen(standing, screen):
    browser = screen()
    text = browser.get(at(standing)).content.decode()
    for said in ("XA image 1", "8 frames", "Facet joint L4-5, left", "The whole procedure", "not shown: PR"):
        assert said in text
    assert "A study of that day has this record number, and is not shown" in text
    answer = browser.post(at(standing), chosen(standing), follow=True)
    assert "Signed: images, entry 3." in answer.content.decode()
    assert "Linked: Facet joint L4-5, right" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "status", "why"),
    [
        ({"place": ""}, 422, "No image was chosen"),
        ({"shows": ""}, 422, "say what the image shows"),
        ({"shows": "everything"}, 422, "say what the image shows"),
        ({"place": "DISC L4-5 M"}, 422, "too old, or of another episode"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_signed(standing, screen, change, status, why):
    answer = screen().post(at(standing), chosen(standing, **change))
    assert answer.status_code == status
    assert why in answer.content.decode()
    assert not EntryRow.objects.filter(kind=Images.kind).exists()


def test_what_was_chosen_comes_back_with_the_error(standing, screen):
    text = screen().post(at(standing), chosen(standing, shows="")).content.decode()
    assert f'<option value="{RIGHT}" selected>' in text


def test_somebody_who_signed_meanwhile_is_told_of(standing, screen):
    answer = screen().post(at(standing), chosen(standing) | {":seen": "1"})
    assert answer.status_code == 409


def test_an_image_that_was_not_shown_here_is_neither_linked_nor_drawn(standing, screen):
    browser, other = screen(), treated("Bo Other", "B-2")
    foreign = chosen(standing) | {f"shot:{SHOT.instance}": seal(other, SHOT)}
    assert browser.post(at(standing), foreign).status_code == 422
    forged = signing.dumps([standing.pk, *SHOT.__dict__.values()], salt=SALT, key="another key")
    assert browser.get(at(standing, f"images/{forged}.png")).status_code == 404
    assert browser.get(at(standing, f"images/{seal(other, SHOT)}.png")).status_code == 404


def test_a_picture_of_an_archive_that_is_down_is_told_as_that(episode, screen):
    answer = screen().get(at(episode, f"images/{seal(episode, SHOT)}.png"))
    assert (answer.status_code, answer["Content-Type"]) == (502, "text/plain; charset=utf-8")


def test_who_may(standing, screen):
    assert screen("researcher").get(at(standing)).status_code == 403
    assert screen("front_desk").get(at(standing)).status_code == 200
    assert screen("front_desk").post(at(standing), chosen(standing)).status_code == 403
    assert "place:" not in screen("front_desk").get(at(standing)).content.decode()
    number = written(standing, linked())
    assert screen("front_desk").post(at(standing, f"images/{number}/note")).status_code == 403
    assert screen().get(at(standing, f"images/{number}/note")).status_code == 405
    assert screen().post(at(standing, "images/99/note")).status_code == 404


def test_nobody_types_a_hash(standing, screen):
    browser = screen()
    assert browser.get(at(standing, "sign/injection.images")).headers["Location"] == at(standing)
    number = written(standing, linked())
    assert browser.get(at(standing, f"entries/{number}/amend")).headers["Location"] == at(standing)
    assert browser.post(at(standing, "sign/injection.images"), {"study_uid": "1"}).status_code == 302
    told = {"episode": standing.pk, "kind": Images.kind, "record": json.loads(linked("f" * 64).body())}
    answer = engine_of("sign", "proceduralist")(told)
    assert answer == {"status": "refused", "messages": [ONLY_FETCHED]}
    assert EntryRow.objects.filter(kind=Images.kind).count() == 1


def test_who_looked_is_noted(standing, screen):
    screen("nurse").get(at(standing))
    assert AuditEvent.objects.filter(action="view", what="images", role="nurse").exists()


def test_a_note_that_cannot_be_sent_leaves_the_images_signed(episode, screen):
    number = written(episode, linked())
    answer = screen().post(at(episode, f"images/{number}/note"), follow=True)
    assert "The note is not in the archive. The archive cannot be reached." in answer.content.decode()


def test_a_report_in_an_archive_that_is_down_is_told(episode, screen):
    answer = screen().post(at(episode, "radiation"), {"archive": seal(episode, SHOT)})
    assert answer.status_code == 502
    assert "The archive cannot be reached." in answer.content.decode()
    assert screen().post(at(episode, "radiation"), {"archive": "x"}).status_code == 409


def test_one_image_is_linked_once():
    one = linked().images[0]
    with pytest.raises(ValueError, match="one image is linked once"):
        Images(images=(one, one), study_uid=STUDY, fetched_at=GIVEN_AT)
    with pytest.raises(ValueError, match="at least one image"):
        Images(images=(), study_uid=STUDY, fetched_at=GIVEN_AT)
    with pytest.raises(ValueError, match="or none of them"):
        type(one).model_validate(one.model_dump() | {"side": None})
    with pytest.raises(ValueError, match="needs a side"):
        type(one).model_validate(one.model_dump() | {"side": "M"})
