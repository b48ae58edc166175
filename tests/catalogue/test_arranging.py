"""What an agency arranges holds for the manual, for who gets a step, for the money, for papers and for letters."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.catalogue.conftest import SERVICE
from tests.documents.test_documents import issued
from tests.world import World, examples
from thanjai.agencies import choices
from thanjai.agencies.models import Membership
from thanjai.cases import jobs, selectors
from thanjai.cases.official import paper_of
from thanjai.cases.timeline import stations, timeline
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.actions import adopt
from thanjai.documents.printed import content_of
from thanjai.domain.arrangement import Arrangement, StepArrangement
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now, today
from thanjai.kernel.pdf.verify import embedded_data
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money.models import Biller
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db
HEALTH = Text(th="กองสาธารณสุข", en="Public Health Division")


def arrange(world: World, **said: Any) -> None:
    with acting_as(PLATFORM):
        settings = examples(SERVICE)["settings"]
        adopt(agency=world.agency, service=SERVICE, settings=settings, arrangement=Arrangement(**said))


def step(**said: Any) -> dict[str, StepArrangement]:
    return {"check": StepArrangement(**said)}


def test_the_manual_and_the_way_of_a_case_name_the_agencys_own_unit_and_time(world: World) -> None:
    _, case = world.submitted()
    arrange(world, steps={"inspect": StepArrangement(unit=HEALTH, time=Duration(amount=2, unit=Unit.WORKING_DAY))})
    with acting_as(PUBLIC):
        found = catalogue.offer("khonkaen", SERVICE).definition.step("inspect")
    assert found.unit == HEALTH and found.duration is not None and found.duration.amount == 2
    world.do(case, c.Finish(step="check"))
    with acting_as(world.officer):
        row, history = selectors.case_with_history(case.id)
        definition = catalogue.rules_for(row.version_id, row.agency_id).definition
        told = timeline(history, definition, for_officer=False)
    assert [one.unit for one in stations(definition, row.state["steps"], has_ended=False)][1] == HEALTH
    assert HEALTH in [entry.detail for entry in told]


def checker(world: World) -> tuple[Actor, Actor]:
    """Who is named for the check, and their deputy."""
    named, deputy = (world.colleague(name, Role.FRONT_DESK) for name in ("ดวงใจ", "ปิติ"))
    arrange(world, steps=step(officer=named.person))
    return named, deputy


def has_the_check(world: World) -> str | None:
    forget()
    _, case = world.submitted()
    found: str | None = case.state["steps"]["check"].get("officer")
    assert (case.officers == [UUID(found)]) if found else case.officers == []
    return found


def test_a_step_goes_to_the_officer_named_and_while_they_are_away_to_their_deputy(world: World) -> None:
    named, deputy = checker(world)
    assert has_the_check(world) == str(named.person)
    with acting_as(named):
        choices.go_away(actor=named, first=today(), last=today() + timedelta(days=2), deputy=deputy.person)
    assert has_the_check(world) == str(deputy.person)


def test_whoever_serves_no_more_gets_nothing(world: World) -> None:
    named, _ = checker(world)
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=named.person).update(ended_at=now())
    assert has_the_check(world) is None


def test_whoever_lost_the_role_gets_nothing(world: World) -> None:
    named, _ = checker(world)
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=named.person).update(granted=[Role.CASHIER.value])
    assert has_the_check(world) is None


def has_biller(world: World, fund: str, number: str) -> None:
    with acting_as(worker_at(world.agency)):
        Biller.objects.create(
            agency_id=world.agency, fund=fund, biller_id=number, asked_at=now(), outcome="approved", decided_at=now()
        )


def test_fees_go_to_the_fund_that_the_agency_has_chosen(world: World) -> None:
    has_biller(world, "health", "099400012345601")
    arrange(world, fund="health")
    case = world.until(world.submitted()[1], "pay")
    with acting_as(world.officer):
        invoice = invoice_of(case.id)
    assert invoice is not None and {line["fund"] for line in invoice.lines} == {"health"}
    assert "099400012345601" in invoice.qr_payload


def test_a_fund_that_the_agency_does_not_have_is_refused(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        arrange(world, fund="of_others")
    assert refused.value.field == "fund"
    with acting_as(PUBLIC):
        assert catalogue.offer("khonkaen", SERVICE).arrangement.fund == ""


def test_papers_bear_the_name_of_whoever_is_to_sign(world: World) -> None:
    mayor = world.colleague("นายกคนใหม่", Role.APPROVER)
    arrange(world, signatory=mayor.person)
    document = issued(world)
    with acting_as(worker_at(world.agency)):
        assert content_of(document).signatory.name.th == "นายกคนใหม่"


def test_an_officers_order_is_signed_by_the_officer_and_what_the_clock_writes_by_whoever_is_named(world: World) -> None:
    mayor = world.colleague("นายกคนใหม่", Role.APPROVER)
    arrange(world, signatory=mayor.person)
    _, case = world.submitted()
    world.do(case, c.RecordDefects(step="check", defects=(Defect(missing="แผนที่"),), mend_by=today()))
    assert signed_by(world, case, "defects_recorded") == world.officer.name
    with acting_as(PLATFORM):
        world.do(case, c.Return(reasons="ไม่ได้แก้ไข", automatic=True), worker_at(world.agency))
    assert signed_by(world, case, "returned") == "นายกคนใหม่"


def signed_by(world: World, case: Any, kind: str) -> str:
    """The name that stands under the letter about an event."""
    with acting_as(worker_at(world.agency)):
        event = next(event for event in selectors.events_of(case.id) if event.type == kind)
        paper = paper_of(selectors.case_for_update(case.id), event)
        assert paper is not None
        data = embedded_data(PdfFileReader(io.BytesIO(files.read_file(paper))))
    assert data is not None
    name: str = data["signatory"]["name"]["th"]
    return name


def test_letters_begin_and_end_as_the_agency_has_it(world: World) -> None:
    arrange(world, dear=Text(th="กราบเรียน ท่าน", en="Dear"), we=Text(th="เทศบาลของเรา", en="Your municipality"))
    _, case = world.submitted()
    jobs.follow_up(str(world.agency), str(case.id), 1, 1)
    with acting_as(worker_at(world.agency)):
        body = Message.objects.get(subject_id=case.id).body
    assert body.startswith("กราบเรียน ท่าน ") and "เทศบาลของเรา" in body


def test_a_time_limit_that_has_begun_runs_as_it_was_told(world: World) -> None:
    case = world.until(world.submitted()[1], "pay")
    told = {line["rule"]: line["due_at"] for line in case.deadlines}
    figures = {**examples(SERVICE)["settings"], "pay_days": 3}
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=SERVICE, settings=figures)
    case = world.do(case, c.AddNote(text="โทรศัพท์ไปแจ้งแล้ว"))
    assert {line["rule"]: line["due_at"] for line in case.deadlines} == told
    assert "pay" in told
