"""For those who run the platform: is it alive, is it ready, how does it do."""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings
from django.db import Error, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


@transaction.non_atomic_requests
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()
        return JsonResponse({"database": "not reached"}, status=503)
    return JsonResponse({"database": "ok"})


@transaction.non_atomic_requests
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text format, of this process, for whoever shows the token; for others it is not there."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.THANJAI_METRICS_TOKEN
    if not (compare_digest(shown.encode(), token.encode()) if token else settings.DEMO):
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
