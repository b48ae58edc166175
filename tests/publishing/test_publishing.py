"""A draft is handed in, reviewed by somebody who did not write it, and published at once or at its moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.domain.small_definitions import SMALL
from tests.publishing.conftest import STALL, Office
from tests.web.desk import sit_down
from thanjai.authoring import actions
from thanjai.authoring.models import Draft
from thanjai.catalogue.actions import publish
from thanjai.catalogue.ending import end_from
from thanjai.catalogue.history import history, is_offered, owner_of
from thanjai.catalogue.models import Version
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.editing import Set
from thanjai.domain.refusals import Refusal
from thanjai.domain.retiring import Ending, Instead
from thanjai.domain.text import Text
from thanjai.kernel import caching
from thanjai.kernel.clock import now, standing_at, today
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.publishing import jobs, planning, releasing, reviewing, selectors
from thanjai.publishing.models import Release, Review

pytestmark = pytest.mark.django_db


def refused(does: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refusal) as raised:
        does(*given, **named)
    return raised.value.code


def state(draft: Any) -> str:
    with acting_as(PLATFORM):
        return str(Draft.objects.get(pk=draft.id).state)


def test_an_agency_publishes_a_service_of_its_own_and_offers_it(office: Office) -> None:
    draft = office.begin()
    release = office.published(draft)
    assert (release.state, state(draft)) == ("done", "published")
    with acting_as(PLATFORM):
        assert owner_of(STALL) == (True, office.world.agency)
        assert is_offered(office.world.agency, STALL)
        assert definition_of(history(STALL)[0].id).fees[0].id == "permit"


def test_what_is_handed_in_is_not_changed_until_it_is_back(office: Office) -> None:
    draft = office.begin()
    review = office.hand_in(draft)
    with acting_as(office.author):
        operation = Set(path=("level",), value="L2")
        assert (
            refused(actions.change, actor=office.author, draft_id=draft.id, base=0, operation=operation)
            == "draft_closed"
        )
        reviewing.take_back(actor=office.author, review_id=review.id)
        assert actions.change(actor=office.author, draft_id=draft.id, base=0, operation=operation).body["level"] == "L2"


def test_whoever_wrote_on_a_draft_does_not_review_it_even_when_the_change_was_taken_back(office: Office) -> None:
    draft = office.begin()
    with acting_as(office.reviewer):
        actions.change(actor=office.reviewer, draft_id=draft.id, base=0, operation=Set(path=("level",), value="L2"))
        actions.undo(actor=office.reviewer, draft_id=draft.id)
    review = office.hand_in(draft)
    for actor in (office.author, office.reviewer):
        assert refused(office.judge, review, by=actor) == "separation"
    assert office.judge(review, by=office.world.officer).state == "approved"


def test_a_reviewer_sends_back_with_reasons_and_the_authors_go_on(office: Office) -> None:
    draft = office.begin()
    review = office.hand_in(draft)
    assert refused(office.judge, review, approves=False) == "reasons_needed"
    assert state(draft) == "in_review"
    assert office.judge(review, approves=False, reasons="อัตราเกินกฎหมาย").state == "sent_back"
    assert state(draft) == "open"
    assert refused(office.judge, review, by=office.world.officer) == "review_over"
    assert office.hand_in(draft).state == "open"


def test_only_those_who_write_services_of_the_same_agency_review(office: Office) -> None:
    review = office.hand_in(office.begin())
    clerk = office.world.colleague("เสมียน", Role.FRONT_DESK)
    assert refused(office.judge, review, by=clerk) == "not_allowed"
    assert refused(office.judge, review, by=office.world.stranger) == "no_such_page"


def test_a_grave_service_takes_two_people_one_of_them_for_the_law(office: Office) -> None:
    draft = office.begin()
    review = office.hand_in(draft)
    with acting_as(PLATFORM):
        Review.objects.filter(pk=review.id).update(risk="high")
    assert office.judge(review).state == "open"
    assert refused(office.judge, review) == "reviewed_already"
    with acting_as(office.world.officer):
        shown = selectors.review(office.world.officer, review.id)
        assert "1 more person, one of them for the law" in str(selectors.lacking(shown))
        done = reviewing.give_verdict(actor=office.world.officer, review_id=review.id, approves=True, legal=True)
    assert done.state == "approved"


def test_a_draft_with_errors_or_untried_is_not_handed_in(office: Office) -> None:
    assert refused(office.hand_in, office.begin(SMALL.replace("    role: inspector\n", ""))) == "draft_has_errors"
    other = office.begin(SMALL.replace("id: noodle-stall", "id: other-stall"))
    assert refused(office.hand_in, other, was_tried=False) == "not_tried"


def test_nobody_publishes_what_belongs_to_others_or_is_for_other_kinds(office: Office) -> None:
    with acting_as(office.author):
        theirs = actions.begin_from_version(actor=office.author, service_id="food-premises-notification")
    assert refused(office.hand_in, theirs) == "not_owner"
    many = office.begin(SMALL.replace("agency_kinds: [municipality]", "agency_kinds: [municipality, sao]"))
    assert refused(office.hand_in, many) == "wrong_agency_kind"


def test_a_comment_stands_at_its_place(office: Office) -> None:
    review = office.hand_in(office.begin())
    with acting_as(office.reviewer):
        place = Text(th="ค่าธรรมเนียม", en="Fees")
        assert (
            refused(reviewing.comment, actor=office.reviewer, review_id=review.id, where=(), place=place, text=" ")
            == "comment_empty"
        )
        reviewing.comment(actor=office.reviewer, review_id=review.id, where=("fees", 0), place=place, text="แพงไป")
        (kept,) = selectors.comments_of(review)
    assert (kept.where, kept.text, kept.by_name) == (["fees", 0], "แพงไป", "ธงชัย")


def test_a_release_waits_for_its_moment_and_is_carried_out_once(office: Office) -> None:
    review = office.approved(office.begin())
    moment = now() + timedelta(days=3)
    release = office.plan(review, moment)
    assert refused(office.plan, review) == "planned_already"
    jobs.publish_due(0)
    assert office_state(release) == "planned"
    with standing_at(moment):
        jobs.publish_due(0)
        jobs.publish_due(0)
        jobs.publish_now(str(release.id))
    assert office_state(release) == "done"
    with acting_as(PLATFORM):
        assert Version.objects.filter(service_id=STALL).count() == 1


def office_state(release: Release) -> str:
    with acting_as(PLATFORM):
        release.refresh_from_db()
    return str(release.state)


@pytest.mark.parametrize("away", [timedelta(0), timedelta(minutes=-1), timedelta(days=400)])
def test_a_moment_that_is_over_or_too_far_is_refused(office: Office, away: timedelta) -> None:
    assert refused(office.plan, office.approved(office.begin()), now() + away) == "moment_out_of_bounds"


def test_a_release_is_called_off_until_its_moment(office: Office) -> None:
    review = office.approved(office.begin())
    moment = now() + timedelta(hours=1)
    release = office.plan(review, moment)
    with acting_as(office.reviewer):
        planning.call_off(actor=office.reviewer, release_id=release.id)
        assert refused(planning.call_off, actor=office.reviewer, release_id=release.id) == "not_planned"
    with standing_at(moment):
        jobs.publish_due(0)
    assert office_state(release) == "called_off"
    with acting_as(PLATFORM):
        assert not Version.objects.filter(service_id=STALL).exists()
    assert office.carry_out(office.plan(review)).state == "done"


def test_what_was_approved_goes_back_to_its_authors_only_when_nothing_is_planned(office: Office) -> None:
    draft = office.begin()
    review = office.approved(draft)
    release = office.plan(review, now() + timedelta(hours=1))
    with acting_as(office.author):
        assert refused(planning.reopen, actor=office.author, review_id=review.id) == "planned_already"
        planning.call_off(actor=office.author, release_id=release.id)
        planning.reopen(actor=office.author, review_id=review.id)
    assert state(draft) == "open"


def test_a_draft_of_an_older_version_is_brought_up_to_date_first(office: Office) -> None:
    office.published(office.begin())
    draft = office.next_version()
    review = office.approved(draft)
    release = office.plan(review, now() + timedelta(hours=1))
    with acting_as(PLATFORM):
        body = definition_of(history(STALL)[0].id).model_copy(update={"level": "L2"})
        publish(definition=body)
    with standing_at(now() + timedelta(hours=2)):
        jobs.publish_due(0)
    assert (office_state(release), state(draft)) == ("failed", "open")
    assert release.why is not None
    assert "newer version" in release.why["en"]
    assert refused(office.hand_in, draft) == "not_current"


def test_the_next_version_reaches_those_who_offer_the_service(office: Office) -> None:
    office.published(office.begin())
    release = office.published(office.next_version())
    with acting_as(PLATFORM):
        newest, first = history(STALL)
    assert (newest.number, newest.id) == (2, release.version_id)
    assert newest.changes is not None
    assert [change.words.en for change in newest.changes] == [
        "Fees › Permit › The most the law allows (baht): changed from “3000” to “2000”"
    ]
    assert first.changes is None


def test_a_draft_is_given_up_only_while_its_authors_have_it(office: Office) -> None:
    draft = office.begin()
    review = office.hand_in(draft)
    with acting_as(office.author):
        assert refused(actions.discard, actor=office.author, draft_id=draft.id) == "draft_handed_in"
    office.plan(office.judge(review), now() + timedelta(hours=1))
    with acting_as(office.author):
        assert refused(actions.discard, actor=office.author, draft_id=draft.id) == "draft_handed_in"
    assert state(draft) == "approved"
    page = sit_down(Client(), office.author).get(f"/en/office/authoring/{draft.id}/").content.decode()
    assert "To give it up, first" in page and 'value="discard"' not in page


def test_one_release_that_cannot_be_carried_out_keeps_no_other_from_its_moment(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up, broken, sound = (
        office.begin(SMALL.replace("id: noodle-stall", f"id: {name}")) for name in ("first", "second", "third")
    )
    plans = [
        office.plan(office.approved(draft), now() + timedelta(hours=n))
        for n, draft in enumerate((given_up, broken, sound), 1)
    ]
    with acting_as(PLATFORM):
        Draft.objects.filter(pk=given_up.id).update(state="discarded")
    really = releasing.publishable
    monkeypatch.setattr(releasing, "publishable", lambda draft: 1 / 0 if draft.id == broken.id else really(draft))
    with standing_at(now() + timedelta(hours=4)):
        jobs.publish_due(0)
    assert [office_state(one) for one in plans] == ["failed", "planned", "done"]
    assert [state(one) for one in (given_up, broken, sound)] == ["discarded", "approved", "published"]


def test_a_service_is_corrected_until_it_has_ended(office: Office) -> None:
    office.published(office.begin())
    with acting_as(office.author):
        ending = Ending(today() + timedelta(days=40), Instead())
        end_from(actor=office.author, service=STALL, agency=None, ending=ending)
    assert office.published(office.next_version()).state == "done"
    with acting_as(office.author):
        draft = actions.begin_from_version(actor=office.author, service_id=STALL)
    with standing_at(now() + timedelta(days=40)):
        caching.forget()
        assert refused(office.hand_in, draft) == "service_retired"
    caching.forget()
