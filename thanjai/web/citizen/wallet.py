"""A holder takes a document along as a file for their wallet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from thanjai.cases import selectors as cases
from thanjai.documents import selectors as documents
from thanjai.kernel.limits import WALLET, limited
from thanjai.wallet import credentials
from thanjai.web.requests import Request


@require_POST
@limited(WALLET)
def wallet(request: Request, case: UUID, document: UUID) -> HttpResponse:
    """The credential of a document of the case."""
    row = cases.case(case)
    found = next((one for one in documents.documents_of(row.id) if one.id == document), None)
    if found is None:
        raise documents.no_such_document()
    made = credentials.credential(actor=request.actor, document_id=found.id)
    answer = HttpResponse(made, content_type=f"application/{credentials.KIND}")
    answer["Content-Disposition"] = f'attachment; filename="{found.check_code}.sd-jwt"'
    answer["Cache-Control"] = "private, no-store"
    return answer
