"""Letting go of plans: those never sent, and those whose cases have been erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.bundles.actions import STOPPED, WAITING
from thanjai.bundles.models import Plan, PlanPart
from thanjai.bundles.sending import let_go_when_done
from thanjai.cases.events import CaseErased
from thanjai.domain.text import Text
from thanjai.kernel import erasing
from thanjai.kernel.clock import now
from thanjai.kernel.forgetting import forget_files
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.erasing import erase_messages

KEPT_UNSENT: Final = timedelta(days=90)
"""As long as an unfinished request: see `privacy.models.DRAFT_DAYS`. The page says so."""
WAITS_AT_MOST: Final = timedelta(days=365)
TOO_LATE: Final = Text(
    th="รอเกินหนึ่งปี จึงไม่ส่งให้เองแล้ว ยื่นส่วนนี้แยกจากหน้าบริการของหน่วยงาน",
    en="It has waited for more than a year and is not sent by itself any more. Apply for it on the page of that service.",
)
AT_ONCE: Final = 200


@transaction.atomic
def erase_abandoned(most: int = AT_ONCE) -> int:
    """Erase plans never sent that nobody saved for so long, with their files; how many. Raises BackupRuns."""
    erasing.begin()
    old = Plan.objects.select_for_update(of=("self",)).filter(
        sent_at__isnull=True, saved_at__lt=now() - KEPT_UNSENT
    )  # fmt: skip
    ids = list(old.order_by("saved_at").values_list("id", flat=True)[:most])
    _erase(ids)
    return len(ids)


@transaction.atomic
def stop_waiting(most: int = AT_ONCE) -> int:
    """What has waited too long is sent no more, and the plan's copy of the answers goes; how many. Raises BackupRuns."""
    erasing.begin()
    late = PlanPart.objects.filter(state=WAITING, plan__sent_at__lt=now() - WAITS_AT_MOST).values("plan_id")
    plans = list(Plan.objects.select_for_update(of=("self",)).filter(pk__in=late).order_by("id")[:most])
    for plan in plans:
        PlanPart.objects.filter(plan=plan, state=WAITING).update(state=STOPPED, why=TOO_LATE.model_dump())
        let_go_when_done(plan)
    return len(plans)


def let_go(erased: CaseErased) -> None:
    """A case is erased: its part of the plan goes, and with the last part that was a case the plan."""
    with acting_as(PLATFORM):
        row = PlanPart.objects.filter(case_id=erased.case_id).first()
        if row is None:
            return
        row.delete()
        if not PlanPart.objects.filter(plan_id=row.plan_id, case_id__isnull=False).exists():
            erased.places.extend(_erase([row.plan_id]))


def _erase(ids: list[UUID]) -> list[str]:
    places = forget_files(ids)
    erase_messages(ids)
    PlanPart.objects.filter(plan_id__in=ids).delete()
    Plan.objects.filter(pk__in=ids).delete()
    return places
