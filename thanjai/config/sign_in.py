"""What settings say of signing in, read from the environment: providers, sessions, and allauth's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from thanjai.config.environment import BadSetting, secret

_DOPA: Final = "https://imauth.bora.dopa.go.th/api/v2/oauth2"
_DGA: Final = "https://connect.egov.go.th/connect"


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of a provider. Each address, the scope and the rest can be set otherwise in the environment."""

    name: str
    assurance: str
    number: str
    """The claim that holds the national number."""
    scope: str
    authorize: str
    token: str
    userinfo: str
    token_auth: str = "client_secret_basic"
    claims: Mapping[str, str] = field(default_factory=dict)


PRESETS: Final = {
    "thaid": Preset(
        "ThaID", "high", "pid", "openid pid given_name family_name",
        f"{_DOPA}/auth/", f"{_DOPA}/token/", f"{_DOPA}/userinfo/",
    ),
    "dga": Preset(
        "Digital ID", "substantial", "citizen_id", "openid citizen_id given_name family_name",
        f"{_DGA}/authorize", f"{_DGA}/token", f"{_DGA}/userinfo",
    ),
}  # fmt: skip
LEVELS: Final = ("low", "substantial", "high")
WAYS: Final = ("client_secret_basic", "client_secret_post")
CLAIMS: Final = {"given_name": "given_name", "family_name": "family_name", "name": "name", "name_en": ""}


def oidc_apps(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """The providers for which a client id was given, as allauth wants them. Raises BadSetting for an unsafe one."""
    return [
        _app(id, preset, environment)
        for id, preset in PRESETS.items()
        if environment.get(f"THANJAI_{id.upper()}_CLIENT_ID")
    ]


def _app(id: str, preset: Preset, environment: Mapping[str, str]) -> dict[str, Any]:
    def said(name: str, usual: str = "") -> str:
        return environment.get(f"THANJAI_{id.upper()}_{name}") or usual

    def one_of(name: str, choices: tuple[str, ...], usual: str) -> str:
        if said(name, usual) not in choices:
            raise BadSetting(f"THANJAI_{id.upper()}_{name} must be one of: {', '.join(choices)}.")
        return said(name, usual)

    addresses = {
        "authorization_endpoint": said("AUTHORIZE_URL", preset.authorize),
        "token_endpoint": said("TOKEN_URL", preset.token),
        "userinfo_endpoint": said("USERINFO_URL", preset.userinfo),
        "jwks_uri": said("JWKS_URL"),
    }
    for name, address in addresses.items():
        _must_be_safe(id, name, address)
    issuer = said("ISSUER")
    if bool(issuer) != bool(addresses["jwks_uri"]):
        raise BadSetting(f"{id}: set both THANJAI_{id.upper()}_ISSUER and THANJAI_{id.upper()}_JWKS_URL, or neither")
    claims = {**CLAIMS, **preset.claims, "national_id": said("NUMBER_CLAIM", preset.number)}
    return {
        "provider_id": id, "name": said("NAME", preset.name),
        "client_id": said("CLIENT_ID"), "secret": secret(f"THANJAI_{id.upper()}_CLIENT_SECRET"),
        "settings": {
            **addresses, "issuer": issuer, "scope": said("SCOPE", preset.scope).split(), "claims": claims,
            "assurance": one_of("ASSURANCE", LEVELS, preset.assurance), "oauth_pkce_enabled": True,
            "token_auth_method": one_of("TOKEN_AUTH", WAYS, preset.token_auth),
        },
    }  # fmt: skip


def _must_be_safe(id: str, name: str, address: str) -> None:
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if address and parts.scheme != "https" and not is_here:
        raise BadSetting(f"{id}: {name} must begin with https://, not {address!r}")


def origins(apps: list[dict[str, Any]]) -> list[str]:
    """Where a form on our pages may lead to: the providers' own sites."""
    found = (urlsplit(app["settings"]["authorization_endpoint"]) for app in apps)
    return sorted({f"{one.scheme}://{one.netloc}" for one in found})


def session_limits(environment: Mapping[str, str]) -> dict[str, int]:
    """Minutes without a sign of life, hours altogether, and after how many minutes a grave act asks again."""
    usual = {
        "OFFICER_IDLE_MINUTES": 30, "OFFICER_HOURS": 12, "PERSON_IDLE_MINUTES": 240, "PERSON_HOURS": 24,
        "CONFIRM_MINUTES": 60,
    }  # fmt: skip
    return {name: _whole(environment, f"THANJAI_SESSION_{name}", number) for name, number in usual.items()}


def _whole(environment: Mapping[str, str], name: str, usual: int) -> int:
    given = environment.get(name) or str(usual)
    if not given.isascii() or not given.isdigit() or not int(given):
        raise BadSetting(f"{name} must be a whole number from 1 on, not {given!r}.")
    return int(given)
