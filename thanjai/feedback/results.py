"""Answers about cases added up, for everybody: of months that can change no more, as far as there are enough."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.satisfaction import Got, Shown, Tally, gathered, published, shown
from thanjai.feedback.models import Answer, FollowUp
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import PLATFORM, acting_as

MOST_DONE: Final = 10
KEPT_SECONDS: Final = 3600
_AGENCY, _SERVICE = itemgetter(0), itemgetter(1)


def of_agency(agency_id: UUID) -> Shown[str]:
    """By service."""
    return gathered(_kept(*published(today()), agency_id=agency_id), by=_SERVICE)


def of_service(service_id: str) -> Shown[UUID]:
    """By agency."""
    return gathered(_kept(*published(today()), service_id=service_id), by=_AGENCY)


def of_offer(agency_id: UUID, service_id: str) -> Shown[str]:
    """Of a service at an agency: the one key is the service."""
    return gathered(_shown(*published(today()), agency_id=agency_id, service_id=service_id), by=_SERVICE)


def of_all() -> Shown[UUID]:
    """By agency, of the whole country: for the oversight, and of the pieces that everybody sees."""
    return gathered(_kept(*published(today())), by=_AGENCY)


def done_about(agencies: Collection[UUID], services: Collection[str]) -> list[tuple[date, str]]:
    """What these agencies did about answers on these services, in words for everybody, the newest first.

    Of the months that are published. Ask only for what has a result that is shown: of others these words would tell
    that there were answers.
    """
    return _done(*published(today()), frozenset(agencies), frozenset(services))


@for_seconds(60)
def _done(since: date, until: date, agencies: frozenset[UUID], services: frozenset[str]) -> list[tuple[date, str]]:
    with acting_as(PLATFORM):
        found = FollowUp.objects.filter(closed_at__isnull=False, answer__page="").exclude(done="")
        found = found.filter(answer__on__gte=since, answer__on__lt=until)
        found = found.filter(agency_id__in=agencies, answer__service_id__in=services)
        return [
            (bangkok_day(one.closed_at), one.done) for one in found.order_by("-closed_at")[:MOST_DONE] if one.closed_at
        ]


def _shown(since: date, until: date, **where: Any) -> Shown[Any]:
    """By agency and service, whatever is asked for: what may be shown is the same everywhere."""
    with acting_as(PLATFORM):
        found = Answer.objects.filter(page="", agency__isnull=False, on__gte=since, on__lt=until, **where)
        return shown(_cells(found), until)


_kept = for_seconds(KEPT_SECONDS)(_shown)
"""Of many services or agencies. The months between the two days change no more, so what is kept is never wrong."""


def _cells(found: QuerySet[Answer]) -> Mapping[tuple[tuple[UUID, str], date], Tally]:
    by_month = found.annotate(month=TruncMonth("on")).values("agency_id", "service_id", "month").order_by()
    rows = by_month.annotate(count=Count("*"), marks=Sum("ease"), had=Count("got", filter=Q(got=Got.YES.value)))
    return {
        ((row["agency_id"], row["service_id"]), row["month"]): Tally(row["count"], row["marks"], row["had"])
        for row in rows
    }
