"""The inbox of the overseer: copies of notices of delay (LFA section 10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from thanjai.cases.models import DelayCopy
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.tenancy import Actor, Kind

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which copies; empty for all. `state` is new for those nobody has seen yet."""

    state: str = ""
    agency: UUID | None = None
    service: str = ""
    cause: str = ""

    def rows(self) -> QuerySet[DelayCopy]:
        found = DelayCopy.objects.all()
        if self.state == "new":
            found = found.filter(seen_at__isnull=True)
        if self.agency is not None:
            found = found.filter(agency_id=self.agency)
        if self.service:
            found = found.filter(service_id=self.service)
        return found.filter(cause=self.cause) if self.cause else found


def inbox(wanted: Wanted, *, after: Place | None = None, limit: int) -> list[DelayCopy]:
    """Copies, newest first; those after a place in the list."""
    return list(newest_first(wanted.rows(), "sent_at", after)[:limit])


def unseen() -> int:
    """How many nobody has seen yet; at most `MOST_COUNTED`."""
    return len(DelayCopy.objects.filter(seen_at__isnull=True).values_list("pk", flat=True)[:MOST_COUNTED])


def all_copies(wanted: Wanted, most: int) -> Iterator[DelayCopy]:
    """For an export: newest first, with flat memory."""
    return newest_first(wanted.rows(), "sent_at", None)[:most].iterator(chunk_size=2_000)


def copy_by_id(id: UUID) -> DelayCopy:
    """Raises Refusal no_such_page, also when the reader may not see it."""
    found = DelayCopy.objects.filter(pk=id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบหนังสือนี้", en="There is no such notice."))
    return found


@transaction.atomic
def mark_seen(*, actor: Actor, ids: Iterable[UUID]) -> int:
    """The overseer has looked at copies; how many of them nobody had seen before."""
    if actor.kind is not Kind.OVERSEER:
        raise Refusal(
            "not_allowed",
            Text(th="เฉพาะสำนักงาน ก.พ.ร. เท่านั้นที่ทำรายการนี้ได้", en="Only the overseer may do this."),
        )
    return DelayCopy.objects.filter(pk__in=list(ids), seen_at__isnull=True).update(seen_at=now())
