"""What an installation says of its providers and sessions."""

from __future__ import annotations

import pytest

from thanjai.config.environment import BadSetting
from thanjai.config.sign_in import oidc_apps, origins, session_limits

DGA = {"THANJAI_DGA_CLIENT_ID": "us"}


def test_nothing_is_offered_that_was_not_set_up() -> None:
    assert oidc_apps({}) == [] and origins([]) == []


def test_what_is_published_of_thaid_and_digital_id_is_there() -> None:
    thaid, dga = oidc_apps({"THANJAI_THAID_CLIENT_ID": "us", **DGA})
    assert thaid["settings"]["authorization_endpoint"] == "https://imauth.bora.dopa.go.th/api/v2/oauth2/auth/"
    assert (thaid["settings"]["claims"]["national_id"], thaid["settings"]["assurance"]) == ("pid", "high")
    assert dga["settings"]["userinfo_endpoint"] == "https://connect.egov.go.th/connect/userinfo"
    assert (dga["settings"]["claims"]["national_id"], dga["settings"]["assurance"]) == ("citizen_id", "substantial")
    assert "citizen_id" in dga["settings"]["scope"] and dga["settings"]["oauth_pkce_enabled"]
    assert origins([thaid, dga]) == ["https://connect.egov.go.th", "https://imauth.bora.dopa.go.th"]


def test_addresses_can_be_others() -> None:
    (dga,) = oidc_apps({**DGA, "THANJAI_DGA_AUTHORIZE_URL": "https://connect.dga.or.th/connect/authorize"})
    assert origins([dga]) == ["https://connect.dga.or.th"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("THANJAI_DGA_TOKEN_URL", "http://connect.dga.or.th/connect/token", "must begin with https://"),
        ("THANJAI_DGA_USERINFO_URL", "ftp://connect.dga.or.th/", "must begin with https://"),
        ("THANJAI_DGA_ISSUER", "https://connect.dga.or.th", "set both THANJAI_DGA_ISSUER and THANJAI_DGA_JWKS_URL"),
        ("THANJAI_DGA_JWKS_URL", "https://connect.dga.or.th/jwks", "or neither"),
        ("THANJAI_DGA_ASSURANCE", "very", "THANJAI_DGA_ASSURANCE must be one of: low, substantial, high"),
        ("THANJAI_DGA_TOKEN_AUTH", "none", "THANJAI_DGA_TOKEN_AUTH must be one of"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        oidc_apps({**DGA, name: value})


def test_sessions_have_limits() -> None:
    assert session_limits({})["OFFICER_IDLE_MINUTES"] == 30
    assert session_limits({"THANJAI_SESSION_OFFICER_HOURS": "8"})["OFFICER_HOURS"] == 8
    for wrong in ("0", "-1", "x", "1.5"):
        with pytest.raises(BadSetting, match="THANJAI_SESSION_PERSON_HOURS must be a whole number"):
            session_limits({"THANJAI_SESSION_PERSON_HOURS": wrong})
