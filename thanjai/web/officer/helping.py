"""Helping somebody who is there to apply: their consent, then the ordinary form, then a slip to take home."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from thanjai.cases import helping
from thanjai.catalogue.selectors import adopted_by, definition_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.citizen.paying import qr_of
from thanjai.web.identity import hand_key
from thanjai.web.officer.counter import brought
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.sending import Typed, page, posted

_PNG: Final = "data:image/png;base64,"
_MOST_DRAWN: Final = 400_000
"""A signature is a few thousand bytes."""


@require_http_methods(["GET", "POST"])
@for_officers
def help_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Whom, with what, where, and that they agree."""
    if request.method != "POST":
        return _ask(request, officer, {"channel": "counter", "language": "th"})
    values = posted(request)
    try:
        started = helping.begin(actor=officer.actor, helped=_helped(request, values))
    except Refusal as refusal:
        return _ask(request, officer, values, refusal)
    response = redirect("go_on", draft=started.draft.id)
    hand_key(response, started.code, started.draft.id)
    return response


def _helped(request: HttpRequest, values: Typed) -> helping.Helped:
    if not values.get("service"):
        raise Refusal("service", Text(th="เลือกบริการ", en="Choose the service."), field="service")
    drawn = values.get("signature", "")
    signature: Any = None
    if drawn:
        request.FILES["file"] = _drawn(drawn)
    if request.FILES.get("file"):
        signature = _signature(request)
    return helping.Helped(
        service=values["service"], name=values.get("name", "")[:200], channel=values.get("channel", ""),
        language="en" if values.get("language") == "en" else "th", email=values.get("email", ""),
        consent="drawn" if drawn else "paper", signature=signature,
    )  # fmt: skip


def _signature(request: HttpRequest) -> Any:
    try:
        return brought(request)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="consent") from None


def _drawn(text: str) -> SimpleUploadedFile:
    """What was drawn on the screen, as a file like any other; it is looked at like any other, too."""
    try:
        if not text.startswith(_PNG) or len(text) > _MOST_DRAWN:
            raise ValueError
        content = base64.b64decode(text.removeprefix(_PNG), validate=True)
    except (ValueError, binascii.Error):
        words = Text(th="อ่านลายมือชื่อไม่ได้ ให้ลงใหม่", en="The signature cannot be read. Sign again.")
        raise Refusal("signature", words, field="consent") from None
    return SimpleUploadedFile("signature.png", content, "image/png")


def _ask(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "given": values,
        "offers": [offer for offer in adopted_by(officer.agency_id) if offer.is_open],
        "may_help": bool({Role.FRONT_DESK, Role.HEAD} & set(officer.member.roles)),
        "lately": helping.helped_lately(officer.actor),
    }
    return page(request, officer, "help.html", context, refusal)


@require_safe
@for_officers
def slip(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """The applicant's code and QR, to print or to let them photograph."""
    found = helping.slip(actor=officer.actor, draft_id=draft)
    context = {"slip": found, "definition": definition_of(found.draft.version_id), "qr": qr_of(found.link)}
    return office_page(request, officer, "help_slip.html", context)
