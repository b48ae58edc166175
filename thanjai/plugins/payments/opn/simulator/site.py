"""The simulator as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from starlette.applications import Starlette
from starlette.routing import Route

from thanjai.kernel import clock
from thanjai.plugins.payments.demo_bank.site import FONT, STYLE
from thanjai.plugins.payments.opn.simulator import api, views
from thanjai.plugins.payments.opn.simulator.configuration import Configuration
from thanjai.plugins.payments.opn.simulator.delivery import Delivery
from thanjai.plugins.payments.opn.simulator.store import Store
from thanjai.plugins.payments.opn.simulator.things import Gateway

_LAST_BREATH = 3
"""Seconds that a delivery under way gets when the simulator stops."""


def create(configuration: Configuration, now: Callable[[], datetime] = clock.now) -> Starlette:
    """The application: API, pages, and the sender of webhooks, which lives as long as it does."""

    @asynccontextmanager
    async def lifespan(site: Starlette) -> AsyncIterator[None]:
        store = Store(configuration.database)
        delivery = Delivery(store, configuration, now)
        sender = asyncio.create_task(delivery.run())
        site.state.gateway = Gateway(store, f"http://localhost:{configuration.port}")
        site.state.configuration, site.state.now = configuration, now
        site.state.delivery, site.state.sender = delivery, sender
        try:
            yield
        finally:
            delivery.stop()
            _, late = await asyncio.wait({sender}, timeout=_LAST_BREATH)
            for one in late:
                one.cancel()
            await asyncio.gather(sender, return_exceptions=True)
            store.close()

    return Starlette(routes=_ROUTES, exception_handlers={404: views.not_found}, lifespan=lifespan)


_ROUTES = [
    Route("/", views.start),
    Route("/pay/{id}", views.link, methods=["GET", "POST"]),
    Route("/payments/{id}/authorize", views.authorize, methods=["GET", "POST"]),
    Route("/look/{id}", views.charge),
    Route("/healthz", views.health),
    STYLE,
    FONT,
    Route("/charges/{id}/refunds", api.door(api.refund), methods=["POST"]),
    Route("/charges/{id}/{deed}", api.door(api.change), methods=["POST"]),
    Route("/{many}", api.door(api.show_many), methods=["GET"]),
    Route("/{many}", api.door(api.create), methods=["POST"]),
    Route("/{many}/{id}", api.door(api.show), methods=["GET"]),
]
