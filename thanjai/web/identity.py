"""Who asks: the session's person as applicant, or as officer of the agency they chose to work for.

What the session holds of them is written at sign-in (`thanjai.web.signing_in.entering`), so that no page has to ask
the database who is there:

- PERSON, NAME: their id and name. DEMO: whether they were chosen from the list of invented people.
- AGENCY, KIND: the agency they work for now and its kind; "" for who serves nowhere. SEVERAL: they serve in others too.
- ASSURANCE: how surely we know them. TWO_FACTORS: they have shown two; the office opens when we know them well, too.
- METHOD: how they signed in, in one word. SIGNED_IN, PROVEN, SEEN: when they did, when they last proved who they are,
  and when we last heard of them, in seconds of the world's clock.
- WORKS_FOR, DELEGATION: another agency that the officer has chosen to work for, and the delegation they do it under.
- PREVIOUS: when and from where they had signed in the time before.
- BEFORE: whose session it was until they stepped up to another account; their drafts come along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.kernel import clock, secrets
from thanjai.kernel.tenancy import PUBLIC, Actor, Kind

PERSON, NAME, DEMO = "person", "name", "demo"
AGENCY, KIND, SEVERAL = "agency", "kind", "several"
ASSURANCE, TWO_FACTORS, METHOD = "assurance", "two_factors", "method"
SIGNED_IN, PROVEN, SEEN = "signed_in", "proven", "seen"
PREVIOUS, BEFORE = "previous", "before"
WORKS_FOR, DELEGATION = "works_for", "delegation"
_NOTED_EVERY: Final = 300
"""Signs of life are written down every five minutes, not at each page; so one is signed out a little early, never late."""
_DOOR: Final = re.compile(r"/(?:(?:en/)?sign-in|oidc)/")
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
PLAN_KEYS: Final = {"key-plan": "/plan/{id}/", "key-plan-en": "/en/plan/{id}/"}
"""Those of a plan over several agencies; the same secret opens the cases that come of it."""
TRIAL_KEYS: Final = {"key-trial": "/try/{id}/", "key-trial-en": "/en/try/{id}/"}
"""Those of whoever tries a service by a link."""
_ALL_KEYS: Final = (*KEYS, *ANSWER_KEYS, *PLAN_KEYS, *TRIAL_KEYS)
_KEPT_SECONDS: Final = 90 * 86_400


def actor_of(request: HttpRequest) -> Actor:
    """From the session and the page's own key cookie; no table but the session's is read.

    An officer is one in the office only, and an overseer in the oversight's pages. On all others they are a person
    like any other, with their own requests: what they may see as an officer does not follow them there.
    """
    if request.path.startswith(settings.API_PATH):
        return PUBLIC  # Whatever cookies come along: programs act for nobody.
    bearer = _bearer(request)
    is_there = settings.SESSION_COOKIE_NAME in request.COOKIES and PERSON in request.session and not _has_ended(request)
    somebody = _signed_in(request, bearer) if is_there else Actor(Kind.BEARER, bearer=bearer) if bearer else PUBLIC
    return replace(somebody, kind=Kind.DOOR, bearer="") if _DOOR.match(request.path) else somebody


def _signed_in(request: HttpRequest, bearer: str) -> Actor:
    session = request.session
    person, name = UUID(session[PERSON]), session.get(NAME, "")
    if serves(request) and opens_offices(request):
        agency = UUID(session[AGENCY])
        if _OFFICE.match(request.path):
            if session.get(DELEGATION):
                delegation, giver = UUID(session[DELEGATION]), UUID(session[WORKS_FOR])
                return Actor(Kind.OFFICER, agency=giver, person=person, name=name, delegation=delegation)
            return Actor(Kind.OFFICER, agency=agency, person=person, name=name)
        if oversees(request) and _OVERSIGHT.match(request.path):
            return Actor(Kind.OVERSEER, agency=agency, person=person, name=name)
    return Actor(Kind.PERSON, person=person, bearer=bearer, name=name, assurance=assurance_of(request))


def seconds() -> int:
    """The world's time. Sessions do not end because a demonstration's clock was moved."""
    return int(clock.in_the_world().timestamp())


def _has_ended(request: HttpRequest) -> bool:
    """Whether the session has been idle, or has lasted, too long; then it is over. Officers' end sooner."""
    session, now, limits = request.session, seconds(), settings.THANJAI_SESSION_LIMITS
    who = "OFFICER" if serves(request) else "PERSON"
    idle, lasted = now - session.get(SEEN, 0), now - session.get(SIGNED_IN, 0)
    if idle > 60 * limits[f"{who}_IDLE_MINUTES"] or lasted > 3600 * limits[f"{who}_HOURS"]:
        session.flush()
        return True
    if idle > _NOTED_EVERY:
        session[SEEN] = now
    return False


