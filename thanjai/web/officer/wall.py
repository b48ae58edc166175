"""The wall: a page for a screen that everybody in the office sees."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import office_of, officers_of
from thanjai.cases.wall import AGES, MOST_LISTED, Wall, wall
from thanjai.kernel.clock import now, today
from thanjai.web.officer.clock import time_left
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.templating import speech

_TITLES: Final = ("นางสาว", "นาง", "นาย", "ว่าที่ร้อยตรี", "ดร.", "Mrs ", "Miss ", "Mr ", "Ms ", "Dr ")
_BEFORE: Final = "เแโใไ"
"""Vowels that are written before the consonant they follow in speech."""


@require_safe
@for_officers
def wall_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is due and how old, in large type; a script loads it again when something has changed."""
    shown, calendar = _wall(officer), office_of(officer.agency_id).calendar
    moment, names = now(), _initials(officers_of(officer.agency_id))
    context = {
        "wall": shown,
        "version": _version(shown),
        "moment": moment,
        "left": lambda due_at: time_left(due_at, None, calendar, moment),
        "initials": lambda officers: ", ".join(names[one] for one in officers if one in names),
        "ages": AGES,
        "most": MOST_LISTED,
    }
    return office_page(request, officer, "wall.html", context)


@require_safe
@for_officers
def wall_version(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What the page's script compares: another text when the wall would look otherwise."""
    answer = HttpResponse(_version(_wall(officer)), content_type="text/plain")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _wall(officer: Officer) -> Wall:
    return wall(officer.agency_id, office_of(officer.agency_id), now())


def _version(shown: Wall) -> str:
    return hashlib.sha256(f"{today()} {shown!r}".encode()).hexdigest()[:16]


def _initials(members: Iterable[Any]) -> dict[Any, str]:
    is_english = speech().language == "en"
    return {
        one.person_id: initials(one.person.name_en if is_english and one.person.name_en else one.person.name)
        for one in members
    }


def initials(name: str) -> str:
    """The first letters of a name: enough for colleagues, nothing for strangers."""
    for title in _TITLES:
        name = name.removeprefix(title)
    return "".join(f"{letter}." for part in name.split()[:2] if (letter := part.lstrip(_BEFORE)[:1]))
