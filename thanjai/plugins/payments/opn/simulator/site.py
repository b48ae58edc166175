"""The simulator as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route

from thanjai.kernel import clock
from thanjai.plugins.payments.opn.simulator import api, views
from thanjai.plugins.payments.opn.simulator.configuration import Configuration
from thanjai.plugins.payments.opn.simulator.delivery import Webhooks
from thanjai.plugins.payments.opn.simulator.store import Store
from thanjai.plugins.payments.opn.simulator.things import Gateway
from thanjai.plugins.payments.simulating.site import LOOKS, sending


def create(configuration: Configuration, now: Callable[[], datetime] = clock.now) -> Starlette:
    """The application: API, pages, and the sender of webhooks, which lives as long as it does."""

    @asynccontextmanager
    async def lifespan(site: Starlette) -> AsyncIterator[None]:
        with closing(Store(configuration.database)) as store:
            site.state.gateway = Gateway(store, f"http://localhost:{configuration.port}")
            site.state.configuration, site.state.now = configuration, now
            async with sending(site, Webhooks(store, configuration, now)):
                yield

    return Starlette(routes=_ROUTES, exception_handlers={404: views.PAGES.not_found}, lifespan=lifespan)


_ROUTES = [
    Route("/", views.start),
    Route("/pay/{id}", views.link, methods=["GET", "POST"]),
    Route("/payments/{id}/authorize", views.authorize, methods=["GET", "POST"]),
    Route("/look/{id}", views.charge),
    Route("/healthz", views.health),
    *LOOKS,
    Route("/charges/{id}/refunds", api.door(api.refund), methods=["POST"]),
    Route("/charges/{id}/{deed}", api.door(api.change), methods=["POST"]),
    Route("/{many}", api.door(api.show_many), methods=["GET"]),
    Route("/{many}", api.door(api.create), methods=["POST"]),
    Route("/{many}/{id}", api.door(api.show), methods=["GET"]),
]
