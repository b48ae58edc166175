"""Who asks: the session's person as applicant, or as officer of the agency they chose to work for."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from thanjai.kernel.tenancy import PUBLIC, Actor, Kind

PERSON, NAME, AGENCY, KIND = "person", "name", "agency", "kind"


def actor_of(request: HttpRequest) -> Actor:
    """From the session alone, no table but the session's is read; without a session, the public."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return PUBLIC
    session = request.session
    if PERSON not in session:
        return PUBLIC
    agency = session.get(AGENCY)
    return Actor(
        kind=Kind(session.get(KIND, Kind.PERSON)),
        agency=UUID(agency) if agency else None,
        person=UUID(session[PERSON]),
        name=session.get(NAME, ""),
    )


def sign_in(request: HttpRequest, *, person: UUID, name: str, kind: Kind, agency: UUID | None) -> None:
    """Begin a session for a person whose identity has been proven. A new key, against fixation."""
    request.session.cycle_key()
    request.session[PERSON] = str(person)
    request.session[NAME] = name
    request.session[KIND] = kind.value
    request.session[AGENCY] = str(agency) if agency else ""


def sign_out(request: HttpRequest) -> None:
    request.session.flush()
