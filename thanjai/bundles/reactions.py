"""What plans do when something has happened to a case that is a part of one."""

from __future__ import annotations

from typing import Any

from thanjai.bundles import forgetting, jobs, selectors
from thanjai.bundles.letters import link_of
from thanjai.bundles.models import Plan, PlanPart
from thanjai.cases import whole
from thanjai.cases.events import CaseErased, CaseMoved
from thanjai.domain.case import events as e
from thanjai.domain.case.state import ENDED
from thanjai.domain.text import Text
from thanjai.kernel.events import subscribe
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at


@subscribe(CaseMoved)
def go_on_with_the_plan(moved: CaseMoved) -> None:
    """A document is there, or the case has ended: what waits for it is looked at by a job."""
    if moved.case.status not in ENDED and not any(isinstance(event, e.DocumentIssued) for event in moved.events):
        return
    with acting_as(worker_at(moved.agency_id)):
        row = selectors.part_of_case(moved.case_id)
        if row is not None:
            jobs.go_on.defer(plan_id=str(row.plan_id))


@subscribe(CaseErased)
def let_go_of_the_plan(erased: CaseErased) -> None:
    forgetting.let_go(erased)


@whole.told_by
def tell_of_the_plan(row: Any) -> Text | None:
    """The line in a case's letters that leads to the page of all parts."""
    with acting_as(PLATFORM):
        part = PlanPart.objects.filter(case_id=row.id).first()
        plan = Plan.objects.filter(pk=part.plan_id).first() if part else None
    if plan is None:
        return None
    title, link = selectors.definition_of(plan.version_id).title, link_of(plan)
    return Text(
        th=f"เรื่องนี้เป็นส่วนหนึ่งของ “{title.th}” ดูทุกหน่วยงานในหน้าเดียวที่: {link}",
        en=f"This case is part of “{title.en}”. See all agencies on one page: {link}",
    )
