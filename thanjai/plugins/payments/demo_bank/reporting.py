"""The bank's address for billers' programs: reports of a day, and single payments, to whoever shares its secret.

Question and answer are signed in the same way as notices are, so neither can be made up, or used again later.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from thanjai.domain.refusals import Refusal
from thanjai.money.providers import NoticeRejected
from thanjai.plugins.payments.demo_bank import requests, signatures
from thanjai.plugins.payments.demo_bank.report import day_report, received


async def report(request: Request) -> Response:
    """`GET /reports/<day>`: the day of all billers."""
    try:
        _must_be_known(request)
        now = request.app.state.now()
        day = requests.day_asked(request.path_params["day"], now)
    except NoticeRejected as refusal:
        return _refused(refusal, 401)
    except Refusal as refusal:
        return _refused(refusal, 422)
    return _signed(request, day_report(request.app.state.books, day, now).model_dump_json().encode())


async def payment(request: Request) -> Response:
    """`GET /reports/payments/<transaction>`: one payment, as its notice tells of it."""
    try:
        _must_be_known(request)
    except NoticeRejected as refusal:
        return _refused(refusal, 401)
    found = request.app.state.books.transfer(request.path_params["transaction"])
    if found is None:
        return JSONResponse({"code": "demo_bank.unknown"}, status_code=404)
    return _signed(request, received(found).model_dump_json().encode())


def _must_be_known(request: Request) -> None:
    """Raises NoticeRejected."""
    asked = signatures.question(request.url.path, request.url.query)
    signatures.verify(request.app.state.secret, request.headers, asked, request.app.state.now())


def _signed(request: Request, body: bytes) -> Response:
    headers = signatures.signed_headers(
        request.app.state.secret, f"ans_{secrets.token_hex(12)}", request.app.state.now(), body
    )
    return Response(body, media_type="application/json", headers=headers | {"Cache-Control": "no-store"})


def _refused(refusal: Refusal, status: int) -> Response:
    return JSONResponse({"code": refusal.code, "message": refusal.message.model_dump()}, status_code=status)
