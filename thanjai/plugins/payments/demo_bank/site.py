"""The simulator as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route

from thanjai.kernel import clock
from thanjai.plugins.payments.demo_bank import reporting, views
from thanjai.plugins.payments.demo_bank.books import Books
from thanjai.plugins.payments.demo_bank.configuration import Configuration
from thanjai.plugins.payments.demo_bank.delivery import Notices
from thanjai.plugins.payments.simulating.site import LOOKS, sending


def create(configuration: Configuration, now: Callable[[], datetime] = clock.now) -> Starlette:
    """The application: pages, JSON, and the sender of notices, which lives as long as it does."""

    @asynccontextmanager
    async def lifespan(site: Starlette) -> AsyncIterator[None]:
        with closing(Books(configuration.database)) as books:
            site.state.books, site.state.now, site.state.secret = books, now, configuration.secret
            async with sending(site, Notices(books, configuration, now)):
                yield

    return Starlette(routes=_ROUTES, exception_handlers={404: views.PAGES.not_found}, lifespan=lifespan)


_ROUTES = [
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
    *LOOKS,
]
