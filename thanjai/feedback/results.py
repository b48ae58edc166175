"""Answers about cases added up, for everybody: of a year, as far as there are enough of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.satisfaction import Got, Shown, Tally, shown
from thanjai.domain.workdays import add_months
from thanjai.feedback.models import Answer, FollowUp
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import PLATFORM, acting_as

MONTHS: Final = 12
MOST_DONE: Final = 10


def of_agency(agency_id: UUID) -> Shown[str]:
    """By service."""
    return _shown("service_id", agency_id=agency_id)


def of_service(service_id: str) -> Shown[UUID]:
    """By agency."""
    return _shown("agency_id", service_id=service_id)


def of_offer(agency_id: UUID, service_id: str) -> Shown[str]:
    """Of a service at an agency: the one key is the service."""
    return _shown("service_id", agency_id=agency_id, service_id=service_id)


def of_all() -> Shown[UUID]:
    """By agency, of the whole country: for the oversight."""
    return _shown("agency_id")


def done_about(agencies: Collection[UUID], services: Collection[str]) -> list[tuple[date, str]]:
    """What these agencies did about answers on these services, in words for everybody, the newest first.

    Ask only for what has a result that is shown: of others these words would tell that there were answers.
    """
    with acting_as(PLATFORM):
        found = FollowUp.objects.filter(closed_at__isnull=False, answer__page="", answer__on__gte=_since())
        found = found.filter(agency_id__in=agencies, answer__service_id__in=services).exclude(done="")
        return [
            (bangkok_day(one.closed_at), one.done) for one in found.order_by("-closed_at")[:MOST_DONE] if one.closed_at
        ]


def _since() -> date:
    return add_months(today().replace(day=1), 1 - MONTHS)


def _shown(key: str, **where: Any) -> Shown[Any]:
    with acting_as(PLATFORM):
        found = Answer.objects.filter(page="", agency__isnull=False, on__gte=_since(), **where)
        return shown(_cells(found, key))


def _cells(found: QuerySet[Answer], key: str) -> Mapping[tuple[Any, date], Tally]:
    by_month = found.annotate(month=TruncMonth("on")).values(key, "month").order_by()
    rows = by_month.annotate(count=Count("id"), marks=Sum("ease"), had=Count("id", filter=Q(got=Got.YES.value)))
    return {(row[key], row["month"]): Tally(row["count"], row["marks"], row["had"]) for row in rows}
