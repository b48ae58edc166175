"""Receipts, the books of printed ones, and the closing of days."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import today
from thanjai.money import days, looking, receipting
from thanjai.money.receipting import BOOK
from thanjai.money.receipts import METHODS, paper_of
from thanjai.money.wording import HEADS
from thanjai.web import files
from thanjai.web.days import read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.money.invoice import handles_money
from thanjai.web.officer.money.typed import number_of
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import chosen, done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
@when_grave
def receipt_page(request: HttpRequest, officer: Officer, receipt: UUID) -> HttpResponse:
    """One receipt: whether it holds, what took its place; a wrong one is voided and issued anew."""
    values = posted(request) if request.method == "POST" else {}
    refusal = None
    if values.get("command") == "reissue":
        try:
            made = receipting.reissue(
                actor=officer.actor, receipt_id=receipt, reason=values.get("reason", ""), payer=values.get("payer", "")
            )
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_money_receipt", "reissued", receipt=made.id)
    row = looking.receipt(officer.agency_id, receipt)
    noted(officer, f"receipt {row.number}")
    taking = looking.taking_of(row)
    context = {
        "row": row, "given": values, "replacement": looking.replacement_of(row), "has_file": row.kind != BOOK,
        "method": METHODS.get(row.method), "taking": taking, "may_act": handles_money(officer),
        "change": taking.tendered_satang - taking.satang if taking else 0,
    }  # fmt: skip
    return page(request, officer, "money/receipt.html", context, refusal)


@require_safe
@for_officers
def receipt_file(request: HttpRequest, officer: Officer, receipt: UUID) -> FileResponse:
    """The signed paper. Raises Refusal for one of a printed book."""
    row = looking.receipt(officer.agency_id, receipt)
    noted(officer, f"receipt {row.number}")
    return files.send(paper_of(row))


@takes_forms
@for_officers
def books_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The books of printed receipts: numbers used, spoilt, left."""
    values = posted(request) if request.method == "POST" else {}
    refusal, command = None, values.get("command", "")
    try:
        if command == "enter":
            receipting.enter_book(
                actor=officer.actor, label=values.get("label", ""), first=number_of(values, "first"),
                last=number_of(values, "last"),
            )  # fmt: skip
            return done("office_books", "entered")
        if command == "spoil":
            receipting.spoil(
                actor=officer.actor, book_id=chosen(values.get("book", ""), "book"),
                number=number_of(values, "number"), reason=values.get("reason", ""),
            )  # fmt: skip
            return done("office_books", "spoilt")
    except Refusal as raised:
        refusal = raised
    context: dict[str, Any] = {
        "books": looking.books_of(officer.agency_id), "given": values, "command": command,
        "may_act": handles_money(officer),
    }  # fmt: skip
    return page(request, officer, "money/books.html", context, refusal)


@takes_forms
@for_officers
@when_grave
def days_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Which days are closed; the head closes the next ones."""
    values = posted(request) if request.method == "POST" else {}
    refusal = None
    if values.get("command") == "close_day":
        try:
            days.close_day(actor=officer.actor, day=read_day(values, "day"), words=values.get("words", ""))
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_money_days", "closed")
    context = {
        "rows": days.days_of(officer.agency_id), "given": {**typed_day(today(), "day"), **values},
        "is_head": Role.HEAD in officer.member.roles, "heads": HEADS,
    }  # fmt: skip
    return page(request, officer, "money/days.html", context, refusal)
