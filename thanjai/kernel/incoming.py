"""What a request says of itself before anybody reads it."""

from __future__ import annotations

from django.http import HttpRequest


def body_length(request: HttpRequest) -> int:
    """Bytes of its body, as it says; one that says nothing, or no number, is read as empty."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
