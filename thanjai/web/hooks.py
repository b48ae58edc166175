"""Doors for other systems' notices."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from thanjai.domain.refusals import Refusal
from thanjai.kernel.limits import NOTICE, limited
from thanjai.money.actions import take_notice
from thanjai.money.providers import NothingToTake, NoticeRejected, NotNow

log = structlog.get_logger("thanjai.hooks")


@transaction.non_atomic_requests
@csrf_exempt
@require_POST
@limited(NOTICE)
def payment_notice(request: HttpRequest, provider: str) -> JsonResponse:
    """A bank says that money came. Answers 200 once the notice is stored, whatever it turns out to be for.

    200 as well for one that tells of no money for us. 400 for a notice that is not proven to be the bank's, 404 for a
    bank we do not know, 503 where the bank has to be asked and does not answer: it is to come again.
    """
    try:
        body = request.body
    except RawPostDataException:
        # Sent as a form, which no bank does, and taken apart before it came here.
        return JsonResponse({"error": "notice.unreadable", "message": "Send JSON, not a form."}, status=400)
    try:
        notice = take_notice(provider_id=provider, headers=request.headers, body=body)
    except NoticeRejected as rejected:
        log.warning("notice rejected", provider=provider, reason=rejected.code)
        return JsonResponse({"error": rejected.code, "message": rejected.message.en}, status=400)
    except NothingToTake as nothing:
        return JsonResponse({"result": nothing.code})
    except NotNow as not_now:
        log.warning("notice not looked at yet", provider=provider, reason=not_now.code)
        return JsonResponse({"error": not_now.code, "message": not_now.message.en}, status=503)
    except Refusal as refusal:
        return JsonResponse({"error": refusal.code, "message": refusal.message.en}, status=404)
    return JsonResponse({"result": notice.result})
