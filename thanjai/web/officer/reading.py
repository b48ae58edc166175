"""Leaving a line in the trail for what an officer looks at, and asking why when it is not their work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thanjai.cases.whose import Lies, has_worked_on, lies_with
from thanjai.domain.text import Text
from thanjai.domain.watch import Standing, Whose, not_ones_work
from thanjai.kernel.audit import REASON, Capacity, Look, has_looked, reason_given, record_reading
from thanjai.kernel.clock import now
from thanjai.web.citizen.questions import Mend
from thanjai.web.officer.entry import Officer, for_delegates_too, office_page
from thanjai.web.requests import takes_forms

P = ParamSpec("P")
A_DAYS_WORK: Final = timedelta(hours=12)
"""For so long a reason once given is not asked for again."""
LONGEST: Final = 200
MENDED: Final = 422
SUGGESTED: Final = (
    gettext_lazy("The applicant asked me about it"),
    gettext_lazy("A colleague asked me to help"),
    gettext_lazy("I stand in for a colleague"),
    gettext_lazy("Supervision or inspection"),
)


def capacity_of(member: Any, under: str = "") -> Capacity:
    """As what somebody who serves in an agency looks."""
    home = member.delegation.taker_id if under else None
    return Capacity(Text(th=member.position_th, en=member.position_en), tuple(member.roles), under, home)


def noted(
    officer: Officer,
    what: str,
    case: UUID | None = None,
    *,
    agency: UUID | None = None,
    shown: int = 1,
    words: str = "",
) -> None:
    """The officer looks at a case, or without one at a list of the agency: a line, with the reason where one was asked.

    `agency` is the one whose case it is, where that is another agency's.
    """
    why = _reason_of(officer, case) if case is not None and agency is None else None
    look = Look(
        case or officer.agency_id, what, is_own_work=why is None, why=why or "", shown=shown, words=words
    )  # fmt: skip
    record_reading(
        actor=officer.actor, agency=agency or officer.agency_id, look=look,
        capacity=capacity_of(officer.member, officer.under),
    )  # fmt: skip


def asking_why(
    view: Callable[Concatenate[HttpRequest, Officer, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Officer, P], HttpResponseBase]:
    """For a page of one case: whoever's work it is not says why first, and then comes back. Put it under `for_officers`."""

    @wraps(view)
    def asked(request: HttpRequest, officer: Officer, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case: Any = kwargs["case"]
        if _reason_of(officer, case) != "" or (request.method == "POST" and _had_it_open(officer, case)):
            return view(request, officer, *args, **kwargs)
        here = request.get_full_path() if request.method == "GET" else reverse("office_case", args=[case])
        return HttpResponseRedirect(f"{reverse('office_case_why', args=[case])}?{urlencode({'next': here})}")

    return asked


def _reason_of(officer: Officer, case: UUID) -> str | None:
    """None when it is the officer's own work; else the reason they gave today, empty when they gave none yet."""
    if case not in officer.reasons:
        is_theirs = _why_not_theirs(officer, case, lies_with(case)) is None
        since = now() - A_DAYS_WORK
        officer.reasons[case] = (
            None if is_theirs else
            reason_given(agency=officer.agency_id, subject=case, person=officer.person_id, since=since)
        )  # fmt: skip
    return officer.reasons[case]


def _had_it_open(officer: Officer, case: UUID) -> bool:
    """Whether they have seen the case today: what they send now is not lost because it has moved on meanwhile."""
    since = now() - A_DAYS_WORK
    return has_looked(agency=officer.agency_id, subject=case, person=officer.person_id, since=since)


def _why_not_theirs(officer: Officer, case: UUID, lies: Lies) -> Whose | None:
    standing = Standing(lies.roles, lies.officers, lies.closed_at)

    def judged(*, has_worked_on_it: bool) -> Whose | None:
        return not_ones_work(
            standing, person=officer.person_id, roles=officer.roles, has_worked_on_it=has_worked_on_it, at=now()
        )

    found = judged(has_worked_on_it=False)
    if found is Whose.OTHERS and has_worked_on(case, officer.person_id):
        return judged(has_worked_on_it=True)
    return found


@takes_forms
@for_delegates_too
def why_page(request: HttpRequest, officer: Officer, case: UUID) -> HttpResponse:
    """Why somebody wants to see a case that is not their work: one line, which its applicant will be shown."""
    lies = lies_with(case)
    whose = _why_not_theirs(officer, case, lies)
    if whose is None:
        return redirect("office_case", case=case)
    if request.method != "POST":
        return _ask(request, officer, case, lies, whose)
    why = " ".join(request.POST.get("why", "").split())
    if not why or len(why) > LONGEST:
        words = _("Say in one line why you need to see this case.") if not why else _("Say it in at most 200 letters.")
        return _ask(request, officer, case, lies, whose, [Mend(words, "#why")])
    look = Look(case, REASON, is_own_work=False, why=why)
    record_reading(
        actor=officer.actor, agency=officer.agency_id, look=look, capacity=capacity_of(officer.member, officer.under)
    )
    return HttpResponseRedirect(_way_back(request, case))


def _ask(
    request: HttpRequest, officer: Officer, case: UUID, lies: Lies, whose: Whose, mends: list[Mend] | None = None
) -> HttpResponse:
    context = {
        "number": lies.number,
        "is_long_closed": whose is Whose.LONG_CLOSED,
        "closed_at": lies.closed_at,
        "suggested": SUGGESTED,
        "given": request.POST.get("why", ""),
        "next": _way_back(request, case),
        "mends": mends or [],
    }
    return office_page(request, officer, "case_why.html", context, status=MENDED if mends else 200)


def _way_back(request: HttpRequest, case: UUID) -> str:
    """To the page of the case that was asked for; never to another place."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    ours = reverse("office_case", args=[case])
    is_ours = wanted.startswith(ours) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else ours
