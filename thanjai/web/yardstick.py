"""The least that a page can be: one row read, by its own applicant. The benchmark divides by it; mounted only there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.cases import selectors as cases


def one_row(request: HttpRequest, case: UUID) -> HttpResponse:
    """The number of a case."""
    return HttpResponse(cases.case(case).number)
