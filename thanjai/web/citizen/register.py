"""The public register of licences: searched by anybody, by agency, and as a list for other programs."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.agencies import selectors as agencies
from thanjai.documents import register
from thanjai.documents.register import Listed
from thanjai.domain.buddhist import bangkok_day
from thanjai.kernel.clock import today
from thanjai.kernel.limits import OPEN_DATA, REGISTER, limited
from thanjai.kernel.paging import read_place, write_place
from thanjai.kernel.searching import wanted_words
from thanjai.web.found import to_be_found
from thanjai.web.naming import named_agency
from thanjai.web.sheets import Sheet, as_csv
from thanjai.web.templating import speech


def _searching(request: HttpRequest) -> int:
    return int(bool(request.GET.get("q") or request.GET.get("agency")))


@to_be_found
@require_safe
@limited(REGISTER, _searching)
def public_register(request: HttpRequest) -> HttpResponse:
    """Licences that begin with the words typed; with an agency and no words, its newest ones."""
    query = request.GET.get("q", "").strip()[:100]
    named = named_agency(request.GET)
    chosen = named.agency
    found: list[Listed] = []
    following = ""
    if query and not named.is_open:
        found = register.search(query, agency=chosen.id if chosen else None, after=_word_place(request))
        following = f"{found[-1].word},{found[-1].id}" if len(found) == register.PAGE else ""
    elif chosen is not None:
        after = read_place(request.GET.get("after", ""))
        found = register.newest(chosen.id, after=(after[0], after[1]) if after and after[0] else None)
        following = write_place(found[-1].issued_at, found[-1].id) if len(found) == register.PAGE else ""
    context = {
        "query": query,
        "named": named,
        "chosen": chosen,
        "found": found,
        "following": following,
        "is_later": "after" in request.GET,
        "is_asked": bool(query or chosen) and not named.is_open,
        "is_too_short": bool(query) and not wanted_words(query),
    }
    return render(request, "citizen/register.html", context)


def _word_place(request: HttpRequest) -> register.Place | None:
    """The place in what was found, from the address; None for nonsense, which shows the first lines."""
    word, _comma, id = request.GET.get("after", "").rpartition(",")
    try:
        return (word, UUID(id)) if word else None
    except ValueError:
        return None


@require_safe
@limited(OPEN_DATA)
def register_file(request: HttpRequest, slug: str) -> FileResponse:
    """An agency's whole register as CSV, written while it is read."""
    agency = agencies.agency_by_slug(slug)
    language = get_language() or "th"
    return as_csv(
        Sheet(
            name=f"register-{slug}-{today().isoformat()}",
            title=_("Licences in force and not"),
            header=[_("Number"), _("Document"), _("Holder"), _("What it says"), _("Issued on"), _("Valid until"), _("Status")],
            rows=(
                [
                    one.number, one.title.in_language(language), one.holder, _said(one, language),
                    bangkok_day(one.issued_at), one.valid_until, one.status,
                ]
                for one in register.everything(agency.id)
            ),
        )
    )  # fmt: skip


def _said(one: Listed, language: str) -> str:
    words = speech()
    return "; ".join(f"{words.words(line['label'])}: {words.words(line['value'])}" for line in one.lines)
