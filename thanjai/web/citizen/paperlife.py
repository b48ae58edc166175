"""One document as its holder follows it: its versions, its replacements, who ordered them and why."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.documents import selectors as documents
from thanjai.documents.history import versions_of


@require_safe
def case_document(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """All versions of a document of the case, whichever of them is asked for."""
    row = cases.case(case)
    found = next((one for one in documents.documents_of(row.id) if one.id == document), None)
    if found is None:
        raise documents.no_such_document()
    versions = versions_of(found)
    owed = [one for one in versions[0].happened if one.what == "replacing" and one.satang]
    context = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "versions": versions,
        "newest": versions[0].document,
        "owed": owed,
    }
    return render(request, "citizen/case_document.html", context)
