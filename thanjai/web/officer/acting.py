"""What officers send: each form becomes one command, and comes back as it was typed when it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language

from thanjai.cases import actions, office
from thanjai.cases.afterwards import moment_on
from thanjai.cases.tasks import extension
from thanjai.cases.telling import ORDERS
from thanjai.documents import actions as documents
from thanjai.documents import selectors as papers
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.guards import outcome_of
from thanjai.domain.case.state import StepStatus
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.web import requests
from thanjai.web.days import read_day
from thanjai.web.errors import NOT_FOUND
from thanjai.web.officer.casefile import CaseFile
from thanjai.web.officer.casepage import DEFECT_ROWS, Typed, show
from thanjai.web.officer.entry import Officer, for_delegates_too, for_officers, when_fresh, when_grave_or_redrawn
from thanjai.web.officer.reading import asking_why
from thanjai.web.requests import takes_forms

MENDED: Final = 422
"""The status of a page that comes back with something to mend."""
CONFLICT: Final = 409
FORBIDDEN: Final = 403
MOST_DAYS: Final = 365

Findings = Mapping[str, Any]
"""What an officer records at a step, as it is kept."""


@takes_forms
@for_delegates_too
@when_grave_or_redrawn
@asking_why
def act(request: HttpRequest, officer: Officer, case: UUID) -> HttpResponse:
    """Carry out one command on a case of the officer's agency. Looked at without a form, it is the case's page."""
    if request.method != "POST":
        return redirect("office_case", case=case)
    values = requests.typed(request)
    file = CaseFile.of(officer, case, get_language() or "th")
    typed, result = _findings(file, Typed(values.get("command", ""), values.get("step", ""), values), request)
    if values.get("action") == "refresh":
        return show(request, officer, case, replace(typed, errors=()))
    if typed.errors:
        return show(request, officer, case, typed, MENDED)
    try:
        command = _command(file, typed, result)
        actions.carry_out(
            actor=officer.actor, case_id=case, command=command, expected_version=version_seen(typed, command)
        )
    except Refusal as refusal:
        return refused(request, officer, case, typed, refusal)
    return done(case, _deed(file, typed))


def refused(request: HttpRequest, officer: Officer, case: UUID, typed: Typed, refusal: Refusal) -> HttpResponse:
    """The case as it now stands, with the form as typed and the reason why not."""
    if refusal.code in NOT_FOUND:
        raise refusal
    status = FORBIDDEN if refusal.code == "not_allowed" else MENDED if refusal.field else CONFLICT
    return show(request, officer, case, replace(typed, refusal=refusal), status)


def done(case: UUID, deed: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office_case', args=[case])}?done={deed}")


def _deed(file: CaseFile, typed: Typed) -> str:
    """The word for what was done; accepting a request as complete has its own."""
    state = file.case.steps.get(typed.step)
    return "accept" if typed.command == "finish" and state and state.kind == "check" else typed.command


def version_seen(typed: Typed, command: c.Command) -> int | None:
    """What the officer saw. A note or a message says nothing about the case's state, so it is never out of date."""
    text = typed.values.get("version", "")
    return int(text) if text.isdecimal() and not isinstance(command, c.AddNote | c.WriteToApplicant) else None


def _findings(file: CaseFile, typed: Typed, request: HttpRequest) -> tuple[Typed, Findings]:
    """What was recorded at the step, as typed with its faults, and as it is kept."""
    step = next((one for one in file.definition.steps if one.id == typed.step), None)
    reverses = typed.command == "decide_appeal" and typed.values.get("outcome") == "reversed"
    if step is None or not (reverses or typed.command in ("finish", "decide")):
        return typed, {}
    found = form.parse_fields(step.findings, dict(request.POST.lists()))
    known = {id: one.findings for id, one in file.case.steps.items() if one.status is StepStatus.DONE}
    result = form.validate_findings(
        file.definition, step, found, file.case.answers,
        today=bangkok_day(now()), settings=file.rules.settings, steps=known,
    )  # fmt: skip
    return replace(typed, findings=found, errors=result.errors), result.values


Reader = Callable[[CaseFile, Typed, Findings], c.Command]


