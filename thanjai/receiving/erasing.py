"""When a case is erased, what receivers noted of its documents loses its words and files; fingerprint and figures stay.

The notes are other agencies', so this is done as the platform.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from thanjai.cases.events import CaseErased
from thanjai.documents.erasing import owners_of
from thanjai.kernel.events import subscribe
from thanjai.kernel.forgetting import files_left, forget_files
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.receiving.models import Reception

_EMPTY: Final[dict[str, Any]] = {"words": "", "purpose": "", "check_code": "", "file_id": None}


@subscribe(CaseErased)
def erase_receptions(erased: CaseErased) -> None:
    with acting_as(PLATFORM):
        found = Reception.objects.filter(document_id__in=owners_of([erased.case_id]))
        ids = list(found.values_list("pk", flat=True))
        Reception.objects.filter(pk__in=ids).update(**_EMPTY)
        erased.places.extend(forget_files(ids))


def receptions_left(case_ids: Collection[UUID]) -> list[str]:
    """What notes about documents of erased cases still say, by table and column; for the platform."""
    found = list(Reception.objects.filter(document_id__in=owners_of(case_ids)))
    left = [
        f"receiving_reception.{name}" for row in found for name, value in _EMPTY.items() if getattr(row, name) != value
    ]
    return left + ["kernel_storedfile"] * files_left([row.pk for row in found], [])
