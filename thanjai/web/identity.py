"""Who asks: the session's person as applicant, or as officer of the agency they chose to work for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.kernel import secrets
from thanjai.kernel.tenancy import PUBLIC, Actor, Kind

PERSON, NAME, AGENCY, KIND = "person", "name", "agency", "kind"
WORKS_FOR, DELEGATION = "works_for", "delegation"
"""Another agency that the officer has chosen to work for, and the delegation they do it under."""
_OFFICE: Final = re.compile(r"/(?:en/)?office/")
_OVERSIGHT: Final = re.compile(r"/(?:en/)?oversight/")
KEYS: Final = {
    "key-form": "/apply/{id}/",
    "key-form-en": "/en/apply/{id}/",
    "key-case": "/case/{id}/",
    "key-case-en": "/en/case/{id}/",
}
"""The cookies of one secret, by the pages they are sent back to. Their paths do not meet, so one comes at a time."""
ANSWER_KEYS: Final = {"key-answer": "/answer/{id}/", "key-answer-en": "/en/answer/{id}/"}
"""Those of whoever was asked for an opinion."""
_KEPT_SECONDS: Final = 90 * 86_400


def actor_of(request: HttpRequest) -> Actor:
    """From the session and the page's own key cookie; no table but the session's is read.

    An officer is one in the office only, and an overseer in the oversight's pages. On all others they are a person
    like any other, with their own requests: what they may see as an officer does not follow them there.
    """
    bearer = _bearer(request)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and PERSON in request.session:
        session = request.session
        person, name = UUID(session[PERSON]), session.get(NAME, "")
        if serves(request) and _OFFICE.match(request.path):
            if session.get(DELEGATION):
                delegation, giver = UUID(session[DELEGATION]), UUID(session[WORKS_FOR])
                return Actor(Kind.OFFICER, agency=giver, person=person, name=name, delegation=delegation)
            return Actor(Kind.OFFICER, agency=UUID(session[AGENCY]), person=person, name=name)
        if oversees(request) and _OVERSIGHT.match(request.path):
            return Actor(Kind.OVERSEER, agency=UUID(session[AGENCY]), person=person, name=name)
        return Actor(Kind.PERSON, person=person, bearer=bearer, name=name)
    return Actor(Kind.BEARER, bearer=bearer) if bearer else PUBLIC


def serves(request: HttpRequest) -> bool:
    """Whether whoever is signed in works for an agency."""
    return bool(request.session.get(AGENCY))


def oversees(request: HttpRequest) -> bool:
    """Whether that agency watches over the others."""
    return serves(request) and request.session.get(KIND) == AgencyKind.OVERSIGHT


def _bearer(request: HttpRequest) -> str:
    """The hash of the secret this browser holds for this page; empty when it holds none, or nonsense."""
    held = (request.COOKIES.get(_cookie(name), "") for name in (*KEYS, *ANSWER_KEYS))
    code = next((code for code in held if code), "")
    return bearer_of(code) if code else ""


def _cookie(name: str) -> str:
    """Of an https installation: a browser takes a cookie of this name over https only."""
    return f"__Secure-{name}" if settings.IS_SECURE else name


def bearer_of(code: str) -> str:
    """The hash of an access code as typed; empty for what cannot be one."""
    try:
        return secrets.bearer_of(code)
    except Refusal:
        return ""


def hand_key(response: HttpResponse, code: str, id: UUID, keys: Mapping[str, str] = KEYS) -> None:
    """Let this browser hold the secret of one draft or case, sent back to that one's pages only; none where it has none."""
    if not code:
        return
    for name, path in keys.items():
        response.set_cookie(
            _cookie(name), code, path=path.format(id=id), max_age=_KEPT_SECONDS, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip


def take_key(response: HttpResponse, id: UUID, keys: Mapping[str, str] = KEYS) -> None:
    """Let this browser hold the secret no longer."""
    for name, path in keys.items():
        response.delete_cookie(_cookie(name), path=path.format(id=id), samesite="Lax")


def sign_in(request: HttpRequest, *, person: UUID, name: str, agency: UUID | None, kind: str = "") -> None:
    """Begin a session for a person whose identity has been proven, and who serves in `agency`, of a kind, when given."""
    request.session.flush()
    request.session[PERSON] = str(person)
    request.session[NAME] = name
    request.session[AGENCY] = str(agency) if agency else ""
    request.session[KIND] = kind


def work_for(request: HttpRequest, giver: UUID, delegation: UUID) -> None:
    """From now on the office is the giver's, under a delegation that was found to be in force."""
    request.session[WORKS_FOR], request.session[DELEGATION] = str(giver), str(delegation)


def work_at_home(request: HttpRequest) -> None:
    """The office is the officer's own agency's again."""
    for key in (WORKS_FOR, DELEGATION):
        request.session.pop(key, None)


def sign_out(request: HttpRequest) -> None:
    request.session.flush()
