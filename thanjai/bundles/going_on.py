"""What follows when a part's case has moved: a document is there, or there will be none."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.bundles import selectors
from thanjai.bundles.actions import STOPPED, WAITING
from thanjai.bundles.models import Plan, PlanPart
from thanjai.bundles.sending import let_go_when_done, send_waiting
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.selectors import case as case_by_id
from thanjai.cases.selectors import domain_case
from thanjai.domain.case.state import ENDED
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as, worker_at

NEVER_COMES: Final = Text(
    th="ส่วนที่ต้องรอจบลงโดยไม่มีเอกสาร จึงไม่ได้ส่งส่วนนี้ ตรวจผลของส่วนนั้นก่อน แล้วยื่นใหม่ได้",
    en="What this waited for ended without a document, so this part was not sent. See how that ended; you may apply anew.",
)
SENT_NOW: Final = Text(th="ส่งส่วนที่รออยู่แล้ว", en="What was waiting has been sent")
STOPPED_NOW: Final = Text(th="ส่วนที่รออยู่ส่งไม่ได้", en="What was waiting could not be sent")


@transaction.atomic
def go_on(*, plan_id: UUID) -> None:
    """Note what is done, tell who may be told, and send what waited. The caller acts as the platform; twice is once."""
    plan = Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id, sent_at__isnull=False).first()
    if plan is None:
        return
    rows = {row.part: row for row in PlanPart.objects.select_for_update(of=("self",)).filter(plan=plan).order_by("id")}
    over = {row.part for row in rows.values() if _settle(row)}
    if plan.tells:
        _tell(plan, rows)
    for row in rows.values():
        if row.state == WAITING and all(id in rows and rows[id].done_at for id in row.waits):
            row.plan = plan
            send_waiting(row)
            _write(plan, rows, row)
        elif row.state == WAITING and over & set(row.waits):
            row.state, row.why = STOPPED, NEVER_COMES.model_dump()
            row.save(update_fields=["state", "why"])
            _write(plan, rows, row)
    let_go_when_done(plan)


def _settle(row: PlanPart) -> bool:
    """Note the day of a part's first document; whether its case has ended without one."""
    if row.case_id is None or row.done_at is not None:
        return False
    case = domain_case(case_by_id(row.case_id))
    if case.issued:
        row.done_at = now()
        row.save(update_fields=["done_at"])
        return False
    return case.status in ENDED


def _tell(plan: Plan, rows: dict[str, PlanPart]) -> None:
    """Let each part's agency know of the documents that the bundle says it may know of: that, and nothing else."""
    definition = selectors.definition_of(plan.version_id)
    for row in rows.values():
        known = {one["part"] for one in row.news}
        known_to = definition.part(row.part).learns_of
        fresh = [
            {"part": one.part, "at": one.done_at.date().isoformat()}
            for one in rows.values()
            if one.part in known_to and one.part not in known and one.done_at is not None and one.case_id
        ]
        if fresh:
            row.news = [*row.news, *fresh]
            row.save(update_fields=["news"])


def _write(plan: Plan, rows: dict[str, PlanPart], row: PlanPart) -> None:
    """Tell the applicant what became of a part that waited, with the letters of the case that it waited for."""
    about = next((rows[id] for id in row.waits if id in rows and rows[id].case_id), None)
    if about is None or about.case_id is None or about.agency_id is None:
        return
    title = selectors.definition_of(plan.version_id).part(row.part).office
    why = Text(**row.why) if row.why else Text(th="ท่านไม่ต้องทำอะไรเพิ่ม", en="There is nothing for you to do.")
    words = Text(th=f"{title.th}: {why.th}", en=f"{title.en}: {why.en}")
    with acting_as(worker_at(about.agency_id)):
        write_to_applicant(
            case_by_id(about.case_id), key=f"plan/{plan.id}/{row.part}",
            subject=STOPPED_NOW if row.state == STOPPED else SENT_NOW, words=words,
        )  # fmt: skip
