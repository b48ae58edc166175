"""The counter: the cashier's till today, taking money for an invoice, counting at the end, and the report of a shift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.tills import Way
from thanjai.kernel.ids import new_id
from thanjai.kernel.paging import write_place
from thanjai.money import counter, looking
from thanjai.money.counter import WAYS, Handed
from thanjai.money.desk import cashier_of
from thanjai.money.receipting import Printed
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_grave
from thanjai.web.officer.money.typed import baht_of, number_of
from thanjai.web.officer.papers import paged
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
def counter_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Open a till; find an invoice by its number; what was taken so far; count and close."""
    cashier_of(officer.actor)
    if request.method != "POST":
        return _counter(request, officer, {})
    values = posted(request)
    command = values.get("command", "")
    if command == "find":
        return _find(request, officer, values)
    if command not in _DEEDS:
        return _counter(request, officer, values)
    try:
        made = _DEEDS[command](officer, values)
    except Refusal as refusal:
        return _counter(request, officer, values, refusal)
    if command == "close":
        return done("office_shift", "closed", shift=made.id)
    return done("office_counter", command)


def _counter(request: HttpRequest, officer: Officer, given: Typed, refusal: Refusal | None = None) -> HttpResponse:
    shift = looking.own_shift(officer.agency_id, officer.person_id)
    takings = looking.takings_of(shift) if shift else []
    if takings:
        noted(officer, "counter", shown=len(takings))
    context = {
        "shift": shift, "takings": takings, "ways": WAYS, "given": given, "command": given.get("command", ""),
        "taken": looking.taken_in(shift) if shift else {},
    }  # fmt: skip
    return page(request, officer, "money/counter.html", context, refusal)


def _find(request: HttpRequest, officer: Officer, values: Typed) -> HttpResponse:
    found = looking.invoice_numbered(officer.agency_id, values.get("number", ""))
    if found is not None:
        return redirect("office_counter_take", invoice=found.id)
    words = Text(
        th="ไม่พบใบแจ้งชำระเลขนี้ ตรวจเลขที่หรือรหัสอ้างอิง 1 บนใบแจ้งชำระ",
        en="No invoice has this number. Look for the number, or reference 1, on the invoice.",
    )
    return _counter(request, officer, values, Refusal("not_found_here", words, field="number"))


def _open(officer: Officer, values: Typed) -> Any:
    return counter.open_shift(actor=officer.actor, float_satang=baht_of(values, "float"))


def _cancel(officer: Officer, values: Typed) -> Any:
    return counter.cancel(
        actor=officer.actor, taking_id=chosen(values.get("taking", ""), "taking"), reason=values.get("reason", "")
    )


def _close(officer: Officer, values: Typed) -> Any:
    counted = {way: baht_of(values, way.value, blank=way is not Way.CASH) for way in Way}
    return counter.close_shift(actor=officer.actor, counted=counted, explanation=values.get("explanation", ""))


_DEEDS: Final[dict[str, Callable[[Officer, Typed], Any]]] = {"open": _open, "cancel": _cancel, "close": _close}


@takes_forms
@for_officers
def take_page(request: HttpRequest, officer: Officer, invoice: UUID) -> HttpResponse:
    """Take money for one invoice; afterwards the receipt's number and the change to give."""
    cashier_of(officer.actor)
    if request.method != "POST":
        return _take(request, officer, invoice, {})
    values = posted(request)
    try:
        taking = counter.take(actor=officer.actor, invoice_id=invoice, handed=_handed(values))
    except Refusal as refusal:
        return _take(request, officer, invoice, values, refusal)
    return done("office_money_receipt", "taken", receipt=taking.receipt_id)


def _handed(values: Typed) -> Handed:
    try:
        way = Way(values.get("way", ""))
    except ValueError:
        raise Refusal("way", Text(th="เลือกวิธีชำระ", en="Choose how it is paid."), field="way") from None
    satang = baht_of(values, "amount")
    return Handed(
        key=chosen(values.get("key", ""), "amount"), way=way, satang=satang,
        tendered=baht_of(values, "tendered") if values.get("tendered") else satang,
        evidence=values.get("evidence", ""),
        printed=Printed(chosen(values["book"], "book"), number_of(values, "number")) if values.get("book") else None,
    )  # fmt: skip


def _take(
    request: HttpRequest, officer: Officer, id: UUID, given: Typed, refusal: Refusal | None = None
) -> HttpResponse:
    bill = looking.bill(officer.agency_id, id)
    noted(officer, f"invoice {bill.row.number}")
    context = {
        "bill": bill, "given": given, "ways": WAYS, "key": given.get("key") or new_id(),
        "books": [book for book in looking.books_of(officer.agency_id) if book.left],
        "shift": looking.own_shift(officer.agency_id, officer.person_id),
        "due": bill.owed.total + bill.coming,
    }  # fmt: skip
    return page(request, officer, "money/take.html", context, refusal)


@takes_forms
@for_officers
def shifts_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """All shifts of the agency, newest first."""
    rows, following = paged(
        request,
        lambda after, limit: looking.shifts_of(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.opened_at, row.id),
        {},
    )
    context = {"rows": rows, "following": following, "is_later_page": "after" in request.GET}
    return office_page(request, officer, "money/shifts.html", context)


@takes_forms
@for_officers
@when_grave
def shift_page(request: HttpRequest, officer: Officer, shift: UUID) -> HttpResponse:
    """The report of a shift, to print; the head approves a difference here."""
    refusal = None
    if request.method == "POST":
        try:
            counter.approve_difference(actor=officer.actor, shift_id=shift)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_shift", "approved", shift=shift)
    row = looking.shift(officer.agency_id, shift)
    takings = looking.takings_of(row)
    noted(officer, f"shift {row.number}", shown=len(takings))
    taken = looking.taken_in(row)
    counted = {way: (row.counted or {}).get(way.value) for way in Way}
    context = {"row": row, "takings": takings, "ways": WAYS, "taken": taken, "counted": counted}
    return page(request, officer, "money/shift.html", context, refusal)
