"""Answering a plan page by page: what decides, what is shared, and what parts have left. Saved at every page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from thanjai.bundles import actions, selectors
from thanjai.bundles.filling import FILL
from thanjai.domain.form import FieldError
from thanjai.kernel.limits import START, UPLOAD, limited
from thanjai.web import files
from thanjai.web.citizen import questions
from thanjai.web.citizen.answers import Posted
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.plans.journey import Journey, Sheet, in_inputs, in_names, stored
from thanjai.web.files import not_clean
from thanjai.web.identity import PLAN_KEYS, hand_key
from thanjai.web.lists import BY_FIELD
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request, takes_forms


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """What can be asked for at several agencies together."""
    return render(request, "citizen/plans/bundles.html", {"bundles": selectors.published()})


@require_safe
def bundle(request: HttpRequest, bundle: str) -> HttpResponse:
    """What a life event is about, and the button that begins."""
    return render(request, "citizen/plans/bundle.html", {"bundle": selectors.bundle(bundle).definition})


@require_POST
@limited(START)
def start(request: Request, bundle: str) -> HttpResponse:
    """Begin a plan and go to its first question; this browser holds its secret from now on."""
    language = "en" if request.path.startswith("/en/") else "th"
    started = actions.start_plan(actor=request.actor, bundle_id=bundle, language=language)
    response = redirect("plan", plan=started.plan.id)
    hand_key(response, started.code, started.plan.id, PLAN_KEYS)
    return response


def _files_sent(request: HttpRequest) -> int:
    return sum(len(sent) for _, sent in request.FILES.lists()) if request.method == "POST" else 0


@takes_forms
@limited(UPLOAD, _files_sent, told=True)
def ask(request: Request, plan: UUID, page: str) -> HttpResponse:
    """A page of the bundle's own questions."""
    return _answer(request, plan, page)


@takes_forms
@limited(UPLOAD, _files_sent, told=True)
def fill(request: Request, plan: UUID, page: str) -> HttpResponse:
    """A page of what parts have left to ask."""
    return _answer(request, plan, FILL + page)


def _answer(request: Request, plan: UUID, name: str) -> HttpResponse:
    journey = Journey.of(plan)
    if journey.plan.sent_at is not None:
        return redirect_with("sent", "plan", plan=plan)
    if journey.filling.page(name) is None:
        return _elsewhere(journey, "hidden")
    if request.method == "POST":
        return _save(request, journey, journey.sheet(name))
    if journey.filling.first_open(before=name) is not None:
        return _elsewhere(journey, "first")
    return _show(request, journey, journey.sheet(name))


def _elsewhere(journey: Journey, notice: str) -> HttpResponse:
    """To the first page that still waits for answers, saying why."""
    return HttpResponseRedirect(f"{journey.place(journey.filling.first_open())}?notice={notice}")


def _save(request: Request, journey: Journey, sheet: Sheet) -> HttpResponse:
    actions.join(actor=request.actor, plan=journey.plan)
    posted = Posted(request, journey.plan, sheet.asked)
    given = stored(sheet, posted.values)
    after = Journey(journey.filling.having(given), journey.language)
    if posted.action == "refresh":
        return _show(request, after, _again(after, sheet))
    result = after.filling.judge(sheet.name)
    is_sound = result.ok and not posted.faults
    values = {name: result.values.get(name) for name in given} if result.ok else given
    is_done = is_sound and posted.action in ("", "continue", "later")
    saved = actions.save_answers(plan=journey.plan, page=sheet.name, values=values, is_done=is_done)
    after.filling.plan = saved
    if posted.action == "later":
        return redirect("plan_saved", plan=saved.id)
    if posted.action not in ("", "continue"):
        return _after_small_change(request, after, sheet, posted)
    if not is_sound:
        errors = (*posted.faults, *in_inputs(sheet, result.errors))
        return _show(request, after, _again(after, sheet), errors)
    if after.filling.first_open(before=sheet.name) is not None:
        return _elsewhere(after, "first")
    return HttpResponseRedirect(_onward(request, journey, after, sheet))


