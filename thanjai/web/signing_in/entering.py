"""What happens when somebody has proven who they are: the session learns all that pages need to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from thanjai.accounts.actions import note_sign_in
from thanjai.accounts.keys import LEVEL, level_of
from thanjai.agencies import selectors as agencies
from thanjai.domain.assurance import Assurance, Proof, has_two_factors, reached
from thanjai.web import identity

DEMO_METHOD = "demo"
STEPPED_UP_FROM = "stepped_up_from"
"""The request's attribute that tells whose session it was when another account proved itself in it."""
_FACTORS = {
    (Authenticator.Type.TOTP.value, False): "app",
    (Authenticator.Type.RECOVERY_CODES.value, False): "recovery",
    (Authenticator.Type.WEBAUTHN.value, False): "key",
    (Authenticator.Type.WEBAUTHN.value, True): "passkey",
}


@dataclass(frozen=True, slots=True)
class Entrance:
    """What somebody has proven in the session that is about to be another one."""

    assurance: Assurance
    two_factors: bool
    method: str
    previous: dict[str, str]
    before: str


def proven(request: HttpRequest, person: Any) -> Entrance:
    """Read it before Django begins the new session, which forgets what another person did in the old one."""
    records = get_authentication_records(request, person)
    proofs = [proof for record in records if (proof := _proof(record)) is not None]
    last = {"at": person.last_login.isoformat(), "from": person.last_login_from} if person.last_login else {}
    before = getattr(request, STEPPED_UP_FROM, "")
    return Entrance(reached(proofs), has_two_factors(proofs), _method(records), last, before)


def enter(request: HttpRequest, person: Any, entrance: Entrance, address: str) -> None:
    """Write into the new session all that pages need to know of a person."""
    desks = desks_of(person.pk)
    identity.sign_in(
        request, person=person.pk, name=str(person), desk=desks[0] if desks else None, assurance=entrance.assurance,
        two_factors=entrance.two_factors, method=entrance.method, is_demo=entrance.method == DEMO_METHOD,
    )  # fmt: skip
    request.session[identity.PREVIOUS] = entrance.previous
    if entrance.before and entrance.before != str(person.pk):
        request.session[identity.BEFORE] = entrance.before
    note_sign_in(person, place=place_of(request.META.get("HTTP_USER_AGENT", ""), address))


def desks_of(person: UUID) -> list[identity.Desk]:
    """The agencies where somebody serves now."""
    serving = agencies.memberships_of(person)
    return [identity.Desk(one.agency_id, one.agency.kind, len(serving) > 1) for one in serving]


def _proof(record: dict[str, Any]) -> Proof | None:
    """One of allauth's records as a proof."""
    match record["method"]:
        case "code":
            return Proof("code")
        case "socialaccount":
            return Proof("provider", provider_level(record["provider"]))
        case "demo":
            return Proof("provider", Assurance(record[LEVEL]))
        case "mfa":
            row = Authenticator.objects.filter(pk=record["id"]).first()
            level = level_of(row) if row else Assurance.LOW
            return Proof(_FACTORS[record["type"], bool(record.get("passwordless"))], level)  # type: ignore[arg-type]
    return None


def provider_level(id: str) -> Assurance:
    """How surely a provider knows its people, as this installation is told."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"]
    return next((Assurance(app["settings"]["assurance"]) for app in apps if app["provider_id"] == id), Assurance.LOW)


def _method(records: list[dict[str, Any]]) -> str:
    """How they signed in, in one word: the provider, or the kind of proof that came first."""
    first: dict[str, Any] = records[0] if records else {}
    return str(first.get("provider") or first.get("type") or first.get("method") or "")


def place_of(agent: str, address: str = "") -> str:
    """Browser and network in plain words, such as "Firefox, Windows, 203.0.113.7"."""
    browser = _first_in(agent, {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome",
                                "Safari": "Safari"})  # fmt: skip
    system = _first_in(agent, {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
                               "Mac OS": "macOS", "Linux": "Linux"})  # fmt: skip
    return ", ".join(filter(None, (browser, system, address)))


def _first_in(agent: str, names: dict[str, str]) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")


def method_words(method: str) -> str:
    """How somebody signed in, for people to read."""
    words = {
        "code": _("code by e-mail"), "webauthn": _("passkey"), "totp": _("authenticator app"),
        "recovery_codes": _("recovery code"), "demo": _("demonstration account"),
    }  # fmt: skip
    apps = settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"]
    return words.get(method) or next((app["name"] for app in apps if app["provider_id"] == method), method)
