"""The simulator's pages and its JSON. Each parses, asks the books or pays, and renders."""

from __future__ import annotations

import csv
import io
import secrets
from datetime import datetime
from typing import Any, Final, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from thanjai.domain import money
from thanjai.domain.buddhist import format_day, format_moment, in_bangkok
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Language
from thanjai.plugins.payments.demo_bank import paying, requests, words
from thanjai.plugins.payments.demo_bank.books import Books, Notice, Transfer
from thanjai.plugins.payments.demo_bank.paying import Way

_BESIDE_PAY: Final = (Way.TWICE, Way.REPEATED, Way.STALE, Way.SILENT, Way.FORGED)
_PAGES: Final = Environment(
    loader=PackageLoader(__package__, "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_LANGUAGE_COOKIE: Final = "bank_language"
_SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


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
    return RedirectResponse(f"/payments/{payment_id}", status_code=303, headers=_SAFE)


async def payment(request: Request) -> Response:
    """What became of one payment."""
    books, payment_id = _books(request), request.path_params["payment_id"]
    found = books.payment(payment_id)
    if found is None:
        return await not_found(request)
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
        day_words=format_day(day, _language(request), "weekday"),
        lines=lines,
        total=sum(line.satang for line in lines),
        refusal=refusal,
    )


async def statement_csv(request: Request) -> Response:
    """The same statement for reconciliation: times in Bangkok, amounts in baht with two decimals."""
    try:
        day = requests.day_asked(request.query_params.get("date"), _now(request))
    except Refusal as refusal:
        return PlainTextResponse(refusal.message.en, status_code=422, headers=_SAFE)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("transaction", "paid_at", "biller_id", "reference1", "reference2", "amount"))
    for line in _books(request).statement(day):
        amount = f"{line.satang // 100}.{line.satang % 100:02}"
        paid_at = in_bangkok(line.paid_at).isoformat(timespec="seconds")
        writer.writerow((line.id, paid_at, line.biller_id, line.reference1, line.reference2, amount))
    name = {"Content-Disposition": f'attachment; filename="statement-{day.isoformat()}.csv"'}
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8", headers=_SAFE | name)


async def api_pay(request: Request) -> Response:
    """`POST /api/payments`: 201 with the payment, 422 with the reason why not."""
    try:
        order = requests.order_from_json(await request.body())
        payment_id = paying.pay(_books(request), order, _now(request))
    except Refusal as refusal:
        body = {"code": refusal.code, "message": refusal.message.model_dump(), "field": refusal.field}
        return JSONResponse(body, status_code=422, headers=_SAFE)
    request.app.state.delivery.wake()
    place = {"Location": f"/api/payments/{payment_id}"}
    return JSONResponse(_as_json(_books(request), payment_id), status_code=201, headers=_SAFE | place)


async def api_payment(request: Request) -> Response:
    """`GET /api/payments/<id>`: the payment, its transfers, and how far its notices are."""
    payment_id = request.path_params["payment_id"]
    if _books(request).payment(payment_id) is None:
        return JSONResponse({"code": "demo_bank.unknown"}, status_code=404, headers=_SAFE)
    return JSONResponse(_as_json(_books(request), payment_id), headers=_SAFE)


async def health(request: Request) -> Response:
    """Whether the books can be read and the sender is at work."""
    sending = not request.app.state.sender.done()
    body = {"status": "ok" if sending else "sender stopped", "waiting": _books(request).waiting()}
    return JSONResponse(body, status_code=200 if sending else 503, headers=_SAFE)


async def not_found(request: Request, _error: Exception | None = None) -> Response:
    """There is no such page."""
    return _page(request, "not_found.html", 404)


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
    )


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    language = _language(request)
    other = "th" if language == "en" else "en"
    # A page that answers a POST has no address of its own: its link to the other language starts over.
    here = request.url if request.method == "GET" else request.url.replace(path="/", query="")
    html = _PAGES.get_template(template).render(
        words=words.in_language(language),
        ways={str(way): text.in_language(language) for way, text in words.WAYS.items()},
        language=language,
        other_language=other,
        switch=f"{here.path}?{here.include_query_params(lang=other).query}",
        baht=money.baht,
        moment=lambda at: format_moment(at, language, "short"),
        **values,
    )
    response = HTMLResponse(html, status_code=status, headers=_SAFE)
    if request.query_params.get("lang") in ("th", "en"):
        response.set_cookie(_LANGUAGE_COOKIE, language, samesite="lax", httponly=True)
    return response


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


def _language(request: Request) -> Language:
    """From `?lang=`, else from the cookie of an earlier choice, else Thai."""
    asked = request.query_params.get("lang") or request.cookies.get(_LANGUAGE_COOKIE)
    return "en" if asked == "en" else "th"
