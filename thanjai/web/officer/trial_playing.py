"""What is sent in a trial: by the applicant, by the officer, and by whoever moves its clock."""

from __future__ import annotations

from typing import Final, get_args
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.guards import outcome_of
from thanjai.domain.definition.fields import Page
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.trials import actions, selectors
from thanjai.trials.actions import Until
from thanjai.trials.selectors import Stand
from thanjai.web import requests
from thanjai.web.citizen.trial_form import TrialForm, TrialPosted
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.matters import matter_of
from thanjai.web.officer.trial import Typed, files_at, show

MENDED: Final = 422
CONFLICT: Final = 409


@require_POST
@for_officers
def trial_applicant(request: HttpRequest, officer: Officer, trial: UUID) -> HttpResponse:
    """What the applicant sends: a page of the form, the whole request, a payment, a step back, an appeal."""
    stand = Stand.of(selectors.trial(officer.actor, trial))
    page = next((one for one in stand.definition.form.pages if one.id == request.GET.get("page", "")), None)
    deed = request.POST.get("deed", "")
    try:
        if deed == "fill":
            actions.fill_in(actor=officer.actor, trial_id=trial)
            return _back(trial, "applicant", page="check")
        if deed == "send":
            if errors := actions.submit(actor=officer.actor, trial_id=trial):
                asking = TrialForm.of(stand, get_language() or "th", files_at(stand))
                asking.errors = errors
                return show(request, officer, stand, asking, status=MENDED)
        elif deed == "pay":
            actions.pay(actor=officer.actor, trial_id=trial)
        elif deed == "withdraw":
            actions.act(actor=officer.actor, trial_id=trial, command=c.Withdraw())
        elif deed == "appeal":
            grounds = requests.typed(request).get("grounds", "")
            actions.act(actor=officer.actor, trial_id=trial, command=c.FileAppeal(grounds=grounds))
        elif page is not None:
            return _save(request, officer, stand, page)
    except Refusal as refusal:
        return _refused(request, officer, trial, Typed(deed, refusal=refusal))
    return _back(trial, "applicant")


def _save(request: HttpRequest, officer: Officer, stand: Stand, page: Page) -> HttpResponse:
    asking = TrialForm.of(stand, get_language() or "th", files_at(stand))
    posted = TrialPosted(request, stand.trial.answers, page)
    after = asking.with_answers(posted.values)
    if posted.action == "refresh":
        return show(request, officer, stand, after)
    if after.page(page.id) is None:
        return _back(stand.trial.id, "applicant")
    is_done, values = after.judged(page, posted)
    saved = actions.save_page(actor=officer.actor, trial_id=stand.trial.id, page=page, values=values, is_done=is_done)
    if is_done:
        following = TrialForm.of(Stand.of(saved), asking.language, asking.files_at).after(page)
        return _back(stand.trial.id, "applicant", page=following.id if following else "check")
    if posted.action not in ("", "continue"):
        more = posted.object if posted.action == "add-item" else ""
        return _back(stand.trial.id, "applicant", page=page.id, more=more)
    return show(request, officer, stand, after, status=MENDED)


@require_POST
@for_officers
def trial_officer(request: HttpRequest, officer: Officer, trial: UUID) -> HttpResponse:
    """What an officer of the trial does, or whoever plays it: a step, the clock, beginning again, the newest text."""
    values = requests.typed(request)
    deed = values.get("command", "")
    typed = Typed(deed, values.get("step", ""), values)
    try:
        if deed in (*get_args(Until), "again", "text"):
            return _turn(officer, trial, deed)
        stand = Stand.of(selectors.trial(officer.actor, trial))
        typed = _with_findings(stand, typed, request)
        if typed.errors or values.get("action") == "refresh":
            return show(request, officer, stand, typed=typed, status=MENDED if typed.errors else 200)
        step = next((one for one in stand.definition.steps if one.id == typed.step), None)
        command = _command(typed, stand)
        actions.act(actor=officer.actor, trial_id=trial, command=command, who=stand.who(step))
    except Refusal as refusal:
        typed.refusal = refusal
        return _refused(request, officer, trial, typed)
    return _back(trial, "officer")


