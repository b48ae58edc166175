"""Payees who are long gone: who they were is let go of, after the time that the law on bookkeeping asks; sums stay.

A payee who was never paid goes with the case that entered them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from thanjai.cases.events import CaseErased
from thanjai.domain.payroll import Month
from thanjai.domain.workdays import add_months
from thanjai.kernel.clock import now, today
from thanjai.kernel.events import subscribe
from thanjai.kernel.ids import new_secret
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.erasing import erase_messages, messages_left
from thanjai.money.by_roll import waiting_for_a_roll
from thanjai.payouts.models import AccountChange, Payee, Removal, RollLine, Scheme

AT_ONCE: Final = 200
_NO_ACCOUNT: Final[dict[str, Any]] = {"bank": "", "account": "", "account_key": b"", "account_name": ""}
_EMPTY: Final[dict[type[Any], dict[str, Any]]] = {
    Payee: {"name": "", "national_id": "", "birth": "", "email": "", **_NO_ACCOUNT},
    AccountChange: {"reason": "", **_NO_ACCOUNT},
    Removal: {"ground": "", "objection": "", "words": ""},
    RollLine: {"name": "", **_NO_ACCOUNT},
}
_KEY_BYTES: Final = 32


def erase_due(most: int = AT_ONCE) -> int:
    """Erase payees of all agencies whose last payment, and all else about them, is old enough; how many."""
    with acting_as(PLATFORM), transaction.atomic():
        schemes = list(Scheme.objects.values_list("id", "agency_id", "kept_years"))
    count = 0
    for scheme_id, agency_id, years in schemes:
        with acting_as(worker_at(agency_id)), transaction.atomic():
            count += len(due := _due(agency_id, scheme_id, years, most - count))
            _erase(due)
        if count >= most:
            break
    return count


def _due(agency_id: UUID, scheme_id: UUID, years: int, most: int) -> list[UUID]:
    """Nothing was entered, paid or decided of them for so many years, no roll is open on which they are, and no refund
    of theirs waits."""
    waiting = [one.id for one in waiting_for_a_roll(agency_id)]
    first = Month.of(add_months(today(), -12 * years)).first
    later = RollLine.objects.filter(
        Q(month__gte=first) | ~Q(roll__state__in=["closed", "cancelled"]) | Q(instruction_id__in=waiting),
        payee=OuterRef("pk"),
    )
    changed = AccountChange.objects.filter(payee=OuterRef("pk"), asked_at__date__gte=first)
    removal = Removal.objects.filter(payee=OuterRef("pk"), posted_on__gte=first)
    found = Payee.objects.select_for_update().filter(scheme_id=scheme_id, erased_at=None, entered_at__date__lt=first)
    found = found.exclude(Exists(later)).exclude(Exists(changed)).exclude(Exists(removal))
    return list(found.order_by("entered_at").values_list("id", flat=True)[:most])


def _erase(ids: Collection[UUID]) -> None:
    if not ids:
        return
    for payee in Payee.objects.filter(pk__in=ids):
        key = new_secret(_KEY_BYTES)
        # A key of nobody, the same for all of their lines, so that a month is still paid once to one person.
        RollLine.objects.filter(payee=payee, erased=False).update(person_key=key, erased=True, **_EMPTY[RollLine])
        Payee.objects.filter(pk=payee.pk).update(person_key=key, erased_at=now(), **_EMPTY[Payee])
    for table in (AccountChange, Removal):
        table.objects.filter(payee_id__in=ids).update(**_EMPTY[table])
    erase_messages(ids)


@subscribe(CaseErased)
def erase_unpaid(erased: CaseErased) -> None:
    """Who was never on a roll goes with the case; of others the law on bookkeeping decides, by and by."""
    lines = RollLine.objects.filter(payee=OuterRef("pk"))
    found = Payee.objects.filter(agency_id=erased.agency_id, case_id=erased.case_id, erased_at=None)
    _erase(list(found.exclude(Exists(lines)).values_list("id", flat=True)))


def payees_left() -> list[str]:
    """What erased payees still say, by table and column; for the platform."""
    ids = list(Payee.objects.filter(erased_at__isnull=False).values_list("id", flat=True))
    found = []
    for table, empty in _EMPTY.items():
        rows = table.objects.filter(**{"pk__in" if table is Payee else "payee_id__in": ids})
        found += [
            f"{table._meta.db_table}.{name}"
            for row in rows
            for name, value in empty.items()
            if (bytes(getattr(row, name)) if isinstance(value, bytes) else getattr(row, name)) != value
        ]
    return found + ["messaging_message"] * messages_left(ids)
