"""Authors write a service together: each change is kept with who made it, and can be taken back."""

from __future__ import annotations

import pytest

from tests.authoring.conftest import TITLE, Writers
from thanjai.authoring import actions, selectors
from thanjai.authoring.actions import ChangedMeanwhile
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.editing import Add, Remove, Rename, Set
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

pytestmark = pytest.mark.django_db


def test_a_draft_begins_empty_and_says_what_is_missing(writers: Writers) -> None:
    draft = writers.begin()
    assert (draft.service_id, draft.revision, draft.state) == ("request-for-help", 0, "open")
    reading = selectors.reading_of(draft)
    assert reading.definition is None
    assert {("summary",), ("permission",), ("data", "lawful_basis")} <= {problem.where for problem in reading.problems}


def test_each_change_says_who_did_what(writers: Writers) -> None:
    draft = writers.begin()
    writers.set(draft, "summary", to={"th": "ขอ", "en": "Ask"})
    draft = writers.change(draft, Add(path=("fees",), index=0, value={"id": "free", "title": TITLE.model_dump()}))
    with acting_as(writers.one):
        told = [(row.revision, row.by_name, row.words["en"]) for row in selectors.changes_of(draft)]
    assert told == [(2, "วิภา", "Added “Request for help”"), (1, "วิภา", "Changed: Summary")]


def test_a_change_that_changes_nothing_leaves_no_trace(writers: Writers) -> None:
    draft = writers.begin()
    assert writers.set(draft, "title", to=TITLE.model_dump()).revision == 0


def test_changes_are_taken_back_and_done_again(writers: Writers) -> None:
    draft = writers.begin()
    before = draft.body
    writers.set(draft, "level", to="L1")
    after = writers.set(draft, "level", to="L2", base=1).body
    with acting_as(writers.one):
        actions.undo(actor=writers.one, draft_id=draft.id)
        assert actions.undo(actor=writers.one, draft_id=draft.id).body == before
        with pytest.raises(Refusal, match="nothing_to_undo"):
            actions.undo(actor=writers.one, draft_id=draft.id)
        actions.redo(actor=writers.one, draft_id=draft.id)
        again = actions.redo(actor=writers.one, draft_id=draft.id)
        assert (again.body, again.revision) == (after, 6)
        with pytest.raises(Refusal, match="nothing_to_redo"):
            actions.redo(actor=writers.one, draft_id=draft.id)
        assert selectors.body_at(again, 1)["level"] == "L1"


def test_each_takes_back_their_own(writers: Writers) -> None:
    draft = writers.begin()
    writers.set(draft, "level", to="L1")
    writers.set(draft, "permission", to="benefit", by=writers.other, base=1)
    with acting_as(writers.one):
        body = actions.undo(actor=writers.one, draft_id=draft.id).body
    assert "level" not in body and body["permission"] == "benefit"


def test_two_at_once_at_different_places_both_stay(writers: Writers) -> None:
    draft = writers.begin()
    writers.change(draft, Add(path=("steps",), index=0, value={"id": "check"}))
    writers.change(draft, Add(path=("steps",), index=0, value={"id": "first"}), by=writers.other, base=1)
    found = writers.set(draft, "steps", 0, "kind", to="check", base=1)
    assert found.body["steps"] == [{"id": "first"}, {"id": "check", "kind": "check"}]


def test_two_at_the_same_place_are_asked_to_choose(writers: Writers) -> None:
    draft = writers.begin()
    writers.set(draft, "level", to="L1", by=writers.other)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        writers.set(draft, "level", to="L2")
    assert meanwhile.value.paths == (("level",),)
    with acting_as(writers.one):
        assert selectors.draft(writers.one, draft.id).body["level"] == "L1"


def test_what_others_built_on_is_not_taken_back(writers: Writers) -> None:
    draft = writers.begin()
    writers.change(draft, Add(path=("steps",), index=0, value={"id": "check"}))
    writers.set(draft, "steps", 0, "kind", to="check", by=writers.other, base=1)
    with acting_as(writers.one), pytest.raises(ChangedMeanwhile):
        actions.undo(actor=writers.one, draft_id=draft.id)


