"""A request as our views get it."""

from __future__ import annotations

from django.http import HttpRequest

from thanjai.kernel.tenancy import Actor


class Request(HttpRequest):
    """Every request has its actor; see `thanjai.web.middleware`."""

    actor: Actor
