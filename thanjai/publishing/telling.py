"""Letters about services that end: to the heads of all agencies that offer them, and to whoever has an application begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import officers_of
from thanjai.cases.unsent import tell_of_ending
from thanjai.catalogue.ending import ending_at, offering
from thanjai.catalogue.selectors import titles, told_of
from thanjai.domain.definition.base import Role
from thanjai.domain.retiring import AGAIN
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.actions import send_email
from thanjai.publishing.models import APPROVED, CALLED_OFF, Retirement
from thanjai.publishing.turns import each_in_turn

T = TypeVar("T")
_GOES_ON: Final = Text(
    th="บริการนี้ให้บริการต่อไป กำหนดเลิกบริการที่เคยแจ้งถูกยกเลิกแล้ว",
    en="The service goes on: that it would end, as you were told, was called off.",
)


def tell(retirement_id: UUID) -> None:
    """Write to all whom it concerns. Again, nobody gets the same letter twice. The actor is the platform.

    An agency at which that fails keeps no other from its letters; the fault is raised when all have had their turn.
    """
    with transaction.atomic():
        row = Retirement.objects.filter(pk=retirement_id, state__in=(APPROVED, CALLED_OFF)).first()
        agencies = _agencies(row) if row else []
    if row is not None:
        _all_of(agencies, partial(_tell, row))


def _tell(row: Retirement, agency: UUID) -> None:
    with acting_as(worker_at(agency)), transaction.atomic():
        if (words := _words(row, agency)) is None:
            return
        if row.for_all:
            _tell_heads(row, agency, words)
        tell_of_ending(agency=agency, service=row.service_id, key=f"{row.id}/{row.state}", words=words)


def tell_again() -> None:
    """Whoever has still not sent their application shortly before the day. The actor is the platform.

    Where an agency fails, as `tell`.
    """
    day = today()
    with transaction.atomic():
        near = Retirement.objects.filter(state=APPROVED, on__gt=day, on__lte=day + AGAIN)
        whom = [(row, agency) for row in near.order_by("on", "id") for agency in _agencies(row)]
    _all_of(whom, lambda one: _tell_once_more(*one))


def _tell_once_more(row: Retirement, agency: UUID) -> None:
    with acting_as(worker_at(agency)), transaction.atomic():
        ending = ending_at(agency, row.service_id)
        if ending is None or ending.on < row.on:
            return  # It ends sooner there, by another decision, of which they were told.
        if words := _words(row, agency):
            tell_of_ending(agency=agency, service=row.service_id, key=f"{row.id}/again", words=words)


def _all_of(things: Iterable[T], deed: Callable[[T], object]) -> None:
    if faults := each_in_turn(things, deed):
        raise faults[0]


def _agencies(row: Retirement) -> list[UUID]:
    return offering(row.service_id) if row.for_all else [row.agency_id]


def _words(row: Retirement, agency: UUID) -> Text | None:
    """What happens to the service at an agency, and what there is instead; None where that is over, or nothing.

    It is what stands in the adoption: the agency may end it sooner than all others, or with all others sooner than
    it meant to, and then it ends although the request was called off.
    """
    told = told_of(ending_at(agency, row.service_id))
    if told is not None:
        return None if told.is_over else told.whole(settings.BASE_URL)
    return _GOES_ON if row.state == CALLED_OFF else None


def _tell_heads(row: Retirement, agency: UUID, words: Text) -> None:
    title = titles()[row.service_id]
    subject = Text(th=f"บริการ “{title.th}”", en=f"The service “{title.en}”")
    for head in officers_of(agency, Role.HEAD):
        language = head.person.language
        send_email(
            agency_id=agency, subject_id=row.id, key=f"ending/{row.id}/{row.state}/{head.person_id}",
            to=head.person.email, subject=subject.in_language(language),
            body=f"{title.in_language(language)}\n\n{words.in_language(language)}",
        )  # fmt: skip
