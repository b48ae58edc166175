"""Trying a service by a link, without an account: the real form, nothing sent, and a word about each page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from thanjai.domain.case import commands as c
from thanjai.domain.case.state import Status
from thanjai.domain.definition.fields import Page
from thanjai.domain.refusals import Refusal
from thanjai.kernel.limits import COMMENT, TRY, limited, posting
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.trials import actions, selectors, sharing
from thanjai.trials.running import Matter
from thanjai.trials.selectors import Stand
from thanjai.web import requests
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.citizen.trial_form import TrialForm, TrialPosted, content_response, file_response
from thanjai.web.identity import TRIAL_KEYS, bearer_of, hand_key
from thanjai.web.requests import Request, takes_forms


@require_safe
@limited(TRY)
def open_link(request: HttpRequest, share: UUID, code: str) -> HttpResponse:
    """The link as it is handed on. The secret leaves the address at once."""
    with acting_as(holder := Actor(Kind.BEARER, bearer=bearer_of(code))):
        sharing.share_by_link(holder, share)
    response = redirect("try_link", share=share)
    hand_key(response, code, share, TRIAL_KEYS)
    return response


@takes_forms
@limited(TRY, posting)
def link_page(request: Request, share: UUID) -> HttpResponse:
    """What the link is for; and the beginning of a trial."""
    found = sharing.share_by_link(request.actor, share)
    if request.method == "POST":
        trial = actions.begin_by_link(actor=request.actor, share_id=share)
        return redirect("try_trial", share=share, trial=trial.id)
    return render(request, "citizen/try_link.html", {"share": found, "matter": Matter.of(found)})


@takes_forms
@limited(TRY, posting)
def trial_page(request: Request, share: UUID, trial: UUID) -> HttpResponse:
    """A page of the form, the answers to look over, or what came of it."""
    sharing.share_by_link(request.actor, share)
    stand = Stand.of(selectors.trial(request.actor, trial))
    if request.method != "POST":
        return _show(request, share, _form(stand, share))
    page = next((one for one in stand.definition.form.pages if one.id == request.GET.get("page", "")), None)
    deed = request.POST.get("deed", "")
    try:
        if deed == "fill":
            actions.fill_in(actor=request.actor, trial_id=trial)
            return _to(share, trial, "check")
        if deed == "send":
            return _send(request, share, stand)
        if deed == "pay":
            actions.pay(actor=request.actor, trial_id=trial)
        elif deed == "appeal":
            grounds = requests.typed(request).get("grounds", "")
            actions.act(actor=request.actor, trial_id=trial, command=c.FileAppeal(grounds=grounds))
        elif page is not None:
            return _save(request, share, stand, page)
    except Refusal as refusal:
        if refusal.code == "no_such_page":
            raise
        return _show(request, share, _form(stand, share), refusal=refusal, status=MENDED)
    return _to(share, trial)


def _form(stand: Stand, share: UUID) -> TrialForm:
    files_at = reverse("try_file", args=[share, stand.trial.id, UUID(int=0)])[:-37]
    return TrialForm.of(stand, get_language() or "th", files_at)


def _send(request: Request, share: UUID, stand: Stand) -> HttpResponse:
    errors = actions.submit(actor=request.actor, trial_id=stand.trial.id)
    if not errors:
        return _to(share, stand.trial.id)
    asking = _form(stand, share)
    asking.errors = errors
    return _show(request, share, asking, status=MENDED)


def _save(request: Request, share: UUID, stand: Stand, page: Page) -> HttpResponse:
    asking, trial = _form(stand, share), stand.trial.id
    posted = TrialPosted(request, stand.trial.answers, page)
    after = asking.with_answers(posted.values)
    if posted.action == "refresh":
        return _show(request, share, after)
    if after.page(page.id) is None:
        return _to(share, trial)
    is_done, values = after.judged(page, posted)
    saved = actions.save_page(actor=request.actor, trial_id=trial, page=page, values=values, is_done=is_done)
    if is_done:
        following = _form(Stand.of(saved), share).after(page)
        return _to(share, trial, following.id if following else "check")
    if posted.action not in ("", "continue"):
        return _to(share, trial, page.id, posted.object if posted.action == "add-item" else "")
    return _show(request, share, after, status=MENDED)


def _to(share: UUID, trial: UUID, page: str = "", more: str = "") -> HttpResponse:
    query = urlencode({name: value for name, value in (("page", page), ("more", more)) if value})
    return HttpResponseRedirect(reverse("try_trial", args=[share, trial]) + (f"?{query}" if query else ""))


def _show(
    request: Request, share: UUID, asking: TrialForm, *, refusal: Refusal | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    stand = asking.stand
    is_open = not stand.is_sent or stand.case.status is Status.NEEDS_CORRECTION
    wanted = request.GET.get("page", "")
    page = asking.page(wanted) or (None if wanted == "check" or stand.is_sent else asking.first_open())
    page = page if is_open else None
    shown = asking.shown(page, request.GET.get("more", "")) if page else {"mends": [], "scripts": []}
    if page is None:
        shown["mends"] = asking.mends_elsewhere()
    if refusal is not None:
        place = f"#{refusal.field}" if refusal.field else ""
        shown["mends"] = [*shown["mends"], Mend(refusal.message.in_language(asking.language), place)]
    context = {
        "share": share, "stand": stand, "trial": stand.trial, "asking": asking, "is_form_open": is_open,
        "form_action": f"{reverse('try_trial', args=[share, stand.trial.id])}?page={page.id}" if page else "",
        "heads_itself": False, "here": page.id if page else "check" if is_open else "case",
        "feelings": sharing.FEELINGS, "comments": sharing.comments_on(stand.trial), "given": {}, **shown, **more,
    }  # fmt: skip
    return render(request, "citizen/try_trial.html", context, status=status)


@require_POST
@limited(COMMENT)
def comment(request: Request, share: UUID, trial: UUID) -> HttpResponse:
    """A word about the page where somebody is. What was typed stays when it cannot be taken."""
    sharing.share_by_link(request.actor, share)
    typed = requests.typed(request)
    try:
        sharing.comment(
            actor=request.actor, trial_id=trial, page=typed.get("page", ""), question=typed.get("question", ""),
            feeling=typed.get("feeling", ""), words=typed.get("words", ""),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == "no_such_page":
            raise
        asking = _form(Stand.of(selectors.trial(request.actor, trial)), share)
        return _show(request, share, asking, refusal=refusal, status=MENDED, given=typed)
    query = urlencode({"page": typed.get("page", "")})
    return HttpResponseRedirect(f"{reverse('try_trial', args=[share, trial])}?{query}#said")


@require_safe
def trial_paper(request: Request, share: UUID, trial: UUID, step: str) -> HttpResponse:
    """The paper of a trial as PDF, marked as one."""
    sharing.share_by_link(request.actor, share)
    stand = Stand.of(selectors.trial(request.actor, trial))
    return content_response("application/pdf", selectors.paper_of(stand, step), f"trial-{step}.pdf")


@require_safe
def trial_file(request: Request, share: UUID, trial: UUID, file: UUID) -> HttpResponse:
    """A pretend file of the trial."""
    sharing.share_by_link(request.actor, share)
    return file_response(selectors.trial(request.actor, trial).answers, file)
