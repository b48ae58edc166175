"""The secret in the link by which somebody answers the two questions about their case, and nothing else."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.conf import settings

from thanjai.cases import selectors as cases
from thanjai.domain.document import proof_matches, short_proof
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.secrets import keyed
from thanjai.kernel.tenancy import PLATFORM, acting_as

_PURPOSE: Final = "satisfaction link"


def code_of(case_id: UUID) -> str:
    """Eighty bits that nobody can guess from the case. It needs no row, so a case that nobody judges costs nothing."""
    return short_proof(keyed(_PURPOSE, case_id.bytes))


def link_of(row: Any) -> str:
    """The address of the two questions about a case, for its applicant's letters."""
    prefix = "/en" if row.language == "en" else ""
    return f"{settings.BASE_URL}{prefix}/opinion/{row.id}/{code_of(row.id)}/"


def opinion_code(row: Any) -> str:
    """For the page of a case that its applicant has open: the code of its link, once the case has ended; else empty."""
    return code_of(row.id) if row.closed_at is not None and row.erased_at is None else ""


def case_by_link(case_id: UUID, code: str) -> Any:
    """The case of a link. Raises Refusal no_such_page, whatever is wrong with the link."""
    if proof_matches(keyed(_PURPOSE, case_id.bytes), code):
        with acting_as(PLATFORM):
            try:
                row = cases.case(case_id)
            except Refusal:
                row = None
        if row is not None and row.erased_at is None:
            return row
    raise Refusal(
        "no_such_page",
        Text(
            th="ลิงก์นี้ไม่ถูกต้องหรือไม่ครบ เปิดลิงก์จากจดหมายอีกครั้ง หรือเปิดจากหน้าติดตามเรื่อง",
            en="This link is not right, or not whole. Open it from the letter again, or from the page of your case.",
        ),
    )
