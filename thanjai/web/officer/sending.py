"""What all forms of the office have in common: reading what was sent, and showing it again with what to mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from thanjai.agencies.orders import Order
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web import requests
from thanjai.web.citizen.questions import Mend
from thanjai.web.days import read_day
from thanjai.web.errors import NOT_FOUND
from thanjai.web.officer.counter import brought
from thanjai.web.officer.entry import Officer, office_page
from thanjai.web.templating import speech

MENDED: Final = 422
Typed = Mapping[str, str]


def posted(request: HttpRequest) -> Typed:
    return requests.typed(request)


def page(
    request: HttpRequest,
    officer: Officer,
    template: str,
    context: Mapping[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    """A page with a form; after a refusal, as it was typed, with what to mend and a link to the place."""
    if refusal is not None and refusal.code in NOT_FOUND:
        raise refusal
    shown = {**context, **mends_of(refusal), "is_done": request.GET.get("done")}
    return office_page(request, officer, template, shown, status=status_of(refusal))


def mends_of(refusal: Refusal | None) -> dict[str, Any]:
    """The error summary, and the name of the input at fault."""
    field = refusal.field or "" if refusal else ""
    mends = [Mend(speech().words(refusal.message), f"#{field}" if field else "")] if refusal else []
    return {"mends": mends, "at_fault": field.partition(".")[0]}


def status_of(refusal: Refusal | None) -> int:
    if refusal is None:
        return 200
    return 403 if refusal.code == "not_allowed" else MENDED


def done(name: str, deed: str = "", **where: object) -> HttpResponseRedirect:
    """To a page, which then says that it was done."""
    return HttpResponseRedirect(f"{reverse(name, kwargs=where or None)}?done={deed}")


def chosen(typed: str, field: str) -> UUID:
    """The id of what was chosen from a list. Raises Refusal when nothing was."""
    try:
        return UUID(typed)
    except ValueError:
        raise Refusal(
            f"choose_{field}", Text(th="เลือกจากรายการ", en="Choose one from the list."), field=field
        ) from None


def order_of(request: HttpRequest, values: Typed) -> Order:
    """The written order of a form: its number, its day, and its picture where one was sent. Raises Refusal."""
    paper = brought(request) if request.FILES.get("file") else None
    return Order(values.get("order_number", ""), read_day(values, "order_date"), paper)
