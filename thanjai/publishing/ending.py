"""Services whose day has come take no new applications any more, by the platform's own hand."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.catalogue import ending as catalogue
from thanjai.domain.retiring import Ending, Instead
from thanjai.kernel.clock import now, today
from thanjai.publishing.models import APPROVED, Retirement


@transaction.atomic
def due() -> list[UUID]:
    """What ends by today and was not carried out. The actor is the platform."""
    waiting = Retirement.objects.filter(state=APPROVED, carried_out_at__isnull=True, on__lte=today())
    return list(waiting.order_by("on", "id").values_list("id", flat=True))


@transaction.atomic
def carry_out(retirement_id: UUID) -> bool:
    """The day has come: nobody can begin an application any more. The second time nothing happens."""
    rows = Retirement.objects.select_for_update()
    row = rows.filter(pk=retirement_id, state=APPROVED, carried_out_at__isnull=True, on__lte=today()).first()
    if row is None:
        return False
    catalogue.ended(service=row.service_id, agency=whose(row))
    row.carried_out_at = now()
    row.save(update_fields=["carried_out_at"])
    return True


def whose(row: Retirement) -> UUID | None:
    """Whose offer ends; None: everybody's."""
    return None if row.for_all else row.agency_id


def ending_of(row: Retirement) -> Ending:
    return Ending(row.on, Instead.model_validate(row.instead))
