"""The simulator's pages for payers and testers: pay, decline, pay and never tell, or leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from thanjai.domain import money
from thanjai.domain.text import Language
from thanjai.plugins.payments.opn.simulator import words
from thanjai.plugins.payments.opn.simulator.api import gateway_of, now_of, store_of, wake
from thanjai.plugins.payments.opn.simulator.store import Thing
from thanjai.plugins.payments.opn.simulator.things import Refused

_PAGES: Final = Environment(
    loader=PackageLoader(__package__, "pages"), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_LANGUAGE_COOKIE: Final = "gateway_language"
_SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:;"
    " frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SHOWN: Final = 20
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


async def start(request: Request) -> Response:
    """The charges made last."""
    found = store_of(request).between("charge", _EVER, now_of(request))
    return _page(request, "start.html", charges=found[-_SHOWN:][::-1])


async def link(request: Request) -> Response:
    """Where a card is charged; with a POST, what becomes of it."""
    found = store_of(request).get("link", request.path_params["id"])
    if found is None or found["deleted"]:
        return await not_found(request)
    if request.method == "GET":
        return _page(request, "pay.html", thing=found, is_open=not found["used"], way="card")
    form, gateway = await request.form(), gateway_of(request)
    try:
        with gateway.store.together():
            charge = _become(request, gateway.charge_link(found, now_of(request)), str(form.get("outcome")))
    except Refused:
        return _page(request, "pay.html", thing=found, is_open=False, way="card")
    wake(request)
    return RedirectResponse(f"/look/{charge['id']}", status_code=303, headers=_SAFE)


async def authorize(request: Request) -> Response:
    """Where PromptPay is paid; with a POST, what becomes of it, and back to the shop."""
    charge = store_of(request).get("charge", request.path_params["id"])
    if charge is None:
        return await not_found(request)
    if request.method == "GET":
        return _page(request, "pay.html", thing=charge, is_open=charge["status"] == "pending", way="promptpay")
    form = await request.form()
    try:
        with store_of(request).together():
            charge = _become(request, charge, str(form.get("outcome")))
    except Refused:
        return _page(request, "pay.html", thing=charge, is_open=False, way="promptpay")
    wake(request)
    return RedirectResponse(charge["return_uri"] or f"/look/{charge['id']}", status_code=303, headers=_SAFE)


async def charge(request: Request) -> Response:
    """What became of one charge."""
    found = store_of(request).get("charge", request.path_params["id"])
    if found is None:
        return await not_found(request)
    return _page(request, "charge.html", charge=found, webhooks=store_of(request).webhooks_about(found["id"]))


async def health(request: Request) -> Response:
    """Whether the sender is at work."""
    sending = not request.app.state.sender.done()
    return JSONResponse({"status": "ok" if sending else "sender stopped"}, status_code=200 if sending else 503)


async def not_found(request: Request, _error: Exception | None = None) -> Response:
    """There is no such page."""
    return _page(request, "not_found.html", 404)


def _become(request: Request, charge: Thing, outcome: str) -> Thing:
    gateway, now = gateway_of(request), now_of(request)
    if outcome == "decline":
        return gateway.decline(charge, now)
    return gateway.pay(charge, now, tell=outcome != "silent")


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    language = _language(request)
    other = "th" if language == "en" else "en"
    html = _PAGES.get_template(template).render(
        words=words.in_language(words.WORDS, language), states=words.in_language(words.STATES, language),
        language=language, other_language=other, switch=f"{request.url.path}?lang={other}", baht=money.baht, **values,
    )  # fmt: skip
    response = HTMLResponse(html, status_code=status, headers=_SAFE)
    if request.query_params.get("lang") in ("th", "en"):
        response.set_cookie(_LANGUAGE_COOKIE, language, samesite="lax", httponly=True)
    return response


def _language(request: Request) -> Language:
    """From `?lang=`, else from the cookie of an earlier choice, else Thai."""
    asked = request.query_params.get("lang") or request.cookies.get(_LANGUAGE_COOKIE)
    return "en" if asked == "en" else "th"
