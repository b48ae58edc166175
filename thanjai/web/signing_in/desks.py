"""For which agency one works now, when one serves several. Nobody signs in again for that."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from thanjai.agencies import selectors as agencies
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web import identity
from thanjai.web.identity import Desk
from thanjai.web.requests import Request, takes_forms


@takes_forms
def choose_desk(request: Request) -> HttpResponse:
    """The agencies where one serves now; the one chosen is whose office opens."""
    if request.actor.person is None:
        return HttpResponseRedirect(f"{reverse('sign_in')}?next={reverse('choose_desk')}")
    serving = agencies.memberships_of(request.actor.person)
    if request.method != "POST":
        here = request.session.get(identity.AGENCY)
        return render(request, "account/choose_desk.html", {"serving": serving, "here": here})
    chosen = next((one for one in serving if str(one.agency_id) == request.POST.get("agency")), None)
    if chosen is None:
        raise Refusal(
            "not_allowed", Text(th="ท่านไม่ได้ปฏิบัติงานที่หน่วยงานนี้แล้ว", en="You do not serve at this agency any more.")
        )
    identity.sit_down(request, Desk(chosen.agency_id, chosen.agency.kind, len(serving) > 1))
    return redirect("oversight" if identity.oversees(request) else "office")
