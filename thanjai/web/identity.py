"""Who asks: the session's person as applicant, or as officer of the agency they chose to work for."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanjai.domain.numbering import normalise_access_code
from thanjai.kernel.ids import digest
from thanjai.kernel.tenancy import PUBLIC, Actor, Kind

KEY_COOKIE = "key"
PERSON, NAME, AGENCY, KIND = "person", "name", "agency", "kind"


def actor_of(request: HttpRequest) -> Actor:
    """From the session and the page's own key cookie; no table but the session's is read."""
    key = request.COOKIES.get(KEY_COOKIE, "")
    bearer = digest(normalise_access_code(key)) if key else ""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and PERSON in request.session:
        session = request.session
        agency = session.get(AGENCY)
        return Actor(
            kind=Kind(session.get(KIND, Kind.PERSON)),
            agency=UUID(agency) if agency else None,
            person=UUID(session[PERSON]),
            bearer=bearer,
            name=session.get(NAME, ""),
        )
    return Actor(Kind.BEARER, bearer=bearer) if bearer else PUBLIC


def hand_key(response: HttpResponse, code: str, path: str) -> None:
    """Let this browser hold the secret of one draft or case, sent back to that one's pages only."""
    response.set_cookie(
        KEY_COOKIE, code, path=path, max_age=90 * 86400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def sign_in(request: HttpRequest, *, person: UUID, name: str, kind: Kind, agency: UUID | None) -> None:
    """Begin a session for a person whose identity has been proven. A new key, against fixation."""
    request.session.cycle_key()
    request.session[PERSON] = str(person)
    request.session[NAME] = name
    request.session[KIND] = kind.value
    request.session[AGENCY] = str(agency) if agency else ""


def sign_out(request: HttpRequest) -> None:
    request.session.flush()
