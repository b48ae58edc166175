"""What Opn says of a day: the charges that were paid on it, with their fees, and the transfers that were sent.

Their list of charges goes by when a charge was made, which may be days before it is paid. A transfer does not name its
charges: it is part of a balance.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.periods import end_of
from thanjai.money.providers import Lump, NothingToTake, Report, Taken
from thanjai.plugins.payments.opn.api import Api
from thanjai.plugins.payments.opn.shapes import Charge, DayRead, References, Transfer

_BEFORE: Final = timedelta(days=3)
"""How long before it is paid a charge may have been made: longer than any of ours waits."""
Ours = Callable[[Charge], References]
"""The references that we wrote into a charge. Raises NothingToTake for another shop's."""


def fetch(api: Api, day: date, now: datetime, ours: Ours, without_payer: Callable[[Any], Any]) -> bytes:
    """Their answers, whole but for who paid, with the references of each charge. Raises NotNow."""
    end = end_of(day)
    since = end - timedelta(days=1) - _BEFORE
    charges = [found for found in _charges(api, since, end, day, ours)]
    transfers = [one for one in api.many("transfers", since, end) if _sent_on(one, day)]
    said = {"day": day.isoformat(), "complete": bangkok_day(now) > day, "charges": charges, "transfers": transfers}
    return json.dumps(without_payer(said), ensure_ascii=False, sort_keys=True).encode()


def _charges(api: Api, since: datetime, end: datetime, day: date, ours: Ours) -> Iterator[Mapping[str, Any]]:
    for found in api.many("charges", since, end):
        try:
            charge = Charge.model_validate(found)
            if charge.paid and charge.paid_at and bangkok_day(charge.paid_at) == day:
                yield {"charge": found, "references": ours(charge).model_dump()}
        except (ValidationError, NothingToTake):
            continue


def _sent_on(found: Mapping[str, Any], day: date) -> bool:
    try:
        transfer = Transfer.model_validate(found)
    except ValidationError:
        return False
    return transfer.sent and transfer.sent_at is not None and bangkok_day(transfer.sent_at) == day


def read(raw: bytes, day: date) -> Report:
    """What was fetched. Raises ValidationError, and ValueError for another day's."""
    said = DayRead.model_validate_json(raw)
    if said.day != day:
        raise ValueError(f"a report of {said.day}, not of {day}")
    return Report(
        tuple(_taken(one.charge, one.references) for one in said.charges),
        tuple(
            Lump(one.id, bangkok_day(one.sent_at or one.created_at), one.net, one.fee + one.fee_vat)
            for one in said.transfers
        ),
        said.complete,
    )


def _taken(charge: Charge, ours: References) -> Taken:
    at = (charge.paid_at or charge.created_at).astimezone(UTC)
    return Taken(charge.id, ours.reference1, ours.reference2, charge.amount, charge.fee + charge.fee_vat, at)
