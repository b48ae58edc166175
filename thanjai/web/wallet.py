"""What wallets and those who check credentials ask: keys, lists of statuses, what a credential is. Nothing of anybody."""

from __future__ import annotations

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_slug
from thanjai.kernel import jose, signatories
from thanjai.kernel.limits import STATUSES, limited
from thanjai.kernel.pdf.signing import CannotSign
from thanjai.wallet import credentials, statuses, types

Answer = TypeVar("Answer", bound=HttpResponse)


@require_safe
@limited(STATUSES)
def status_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A list of statuses as its signed token."""
    token = statuses.token(slug, number)
    if token is None:
        raise Http404
    answer = HttpResponse(token, content_type=f"application/{statuses.KIND}")
    answer["Cache-Control"] = f"public, max-age={statuses.SECONDS}"
    return _open(answer)


@require_safe
@limited(STATUSES)
def issuer(request: HttpRequest, slug: str) -> JsonResponse:
    """The keys of an agency (JWT VC issuer metadata)."""
    agency = agency_by_slug(slug)
    try:
        keys = [jose.public_jwk(signatories.signer(agency.code))]
    except CannotSign:
        raise Http404 from None
    return _open(JsonResponse({"issuer": credentials.issuer(slug), "jwks": {"keys": keys}}))


@require_safe
@limited(STATUSES)
def document_type(request: HttpRequest) -> JsonResponse:
    """What a credential of ours is."""
    return _open(JsonResponse(types.metadata(), json_dumps_params={"ensure_ascii": False}))


def _open(answer: Answer) -> Answer:
    """Pages of other origins, such as a checker's in a browser, may read it."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
