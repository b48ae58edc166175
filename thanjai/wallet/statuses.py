"""The lists by which anybody who was shown a credential sees how the document stands, without telling which one.

A list is an agency's own, because its key signs it. It is worked out anew from the documents, so it cannot be behind.
"""

from __future__ import annotations

import secrets
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from thanjai.agencies.selectors import agency_by_slug
from thanjai.documents import selectors as documents
from thanjai.domain.status_list import BITS, Standing, compressed, packed
from thanjai.kernel import jose, signatories
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.wallet.models import StatusPlace

PLACES: Final = 2**16
FULL: Final = PLACES // 2
"""Then the next list begins: places are drawn by lot, and half of them are found at once."""
SECONDS: Final = 60
"""So long a reader may keep a list."""
DAY: Final = 86_400
KIND: Final = "statuslist+jwt"
_OURS: Final = 15
_DRAWS: Final = 100
_STANDING: Final = {"suspended": Standing.SUSPENDED, "not_yet_valid": Standing.VALID}
"""All others that are not in force are over for good. That a time has not begun stands in the credential itself."""


def address(slug: str, number: int) -> str:
    return f"{settings.BASE_URL}/wallet/status/{slug}/{number}"


def place_of(agency_id: UUID, document_id: UUID) -> StatusPlace:
    """The document's place, drawn when it first needs one; the caller acts as the platform at the agency.

    Two who draw at once end with the same one.
    """
    for _ in range(_DRAWS):
        found = StatusPlace.objects.filter(document_id=document_id).first()
        if found is not None:
            return found
        drawn = StatusPlace(
            agency_id=agency_id, document_id=document_id, list=_open_list(agency_id), place=secrets.randbelow(PLACES)
        )
        StatusPlace.objects.bulk_create([drawn], ignore_conflicts=True)
    raise RuntimeError("no free place was found in a list that is half empty")


def _open_list(agency_id: UUID) -> int:
    rows = StatusPlace.objects.filter(agency_id=agency_id)
    last: int = rows.aggregate(last=Max("list"))["last"] or 0
    return last + 1 if rows.filter(list=last).count() >= FULL else last


@for_seconds(_OURS)
def token(slug: str, number: int) -> str | None:
    """The signed list; None where there is no such one. Raises Refusal for an unknown agency."""
    agency = agency_by_slug(slug)
    with acting_as(worker_at(agency.id)):
        rows = StatusPlace.objects.filter(agency_id=agency.id, list=number)
        places = dict(rows.values_list("document_id", "place"))
        standing = documents.not_in_force(places)
    if not places:
        return None
    said = {places[id]: _STANDING.get(status, Standing.INVALID) for id, status in standing.items()}
    moment = int(now().timestamp())
    claims: dict[str, Any] = {
        "sub": address(slug, number), "iat": moment, "exp": moment + DAY, "ttl": SECONDS,
        "status_list": {"bits": BITS, "lst": compressed(packed(PLACES, said))},
    }  # fmt: skip
    return jose.signed(signatories.signer(agency.code), KIND, claims)
