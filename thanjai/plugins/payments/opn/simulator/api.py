"""The simulator's API, as Opn publishes theirs: basic authentication by the secret key, JSON in and out."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from thanjai.plugins.payments.opn.simulator.store import KeyTaken, Kind, Store, Thing
from thanjai.plugins.payments.opn.simulator.things import Gateway, Refused

_MOST_LISTED: Final = 100
_MANY: Final[dict[str, Kind]] = {"charges": "charge", "links": "link", "events": "event", "transfers": "transfer"}
Answering = Callable[[Request], Awaitable[Response]]


def door(answer: Callable[[Request, Thing], Thing]) -> Answering:
    """An address of the API: who has no key, or asks for what cannot be, is told so as published."""

    async def answering(request: Request) -> Response:
        try:
            _must_be_known(request)
            return JSONResponse(answer(request, await _asked(request)))
        except Refused as refused:
            return _error(refused)

    return answering


def create(request: Request, asked: Thing) -> Thing:
    """`POST /charges`, `POST /links`, `POST /transfers`."""
    gateway = gateway_of(request)
    kind = _kind(request)
    makers = {"charge": gateway.make_charge, "link": gateway.make_link, "transfer": gateway.make_transfer}
    make = makers.get(kind)
    if make is None:
        raise Refused("not_found", "nothing is made there", 404)
    return _once(request, asked, kind, lambda now: make(asked, now))


def refund(request: Request, asked: Thing) -> Thing:
    """`POST /charges/<id>/refunds`."""
    gateway = gateway_of(request)
    return _once(request, asked, "refund", lambda now: gateway.refund(_found(request, "charge"), asked, now))


def change(request: Request, _asked: Thing) -> Thing:
    """`POST /charges/<id>/reverse` and `/expire`."""
    gateway = gateway_of(request)
    deed = {"reverse": gateway.reverse, "expire": gateway.expire}.get(request.path_params["deed"])
    if deed is None:
        raise Refused("not_found", "there is no such deed", 404)
    with gateway.store.together():
        made = deed(_found(request, "charge"), now_of(request))
    wake(request)
    return made


def show(request: Request, _asked: Thing) -> Thing:
    """`GET /charges/<id>`, `/links/<id>`, `/events/<id>`."""
    return _found(request, _kind(request))


def show_many(request: Request, _asked: Thing) -> Thing:
    """`GET /charges` and so on: a page of a list."""
    query = request.query_params
    begin, end = _moment(query.get("from"), datetime(1970, 1, 1, tzinfo=UTC)), _moment(query.get("to"), now_of(request))
    offset, limit = _number(query.get("offset"), 0), min(_number(query.get("limit"), 20), _MOST_LISTED)
    found = store_of(request).between(_kind(request), begin, end)
    if query.get("order") == "reverse_chronological":
        found.reverse()
    return {
        "object": "list", "data": found[offset : offset + limit], "limit": limit, "offset": offset,
        "total": len(found), "location": request.url.path, "order": query.get("order") or "chronological",
        "from": begin.isoformat(), "to": end.isoformat(),
    }  # fmt: skip


def _once(request: Request, asked: Thing, kind: Kind, make: Callable[[datetime], Thing]) -> Thing:
    """Make it; with the same Idempotency-Key it is made once, whatever became of it since."""
    store, key = gateway_of(request).store, request.headers.get("Idempotency-Key")
    written = json.dumps([request.url.path, asked], sort_keys=True)
    with store.together():
        try:
            known = store.answered(key, written) if key else None
        except KeyTaken:
            raise Refused("bad_request", "the idempotency key came with another request before", 409) from None
        made = store.get(kind, known) if known else None
        if made is None:
            made = make(now_of(request))
            if key:
                store.answer(key, written, made["id"])
    wake(request)
    return made


def _must_be_known(request: Request) -> None:
    expected = request.app.state.configuration.secret_key.encode()
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    try:
        name = base64.b64decode(told, validate=True).partition(b":")[0]
    except (binascii.Error, ValueError):
        name = b""
    if scheme.lower() != "basic" or not hmac.compare_digest(name, expected):
        raise Refused("authentication_failure", "authentication failed", 401)


async def _asked(request: Request) -> Thing:
    body = await request.body()
    try:
        asked: Any = json.loads(body) if body else {}
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Refused("bad_request", "the request must be a JSON object")
    return asked


def _kind(request: Request) -> Kind:
    if kind := _MANY.get(request.path_params["many"]):
        return kind
    raise Refused("not_found", "there is no such list", 404)


def _found(request: Request, kind: Kind) -> Thing:
    id = request.path_params["id"]
    if found := gateway_of(request).store.get(kind, id):
        return found
    raise Refused("not_found", f"{kind} {id} was not found", 404)


def _moment(text: str | None, usual: datetime) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else usual
    except ValueError:
        raise Refused("bad_request", "from and to must be dates") from None


def _number(text: str | None, usual: int) -> int:
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Refused("bad_request", "offset and limit must be whole numbers")
    return int(text)


def _error(refused: Refused) -> Response:
    place = f"https://www.omise.co/api-errors#{refused.code.replace('_', '-')}"
    body = {"object": "error", "location": place, "code": refused.code, "message": refused.message}
    return JSONResponse(body, status_code=refused.status)


def gateway_of(request: Request) -> Gateway:
    return cast(Gateway, request.app.state.gateway)


def store_of(request: Request) -> Store:
    return gateway_of(request).store


def now_of(request: Request) -> datetime:
    return cast(datetime, request.app.state.now())


def wake(request: Request) -> None:
    """Something may have to be told."""
    request.app.state.delivery.wake()
