"""The client, as allauth's provider of the kind "oidc". allauth finds it by this module's name."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from thanjai.plugins.identity.oidc import claims, tokens
from thanjai.plugins.identity.oidc.claims import BadAnswer, Claims


class Client(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Asks for the tokens and the person's facts, and believes them only when they are sound."""

    nonce = ""
    """What our question said; the answer must say it again. Set by the view from the state."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """All addresses are configured, so that signing in depends on no further page of the provider."""
        return dict(self.get_provider().app.settings)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """One address for all languages, as it is registered with the provider."""
        return f"{settings.BASE_URL}{reverse('oidc_callback', kwargs={'provider_id': self.provider_id})}"

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """The access token serves for one question and is not kept."""
        if not isinstance(data.get("access_token"), str):
            raise BadAnswer("no access token")
        return SocialToken(token=data["access_token"])

    def get_access_token_data(self, request: HttpRequest, app: SocialApp, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Exchange the code, unless the answer says that another provider gave it (RFC 9207)."""
        if app.settings["issuer"] and request.GET.get("iss", app.settings["issuer"]) != app.settings["issuer"]:
            raise BadAnswer("an answer in another's name")
        try:
            return dict(super().get_access_token_data(request, app, *args, **kwargs))
        except (KeyError, TypeError, ValueError) as error:
            raise BadAnswer("an answer of no known shape") from error

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who came. Raises BadAnswer, or requests' exceptions when the provider does not answer."""
        try:
            found = self._found(app, token, kwargs["response"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadAnswer("an answer of no known shape") from error
        return self.get_provider().sociallogin_from_response(request, found)

    def _found(self, app: SocialApp, token: SocialToken, answer: dict[str, Any]) -> Claims:
        """Where the provider's keys are known, the ID token must be there and right; else userinfo alone is asked."""
        id_token = None
        if app.settings["jwks_uri"]:
            id_token = tokens.checked(
                answer.get("id_token"), keys=self._fetched(app.settings["jwks_uri"]),
                issuer=app.settings["issuer"], client_id=app.client_id, nonce=self.nonce, access_token=token.token,
            )  # fmt: skip
        told = self._fetched(self.profile_url, {"Authorization": f"Bearer {token.token}"})
        return claims.read(id_token, told, app.settings["claims"])

    def _fetched(self, url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(url, headers=headers)
            response.raise_for_status()
            answer = response.json()
        if not isinstance(answer, dict):
            raise BadAnswer("an answer that is no object")
        return answer


class OidcProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """One configured provider. Nothing that it says of a person is kept but the number and the name."""

    id = "oidc"
    oauth2_adapter_class = Client

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """Begin. Only where to go on comes from the form; scopes and all else are ours."""
        kwargs = super().get_redirect_from_request_kwargs(request)
        process = "connect" if kwargs["process"] == "connect" else "login"
        nonce = secrets.token_urlsafe(24)
        answer: HttpResponse = self.redirect(
            request, process, kwargs.get("next_url"), auth_params={"nonce": nonce}, scope=self.app.settings["scope"],
            nonce=nonce, language=get_language(),
        )  # fmt: skip
        return answer

    def extract_uid(self, data: Claims) -> str:
        return data.subject

    def extract_extra_data(self, data: Claims) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: Claims) -> dict[str, Any]:
        return {"claims": data}

    def extract_email_addresses(self, data: Claims) -> list[Any]:
        """None: a provider of identity vouches for the person, not for an address."""
        return []


provider_classes = [OidcProvider]
