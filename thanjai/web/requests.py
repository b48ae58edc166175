"""A request as our views get it."""

from __future__ import annotations

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from thanjai.domain.form.plain_values import tidy
from thanjai.kernel.tenancy import Actor


class Request(HttpRequest):
    """Every request has its actor; see `thanjai.web.middleware`."""

    actor: Actor


takes_forms = require_http_methods(["GET", "HEAD", "POST"])
"""For a view that shows a form and takes it back."""


def typed(request: HttpRequest) -> dict[str, str]:
    """What was typed into a form: composed, trimmed, and without the signs that come along with copied text."""
    return {name: tidy(str(value)) for name, value in request.POST.items()}