def _command(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    """The command that a form means. Raises Refusal for one that is not filled in, or that we do not know."""
    reader = _READERS.get(typed.command)
    if reader is None:
        raise Refusal("no_such_page", Text(th="ไม่รู้จักรายการนี้", en="There is no such command."))
    return reader(file, typed, findings)


def _finish(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.Finish(step=typed.step, findings=dict(findings), note=typed.values.get("remark", ""))


def _decide(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.Decide(
        step=typed.step, outcome=outcome_of(typed.values.get("outcome", "")),
        reasons=typed.values.get("reasons", ""), findings=dict(findings),
    )  # fmt: skip


def _defects(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    asked = {field.id for field in file.definition.form.fields}
    listed = []
    for number in DEFECT_ROWS:
        field, missing, mend = (
            typed.values.get(f"defect-{number}-{part}", "") for part in ("field", "missing", "mend")
        )
        if missing:
            listed.append(Defect(field=field if field in asked else None, missing=missing, mend=mend))
        elif mend or field:
            raise Refusal(
                "no_defect",
                Text(th=f"รายการที่ {number + 1}: ระบุสิ่งที่ขาด", en=f"Item {number + 1}: say what is missing or wrong."),
                field=f"defect-{number}",
            )
    return c.RecordDefects(
        step=typed.step,
        defects=tuple(listed),
        mend_by=_mend_by(file, typed),
        exception=typed.values.get("exception", ""),
    )


def _mend_by(file: CaseFile, typed: Typed) -> date:
    """By the service's own time limit; where it has none, as the officer says."""
    if file.mend_by is not None:
        return file.mend_by
    days = typed.values.get("mend_days", "")
    if not days.isdecimal() or not 1 <= int(days) <= MOST_DAYS:
        raise Refusal(
            "mend_days",
            Text(
                th=f"ระบุจำนวนวันที่ให้แก้ไข 1 ถึง {MOST_DAYS}",
                en=f"Say how many days there are to mend it, 1 to {MOST_DAYS}.",
            ),
            field="mend_days",
        )
    return bangkok_day(now()) + timedelta(days=int(days))


def _return(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.Return(reasons=typed.values.get("reasons", ""))


def _extend(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return extension(file.row, file.case, typed.values.get("rule", ""), typed.values.get("reason", ""))


def _told(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    what = typed.values.get("what", "")
    if what not in ORDERS:
        raise Refusal("no_such_page", Text(th="ไม่รู้จักรายการนี้", en="There is no such command."))
    at = moment_on(read_day(typed.values, "told-at"))
    return c.RecordTold.model_validate({"what": what, "by": _way(typed), "at": at})


def _served(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.RecordServed.model_validate({"by": _way(typed), "at": moment_on(read_day(typed.values, "served-at"))})


def _way(typed: Typed) -> str:
    return "in_person" if typed.values.get("by") == "in_person" else "post"


def _decide_appeal(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    outcome = typed.values.get("outcome", "")
    if outcome not in ("stands", "reversed"):
        raise Refusal("outcome_needed", Text(th="เลือกผลการวินิจฉัย", en="Choose the outcome."), field="outcome")
    return c.DecideAppeal(
        outcome="reversed" if outcome == "reversed" else "stands", reasons=typed.values.get("reasons", ""),
        findings=dict(findings),
    )  # fmt: skip


def _assign(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    chosen = typed.values.get("officer", "")
    if chosen == str(file.officer.person_id):
        return c.Assign(step=typed.step, officer=chosen, name=file.officer.actor.name)
    return office.assignment(file.officer.agency_id, typed.step, chosen)


def _note(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.AddNote(text=typed.values.get("text", ""))


def _message(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.WriteToApplicant(text=typed.values.get("text", ""))


def _put_aside(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    return c.PutMessagesAside()


def _set_aside(file: CaseFile, typed: Typed, findings: Findings) -> c.Command:
    """An exception for oneself: whoever makes it does the work."""
    return c.SetRuleAside(
        rule=typed.values.get("rule", ""), officer=str(file.officer.person_id), name=file.officer.actor.name,
        reason=typed.values.get("reason", ""),
    )  # fmt: skip


_READERS: Mapping[str, Reader] = {
    "finish": _finish, "decide": _decide, "defects": _defects, "return": _return,
    "extend": _extend, "assign": _assign, "note": _note, "further": _defects, "told": _told, "served": _served,
    "decide_appeal": _decide_appeal, "set_aside": _set_aside, "message": _message, "put_aside": _put_aside,
}  # fmt: skip


_CHANGES: Mapping[str, Callable[..., object]] = {
    "suspend": documents.suspend, "lift": documents.lift, "revoke": documents.revoke,
}  # fmt: skip


@takes_forms
@for_officers
@when_fresh
def change_document(request: HttpRequest, officer: Officer, document: UUID) -> HttpResponse:
    """Suspend a document of the agency, lift the suspension, or revoke it, with reasons."""
    if request.method != "POST":
        return redirect("office_documents")
    found = papers.document_of_agency(officer.agency_id, document)
    values = requests.typed(request)
    change = _CHANGES.get(values.get("command", ""))
    if found is None or change is None:
        raise Refusal("no_such_document", Text(th="ไม่พบเอกสารนี้ในหน่วยงานของท่าน", en="Your agency has no such document."))
    typed = Typed(values["command"], str(document), values)
    try:
        change(actor=officer.actor, document_id=document, reason=values.get("reason", ""))
    except Refusal as refusal:
        return refused(request, officer, found.case_id, typed, refusal)
    return done(found.case_id, typed.command)
