"""Two questions and a box: about a case, by the link in its last letter; about a public page, by anybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST

from thanjai.agencies.selectors import agency_by_id, agency_by_slug
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.history import number_in_force
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import EASE_WORDS, GOT_WORDS, LONGEST, Opinion, looks_personal, read_opinion
from thanjai.domain.text import Text
from thanjai.feedback import answering, asking
from thanjai.feedback.links import case_by_link
from thanjai.feedback.pages import Page, say_of_page
from thanjai.kernel.limits import OPINION, limited, posting, wait_of
from thanjai.web import requests
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.found import ENGLISH, is_public
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import takes_forms

LONGEST_PATH: Final = 300
_AT_FIRST: Final = {"ease": "#ease-5", "got": "#got-yes"}
"""Where the links of the error summary lead: to the first choice."""


@takes_forms
@limited(OPINION, posting, told=True)
def case_opinion(request: HttpRequest, case: UUID, code: str) -> HttpResponse:
    """How the service was, from whoever holds the link; what they said, and what the agency answered."""
    row = case_by_link(case, code)
    if request.method == "POST":
        try:
            answering.say(row, _read(request, may_wish=True))
        except Refusal as refusal:
            return _case_page(request, row, code, refusal)
        return redirect_with("opinion", "opinion", case=case, code=code)
    return _case_page(request, row, code)


@require_POST
@limited(OPINION, posting)
def letters(request: HttpRequest, case: UUID, code: str) -> HttpResponse:
    """No more letters that ask how it was; or letters again."""
    row = case_by_link(case, code)
    if request.POST.get("letters") == "again":
        asking.ask_again(row)
        return redirect_with("opinion-letters", "opinion", case=case, code=code)
    asking.decline(row)
    return redirect_with("opinion-no-letters", "opinion", case=case, code=code)


@takes_forms
@limited(OPINION, posting, told=True)
def page_opinion(request: HttpRequest) -> HttpResponse:
    """Whether a public page was useful. Nobody is known, so nothing is kept but what was said."""
    at = (request.POST if request.method == "POST" else request.GET).get("at") or reverse("home")
    page = _page(at)
    if request.method == "POST":
        try:
            say_of_page(page, _read(request, may_wish=False))
        except Refusal as refusal:
            return _shown(request, {"page": page, "at": at}, refusal)
        return HttpResponseRedirect(f"{reverse('page_opinion')}?{urlencode({'at': at, 'notice': 'opinion'})}")
    return _shown(request, {"page": page, "at": at})


def _read(request: HttpRequest, *, may_wish: bool) -> Opinion:
    """Raises Refusal, also for what was sent too often, and once for what looks like somebody's data."""
    if wait_of(request):
        raise Refusal("too_many", _TOO_MANY, field="words")
    typed = requests.typed(request)
    opinion = read_opinion(
        typed.get("ease", ""), typed.get("got", ""), typed.get("words", ""),
        wants_answer=may_wish and typed.get("wants_answer") == "yes",
    )  # fmt: skip
    if looks_personal(opinion.words) and typed.get("anyway") != "yes":
        raise Refusal("personal", _PERSONAL, field="words")
    return opinion


def _case_page(request: HttpRequest, row: Any, code: str, refusal: Refusal | None = None) -> HttpResponse:
    said = answering.said_of(row)
    context = {
        "case": row,
        "code": code,
        "agency": agency_by_id(row.agency_id),
        "definition": definition_of(row.version_id),
        "said": said,
        "is_open": answering.is_open(row, said),
        "has_declined": asking.has_declined(row),
    }
    return _shown(request, context, refusal)


def _shown(request: HttpRequest, context: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    said = context["said"].opinion if "said" in context else None
    kept = {"ease": str(said.ease), "got": said.got.value, "words": said.words} if said else {}
    kept |= {"wants_answer": "yes"} if said and said.wants_answer else {}
    given = requests.typed(request) if request.method == "POST" else kept
    field = refusal.field or "" if refusal else ""
    words = refusal.message.in_language(get_language() or "th") if refusal else ""
    full = {
        **context,
        "given": given,
        "mends": [Mend(words, _AT_FIRST.get(field, f"#{field}" if field else ""))] if refusal else [],
        "errors": {field: words} if field else {},
        "asks_anyway": refusal is not None and refusal.code == "personal",
        "eases": EASE_WORDS, "gots": GOT_WORDS, "longest": LONGEST, "notice": notice_of(request),
    }  # fmt: skip
    status = 200 if refusal is None else 429 if refusal.code == "too_many" else MENDED
    response = render(request, "citizen/opinion.html", full, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _page(at: str) -> Page:
    """The public page at a path. Raises Refusal no_such_page for any other, and whatever the page itself would."""
    path = at.removeprefix(ENGLISH) if at.startswith(f"{ENGLISH}/") else at
    with override("th"):
        try:
            match = resolve(path) if len(path) <= LONGEST_PATH else None
        except Resolver404:
            match = None
    if match is None or not is_public(match):
        raise Refusal("no_such_page", Text(th="ไม่พบหน้านี้", en="There is no such page."))
    slug, service = match.kwargs.get("slug"), match.kwargs.get("service", "")
    if slug and service:
        offer = catalogue.offer(slug, service)
        return Page(path, offer.agency.id, service, offer.version_number)
    if service:
        return Page(path, None, service, number_in_force(service))
    return Page(path, agency_by_slug(slug).id if slug else None)


_TOO_MANY = Text(th="ส่งความเห็นจากที่นี่มากเกินไป รอ 10 นาทีแล้วส่งอีกครั้ง สิ่งที่พิมพ์ยังอยู่", en="Too much was sent from here. Wait ten minutes and send again; what you typed is still here.")  # fmt: skip
_PERSONAL = Text(
    th="ดูเหมือนมีเลขประจำตัว เบอร์โทรศัพท์ อีเมล หรือไอดีไลน์ในข้อความ ตัดออก หรือเลือกส่งตามนี้",
    en="There seems to be an identification number, a telephone, an e-mail address or a LINE id here. Take it out, or choose to send it as it is.",
)
