"""Where the money of each fund comes to by Thai QR: asked for by a cashier, in force when a head has approved it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.money import banking, billers
from thanjai.web.officer.entry import Officer, for_officers, when_grave
from thanjai.web.officer.money.invoice import handles_money
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.requests import takes_forms

ASK, APPROVE, REFUSE = "ask_biller", "approve_biller", "refuse_biller"


@takes_forms
@for_officers
@when_grave
def billers_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is in force for each fund, what waits to be approved, and what was before."""
    values = posted(request) if request.method == "POST" else {}
    refusal, command = None, values.get("command", "")
    if command in (ASK, APPROVE, REFUSE):
        try:
            _do(officer, values)
        except Refusal as raised:
            refusal = raised
        else:
            return done("office_billers", command)
    agency = officer.agency_id
    noted(officer, "billers")
    context = {
        "in_force": billers.in_force(agency), "waiting": billers.waiting(agency), "history": billers.history(agency),
        "funds": billers.funds_of(agency), "accounts": banking.accounts_of(agency), "given": values,
        "command": command, "may_act": handles_money(officer), "is_head": Role.HEAD in officer.member.roles,
    }  # fmt: skip
    return page(request, officer, "money/billers.html", context, refusal)


def _do(officer: Officer, values: Typed) -> None:
    if values["command"] == ASK:
        wanted = billers.Wanted(
            fund=values.get("fund", ""), biller_id=values.get("biller_id", ""),
            account_id=chosen(values.get("account", ""), "account"), reason=values.get("reason", ""),
        )  # fmt: skip
        billers.ask(actor=officer.actor, wanted=wanted)
        return
    billers.decide(
        actor=officer.actor, id=chosen(values.get("biller", ""), "biller"), approve=values["command"] == APPROVE,
        words=values.get("words", ""),
    )  # fmt: skip
