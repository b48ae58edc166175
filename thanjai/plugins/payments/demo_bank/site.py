"""The simulator as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from thanjai.kernel import clock
from thanjai.plugins.payments.demo_bank import reporting, views
from thanjai.plugins.payments.demo_bank.books import Books
from thanjai.plugins.payments.demo_bank.configuration import Configuration
from thanjai.plugins.payments.demo_bank.delivery import Delivery, finish

_STYLE = Path(__file__).with_name("pages") / "style.css"
_FONTS = Path(__file__).parents[4] / "node_modules" / "@expo-google-fonts" / "sarabun"
_WEIGHTS = {"regular": "400Regular/Sarabun_400Regular.ttf", "bold": "700Bold/Sarabun_700Bold.ttf"}


def create(configuration: Configuration, now: Callable[[], datetime] = clock.now) -> Starlette:
    """The application: pages, JSON, and the sender of notices, which lives as long as it does."""

    @asynccontextmanager
    async def lifespan(site: Starlette) -> AsyncIterator[None]:
        books = Books(configuration.database)
        delivery = Delivery(books, configuration, now)
        sender = asyncio.create_task(delivery.run())
        site.state.books, site.state.delivery, site.state.sender, site.state.now = (
            books,
            delivery,
            sender,
            now,
        )
        site.state.secret = configuration.secret
        try:
            yield
        finally:
            await finish(delivery, sender)
            books.close()

    return Starlette(
        routes=[
            Route("/", views.start),
            Route("/pay", views.pay, methods=["POST"]),
            Route("/payments/{payment_id}", views.payment),
            Route("/statement", views.statement),
            Route("/statement.csv", views.statement_csv),
            Route("/api/payments", views.api_pay, methods=["POST"]),
            Route("/api/payments/{payment_id}", views.api_payment),
            Route("/reports/payments/{transaction}", reporting.payment),
            Route("/reports/{day}", reporting.report),
            Route("/healthz", views.health),
            STYLE,
            FONT,
        ],
        exception_handlers={404: views.not_found},
        lifespan=lifespan,
    )


async def _style(_request: Request) -> Response:
    return FileResponse(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


async def _font(request: Request) -> Response:
    """Thai letters for devices that have none; without the front-end packages the device's own must do."""
    name = _WEIGHTS.get(request.path_params["weight"])
    if name is None or not (_FONTS / name).is_file():
        return Response(status_code=404)
    return FileResponse(_FONTS / name, media_type="font/ttf", headers={"Cache-Control": "max-age=86400"})


STYLE = Route("/style.css", _style)
FONT = Route("/font/{weight}.ttf", _font)
"""What the pages of every simulator look like."""
