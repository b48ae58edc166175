"""An officer's search. Its words are mostly a name, so they stand in no address: the session keeps them, and the
address says only which of the last searches is meant. So one can go back to what was found, and share nothing."""

from __future__ import annotations

import secrets
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

KEPT: Final = 20
LONGEST: Final = 100
_SEARCHES: Final = "searches"


def words_of(request: HttpRequest) -> str:
    """What is looked for: by a search of this session, or as typed into the address by hand."""
    kept: dict[str, str] = request.session.get(_SEARCHES, {})
    return kept.get(request.GET.get("found", ""), "") or request.GET.get("q", "").strip()[:LONGEST]


def keep(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the words that were sent, and go on to what they find; without words, to the whole list."""
    words = request.POST.get("q", "").strip()[:LONGEST]
    if not words:
        return HttpResponseRedirect(request.path)
    mark = secrets.token_hex(4)
    kept = {**request.session.get(_SEARCHES, {}), mark: words}
    request.session[_SEARCHES] = dict(list(kept.items())[-KEPT:])
    return HttpResponseRedirect(f"{request.path}?{urlencode({'found': mark})}")


def part_of(request: HttpRequest, words: str) -> dict[str, str]:
    """The part of an address that means the same search, for its next page."""
    return {"found": request.GET["found"]} if words and "found" in request.GET else {"q": words} if words else {}