def _again(journey: Journey, sheet: Sheet) -> Sheet:
    """The page as the answers make it now; as it was, where they take it away."""
    return journey.sheet(sheet.name) if journey.filling.page(sheet.name) is not None else sheet


def _onward(request: Request, before: Journey, after: Journey, sheet: Sheet) -> str:
    """The next page; the list of what is needed, when an answer has changed it after it was seen."""
    was, now = before.filling.needed, after.filling.needed
    if before.filling.is_decided and sheet.name in after.bundle.deciding and was != now:
        new, gone = ",".join(sorted(now - was)), ",".join(sorted(was - now))
        return f"{after.here('plan_needs')}?new={new}&gone={gone}"
    return after.next_place(sheet.name, changing="change" in request.GET)


def _after_small_change(request: Request, journey: Journey, sheet: Sheet, posted: Posted) -> HttpResponse:
    """A file or an entry was added or taken away: the same page again."""
    if posted.faults:
        return _show(request, journey, _again(journey, sheet), posted.faults)
    name = posted.object.partition(":")[0]
    query, anchor = request.GET.copy(), name or "main"
    query.pop("more", None)
    if posted.action == "add-item":
        entries = posted.values.get(name)
        query["more"] = name
        anchor = f"{name}-{len(entries) if isinstance(entries, list) else 0}"
    return HttpResponseRedirect(f"{journey.address(sheet.name)}?{query.urlencode()}#{anchor}")


def _show(
    request: Request, journey: Journey, sheet: Sheet, errors: tuple[FieldError, ...] | list[FieldError] = ()
) -> HttpResponse:
    answers = in_names(sheet, journey.filling.answers)
    by_name = questions.errors_by_name(errors, journey.language)
    chunks, asked = [], []
    for chunk in sheet.chunks:
        asking = questions.Asking(
            definition=chunk.definition, names={**chunk.names, **answers}, errors=by_name, language=journey.language,
            files_at=reverse("plan_file", args=[journey.plan.id, UUID(int=0)])[:-37],
            more=request.GET.get("more", ""), not_clean=not_clean(answers),
        )  # fmt: skip
        drawn = asking.page(sheet.page.model_copy(update={"fields": chunk.fields}), answers)
        chunks.append((chunk.heading, drawn))
        asked += drawn
    order = journey.filling.order
    context = {
        "journey": journey, "sheet": sheet, "chunks": chunks, "asked": asked,
        "mends": questions.mends(errors, asked, journey.language),
        "position": order.index(sheet.name) + 1 if sheet.name in order else 1, "count": len(order),
        "heads_itself": len(asked) == 1 and sheet.page.guidance is None and asked[0].label == _title(journey, sheet),
        "lists": [(id, words[journey.language]) for kind, (id, words) in BY_FIELD.items() if kind in _types(sheet)],
        "scripts": _scripts(sheet),
        "back": journey.here("plan_check") if "change" in request.GET else journey.way_back(sheet.name),
        "notice": notice_of(request),
    }  # fmt: skip
    return render(request, "citizen/plans/page.html", context, status=MENDED if errors else 200)


def _title(journey: Journey, sheet: Sheet) -> str:
    return sheet.page.title.in_language(journey.language)


def _all_fields(sheet: Sheet) -> list[tuple[Any, Any]]:
    return [
        (chunk.definition, inner)
        for chunk in sheet.chunks for one in chunk.fields for inner in (one, *getattr(one, "fields", ()))
    ]  # fmt: skip


def _types(sheet: Sheet) -> set[str]:
    return {one.type for _, one in _all_fields(sheet)}


def _scripts(sheet: Sheet) -> list[str]:
    """The scripts of what the page may ask, and of nothing else."""
    fields, types = _all_fields(sheet), _types(sheet)
    wanted = {
        "upload": "file" in types,
        "place": "map_point" in types,
        "choices": any(questions.is_long(one, definition) for definition, one in fields),
        "refresh": any(one.show_when for _, one in fields),
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


@require_safe
def plan_file(request: HttpRequest, plan: UUID, file: UUID) -> FileResponse:
    """A file attached to a plan that is not sent yet."""
    selectors.plan(plan)
    return files.one_file(file)
