"""A whole service is written through the pages, from an empty page until the checks find nothing to mend."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.test import Client

from tests.authoring.conftest import Writers, employed
from tests.authoring.shortened import shortened
from tests.authoring.writing import Author, ByForms
from tests.web.desk import page, sit_down, tree, words
from tests.world import pack
from thanjai.authoring import actions, selectors
from thanjai.authoring.models import Draft
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
DRAFTS = "/en/office/authoring/"
SERVICE = "request-for-help"


@pytest.fixture
def writers() -> Writers:
    return employed()


@pytest.fixture
def desk(client: Client, writers: Writers) -> Client:
    return sit_down(client, writers.one)


def plain(definition: ServiceDefinition) -> Any:
    return definition.model_dump(mode="json", exclude_defaults=True, exclude_none=True)


def written(desk: Client, target: dict[str, Any]) -> str:
    """The address of a draft that an author has written from an empty page, as the target says."""
    title = target["title"]
    begun = desk.post(DRAFTS, {"command": "empty", "title.th": title["th"], "title.en": title["en"]}, follow=True)
    assert "to be mended or filled in" in words(begun)
    Author(ByForms(desk), begun.request["PATH_INFO"], target).write()
    with acting_as(PLATFORM):
        reading = selectors.reading_of(Draft.objects.get(service_id=target["id"]))
    assert [one.message.en for one in reading.problems if one.level == "error"] == []
    assert reading.definition == ServiceDefinition.model_validate(target)
    return str(begun.request["PATH_INFO"])


def test_a_service_is_written_from_an_empty_page(desk: Client) -> None:
    draft_path = written(desk, shortened(SERVICE))
    assert "The checks find no error" in words(desk.get(draft_path))
    assert "In your words" in words(desk.get(f"{draft_path}form/2/"))
    assert "Request for help" in words(desk.get(f"{draft_path}manual/"))
    paper = desk.get(f"{draft_path}paper/letter_of_the_result/")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert page(desk, f"{draft_path}changes/").xpath("count(//ol[@reversed]/li)") > 30


@pytest.mark.deep
@pytest.mark.parametrize("service", [SERVICE, "school-milk-to-homes"])
def test_the_pack_is_what_its_author_wrote_from_an_empty_page(desk: Client, service: str) -> None:
    written(desk, plain(pack(service)))


def test_what_is_typed_wrongly_stays_and_is_named(desk: Client, writers: Writers) -> None:
    draft = writers.begin()
    writers.set(draft, "settings", to=[{"id": "days", "label": {"th": "วัน", "en": "Days"}, "kind": "days"}])
    path = f"{DRAFTS}{draft.id}/at/settings/0/"
    hands = ByForms(desk)
    hands.open(path)
    answer = desk.post(
        path, {"base": "1", "shown": "label minimum", "f.label.th": "ใหม่", "f.label.en": "New", "f.minimum": "ten"}
    )
    assert answer.status_code == 422
    assert "Give a number" in words(answer) and "ten" in answer.content.decode() and "ใหม่" in answer.content.decode()
    with acting_as(writers.one):
        assert selectors.draft(writers.one, draft.id).revision == 1


def test_items_move_are_copied_removed_and_brought_back(desk: Client, writers: Writers) -> None:
    draft = writers.begin()
    titles = [{"id": one, "title": {"th": one, "en": one}} for one in ("alpha", "beta")]
    writers.set(draft, "steps", to=titles)
    hands = ByForms(desk)
    hands.open(f"{DRAFTS}{draft.id}/section/steps/")
    for button in ("down:steps:0", "copy:steps:0", "remove:steps:2"):
        hands.press("then", button)
    assert _steps(writers, draft) == ["beta", "beta_2"]
    desk.post(f"{DRAFTS}{draft.id}/do/", {"command": "undo", "back": f"/en/office/authoring/{draft.id}/section/steps/"})
    assert _steps(writers, draft) == ["beta", "beta_2", "alpha"]
    desk.post(f"{DRAFTS}{draft.id}/do/", {"command": "redo"})
    assert _steps(writers, draft) == ["beta", "beta_2"]


def _steps(writers: Writers, draft: Draft) -> list[str]:
    with acting_as(writers.one):
        return [step["id"] for step in selectors.draft(writers.one, draft.id).body["steps"]]


def test_two_at_once_see_both_and_choose(desk: Client, writers: Writers) -> None:
    draft = writers.begin()
    path = f"{DRAFTS}{draft.id}/section/about/"
    mine = ByForms(desk)
    mine.open(path)
    writers.set(draft, "summary", to={"th": "ของเขา", "en": "Theirs"}, by=writers.other)
    mine.fill({"f.summary.th": "ของฉัน", "f.summary.en": "Mine", "f.level": "L2"})
    mine.press("then", "", status=409)
    assert all(one in mine.words for one in ("Mine", "Theirs", "ธงชัย"))
    mine.fill({"keep.summary": "theirs"})
    mine.press("", "")
    with acting_as(writers.one):
        body = selectors.draft(writers.one, draft.id).body
    assert body["summary"] == {"th": "ของเขา", "en": "Theirs"} and body["level"] == "L2"


def test_a_condition_is_chosen_step_by_step(desk: Client, writers: Writers) -> None:
    draft = writers.begin()
    question = {"id": "heir", "type": "yes_no", "label": {"th": "ทายาท", "en": "Heir"}}
    writers.set(
        draft,
        "form",
        "pages",
        to=[{"id": "one", "title": TITLES, "fields": [question]}, {"id": "two", "title": TITLES, "fields": []}],
    )
    hands = ByForms(desk)
    hands.open(f"{DRAFTS}{draft.id}/at/form/pages/1/")
    hands.press("then", "open:show_when")
    hands.fill({"name.0": "heir"})
    hands.press("choosing", "more")
    hands.fill({"is.0": "is", "value.0": "yes"})
    hands.press("choosing", "keep")
    assert "“Heir” is yes" in hands.words
    hands.press("then", "drop:show_when")
    with acting_as(writers.one):
        assert "show_when" not in selectors.draft(writers.one, draft.id).body["form"]["pages"][1]


def test_taking_back_and_letting_stand_are_asked_as_a_browser_sends_them(desk: Client, writers: Writers) -> None:
    body = shortened(SERVICE)
    body["summary"] = {"th": "ทั้งนี้ ผู้ประสงค์ขอต้องยื่นคำขอดังกล่าวพร้อมเอกสารตามที่กำหนดโดยอนุโลม", "en": body["summary"]["en"]}
    draft = begun_with(writers, body)
    hands = ByForms(desk)
    hands.open(f"{DRAFTS}{draft.id}/")
    assert "How to mend it:" in hands.words and "ISO 24495" in hands.words and "Summary › Thai" in hands.words
    assert "of 100" in hands.words and "1 text that few understand at once" in hands.words
    asked = {"command": "accept", "code": "plainer_words", "where": "summary.th"}
    answer = desk.post(f"{DRAFTS}{draft.id}/do/", asked, follow=True)
    assert answer.request["PATH_INFO"].endswith("/at/accepted/0/") and "Fill in “Why it may stand" in words(answer)
    assert "Summary › Thai" in words(answer)
    with acting_as(writers.one):
        made = selectors.draft(writers.one, draft.id).body["accepted"]
    assert made == [{"code": "plainer_words", "where": "summary.th"}]
    gone = desk.post(f"{DRAFTS}{draft.id}/do/", {**asked, "where": "steps"})
    assert gone.status_code == 409 and "not there any more" in words(gone)


def begun_with(writers: Writers, body: dict[str, Any]) -> Draft:
    """A draft in which all of a service stands already."""
    with acting_as(writers.one):
        return actions.begin_from_pack(actor=writers.one, text=yaml.safe_dump(body, allow_unicode=True))


def test_what_an_agency_may_not_publish_is_said_while_it_is_written(desk: Client, writers: Writers) -> None:
    draft = begun_with(writers, shortened(SERVICE))
    assert "services for its own kind alone" in words(desk.get(f"{DRAFTS}{draft.id}/"))
    writers.set(draft, "agency_kinds", to=["municipality"])
    assert "own kind alone" not in words(desk.get(f"{DRAFTS}{draft.id}/"))


def test_what_is_written_is_shown_beside_it(desk: Client, writers: Writers) -> None:
    draft = begun_with(writers, shortened(SERVICE))
    for place, shown in (("at/form/pages/1/fields/0/", "form/2/"), ("at/papers/0/", "paper/letter_of_the_result/"),
                         ("section/steps/", "manual/"), ("", "manual/")):  # fmt: skip
        answer = desk.get(f"{DRAFTS}{draft.id}/{place}")
        (nearest,) = tree(answer).xpath("//nav/@data-previews")
        assert nearest == f"{DRAFTS}{draft.id}/{shown}" and "frame-src 'self'" in answer["Content-Security-Policy"]
        beside, alone = desk.get(f"{nearest}?beside=1"), desk.get(nearest)
        assert (
            "frame-ancestors 'self'" in beside["Content-Security-Policy"] and beside["X-Frame-Options"] == "SAMEORIGIN"
        )
        assert "frame-ancestors 'none'" in alone["Content-Security-Policy"] and alone["X-Frame-Options"] == "DENY"


TITLES = {"th": "หน้า", "en": "Page"}


def test_an_unfinished_draft_says_what_is_missing_where_it_would_be_shown(desk: Client, writers: Writers) -> None:
    draft = writers.begin()
    for place in ("manual/", "form/1/", "paper/letter/"):
        assert "Fill in “Summary" in words(desk.get(f"{DRAFTS}{draft.id}/{place}"))


def test_whoever_is_no_author_is_told_who_is(client: Client, writers: Writers) -> None:
    draft = writers.begin()
    desk = sit_down(client, writers.world.colleague("โต๊ะ", Role.FRONT_DESK))
    assert "Only authors" in words(desk.get(DRAFTS))
    assert desk.get(f"{DRAFTS}{draft.id}/").status_code == 403
    assert desk.post(f"{DRAFTS}{draft.id}/do/", {"command": "discard"}).status_code == 403
