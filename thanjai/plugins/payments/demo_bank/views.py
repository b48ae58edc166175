"""The simulator's pages and its JSON. Each parses, asks the books or pays, and renders."""

from __future__ import annotations

import csv
import io
import secrets
from datetime import datetime
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from thanjai.domain.buddhist import format_day, format_moment, in_bangkok
from thanjai.domain.refusals import Refusal
from thanjai.plugins.payments.demo_bank import paying, requests, words
from thanjai.plugins.payments.demo_bank.books import Books, Notice, Transfer
from thanjai.plugins.payments.demo_bank.paying import Way
from thanjai.plugins.payments.simulating.rendering import Pages
from thanjai.plugins.payments.simulating.site import health_of

_BESIDE_PAY: Final = (Way.TWICE, Way.REPEATED, Way.STALE, Way.SILENT, Way.FORGED)
PAGES: Final = Pages(
    package=__package__,
    words=words.WORDS,
    menu=(("/", "nav_pay"), ("/statement", "nav_statement")),
    cookie="bank_language",
    policy="; form-action 'self'",
    lists={"ways": {str(way): text for way, text in words.WAYS.items()}},
)


async def start(request: Request) -> Response:
    """The form for a code; with `?payload=`, the bill and the buttons."""
    payload = request.query_params.get("payload", "")
    if not payload:
        return _bill_page(request, payload)
    try:
        paying.read_bill(payload)
    except Refusal as refusal:
        return _bill_page(request, payload, refusal)
    return _bill_page(request, payload)


async def pay(request: Request) -> Response:
    """A button was pressed: pay, then show the payment."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    try:
        payment_id = paying.pay(_books(request), requests.order_from_form(form), _now(request))
    except Refusal as refusal:
        return _bill_page(request, form.get("payload", ""), refusal, form)
    request.app.state.delivery.wake()
    return RedirectResponse(f"/payments/{payment_id}", status_code=303, headers=PAGES.safe)


async def payment(request: Request) -> Response:
    """What became of one payment."""
    books, payment_id = _books(request), request.path_params["payment_id"]
    found = books.payment(payment_id)
    if found is None:
        return await PAGES.not_found(request)
    return _page(
        request,
        "payment.html",
        payment=found,
        transfers=books.transfers_of(payment_id),
        notices=books.notices_of(payment_id),
    )


async def statement(request: Request) -> Response:
    """The money that moved on a day, as a page."""
    try:
        day, refusal = requests.day_asked(request.query_params.get("date"), _now(request)), None
    except Refusal as wrong:
        day, refusal = requests.day_asked(None, _now(request)), wrong
    lines = _books(request).statement(day)
    return _page(
        request,
        "statement.html",
        422 if refusal else 200,
        day=day,
        day_words=format_day(day, PAGES.language(request), "weekday"),
        lines=lines,
        total=sum(line.satang for line in lines),
        refusal=refusal,
    )


async def statement_csv(request: Request) -> Response:
    """The same statement for reconciliation: times in Bangkok, amounts in baht with two decimals."""
    try:
        day = requests.day_asked(request.query_params.get("date"), _now(request))
    except Refusal as refusal:
        return PlainTextResponse(refusal.message.en, status_code=422, headers=PAGES.safe)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("transaction", "paid_at", "biller_id", "reference1", "reference2", "amount"))
    for line in _books(request).statement(day):
        amount = f"{line.satang // 100}.{line.satang % 100:02}"
        paid_at = in_bangkok(line.paid_at).isoformat(timespec="seconds")
        writer.writerow((line.id, paid_at, line.biller_id, line.reference1, line.reference2, amount))
    name = {"Content-Disposition": f'attachment; filename="statement-{day.isoformat()}.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=PAGES.safe | name)


async def api_pay(request: Request) -> Response:
    """`POST /api/payments`: 201 with the payment, 422 with the reason why not."""
    try:
        order = requests.order_from_json(await request.body())
        payment_id = paying.pay(_books(request), order, _now(request))
    except Refusal as refusal:
        body = {"code": refusal.code, "message": refusal.message.model_dump(), "field": refusal.field}
        return JSONResponse(body, status_code=422, headers=PAGES.safe)
    request.app.state.delivery.wake()
    place = {"Location": f"/api/payments/{payment_id}"}
    return JSONResponse(_as_json(_books(request), payment_id), status_code=201, headers=PAGES.safe | place)


async def api_payment(request: Request) -> Response:
    """`GET /api/payments/<id>`: the payment, its transfers, and how far its notices are."""
    payment_id = request.path_params["payment_id"]
    if _books(request).payment(payment_id) is None:
        return JSONResponse({"code": "demo_bank.unknown"}, status_code=404, headers=PAGES.safe)
    return JSONResponse(_as_json(_books(request), payment_id), headers=PAGES.safe)


async def health(request: Request) -> Response:
    """Whether the books can be read and the sender is at work."""
    return health_of(request, waiting=_books(request).waiting())


def _bill_page(
    request: Request, payload: str, refusal: Refusal | None = None, typed: dict[str, str] | None = None
) -> Response:
    try:
        bill = paying.read_bill(payload) if payload else None
    except Refusal:
        bill = None
    return _page(
        request,
        "start.html",
        422 if refusal else 200,
        payload=payload,
        bill=bill,
        refusal=refusal,
        typed=typed or {},
        nonce=secrets.token_urlsafe(12),
        latest=_books(request).latest_payments(10),
        beside_pay=_BESIDE_PAY,
        # A page that answers a POST has no address of its own: its link to the other language starts over.
        at="" if request.method == "GET" else "/",
    )


def _page(request: Request, template: str, status: int = 200, *, at: str = "", **values: Any) -> Response:
    language = PAGES.language(request)
    values["moment"] = lambda moment: format_moment(moment, language, "short")
    return PAGES.page(request, template, status, at=at, **values)


def _as_json(books: Books, payment_id: str) -> dict[str, Any]:
    return {
        "payment": payment_id,
        "transfers": [_transfer_as_json(one) for one in books.transfers_of(payment_id)],
        "notices": [_notice_as_json(one) for one in books.notices_of(payment_id)],
    }


def _transfer_as_json(transfer: Transfer) -> dict[str, Any]:
    return {
        "transaction": transfer.id,
        "biller_id": transfer.biller_id,
        "reference1": transfer.reference1,
        "reference2": transfer.reference2,
        "satang": transfer.satang,
        "paid_at": transfer.paid_at.isoformat(),
    }


def _notice_as_json(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "attempts": notice.attempts,
        "accepted": notice.accepted,
        "answer": notice.answer,
        "due_at": notice.due_at.isoformat() if notice.due_at else None,
    }


def _books(request: Request) -> Books:
    return cast(Books, request.app.state.books)


def _now(request: Request) -> datetime:
    return cast(datetime, request.app.state.now())
