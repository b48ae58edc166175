"""The simulator's pages for payers and testers: pay, decline, pay and never tell, or leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from thanjai.plugins.payments.opn.simulator import words
from thanjai.plugins.payments.opn.simulator.api import gateway_of, now_of, store_of, wake
from thanjai.plugins.payments.opn.simulator.store import Thing
from thanjai.plugins.payments.opn.simulator.things import Refused
from thanjai.plugins.payments.simulating.rendering import Pages
from thanjai.plugins.payments.simulating.site import health_of

# No form-action: after a payment the payer is sent back to the shop, whose address is not ours to know.
PAGES: Final = Pages(
    package=__package__,
    words=words.WORDS,
    menu=(("/", "nav_start"),),
    cookie="gateway_language",
    lists={"states": words.STATES},
)
_SHOWN: Final = 20
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


async def start(request: Request) -> Response:
    """The charges made last."""
    found = store_of(request).between("charge", _EVER, now_of(request))
    return PAGES.page(request, "start.html", charges=found[-_SHOWN:][::-1])


async def link(request: Request) -> Response:
    """Where a card is charged; with a POST, what becomes of it."""
    found = store_of(request).get("link", request.path_params["id"])
    if found is None or found["deleted"]:
        return await PAGES.not_found(request)
    if request.method == "GET":
        return PAGES.page(request, "pay.html", thing=found, is_open=not found["used"], way="card")
    form, gateway = await request.form(), gateway_of(request)
    try:
        with gateway.store.together():
            charge = _become(request, gateway.charge_link(found, now_of(request)), str(form.get("outcome")))
    except Refused:
        return PAGES.page(request, "pay.html", thing=found, is_open=False, way="card")
    wake(request)
    return RedirectResponse(f"/look/{charge['id']}", status_code=303, headers=PAGES.safe)


async def authorize(request: Request) -> Response:
    """Where PromptPay is paid; with a POST, what becomes of it, and back to the shop."""
    charge = store_of(request).get("charge", request.path_params["id"])
    if charge is None:
        return await PAGES.not_found(request)
    if request.method == "GET":
        return PAGES.page(request, "pay.html", thing=charge, is_open=charge["status"] == "pending", way="promptpay")
    form = await request.form()
    try:
        with store_of(request).together():
            charge = _become(request, charge, str(form.get("outcome")))
    except Refused:
        return PAGES.page(request, "pay.html", thing=charge, is_open=False, way="promptpay")
    wake(request)
    return RedirectResponse(charge["return_uri"] or f"/look/{charge['id']}", status_code=303, headers=PAGES.safe)


async def charge(request: Request) -> Response:
    """What became of one charge."""
    found = store_of(request).get("charge", request.path_params["id"])
    if found is None:
        return await PAGES.not_found(request)
    return PAGES.page(request, "charge.html", charge=found, webhooks=store_of(request).webhooks_about(found["id"]))


async def health(request: Request) -> Response:
    """Whether the sender is at work."""
    return health_of(request)


def _become(request: Request, charge: Thing, outcome: str) -> Thing:
    gateway, now = gateway_of(request), now_of(request)
    if outcome == "decline":
        return gateway.decline(charge, now)
    return gateway.pay(charge, now, tell=outcome != "silent")
