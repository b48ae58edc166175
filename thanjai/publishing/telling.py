"""Letters about services that end: to the heads of all agencies that offer them, and to whoever has an application begun."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import officers_of
from thanjai.cases.unsent import tell_of_ending
from thanjai.catalogue.ending import offering
from thanjai.catalogue.selectors import titles, told_of
from thanjai.domain.definition.base import Role
from thanjai.domain.retiring import AGAIN
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.actions import send_email
from thanjai.publishing.ending import ending_of
from thanjai.publishing.models import APPROVED, CALLED_OFF, Retirement

_GOES_ON: Final = Text(
    th="บริการนี้ให้บริการต่อไป กำหนดเลิกบริการที่เคยแจ้งถูกยกเลิกแล้ว",
    en="The service goes on: that it would end, as you were told, was called off.",
)


def tell(retirement_id: UUID) -> None:
    """Write to all whom it concerns. Again, nobody gets the same letter twice. The actor is the platform."""
    with transaction.atomic():
        row = Retirement.objects.filter(pk=retirement_id, state__in=(APPROVED, CALLED_OFF)).first()
        agencies = _agencies(row) if row else []
    for agency in agencies:
        assert row is not None
        with acting_as(worker_at(agency)), transaction.atomic():
            if row.for_all:
                _tell_heads(row, agency)
            tell_of_ending(agency=agency, service=row.service_id, key=f"{row.id}/{row.state}", words=_words(row))


def tell_again() -> None:
    """Whoever has still not sent their application shortly before the day. The actor is the platform."""
    day = today()
    with transaction.atomic():
        near = Retirement.objects.filter(state=APPROVED, on__gt=day, on__lte=day + AGAIN)
        whom = [(row, agency) for row in near.order_by("on", "id") for agency in _agencies(row)]
    for row, agency in whom:
        with acting_as(worker_at(agency)), transaction.atomic():
            tell_of_ending(agency=agency, service=row.service_id, key=f"{row.id}/again", words=_words(row))


def _agencies(row: Retirement) -> list[UUID]:
    return offering(row.service_id) if row.for_all else [row.agency_id]


def _words(row: Retirement) -> Text:
    """What happens to the service, and what there is instead."""
    told = told_of(ending_of(row)) if row.state == APPROVED else None
    return told.whole(settings.BASE_URL) if told else _GOES_ON


def _tell_heads(row: Retirement, agency: UUID) -> None:
    title, words = titles()[row.service_id], _words(row)
    subject = Text(th=f"บริการ “{title.th}”", en=f"The service “{title.en}”")
    for head in officers_of(agency, Role.HEAD):
        language = head.person.language
        send_email(
            agency_id=agency, subject_id=row.id, key=f"ending/{row.id}/{row.state}/{head.person_id}",
            to=head.person.email, subject=subject.in_language(language),
            body=f"{title.in_language(language)}\n\n{words.in_language(language)}",
        )  # fmt: skip
