"""All operations together, and how their failures are told."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from thanjai.api import (
    agencies,
    checking,
    faults,
    finding,
    open_data,
    problems,
    register,
    satisfaction,
    services,
    tracking,
)
from thanjai.domain.refusals import Refusal

VERSION: Final = "1.0.0"
ROUTERS: Final = (
    agencies.router, services.router, finding.router, checking.router, register.router, open_data.router, satisfaction.router, tracking.router,
)  # fmt: skip


class Renderer(JSONRenderer):
    """Thai as it is: written in escapes it is twice as long."""

    json_dumps_params = {"ensure_ascii": False}


api: Final = NinjaAPI(
    title="Thanjai", version=VERSION, renderer=Renderer(), openapi_url=None, docs_url=None, urls_namespace="thanjai"
)
for router in ROUTERS:
    api.add_router("", router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return problems.answer(request, problems.of_refusal(refusal))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.answer(request, problems.of_faults(faults.read(error.errors)))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is not JSON."""
    return problems.answer(request, problems.of_status(error.status_code))
