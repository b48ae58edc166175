"""Pages for what goes wrong. Each says what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import is_valid_path

from thanjai.domain.refusals import Refusal

NOT_FOUND = frozenset(
    {
        "no_such_draft",
        "no_such_case",
        "no_such_service",
        "no_such_bundle",
        "no_such_plan",
        "no_such_agency",
        "no_such_document",
        "no_such_page",
        "no_such_question",
        "no_such_mandate",
        "no_such_invitation",
        "no_such_hand_over",
        "no_such_order",
        "no_such_delegation",
        "no_such_request",
        "no_such_invoice",
        "no_such_instruction",
        "no_such_money",
        "no_such_receipt",
        "no_such_shift",
        "no_such_bank_account",
        "no_such_statement",
    }
)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old."""
    return render(request, "errors/forged.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/forbidden.html", status=403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself is broken, or larger than we take."""
    return render(request, "errors/unreadable.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Whoever left out the last slash is led on; for others, where to begin."""
    if request.method == "GET" and not request.path.endswith("/") and is_valid_path(f"{request.path_info}/"):
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    return render(request, "errors/not_found.html", status=404)


def wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The address takes forms only, or none: whoever typed it, or loaded it again, is led on."""
    page = render(request, "errors/not_found.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/broken.html", status=500)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Something cannot be done; the refusal says why and what to do."""
    status = 404 if refusal.code in NOT_FOUND else 403 if refusal.code == "not_allowed" else 409
    return render(request, "errors/refused.html", {"refusal": refusal}, status=status)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """Whoever asks has asked too often; other systems are told in their own way."""
    if request.path.startswith("/hooks/"):
        page: HttpResponse = JsonResponse({"error": "too_many", "message": f"Send again in {wait} s."}, status=429)
    else:
        page = render(request, "errors/too_many.html", {"wait": wait}, status=429)
    page["Retry-After"] = str(wait)
    return page


def slow_down(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """allauth has counted too many tries to sign in; how long to wait it does not say."""
    return too_many(request, 60)
