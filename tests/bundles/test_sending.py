"""One press sends a case to each agency; what must wait is sent when the document is there; nobody sees the others'."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bundles.conftest import FOOD, LEFT, LIQUOR, PLANNED, SHARED, STAFF, Town, planned, sent
from tests.money.test_money import notice_of, take
from tests.web.applicant import work_off
from tests.world import pack
from thanjai.bundles import actions, forgetting, going_on, sending
from thanjai.bundles.filling import Filling
from thanjai.bundles.models import Plan, PlanPart
from thanjai.bundles.selectors import news_of, part_of_case, parts_of, plans_of_person
from thanjai.cases import actions as case_actions
from thanjai.cases import selectors as cases
from thanjai.catalogue.actions import publish
from thanjai.documents.issuing import issue_document
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db


def rows(plan: Plan, actor: Actor = PLATFORM) -> dict[str, PlanPart]:
    with acting_as(actor):
        return {row.part: row for row in parts_of(plan.id)}


def pay_and_issue(town: Town, case_id: Any) -> None:
    """The fee of the notification is paid, and its receipt is issued."""
    agency = town.agencies[FOOD]
    with acting_as(worker_at(agency)):
        invoice = invoice_of(case_id)
    assert invoice is not None
    take(notice_of(invoice, id=f"P-{case_id}"), id=f"P-{case_id}")
    with acting_as(worker_at(agency)):
        issue_document(agency_id=agency, case_id=case_id, step="receipt")


def test_each_agency_gets_its_own_case_and_only_what_it_asks(town: Town) -> None:
    holder, plan = sent()
    found = rows(plan)
    assert {part: row.state for part, row in found.items()} == {
        "notification": "sent", "liquor": "waiting", "employer": "sent",
    }  # fmt: skip
    with acting_as(holder):
        food, staff = (cases.case(found[part].case_id) for part in ("notification", "employer"))
        assert food.agency_id == town.agencies[FOOD] and staff.agency_id == town.agencies[STAFF]
        assert "employees" not in food.state["answers"] and "area" not in staff.state["answers"]
        assert staff.state["answers"]["business_activity"] == "ร้านอาหาร"
        assert food.applicant == staff.applicant == "นายอนุชา ศรีสุข"


def test_an_agency_sees_its_own_part_and_nothing_of_the_others(town: Town) -> None:
    _, plan = sent()
    found = rows(plan)
    with acting_as(town.officers[FOOD]):
        assert [row.part for row in parts_of(plan.id)] == ["notification"]
        assert Plan.objects.count() == 0
        with pytest.raises(Refusal):
            cases.case(found["employer"].case_id)
        own = part_of_case(found["notification"].case_id)
        assert own is not None and news_of(own) == []
    with acting_as(town.officers[LIQUOR]):
        assert [row.part for row in parts_of(plan.id)] == ["liquor"]


def test_pressed_twice_it_is_sent_once(town: Town) -> None:
    holder, plan = sent()
    before = rows(plan)
    with acting_as(holder):
        sending.send_all(actor=holder, plan_id=plan.id, tells=False)
    after = rows(plan)
    assert {row.case_id for row in after.values()} == {row.case_id for row in before.values()}
    with acting_as(holder), pytest.raises(Refusal, match="already_sent"):
        actions.save_answers(plan=plan, page="food", values={"area": 9.0}, is_done=True)


def test_all_are_sent_or_none(town: Town) -> None:
    holder, plan = planned(
        PLANNED | SHARED | {name: value for name, value in LEFT.items() if name != "employer.declared"}
    )
    with acting_as(holder):
        with pytest.raises(sending.Unfinished) as refused:
            sending.send_all(actor=holder, plan_id=plan.id, tells=True)
        assert [error.path for error in refused.value.errors] == ["employer.declared"]
        assert parts_of(plan.id) == []
        assert Plan.objects.get(pk=plan.id).sent_at is None


def test_what_waits_is_sent_by_itself_when_the_document_is_there(town: Town) -> None:
    holder, plan = sent()
    pay_and_issue(town, rows(plan)["notification"].case_id)
    assert work_off("go_on") == ["go_on"]
    liquor = rows(plan)["liquor"]
    assert liquor.state == "sent" and liquor.agency_id == town.agencies[LIQUOR]
    with acting_as(holder):
        assert cases.case(liquor.case_id).applicant == "นายอนุชา ศรีสุข"
        assert Plan.objects.get(pk=plan.id).answers == {}, "nothing waits, so the plan's own copy is gone"
    with acting_as(PLATFORM):
        going_on.go_on(plan_id=plan.id)
    assert rows(plan)["liquor"].case_id == liquor.case_id


@pytest.mark.parametrize(("tells", "told"), [(True, 1), (False, 0)])
def test_an_agency_learns_of_a_document_only_where_the_applicant_agreed(town: Town, tells: bool, told: int) -> None:
    _, plan = sent(tells=tells)
    pay_and_issue(town, rows(plan)["notification"].case_id)
    work_off("go_on")
    found = rows(plan)
    with acting_as(town.officers[LIQUOR]):
        own = part_of_case(found["liquor"].case_id)
        assert own is not None and len(news_of(own)) == told
    assert found["employer"].news == []


def test_where_what_is_waited_for_ends_without_a_document_the_rest_stops_and_that_is_told(town: Town) -> None:
    holder, plan = sent()
    food = rows(plan)["notification"].case_id
    with acting_as(holder):
        case_actions.carry_out(actor=holder, case_id=food, command=c.Withdraw(reason="เลื่อน"))
    work_off("go_on")
    liquor = rows(plan)["liquor"]
    assert liquor.state == "stopped" and liquor.why["th"] and liquor.case_id is None
    with acting_as(PLATFORM):
        assert Message.objects.filter(key=f"plan/{plan.id}/liquor").count() == 1


def test_what_cannot_be_filed_here_is_ticked_off_by_hand(town: Town) -> None:
    holder, plan = sent(has_shows=True)
    assert rows(plan)["shows"].state == "by_hand" and rows(plan)["shows"].agency_id == town.agencies[FOOD]
    with acting_as(holder):
        actions.tick_off(plan_id=plan.id, part="shows", done=True)
        assert rows(plan, holder)["shows"].done_at is not None
        actions.tick_off(plan_id=plan.id, part="shows", done=False)
        with pytest.raises(Refusal, match="not_by_hand"):
            actions.tick_off(plan_id=plan.id, part="employer", done=True)
    assert rows(plan)["shows"].done_at is None


def test_where_nobody_here_is_responsible_that_is_told_and_the_rest_is_sent(town: Town) -> None:
    elsewhere = {**PLANNED["premises_address"], "subdistrict": "แหลมงอบ", "district": "แหลมงอบ", "province": "ตราด"}
    _, plan = sent(premises_address=elsewhere)
    assert {row.state for row in rows(plan).values()} == {"by_hand"}


def test_each_letter_leads_to_the_page_of_all(town: Town) -> None:
    _, plan = sent()
    work_off("follow_up")
    with acting_as(PLATFORM):
        letters = list(Message.objects.filter(to="anucha@example.com"))
    assert {letter.subject_id for letter in letters} == {row.case_id for row in rows(plan).values() if row.case_id}
    assert all(f"/p/{plan.id}/" in letter.body for letter in letters)


def test_a_file_that_serves_several_is_attached_once_and_each_agency_has_its_own(town: Town) -> None:
    holder, plan = planned()
    with acting_as(holder):
        kept = files.store_file(
            content=b"%PDF lease", name="lease.pdf", content_type="application/pdf", agency=plan.agency_id,
            owner=plan.id, purpose="answer", bearer=plan.bearer,
        )  # fmt: skip
        entry = {
            "id": str(kept.id),
            "name": kept.name,
            "type": kept.content_type,
            "size": kept.size,
            "sha256": kept.sha256,
        }
        paper = {"premises_right": "tenant", "premises_paper": [entry], "sells_liquor": False, "has_shows": False}
        plan = actions.save_answers(plan=plan, page="zz", values=paper, is_done=True)
        sending.send_all(actor=holder, plan_id=plan.id, tells=False)
    case_id = rows(plan)["notification"].case_id
    with acting_as(town.officers[FOOD]):
        (own,) = files.files_of(case_id, "answer")
        assert own.agency_id == town.agencies[FOOD] and files.read_file(own) == b"%PDF lease"
        assert cases.case(case_id).state["answers"]["premises_paper"][0]["id"] == str(own.id)
    with acting_as(town.officers[STAFF]):
        assert files.files_of(case_id, "answer") == []
    with acting_as(PLATFORM):
        assert files.files_of(plan.id, "answer") == [], "the plan's own is gone"


def test_a_plan_that_nobody_went_on_with_is_erased(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _, plan = planned()
    with acting_as(PLATFORM):
        assert forgetting.erase_abandoned() == 0
        later = now() + forgetting.KEPT_UNSENT + forgetting.KEPT_UNSENT
        monkeypatch.setattr(forgetting, "now", lambda: later)
        assert forgetting.erase_abandoned() == 1
        assert not Plan.objects.filter(pk=plan.id).exists()


def test_what_waits_for_more_than_a_year_is_sent_no_more(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    _, plan = sent()
    with acting_as(PLATFORM):
        assert forgetting.stop_waiting() == 0
        later = now() + forgetting.WAITS_AT_MOST * 2
        monkeypatch.setattr(forgetting, "now", lambda: later)
        assert forgetting.stop_waiting() == 1
        assert Plan.objects.get(pk=plan.id).answers == {}
    assert rows(plan)["liquor"].state == "stopped"


def test_a_form_that_has_changed_since_stops_what_waits_and_says_so(town: Town) -> None:
    _, plan = sent()
    definition = pack(LIQUOR)
    pages = definition.form.pages
    more = pages[0].fields[0].model_copy(update={"id": "asked_since"})
    first = pages[0].model_copy(update={"fields": (*pages[0].fields, more)})
    with acting_as(PLATFORM):
        changed = definition.form.model_copy(update={"pages": (first, *pages[1:])})
        publish(definition=definition.model_copy(update={"form": changed}))
    pay_and_issue(town, rows(plan)["notification"].case_id)
    work_off("go_on")
    assert rows(plan)["liquor"].state == "stopped" and rows(plan)["liquor"].why == sending.CHANGED.model_dump()


def test_changing_an_answer_changes_what_is_needed(town: Town) -> None:
    holder, plan = planned()
    with acting_as(holder):
        here = Filling.of(plan)
        assert here.needed == {"notification", "liquor", "employer"}
        assert here.having({"area": 240.0, "sells_liquor": False}).needed == {"licence", "employer"}
        assert {one.part.id for one in here.others} == {"licence", "shows"}


def test_a_plan_is_found_by_nobody_else(town: Town) -> None:
    _, plan = planned()
    with acting_as(PUBLIC), pytest.raises(Refusal, match="no_such_plan"):
        sending.send_all(actor=PUBLIC, plan_id=plan.id, tells=False)
    assert plans_of_person(town.officers[FOOD].person) == []  # type: ignore[arg-type]
