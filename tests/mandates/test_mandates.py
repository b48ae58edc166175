"""Acting for a party: what a mandate opens in SQL, how it is given, taken, held jointly and ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.domain.thai_calendars import bangkok
from tests.mandates.holders import (
    COMPANY,
    KNOWN,
    NOW,
    SERVICE,
    TODAY,
    Picture,
    checked,
    director,
    given,
    link_of,
    person,
    sees,
    sent,
    start,
    take,
    terms,
    with_belongings,
)
from tests.world import World, build
from thanjai.cases import acting_for, actions, drafts, selectors, submission
from thanjai.cases.capacity import words_of
from thanjai.cases.models import CaseEvent, Draft
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files
from thanjai.kernel.clock import standing_at
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.mandates import actions as mandates
from thanjai.mandates import paper
from thanjai.mandates import selectors as held
from thanjai.mandates.models import Holder, Mandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    with standing_at(NOW):
        yield build(SERVICE)


def test_a_director_acts_at_the_agency_that_checked_and_what_is_revoked_is_gone_at_once(world: World) -> None:
    boss, right = director(world)
    clerk = person("clerk")
    grant = given(boss, right, "clerk", services=[SERVICE])
    take(clerk, grant)
    case = with_belongings(sent(clerk, grant))
    assert (case.person_id, case.bearer, case.sealed_code) == (None, "", "")
    assert sees(clerk, case) and sees(boss, case) and not sees(person("somebody"), case)
    with acting_as(world.officer):
        event = CaseEvent.objects.get(case_id=case.id, seq=1)
        assert event.under is not None and event.under["number"] == COMPANY
        words = words_of(event.under)
        assert words is not None and "ครัวไทย" in words.th
        assert held.mandate(grant.id).party.number == COMPANY, "officers see by which mandate a case of theirs was sent"
    with acting_as(boss):
        mandates.revoke(actor=boss, mandate_id=grant.id)
    assert not sees(clerk, case) and sees(boss, case)
    with acting_as(clerk), pytest.raises(Refusal, match="no_such_case"):
        actions.carry_out(actor=clerk, case_id=case.id, command=c.Withdraw())
    with acting_as(clerk), pytest.raises(Refusal, match="mandate_over"):
        drafts.start_draft(actor=clerk, agency_slug="khonkaen", service_id=SERVICE, mandate=grant.id)


def test_sql_keeps_to_services_agencies_and_time(world: World) -> None:
    boss, right = director(world)
    clerk, other = person("clerk"), person("other")
    narrow, wide = given(boss, right, "clerk", services=["hazardous-business"]), given(boss, right, "other")
    take(clerk, narrow)
    take(other, wide)
    case = with_belongings(sent(other, wide))
    assert sees(other, case) and not sees(clerk, case)
    with acting_as(PLATFORM):
        Mandate.objects.filter(pk=wide.id).update(agencies=[world.other])
    assert not sees(other, case)
    with acting_as(PLATFORM):
        Mandate.objects.filter(pk=wide.id).update(agencies=[])
    with standing_at(bangkok(2027, 3, 4, 23, 59)):
        assert sees(other, case)
    with standing_at(bangkok(2027, 3, 5)):
        assert not sees(other, case) and not sees(boss, case)


def test_what_was_given_out_of_a_mandate_ends_with_it(world: World) -> None:
    boss, right = director(world)
    manager, clerk = person("manager"), person("clerk")
    first = given(boss, right, "manager", may_grant=True)
    take(manager, first)
    second = given(manager, first, "clerk")
    take(clerk, second)
    case = with_belongings(sent(clerk, second))
    with acting_as(world.officer):
        mandates.revoke(actor=world.officer, mandate_id=right.id)
    assert not any(sees(one, case) for one in (boss, manager, clerk))
    with acting_as(PLATFORM):
        assert set(Mandate.objects.values_list("ended_by_name", flat=True)) == {world.officer.name}


def test_nobody_gives_more_than_they_have(world: World) -> None:
    boss, right = director(world)
    clerk = person("clerk")
    grant = given(boss, right, "clerk", services=[SERVICE])
    take(clerk, grant)
    for source, by, rest, code in (
        (grant, clerk, {}, "may_not_grant"), (right, clerk, {}, "no_such_mandate"),
        (right, boss, {"until": date(2027, 3, 5)}, "longer"), (right, boss, {"services": ["x"]}, "no_such_service"),
        (right, boss, {"needed": 2}, "needed"), (right, boss, {"until": TODAY - timedelta(days=1)}, "until"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refusal:
            given(by, source, "third", **rest)
        assert refusal.value.code == code, code


def test_a_mandate_waits_to_be_accepted_and_its_link_opens_once(world: World) -> None:
    boss, right = director(world)
    clerk = person("clerk")
    grant = given(boss, right, "clerk")
    with acting_as(clerk), pytest.raises(Refusal, match="mandate_over"):
        drafts.start_draft(actor=clerk, agency_slug="khonkaen", service_id=SERVICE, mandate=grant.id)
    key = link_of(grant.id, "clerk@example.com")
    take(clerk, grant)
    with acting_as(person("thief")), pytest.raises(Refusal, match="no_such_invitation"):
        mandates.answer(actor=person("thief"), bearer=key, accepts=True)
    with acting_as(clerk):
        mandates.give_back(actor=clerk, mandate_id=grant.id)
    with acting_as(boss):
        assert held.mandate(grant.id).ended_at is not None, "nobody is left who could act"


def test_joint_holders_agree_to_the_very_same_answers(world: World) -> None:
    boss, right = director(world)
    one, two, three = person("one"), person("two"), person("three")
    grant = given(boss, right, "one", "two", "three", needed=2)
    for actor in (one, two, three):
        take(actor, grant)
    draft = start(one, grant)
    with acting_as(one):
        assert acting_for.agree_to(actor=one, row=selectors.draft(draft.id)) == 1
        assert acting_for.agree_to(actor=one, row=selectors.draft(draft.id)) == 1, "twice is once"
        with pytest.raises(Refusal, match="others_must_agree"):
            submission.submit_draft(actor=one, draft_id=draft.id)
        drafts.save_answers(draft=selectors.draft(draft.id), page_id="p", values={"premises_name": "ใหม่"}, is_done=True)
    with acting_as(two):
        assert acting_for.agree_to(actor=two, row=selectors.draft(draft.id)) == 1, (
            "what the first agreed to has changed"
        )
        standing = acting_for.standing_of(two, selectors.draft(draft.id))
        assert standing is not None and standing.agreed == ("two",) and standing.mine and standing.lacking == 1
    with acting_as(three):
        assert acting_for.agree_to(actor=three, row=selectors.draft(draft.id)) == 0
        case = submission.submit_draft(actor=three, draft_id=draft.id)
        with pytest.raises(Refusal, match="others_must_agree"):
            actions.carry_out(actor=three, case_id=case.id, command=c.Withdraw())
        assert acting_for.agree_to(actor=three, row=case, what=acting_for.WITHDRAW) == 1
    with acting_as(one):
        assert acting_for.agree_to(actor=one, row=case, what=acting_for.WITHDRAW) == 0
        assert actions.carry_out(actor=one, case_id=case.id, command=c.Withdraw()).status == "withdrawn"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%%messaging.jobs.deliver'")
        assert cursor.fetchone()[0] > 3, "the others were written to"


def test_a_person_gives_a_mandate_for_themselves_and_keeps_their_own_cases_to_themselves(world: World) -> None:
    mother, son = person("mother"), person("son")
    with acting_as(mother):
        grant = mandates.offer(actor=mother, source=None, terms=terms("son"), known=KNOWN)
    take(son, grant)
    case = with_belongings(sent(son, grant))
    assert sees(son, case) and sees(mother, case)
    with acting_as(mother):
        own = drafts.start_draft(actor=mother, agency_slug="khonkaen", service_id=SERVICE)
    with acting_as(son):
        assert not Draft.objects.filter(pk=own.draft.id).exists()
    with acting_as(mother):
        mandates.revoke(actor=mother, mandate_id=grant.id)
    assert not sees(son, case) and sees(mother, case)


def test_a_paper_mandate_says_what_was_checked_and_holds_elsewhere_only_by_the_heads_word(world: World) -> None:
    from thanjai.domain.definition.base import Role

    for changed, field in (
        ({"number": "0403556001231"}, "number"), ({"name": " "}, "name"), ({"words": ""}, "checked"), ({"paper": None}, "file"),
    ):  # fmt: skip
        with acting_as(world.officer), pytest.raises(Refusal) as refusal:
            paper.record(actor=world.officer, checked=checked(**changed), terms=terms("x"), known=KNOWN)
        assert refusal.value.field == field
    clerk = world.colleague("clerk", Role.FRONT_DESK)
    with acting_as(clerk):
        row, (holder,) = paper.record(actor=clerk, checked=checked(), terms=terms("boss"), known=KNOWN)
        assert row.agencies == [world.agency] and holder.sealed_code
        with pytest.raises(Refusal, match="not_allowed"):
            paper.let_hold_everywhere(actor=clerk, mandate_id=row.id)
    with acting_as(world.officer):
        assert paper.let_hold_everywhere(actor=world.officer, mandate_id=row.id).agencies == []
        own, _ = paper.record(actor=world.officer, checked=checked(), terms=terms("boss"), known=KNOWN)
        with pytest.raises(Refusal, match="separate_duties"):
            paper.let_hold_everywhere(actor=world.officer, mandate_id=own.id)
    with acting_as(world.stranger), pytest.raises(Refusal, match="no_such_mandate"):
        mandates.revoke(actor=world.stranger, mandate_id=own.id)


def test_mandates_are_seen_by_those_they_concern(world: World) -> None:
    boss, right = director(world)
    clerk = person("clerk")
    grant = given(boss, right, "clerk")
    take(clerk, grant)
    for actor, count in ((boss, 2), (clerk, 1), (world.officer, 1), (world.stranger, 0), (person("x"), 0)):
        with acting_as(actor):
            assert Mandate.objects.count() == count, actor.name
            assert Holder.objects.count() == count


def test_a_paper_that_nobody_could_scan_waits_to_be(world: World) -> None:
    unseen = checked(paper=Picture(state=Found.NOT_SCANNED))
    with acting_as(world.officer):
        row, _ = paper.record(actor=world.officer, checked=unseen, terms=terms("boss"), known=KNOWN)
        assert files.find_file(row.file_id).state == "waiting"
