"""A pretended case goes by the rules of a real one, and by a clock of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.domain.small_definitions import service
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Status
from thanjai.domain.duties import Kind
from thanjai.domain.pretending.run import NUMBER, Run
from thanjai.domain.refusals import Refusal
from thanjai.domain.workdays import base_calendar

MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
CALENDAR = base_calendar(2025, 2030)
ANSWERS: dict[str, Any] = {"owner": {"title": "นาย", "given": "สมชาย", "family": "ใจดี"}, "area": 30.0}


def begun() -> Run:
    run = Run(Rules(service(), {"rate": 100}), CALENDAR, MONDAY)
    run.submit(ANSWERS, "สมชาย")
    return run


def decided(outcome: str) -> Run:
    run = begun()
    run.do(c.Finish(step="check"), "แดง", "officer")
    run.do(c.Finish(step="inspect", findings={"clean": True}), "แดง", "officer")
    run.do(c.Decide(step="decide", outcome=outcome, reasons="ครบ"), "ดำ", "officer")  # type: ignore[arg-type]
    return run


def test_it_goes_from_the_request_to_the_paper_without_anybody_elses_doing() -> None:
    run = decided("approved")
    assert run.case.status is Status.WAITING_PAYMENT and run.case.fee is not None
    run.pay()
    assert run.case.status is Status.ISSUED
    assert [paper.number for paper in run.case.issued] == [f"{NUMBER}-permit"]
    paid = next(line for line in run.happened if line.type == "fee_paid")
    assert paid.actor_kind == "worker" and paid.payload["receipt"].startswith(NUMBER)
    assert [line.seq for line in run.happened] == list(range(1, len(run.happened) + 1))


def test_what_was_kept_of_it_brings_it_back() -> None:
    run = decided("approved")
    run.move_to(MONDAY + timedelta(days=40))
    kept = [line.model_dump(mode="json") for line in run.happened]
    again = Run.restored(run.rules, CALENDAR, run.at, kept, run.attended)
    assert again == run


def test_what_the_rules_refuse_is_refused_and_nothing_has_happened() -> None:
    run = begun()
    before = list(run.happened)
    with pytest.raises(Refusal):
        run.do(c.Finish(step="inspect"), "แดง", "officer")
    assert run.happened == before


@pytest.mark.parametrize("outcome", ["approved", "refused"])
def test_an_order_is_told_at_once(outcome: str) -> None:
    told = [line for line in decided(outcome).happened if line.type == "told"]
    assert [line.payload["what"] for line in told] == ["decided"]


def test_an_appeal_and_its_decision_are_told_and_open_the_case_again() -> None:
    run = decided("refused")
    run.do(c.FileAppeal(grounds="วัดใหม่"), "สมชาย", "person")
    assert run.case.status is Status.APPEALED
    run.do(c.DecideAppeal(outcome="reversed", reasons="จริง"), "ดำ", "officer")
    assert "appeal_decided" in [line.payload.get("what") for line in run.happened]
    assert run.case.status is Status.WAITING_PAYMENT


def test_a_request_that_is_given_back_is_told_as_that() -> None:
    run = begun()
    until = (MONDAY + timedelta(days=7)).date()
    run.do(c.RecordDefects(step="check", defects=(Defect(missing="แผนผัง"),), mend_by=until), "แดง", "officer")
    run.do(c.Return(reasons="ไม่แก้"), "แดง", "officer")
    assert [line.payload["what"] for line in run.happened if line.type == "told"] == ["returned"]


def test_time_that_passes_does_the_clocks_duties_in_order_and_each_once() -> None:
    run = begun()
    run.do(c.Finish(step="check"), "แดง", "officer")
    done = run.move_to(MONDAY + timedelta(days=50))
    assert [duty.at for duty in done] == sorted(duty.at for duty in done)
    kinds = [duty.kind for duty in done]
    assert kinds[:3] == [Kind.WARN, Kind.DUE, Kind.OVER] and kinds.count(Kind.NOTICE) > 1
    notices = [line for line in run.happened if line.type == "delay_notified"]
    assert [line.payload["ordinal"] for line in notices] == list(range(1, kinds.count(Kind.NOTICE) + 1))
    assert run.move_to(run.at) == [] and run.at == MONDAY + timedelta(days=50)


def test_time_never_goes_back_and_knows_what_comes_next() -> None:
    run = begun()
    assert run.next_due() is None and run.end() == MONDAY + timedelta(days=1)
    run.do(c.Finish(step="check"), "แดง", "officer")
    due = run.next_due()
    assert due is not None and run.end() == due + timedelta(days=1)
    run.move_to(due)
    assert run.at == due
    run.move_to(MONDAY)
    assert run.at == due