def test_only_authors_and_the_head_write(writers: Writers) -> None:
    draft = writers.begin()
    desk, head = writers.world.colleague("โต๊ะ", Role.FRONT_DESK), writers.world.colleague("นายก", Role.HEAD)
    with acting_as(desk), pytest.raises(Refusal, match="Only authors.*วิภา"):
        actions.change(actor=desk, draft_id=draft.id, operation=Set(path=("level",), value="L1"), base=0)
    with acting_as(writers.world.stranger), pytest.raises(Refusal, match="no_such_page"):
        selectors.draft(writers.world.stranger, draft.id)
    assert writers.set(draft, "level", to="L1", by=head).revision == 1


def test_a_service_has_one_draft_at_a_time(writers: Writers) -> None:
    draft = writers.begin()
    with pytest.raises(Refusal, match="วิภา"):
        writers.begin()
    with acting_as(writers.one):
        actions.discard(actor=writers.one, draft_id=draft.id)
        assert actions.discard(actor=writers.one, draft_id=draft.id).state == "discarded"
        with pytest.raises(Refusal, match="draft_closed"):
            actions.undo(actor=writers.one, draft_id=draft.id)
        assert selectors.drafts_of(writers.one) == []
    assert writers.begin().id != draft.id


def test_a_draft_of_a_published_service_says_the_same(writers: Writers) -> None:
    with acting_as(writers.one):
        draft = actions.begin_from_version(actor=writers.one, service_id="food-premises-notification")
        assert draft.base is not None and draft.base.number == 1
        assert selectors.reading_of(draft).publishable
        with pytest.raises(Refusal, match="no_such_service"):
            actions.begin_from_version(actor=writers.one, service_id="no-such")


def test_a_draft_begins_from_a_pack(writers: Writers) -> None:
    with acting_as(writers.one):
        draft = actions.begin_from_pack(actor=writers.one, text="id: help\ntitle: {th: ช่วย, en: Help}")
        assert draft.body == {"id": "help", "title": {"th": "ช่วย", "en": "Help"}}
        for text, code in (("a: [", "pack_unreadable"), ("- a", "pack_without_id"), ("id: A b", "pack_without_id")):
            with pytest.raises(Refusal, match=code):
                actions.begin_from_pack(actor=writers.one, text=text)


def test_a_service_of_that_name_elsewhere_leaves_it_its_name(writers: Writers) -> None:
    with acting_as(writers.one):
        draft = actions.begin_draft(actor=writers.one, title=Text(th="แจ้ง", en="Food premises notification"))
    assert draft.service_id == "food-premises-notification-khonkaen"


def test_the_name_of_the_service_stays_and_drafts_have_an_end(writers: Writers) -> None:
    draft = writers.begin()
    with pytest.raises(Refusal, match="id_fixed"):
        writers.set(draft, "id", to="another")
    with pytest.raises(Refusal, match="draft_too_large"):
        writers.set(draft, "subject", to="x" * 600_000)


def test_taking_back_a_new_name_restores_the_old(writers: Writers) -> None:
    draft = writers.begin()
    writers.set(draft, "steps", to=[{"id": "a"}, {"id": "b", "after": ["a"]}])
    draft = writers.change(draft, Rename(path=("steps", 0, "id"), name="first"), base=1)
    assert draft.body["steps"][1]["after"] == ["first"]
    writers.change(draft, Remove(path=("steps",), index=0), by=writers.other)
    with acting_as(writers.one), pytest.raises(ChangedMeanwhile):
        actions.undo(actor=writers.one, draft_id=draft.id)


def test_the_platform_may_not_write_for_an_agency(writers: Writers) -> None:
    draft = writers.begin()
    for actor in (PLATFORM, Actor(writers.one.kind, agency=writers.world.other, person=writers.one.person)):
        with acting_as(actor), pytest.raises(Refusal, match="not_allowed"):
            actions.change(actor=actor, draft_id=draft.id, operation=Set(path=("level",), value="L1"), base=0)
