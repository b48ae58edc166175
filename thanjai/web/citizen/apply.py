"""Applying: one thing per page, saved at every page, until the answers are checked and submitted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from thanjai.cases import drafts
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.form import FieldError
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.limits import START, START_AGENCY, UPLOAD, limited
from thanjai.web.citizen import proving, questions
from thanjai.web.citizen.answers import Posted
from thanjai.web.citizen.journey import Journey
from thanjai.web.files import not_clean
from thanjai.web.identity import hand_key
from thanjai.web.lists import BY_FIELD
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request, takes_forms

MENDED = 422
"""The status of a page that comes back with something to mend."""


@require_POST
@limited(START)
@limited(START_AGENCY)
def start(request: Request, slug: str, service: str) -> HttpResponse:
    """Begin a request and go to its first page; this browser holds its secret from now on."""
    started = drafts.start_draft(
        actor=request.actor,
        agency_slug=slug,
        service_id=service,
        language=_language(request),
        mandate=_mandate(request),
    )
    journey = Journey.begin(started.draft)
    response = redirect(journey.address(journey.pages[0]))
    hand_key(response, started.code, started.draft.id)
    return response


def _mandate(request: HttpRequest) -> UUID | None:
    """The mandate chosen under “for whom”; None for oneself. Raises Refusal for nonsense."""
    chosen = request.POST.get("for", "")
    try:
        return UUID(chosen) if chosen else None
    except ValueError:
        raise Refusal("mandate_over", Text(th="เลือกว่ายื่นเพื่อใครอีกครั้ง", en="Choose again for whom you apply.")) from None


def _files_sent(request: HttpRequest) -> int:
    return sum(len(files) for _, files in request.FILES.lists()) if request.method == "POST" else 0


@takes_forms
@limited(UPLOAD, _files_sent, told=True)
def form_page(request: Request, draft: UUID, page: str) -> HttpResponse:
    """One page of the form."""
    journey = Journey.of(draft)
    if journey.draft.submitted_at is not None:
        return already_sent(journey)
    current = journey.page(page)
    if request.method == "POST":
        return _save(request, journey, current)
    if current not in journey.pages:
        return elsewhere(journey, "hidden")
    if journey.first_open(before=current) is not None:
        return elsewhere(journey, "first")
    return _show(request, journey, current)


def _save(request: Request, journey: Journey, page: Page) -> HttpResponse:
    proving.join(request, journey.draft)
    posted = Posted(request, journey.draft, page)
    after = journey.with_answers(posted.values)
    if posted.action == "refresh":
        return _show(request, after, page)
    if page not in after.pages:
        return elsewhere(journey, "hidden")
    result = after.judge(page)
    is_sound = result.ok and not posted.faults
    values = {one.id: result.values.get(one.id) for one in page.fields} if result.ok else posted.values
    is_done = is_sound and posted.action in ("", "continue", "later")
    after.draft = drafts.save_answers(draft=journey.draft, page_id=page.id, values=values, is_done=is_done)
    if posted.action == "later":
        return redirect("saved", draft=journey.draft.id)
    if posted.action == "prove":
        return proving.to_prove(journey.definition.assurance, _here(request, after, page))
    if posted.action not in ("", "continue"):
        return _after_small_change(request, after, page, posted)
    if after.first_open(before=page) is not None:
        return elsewhere(after, "first")
    if is_sound:
        return HttpResponseRedirect(after.next_place(page, changing="change" in request.GET))
    errors = (*posted.faults, *result.errors)
    if _only_just_shown(request, errors):
        return HttpResponseRedirect(f"{_here(request, after, page)}#main")
    return _show(request, after, page, errors)


def _after_small_change(request: Request, journey: Journey, page: Page, posted: Posted) -> HttpResponse:
    """A file or an entry was added or taken away: the same page again."""
    if posted.faults:
        return _show(request, journey, page, posted.faults)
    name = posted.object.partition(":")[0]
    if posted.action == "add-item":
        query = request.GET.copy()
        query["more"] = name
        entries = posted.values.get(name)
        count = len(entries) if isinstance(entries, list) else 0
        return HttpResponseRedirect(f"{journey.address(page)}?{query.urlencode()}#{name}-{count}")
    return HttpResponseRedirect(f"{_here(request, journey, page)}#{name or 'main'}")


def _here(request: HttpRequest, journey: Journey, page: Page) -> str:
    return journey.address(page) + ("?change=1" if "change" in request.GET else "")


def _only_just_shown(request: HttpRequest, errors: tuple[FieldError, ...]) -> bool:
    """Whether all that is wrong is in questions the person has not seen: an answer made them show."""
    shown = set(request.POST.get("shown", "").split())
    return bool(shown) and all(
        error.code == "required" and error.path.partition(".")[0] not in shown for error in errors
    )


def _show(
    request: Request, journey: Journey, page: Page, errors: tuple[FieldError, ...] | list[FieldError] = ()
) -> HttpResponse:
    asking = questions.Asking(
        definition=journey.definition,
        names=journey.names,
        errors=questions.errors_by_name(errors, journey.language),
        language=journey.language,
        files_at=reverse("draft_file", args=[journey.draft.id, UUID(int=0)])[:-37],
        more=request.GET.get("more", ""),
        not_clean=not_clean({one.id: journey.answers.get(one.id) for one in page.fields}),
    )
    asked = asking.page(page, journey.answers)
    shown = [one.id for one in journey.pages]
    types = {one.type for one in _all_fields(page)}
    context = {
        "journey": journey,
        "page": page,
        "asked": asked,
        "mends": questions.mends(errors, asked, journey.language),
        "position": shown.index(page.id) + 1 if page.id in shown else 1,
        "count": len(shown),
        "heads_itself": len(asked) == 1 and page.guidance is None and asked[0].label == _title(journey, page),
        "lists": [(id, words[journey.language]) for kind, (id, words) in BY_FIELD.items() if kind in types],
        "scripts": page_scripts(journey.definition, page),
        "back": reverse("check_answers", args=[journey.draft.id])
        if "change" in request.GET
        else journey.way_back(page),
        "must_prove": proving.is_lacking(request, journey.draft, journey.definition),
        "notice": notice_of(request),
    }
    return render(request, "citizen/form_page.html", context, status=MENDED if errors else 200)


def _title(journey: Journey, page: Page) -> str:
    return page.title.in_language(journey.language)


def _all_fields(page: Page) -> list[Any]:
    return [inner for one in page.fields for inner in (one, *getattr(one, "fields", ()))]


def page_scripts(definition: ServiceDefinition, page: Page) -> list[str]:
    """The scripts of what the page may ask, and of nothing else."""
    fields = _all_fields(page)
    types = {one.type for one in fields}
    wanted = {
        "upload": "file" in types,
        "place": "map_point" in types,
        "choices": any(questions.is_long(one, definition) for one in fields),
        "refresh": any(one.show_when or one.type == "calculated" for one in page.fields),
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


def elsewhere(journey: Journey, notice: str) -> HttpResponse:
    """To the first page that still waits for answers, saying why."""
    place = journey.first_open()
    if place is None:
        return redirect("check_answers", draft=journey.draft.id)
    return HttpResponseRedirect(f"{journey.address(place)}?notice={notice}")


def already_sent(journey: Journey) -> HttpResponse:
    return redirect_with("sent", "case", case=journey.case_id)


def _language(request: HttpRequest) -> str:
    return "en" if request.path.startswith("/en/") else "th"