def _turn(officer: Officer, trial: UUID, deed: str) -> HttpResponse:
    """What is done with the trial as a whole: its clock, its beginning, its text."""
    actor = officer.actor
    if deed in ("day", "due", "end"):
        actions.pass_time(actor=actor, trial_id=trial, until=deed)  # type: ignore[arg-type]
        return _back(trial, "officer")
    matter = matter_of(officer, selectors.trial(actor, trial).subject)
    if deed == "text":
        actions.take_text(actor=actor, trial_id=trial, matter=matter)
        return _back(trial, "officer")
    actions.start_again(actor=actor, trial_id=trial, matter=matter)
    return _back(trial, "applicant")


def _with_findings(stand: Stand, typed: Typed, request: HttpRequest) -> Typed:
    """What was recorded at the step, judged by the real rules."""
    step = next((one for one in stand.definition.steps if one.id == typed.step), None)
    reverses = typed.command == "decide_appeal" and typed.values.get("outcome") == "reversed"
    if step is None or not (typed.command in ("finish", "decide") or reverses):
        return typed
    found = form.parse_fields(step.findings, dict(request.POST.lists()))
    is_refusal = typed.command == "decide" and typed.values.get("outcome") == "refused"
    run = stand.run
    judged = form.validate_findings(
        run.rules.definition, step, found, run.case.answers, today=bangkok_day(run.at),
        settings=run.rules.settings, steps=run.findings(),
    )  # fmt: skip
    is_left = is_refusal or typed.values.get("action") == "refresh"
    typed.findings, typed.errors = found, () if is_left else judged.errors
    if judged.ok:
        typed.findings = judged.values
    return typed


def _command(typed: Typed, stand: Stand) -> c.Command:
    """The command that a form means. Raises Refusal."""
    values, findings = typed.values, dict(typed.findings)
    if typed.command == "finish":
        return c.Finish(step=typed.step, findings=findings, note=values.get("remark", ""))
    if typed.command == "decide":
        outcome = outcome_of(values.get("outcome", ""))
        kept = findings if outcome == "approved" else {}
        return c.Decide(step=typed.step, outcome=outcome, reasons=values.get("reasons", ""), findings=kept)
    if typed.command == "defects":
        missing = values.get("missing", "")
        defects = (Defect(missing=missing, mend=values.get("mend", "")),) if missing else ()
        until = stand.mend_by
        return c.RecordDefects(step=typed.step, defects=defects, mend_by=until)
    if typed.command == "return":
        return c.Return(reasons=values.get("reasons", ""))
    if typed.command == "decide_appeal":
        is_reversed = values.get("outcome") == "reversed"
        reasons = values.get("reasons", "")
        return c.DecideAppeal(outcome="reversed" if is_reversed else "stands", reasons=reasons, findings=findings)
    raise Refusal("no_such_command", Text(th="ไม่รู้จักรายการนี้", en="There is no such command."))


def _refused(request: HttpRequest, officer: Officer, trial: UUID, typed: Typed) -> HttpResponse:
    """The trial as it stands, with the form as typed and the reason why not."""
    assert typed.refusal is not None
    if typed.refusal.code == "no_such_page":
        raise typed.refusal
    row = selectors.trial(officer.actor, trial)
    return show(request, officer, Stand.of(row), typed=typed, status=MENDED if typed.refusal.field else CONFLICT)


def _back(trial: UUID, side: str, page: str = "", more: str = "") -> HttpResponse:
    query = urlencode({name: value for name, value in (("side", side), ("page", page), ("more", more)) if value})
    return HttpResponseRedirect(f"{reverse('office_trial', args=[trial])}?{query}#{side}")
