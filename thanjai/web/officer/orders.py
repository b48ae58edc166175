"""Orders by which officers serve in other positions."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from thanjai.agencies import acting
from thanjai.agencies.selectors import officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import FORM_WORDS, Form
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.web import files
from thanjai.web.days import is_blank, read_day
from thanjai.web.officer.entry import Officer, for_officers, when_fresh
from thanjai.web.officer.sending import Typed, chosen, done, order_of, page, posted


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def acting_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """A new order: who acts in whose position, how, from when to when."""
    values, refusal = posted(request), None
    if request.method == "POST":
        try:
            acting.order_acting(actor=officer.actor, post=_post(values), order=order_of(request, values))
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_people", "acting")
    members = officers_of(officer.agency_id)
    context = {
        "given": values,
        "people": [one for one in members if one.person_id != officer.person_id],
        "places": members,
        "forms": [(form.value, words) for form, words in FORM_WORDS.items()],
        "may_order": Role.HEAD in officer.member.roles,
        "heads": [one for one in members if Role.HEAD in one.roles],
    }
    return page(request, officer, "acting.html", context, refusal)


def _post(values: Typed) -> acting.Post:
    if values.get("form") not in {form.value for form in Form}:
        words = Text(th="เลือกว่ารักษาราชการแทนหรือปฏิบัติราชการแทน", en="Choose in which way they act.")
        raise Refusal("acting_form", words, field="form")
    first = today() if is_blank(values, "first") else read_day(values, "first")
    return acting.Post(
        person=chosen(values.get("person", ""), "person"), place=chosen(values.get("place", ""), "place"),
        form=Form(values["form"]), first=first, last=read_day(values, "last"),
    )  # fmt: skip


@require_http_methods(["POST"])
@for_officers
@when_fresh
def end_order(request: HttpRequest, officer: Officer, order: UUID) -> HttpResponse:
    """End an order before its last day."""
    acting.end_acting(actor=officer.actor, order_id=order)
    return done("office_people", "acting-ended")


@require_safe
@for_officers
def order_file(request: HttpRequest, officer: Officer, order: UUID) -> FileResponse:
    """The paper of an order of the agency."""
    found = next((one for one in acting.orders_of(officer.agency_id) if one.id == order), None)
    if found is None or found.file_id is None:
        raise Http404
    return files.one_file(found.file_id)
