"""Leaving a plan for later: its link, on paper or by e-mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.bundles import actions, letters, selectors
from thanjai.kernel.limits import LETTERS, limited, posting, wait_of
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.returning import is_address
from thanjai.web.notices import notice_of, redirect_with


@require_safe
def saved(request: HttpRequest, plan: UUID) -> HttpResponse:
    """How to come back to a plan."""
    return _show(request, selectors.plan(plan))


@limited(LETTERS, posting, told=True)
def mail(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Send the link to the address given. Loading this address again shows the page that asks for it."""
    if request.method != "POST":
        return redirect("plan_saved", plan=plan)
    row, address = selectors.plan(plan), request.POST.get("email", "").strip()
    if not is_address(address):
        return _show(request, row, address, _("Enter an e-mail address like somchai@example.com."), MENDED)
    if wait_of(request):
        error = _("Too many letters were asked for from here. Wait an hour, or copy the link.")
        return _show(request, row, address, error, 429)
    letters.send_link(row, address)
    return redirect_with("mailed", "plan_saved", plan=plan)


def _show(request: HttpRequest, row: Any, email: str = "", error: str = "", status: int = 200) -> HttpResponse:
    link = request.build_absolute_uri(reverse("plan_resume", args=[row.id, actions.code_of(row)]))
    context = {
        "plan": row, "bundle": selectors.definition_of(row.version_id), "link": link, "email": email, "error": error,
        "notice": notice_of(request),
    }  # fmt: skip
    return render(request, "citizen/plans/saved.html", context, status=status)
