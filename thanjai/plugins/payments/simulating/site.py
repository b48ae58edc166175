"""What the sites of all simulators have: the sender beside them, their looks, and whether they are well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from thanjai.plugins.payments.simulating.delivery import Delivery, finish

_STYLE = Path(__file__).with_name("pages") / "style.css"
_FONTS = Path(__file__).parents[4] / "node_modules" / "@expo-google-fonts" / "sarabun"
_WEIGHTS = {"regular": "400Regular/Sarabun_400Regular.ttf", "bold": "700Bold/Sarabun_700Bold.ttf"}


@asynccontextmanager
async def sending(site: Starlette, delivery: Delivery[Any]) -> AsyncIterator[None]:
    """Let the sender live as long as the site does."""
    sender = asyncio.create_task(delivery.run())
    site.state.delivery, site.state.sender = delivery, sender
    try:
        yield
    finally:
        await finish(delivery, sender)


def health_of(request: Request, **more: object) -> Response:
    """Whether the sender is at work, and what else there is to say."""
    sending = not request.app.state.sender.done()
    body = {"status": "ok" if sending else "sender stopped", **more}
    return JSONResponse(body, status_code=200 if sending else 503, headers={"Cache-Control": "no-store"})


async def _style(_request: Request) -> Response:
    return FileResponse(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


async def _font(request: Request) -> Response:
    """Thai letters for devices that have none; without the front-end packages the device's own must do."""
    name = _WEIGHTS.get(request.path_params["weight"])
    if name is None or not (_FONTS / name).is_file():
        return Response(status_code=404)
    return FileResponse(_FONTS / name, media_type="font/ttf", headers={"Cache-Control": "max-age=86400"})


LOOKS = [Route("/style.css", _style), Route("/font/{weight}.ttf", _font)]
"""What the pages of every simulator look like."""
