"""Working on cases in another's place: what an acting order and a delegation open, and what each event says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.agencies.test_serving import NOW, ORDER, given, place_of, post
from tests.mandates.test_mandates import director, sent, with_belongings
from tests.world import World, build, examples
from thanjai.agencies import acting, delegations
from thanjai.cases import actions, journal, selectors
from thanjai.cases.capacity import signatory, words_of
from thanjai.cases.models import Case, CaseEvent
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import Actor, Kind, acting_as

pytestmark = pytest.mark.django_db
SERVICE = "food-premises-licence"
FINDINGS = examples(SERVICE)["examples"][0].get("findings") or {}


@pytest.fixture
def world() -> Any:
    with standing_at(NOW):
        yield build(SERVICE, "food-premises-notification")


def event_of(world: World, case: Any, kind: str) -> CaseEvent:
    with acting_as(world.officer):
        return CaseEvent.objects.filter(case_id=case.id, type=kind).order_by("-seq")[0]


def decide(world: World, case: Any, actor: Actor) -> None:
    command = c.Decide(step=case.steps[0], outcome="approved", reasons="ครบ", findings=FINDINGS.get(case.steps[0], {}))
    world.do(case, command, actor)


def test_who_acts_in_a_position_decides_and_signs_in_it(world: World) -> None:
    clerk, approver = world.colleague("clerk", Role.FRONT_DESK), world.colleague("approver", Role.APPROVER)
    _, case = world.submitted(SERVICE)
    case = world.until(case, "decide")
    with pytest.raises(Refusal, match="not_allowed"):
        decide(world, case, clerk)
    with acting_as(world.officer):
        acting.order_acting(actor=world.officer, post=post(clerk, place_of(approver)), order=ORDER)
    decide(world, case, clerk)
    event = event_of(world, case, "decided")
    words = words_of(event.under)
    assert words is not None and "รักษาราชการแทน" in words.th and "12/2569" in words.th
    with acting_as(world.officer):
        signed = signatory(event)
        assert signed.name.th == "clerk" and "รักษาราชการแทน" in signed.position.th
        assert journal.verify(selectors.case(case.id), selectors.events_of(case.id)) is None
    world.do(case, c.AddNote(text="x"), clerk)
    assert event_of(world, case, "note_added").under is None, "a note takes no order"


def delegate(world: World, *roles: Role) -> tuple[Actor, Any]:
    made = given(world, *roles)
    with acting_as(world.stranger):
        return delegations.working_under(actor=world.stranger, delegation_id=made.id), made


def test_a_delegate_works_on_cases_of_the_service_named_and_every_event_says_so(world: World) -> None:
    actor, made = delegate(world, Role.FRONT_DESK, Role.REVIEWER)
    _, covered = world.submitted(SERVICE)
    _, other = world.submitted("food-premises-notification")
    with_belongings(covered)
    with_belongings(other)
    with acting_as(actor):
        assert list(Case.objects.values_list("id", flat=True)) == [covered.id]
        assert set(CaseEvent.objects.values_list("case_id", flat=True)) == {covered.id}
        assert set(StoredFile.objects.values_list("owner_id", flat=True)) == {covered.id}
    world.do(covered, c.Finish(step="check"), actor)
    event = event_of(world, covered, "step_finished")
    assert event.under is not None and event.under["delegation"] == str(made.id)
    with acting_as(world.officer):
        assert "ปฏิบัติราชการแทน" in signatory(event).position.th
    with pytest.raises(Refusal, match="no_such_case"):
        world.do(other, c.Finish(step="check"), actor)
    case = world.until(covered, "decide")
    with pytest.raises(Refusal, match="not_allowed"):
        decide(world, case, actor)
    with acting_as(world.officer):
        delegations.end(actor=world.officer, delegation_id=made.id)
    with acting_as(actor):
        assert not Case.objects.exists() and not CaseEvent.objects.exists() and not StoredFile.objects.exists()
    with pytest.raises(Refusal):
        world.do(case, c.AddNote(text="x"), actor)


def test_a_delegation_ends_by_itself_and_with_the_officers_own_serving(world: World) -> None:
    actor, _ = delegate(world)
    world.submitted(SERVICE)
    with acting_as(actor):
        assert Case.objects.exists()
    with standing_at(NOW + timedelta(days=10)), acting_as(actor):
        assert Case.objects.exists(), "the last day counts"
    with standing_at(NOW + timedelta(days=11)), acting_as(actor):
        assert not Case.objects.exists()
    stranger = Actor(Kind.OFFICER, agency=actor.agency, person=world.officer.person, delegation=actor.delegation)
    with acting_as(stranger):
        assert not Case.objects.exists(), "the delegation is the taker's officers'"


OPEN_TO_DELEGATES = {
    "cases_case", "cases_caseevent", "cases_attention", "cases_assistance", "cases_delaycopy", "cases_consultation",
    "kernel_storedfile", "kernel_reading", "money_invoice", "money_receipt", "documents_change", "agencies_membership",
    "accounts_person", "agencies_delegation", "documents_document", "documents_renewal", "mandates_mandate",
    "mandates_party", "mandates_holder", "mandates_agreement",
}  # fmt: skip
TO_ALL = {
    "agencies_agency", "agencies_calendarchange", "catalogue_adoption", "catalogue_service", "catalogue_version",
    "cases_measuredtime", "documents_document", "documents_renewal",
}  # fmt: skip


def test_no_other_table_is_open_to_a_delegate(world: World) -> None:
    """A policy that speaks of agencies keeps them out by itself; whoever opens a table to them says so here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tablename FROM pg_policies WHERE coalesce(qual, with_check) ~ 'delegate'")
        opened = {name for (name,) in cursor.fetchall()}
    assert opened <= OPEN_TO_DELEGATES
    actor, _ = delegate(world)
    world.submitted("food-premises-notification")
    seen = set()
    with acting_as(actor):
        for model in apps.get_models():
            if model._meta.app_label not in ("django_session", "sessions", "procrastinate", "contenttypes", "auth"):
                table = model._meta.db_table
                with connection.cursor() as cursor:
                    cursor.execute("SELECT has_table_privilege(current_user, %s, 'SELECT')", [table])
                    if cursor.fetchone() == (True,) and model._default_manager.exists():
                        seen.add(table)
    assert seen <= OPEN_TO_DELEGATES | TO_ALL, seen


def test_whoever_checked_the_paper_does_not_decide_alone(world: World) -> None:
    boss, right = director(world)
    case = world.until(sent(boss, right), "decide")
    with pytest.raises(Refusal, match="separate_duties"):
        decide(world, case, world.officer)
    second = world.colleague("second", Role.FRONT_DESK)
    another = world.until(sent(boss, right), "check")
    world.do(another, c.Finish(step="check"), second)
    decide(world, world.until(another, "decide"), world.officer)


def test_an_applicant_of_another_party_gives_no_command(world: World) -> None:
    boss, right = director(world)
    case = sent(boss, right)
    somebody = Actor(Kind.PERSON, person=world.stranger.person, name="x")
    with acting_as(somebody), pytest.raises(Refusal, match="no_such_case"):
        actions.carry_out(actor=somebody, case_id=case.id, command=c.Withdraw())