def assurance_of(request: HttpRequest) -> Assurance:
    """How surely we know who is signed in."""
    return Assurance(request.session.get(ASSURANCE, Assurance.NONE.value))


def is_excused(request: HttpRequest) -> bool:
    """Whether an invented person of a demonstration may do without two factors."""
    return bool(settings.DEMO and not settings.THANJAI_DEMO_TWO_FACTORS and request.session.get(DEMO))


def opens_offices(request: HttpRequest) -> bool:
    """Whether they have shown two factors, of which one is surely theirs; without that no office opens."""
    is_sure = bool(request.session.get(TWO_FACTORS)) and assurance_of(request) >= Assurance.SUBSTANTIAL
    return is_sure or is_excused(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether they proved who they are lately enough for an act that cannot be taken back."""
    age = seconds() - request.session.get(PROVEN, 0)
    return age <= 60 * settings.THANJAI_SESSION_LIMITS["CONFIRM_MINUTES"] or is_excused(request)


def serves(request: HttpRequest) -> bool:
    """Whether whoever is signed in works for an agency."""
    return bool(request.session.get(AGENCY))


def oversees(request: HttpRequest) -> bool:
    """Whether that agency watches over the others."""
    return serves(request) and request.session.get(KIND) == AgencyKind.OVERSIGHT


def _bearer(request: HttpRequest) -> str:
    """The hash of the secret this browser holds for this page; empty when it holds none, or nonsense."""
    held = (request.COOKIES.get(_cookie(name), "") for name in _ALL_KEYS)
    code = next((code for code in held if code), "")
    return bearer_of(code) if code else ""


def _cookie(name: str) -> str:
    """Of an https installation: a browser takes a cookie of this name over https only."""
    return f"__Secure-{name}" if settings.IS_SECURE else name


def key_cookies() -> list[str]:
    """The cookies of one secret, by the names that browsers show; those for English pages are called the same and -en."""
    return [_cookie(name) for name in _ALL_KEYS if not name.endswith("-en")]


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


@dataclass(frozen=True, slots=True)
class Desk:
    """The agency somebody works for, its kind, and whether they serve in others too."""

    agency: UUID
    kind: str = ""
    is_one_of_several: bool = False


def sign_in(
    request: HttpRequest,
    *,
    person: UUID,
    name: str,
    desk: Desk | None = None,
    assurance: Assurance = Assurance.LOW,
    two_factors: bool = False,
    method: str = "",
    is_demo: bool = False,
) -> None:
    """Write into the session who has just proven who they are. That it is a new session is Django's `login` to see to."""
    now = seconds()
    request.session.update({
        PERSON: str(person), NAME: name, DEMO: is_demo, ASSURANCE: str(assurance), TWO_FACTORS: two_factors,
        METHOD: method, SIGNED_IN: now, PROVEN: now, SEEN: now,
    })  # fmt: skip
    sit_down(request, desk)


def sit_down(request: HttpRequest, desk: Desk | None) -> None:
    """Work for this agency from now on; for none, when None. Whatever one did for another agency is over."""
    work_at_home(request)
    request.session.update({
        AGENCY: str(desk.agency) if desk else "", KIND: desk.kind if desk else "",
        SEVERAL: bool(desk and desk.is_one_of_several),
    })  # fmt: skip


def work_for(request: HttpRequest, giver: UUID, delegation: UUID) -> None:
    """From now on the office is the giver's, under a delegation that was found to be in force."""
    request.session[WORKS_FOR], request.session[DELEGATION] = str(giver), str(delegation)


def work_at_home(request: HttpRequest) -> None:
    """The office is the officer's own agency's again."""
    for key in (WORKS_FOR, DELEGATION):
        request.session.pop(key, None)


def sign_out(request: HttpRequest) -> None:
    logout(request)
