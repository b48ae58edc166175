"""The oversight's inbox: copies of the notices of delay that agencies gave."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from thanjai.cases import copies
from thanjai.cases.copies import Wanted
from thanjai.kernel.audit import Look, record_reading
from thanjai.kernel.paging import read_place, write_place
from thanjai.web.files import one_file
from thanjai.web.officer.reading import capacity_of
from thanjai.web.overseer.choosing import agencies, narrowed
from thanjai.web.overseer.entry import Overseer, for_overseers, overseer_page
from thanjai.web.overseer.looking import words_of

ON_A_PAGE: Final = 50


@require_safe
@for_overseers
def inbox(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """Notices, newest first; those nobody has seen yet, or all."""
    chosen, after = narrowed(request), read_place(request.GET.get("after", ""))
    state = "" if request.GET.get("show") == "all" else "new"
    rows = copies.inbox(Wanted(state, chosen.agency_id, chosen.service, chosen.cause), after=after, limit=ON_A_PAGE + 1)
    last = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else None
    path, show = reverse("oversight_notices"), "" if state else "all"
    context = {
        "lines": [(row, agencies().get(row.agency_id)) for row in rows[:ON_A_PAGE]],
        **words_of(chosen),
        "show": show,
        "new_ones": chosen.address(path),
        "all_of_them": chosen.address(path, show="all"),
        "here": chosen.address(path, show=show),
        "following": chosen.address(path, show=show, after=write_place(last.sent_at, last.id)) if last else "",
        "is_later_page": after is not None,
        "export": chosen.address(""),
    }
    return overseer_page(request, overseer, "inbox.html", context)


@require_POST
@for_overseers
def seen(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """Mark the notices of a page as seen, and show what is left."""
    ids = []
    for text in request.POST.getlist("notice")[:ON_A_PAGE]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    copies.mark_seen(actor=overseer.actor, ids=ids)
    return HttpResponseRedirect(reverse("oversight_notices"))


@require_safe
@for_overseers
def paper(request: HttpRequest, overseer: Overseer, notice: UUID) -> FileResponse:
    """The notice as the applicant got it. It names them, so that it was read is written down; opening it is seeing it."""
    copy = copies.copy_by_id(notice)
    if copy.file_id is None:
        raise Http404
    record_reading(
        actor=overseer.actor, agency=copy.agency_id, look=Look(copy.case_id, "notice of delay"),
        capacity=capacity_of(overseer.member),
    )  # fmt: skip
    copies.mark_seen(actor=overseer.actor, ids=[copy.id])
    return one_file(copy.file_id)
