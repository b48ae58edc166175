"""The agency's documents and its money, to look through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.documents import selectors as documents
from thanjai.kernel.paging import Place, read_place, write_place
from thanjai.money import looking
from thanjai.money import selectors as money
from thanjai.web.officer import searching
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.requests import takes_forms

_ON_A_PAGE: Final = 50
VIEWS: Final = ("open", "invoices", "receipts", "odd", "notices")


@takes_forms
@for_officers
def documents_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Documents that the agency has issued, newest first; found by number or holder."""
    if request.method == "POST":
        return searching.keep(request)
    query = searching.words_of(request)

    def read(after: Place | None, limit: int) -> Sequence[Any]:
        return documents.documents_of_agency(officer.agency_id, query, after=after, limit=limit)

    rows, following = paged(
        request, read, lambda row: write_place(row.issued_at, row.id), searching.part_of(request, query)
    )
    noted(officer, "documents", shown=len(rows), words=query)
    renewals: dict[UUID, list[Any]] = {row.id: [] for row in rows}
    for one in documents.renewals_of(*renewals):
        renewals[one.document_id].append(one)
    context = {
        "query": query,
        "rows": [(row, documents.status_of(row), renewals[row.id]) for row in rows],
        "following": following,
        "is_later_page": "after" in request.GET,
    }
    return office_page(request, officer, "documents.html", context)


@require_safe
@for_officers
def money_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Invoices, receipts, and what banks have told us; what could not be matched is never out of sight."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    read, at = _READERS[view]
    rows, following = paged(
        request,
        lambda after, limit: read(officer, after, limit),
        lambda row: write_place(at(row), row.id),
        {"view": view},
    )
    noted(officer, f"money {view}", shown=len(rows))
    paired = [(row, _subject(row)) for row in rows]
    cases = documents.cases_behind(subject for _, subject in paired if subject)
    odd = rows if view == "odd" else money.notices_of_agency(officer.agency_id, odd=True, limit=_ON_A_PAGE)
    context = {
        "view": view,
        "views": VIEWS,
        "rows": [(row, cases.get(subject, subject) if subject else None) for row, subject in paired],
        "following": following,
        "is_later_page": "after" in request.GET,
        "odd_count": len(odd),
        "odd_is_more": len(odd) == _ON_A_PAGE,
        "waiting": looking.waiting_instructions(officer.agency_id),
    }
    return office_page(request, officer, "money.html", context)


def _subject(row: Any) -> UUID | None:
    """What an invoice was raised for, or the invoice of a receipt or a notice: a case, or a document to renew."""
    invoice = row if hasattr(row, "subject") else row.invoice
    return invoice.subject if invoice else None


Reader = Callable[[Officer, Place | None, int], Sequence[Any]]


def _invoices(officer: Officer, after: Place | None, limit: int) -> Sequence[Any]:
    return money.invoices_of_agency(officer.agency_id, open_only=False, after=after, limit=limit)


def _open_invoices(officer: Officer, after: Place | None, limit: int) -> Sequence[Any]:
    return money.invoices_of_agency(officer.agency_id, open_only=True, after=after, limit=limit)


def _receipts(officer: Officer, after: Place | None, limit: int) -> Sequence[Any]:
    return money.receipts_of_agency(officer.agency_id, after=after, limit=limit)


def _odd_notices(officer: Officer, after: Place | None, limit: int) -> Sequence[Any]:
    return money.notices_of_agency(officer.agency_id, odd=True, after=after, limit=limit)


def _notices(officer: Officer, after: Place | None, limit: int) -> Sequence[Any]:
    return money.notices_of_agency(officer.agency_id, odd=False, after=after, limit=limit)


_READERS: Final[dict[str, tuple[Reader, Callable[[Any], datetime]]]] = {
    "open": (_open_invoices, lambda row: row.raised_at),
    "invoices": (_invoices, lambda row: row.raised_at),
    "receipts": (_receipts, lambda row: row.issued_at),
    "odd": (_odd_notices, lambda row: row.received_at),
    "notices": (_notices, lambda row: row.received_at),
}
"""What each view lists, and what it is sorted by."""


def paged(
    request: HttpRequest,
    read: Callable[[Place | None, int], Sequence[Any]],
    place: Callable[[Any], str],
    query: dict[str, str],
) -> tuple[Sequence[Any], str]:
    """The rows of one page, and the address of the next; empty on the last one."""
    rows = read(read_place(request.GET.get("after", "")), _ON_A_PAGE + 1)
    if len(rows) <= _ON_A_PAGE:
        return rows, ""
    last = rows[_ON_A_PAGE - 1]
    return rows[:_ON_A_PAGE], f"{request.path}?{urlencode({**query, 'after': place(last)})}"
